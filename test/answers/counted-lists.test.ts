import { describe, expect, test } from 'vitest';
import { condition, parameter, template } from '../rules/templates.ts';
import { auditTexts } from '../support/memory.ts';
import { service } from '../support/serverless.ts';

const ENTRIES = '93.184.216.128/25,93.184.216.0/24,9.9.9.9,93.184.216.0/24';
const LIST = parameter('Nets', 'CommaDelimitedList', `'${ENTRIES}'`);
const TEXT = parameter('Nets', 'String', `'${ENTRIES}'`);
const MAPPING = `Mappings: { Nets: { all: { v4: [${ENTRIES}] } } }`;

const NETS = `'$\{self:custom.nets}'`;

/** An output that reads something beside the policy. */
const output = (value: string) => `Outputs: { Read: { Value: ${value} } }`;

/** What the rules about entries offer to remove. */
function removals(text: string, file = 't.yml', others: Readonly<Record<string, string>> = {}): readonly string[] {
  const { findings, failures } = auditTexts({ [file]: text, ...others }, {}, [file]);
  expect(failures).toEqual([]);
  const found = findings.filter(({ ruleId }) => ['no-duplicate-cidrs', 'no-overlapping-cidrs'].includes(ruleId));
  expect(found.length, 'there must be something to remove').toBeGreaterThan(0);
  return found.flatMap(({ suggestions }) => suggestions.map(({ message }) => message)).sort();
}

const BOTH = ['Remove 93.184.216.0/24', 'Remove 93.184.216.128/25'];

describe('an entry is offered to be removed from a list that nothing counts', () => {
  test.each([
    ['a literal list', condition(`[${ENTRIES}]`)],
    ['a list parameter', condition('!Ref Nets', { head: LIST })],
    ['a text that is taken apart', condition("!Split [',', !Ref Nets]", { head: TEXT })],
    ['a mapping', condition('!FindInMap [Nets, all, v4]', { head: MAPPING })],
    [
      'a mapping beside a parameter of its name',
      condition('!FindInMap [Nets, all, v4]', {
        head: `${MAPPING}\n${parameter('Nets', 'CommaDelimitedList', 'a')}`,
        resources: output('!Select [0, !Ref Nets]'),
      }),
    ],
    [
      'a list beside another one that is counted',
      condition('!Ref Nets', {
        head: `${LIST}\n  Zones: { Type: CommaDelimitedList, Default: 'a,b' }`,
        resources: output('!Select [0, !Ref Zones]'),
      }),
    ],
    ['a list that is joined', condition('!Ref Nets', { head: LIST, resources: output("!Join [' ', !Ref Nets]") })],
  ])('%s', (_, text) => {
    expect(removals(text)).toEqual(BOTH);
  });

  test('a list of a service', () => {
    expect(removals(service(NETS, `custom:\n  nets: [${ENTRIES}]\n`), 'serverless.yml')).toEqual(BOTH);
  });
});

describe('no entry is offered to be removed from a list whose members a function counts', () => {
  const members = (list: string): readonly string[] => [0, 1, 2, 3].map((i) => `!Select [${i}, ${list}]`);

  test.each([
    ['members of a list parameter', condition(members('!Ref Nets'), { head: LIST })],
    ['members of a text', condition(members("!Split [',', !Ref Nets]"), { head: TEXT })],
    ['members of a mapping', condition(members('!FindInMap [Nets, all, v4]'), { head: MAPPING })],
    [
      'members by the long form',
      condition(['{ Fn::Select: [0, !Ref Nets] }', '{ Fn::Select: [1, { Ref: Nets }] }'], { head: LIST }),
    ],
    [
      'a list parameter of which another resource reads a member',
      condition('!Ref Nets', {
        head: LIST,
        resources: output('!Select [2, !Ref Nets]'),
      }),
    ],
    [
      'a text of which another resource reads a member',
      condition("!Split [',', !Ref Nets]", {
        head: TEXT,
        resources: output(`!Select [2, !Split [',', !Sub '$\{Nets}']]`),
      }),
    ],
    [
      'a mapping of which another resource reads a member',
      condition('!FindInMap [Nets, all, v4]', {
        head: MAPPING,
        resources: output('{ Fn::Select: [2, { Fn::FindInMap: [Nets, all, v4] }] }'),
      }),
    ],
    [
      'a list that a condition chooses',
      condition('!Ref Nets', {
        head: `${LIST}\nConditions: { Any: !Equals [!Ref AWS::Region, eu-west-1] }`,
        resources: output('!Select [2, !If [Any, !Ref Nets, [a, b, c]]]'),
      }),
    ],
    [
      'a list whose length is asked for',
      condition('!Ref Nets', { head: LIST, resources: output('{ Fn::Length: !Ref Nets }') }),
    ],
    [
      'a list with an alias',
      template(
        `- { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { IpAddress: { aws:SourceIp: &nets [${ENTRIES}] } } }`,
        { resources: output('!Select [2, *nets]') },
      ),
    ],
  ])('%s', (_, text) => {
    expect(removals(text)).toEqual([]);
  });

  test('a list of a service of which a variable reads a member', () => {
    const text = service(NETS, `custom:\n  nets: [${ENTRIES}]\n  last: \${self:custom.nets.2}\n`);
    expect(removals(text, 'serverless.yml')).toEqual([]);
  });
});
