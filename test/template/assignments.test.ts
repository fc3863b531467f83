import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allows, type World } from '../../src/model/scenario.ts';
import { entriesOf, loaded, worldsOf } from './support.ts';

describe('against every assignment of the parameters', () => {
  const parameters = { A: ['a', 'b'], B: ['a', 'b', 'c'], D: ['a', 'd'] } as const;
  type Name = keyof typeof parameters;
  const name = fc.constantFrom<Name>('A', 'B', 'D');
  const equals = fc.oneof(
    fc.tuple(name, fc.constantFrom('a', 'b', 'c', 'd', 'e')).map(([one, value]) => `!Equals [!Ref ${one}, ${value}]`),
    fc.tuple(name, name).map(([one, other]) => `!Equals [!Ref ${one}, !Ref ${other}]`),
    name.map((one) => `!Equals [!Sub 'x\${${one}}', xa]`),
    name.map((one) => `!Equals [!FindInMap [M, !Ref ${one}, k], '1']`),
  );
  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small' },
      equals,
      fc
        .tuple(fc.constantFrom('!And', '!Or'), tie('condition'), tie('condition'))
        .map(([f, x, y]) => `${f} [${x}, ${y}]`),
      tie('condition').map((one) => `!Not [${one}]`),
    ),
  }));
  const head = (domains: Readonly<Record<Name, boolean>>, conditions: readonly string[]): string => {
    const declared = Object.entries(parameters).map(
      ([one, values]) =>
        `${one}: { Type: String, Default: a${domains[one as Name] ? `, AllowedValues: [${values}]` : ''} }`,
    );
    const rows = "{ a: { k: '1' }, b: { k: '2' }, c: { k: '1' }, d: { k: '3' } }";
    return `Parameters: { ${declared.join(', ')} }\nMappings: { M: ${rows} }
Conditions: { ${conditions.map((one, i) => `C${i}: ${one}`).join(', ')} }`;
  };
  const assignments = parameters.A.flatMap((A) => parameters.B.flatMap((B) => parameters.D.map((D) => ({ A, B, D }))));
  const holds = (world: World, given: Readonly<Record<Name, string>>): boolean =>
    world.every(({ subject, choice }) => {
      const [, one, other] = /^Ref (\w) = Ref (\w)$/.exec(subject) ?? [];
      if (one && other) return allows(choice, String(given[one as Name] === given[other as Name]));
      return allows(choice, given[subject as Name]);
    });
  const api = (before: string): string => `${before}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Policy: !If [C2, { Statement: [{ Effect: Deny, Condition: { IpAddress: { aws:SourceIp: !If
        [C0, [!If [C1, 1.1.1.1, !Ref AWS::NoValue], !FindInMap [M, !Ref B, k]], [3.3.3.3]] } } }] }, !Ref AWS::NoValue]`;

  test('exactly one scenario holds, and says what the template says there', () => {
    fc.assert(
      fc.property(
        fc.tuple(condition, condition, condition),
        fc.record({ A: fc.boolean(), B: fc.boolean(), D: fc.boolean() }),
        (conditions, domains) => {
          const text = api(head(domains, conditions));
          const [all] = loaded(text).apis;
          fc.pre(all !== undefined && !all.truncated);
          for (const given of assignments) {
            const inside = all.worlds.filter(({ world }) => holds(world, given));
            const concrete = worldsOf(text, { given });
            expect(concrete).toHaveLength(1);
            expect(inside.map(entriesOf)).toEqual(concrete.map(entriesOf));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
