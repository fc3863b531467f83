import { type Answer, yes } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { type Pattern, patternKey } from '../model/pattern.ts';
import type { Condition, Statement } from '../model/policy.ts';
import { ANY_OTHER, type Door } from './access.ts';
import { witnesses } from './keys.ts';
import { FRESH } from './reading.ts';
import { valuePattern } from './tests.ts';

/** A door, and what the requests by it carry. */
export interface DoorWitness {
  readonly door: Door;
  readonly vpce?: Pattern;
  readonly vpc?: Pattern;
}

/** More doors than these are not told apart. */
const MOST_DOORS = 2_500;

/** The kinds of door that an API may have; where its endpoint type is not known, both. */
export function doorKinds({ endpoint }: Api): readonly { readonly via: Door['via']; readonly has: Answer }[] {
  if (endpoint.is !== 'yes') return (['internet', 'vpc-endpoint'] as const).map((via) => ({ via, has: endpoint }));
  return [{ via: endpoint.value === 'PRIVATE' ? 'vpc-endpoint' : 'internet', has: yes(true) }];
}

/** The doors of one kind that a policy tells apart. */
export function doorsOf(via: Door['via'], statements: readonly Statement[]): readonly DoorWitness[] {
  if (via === 'internet') return [{ door: { via } }];
  const conditions = statements.flatMap((statement) => statement.conditions);
  const vpces = idsOf(
    conditions.filter(({ key }) => key.name === 'aws:SourceVpce'),
    'vpce-',
  );
  const vpcs = idsOf(
    conditions.filter(({ key }) => key.name === 'aws:SourceVpc'),
    'vpc-',
  );
  if (vpces.length * vpcs.length > MOST_DOORS) return [{ door: { via } }];
  return vpces.flatMap((vpce) =>
    vpcs.map((vpc) => ({
      door: { via, ...(vpce && { vpce: vpce.shown }), ...(vpc && { vpc: vpc.shown }) },
      ...(vpce && { vpce: vpce.id }),
      ...(vpc && { vpc: vpc.id }),
    })),
  );
}

interface NamedId {
  readonly shown: string;
  readonly id: Pattern;
}

/** The ids that conditions name, and any other; one that is undefined where they name none. */
function idsOf(conditions: readonly Condition[], prefix: string): readonly (NamedId | undefined)[] {
  if (conditions.length === 0) return [undefined];
  const other: NamedId = { shown: ANY_OTHER, id: [...prefix, FRESH] };
  const named = new Map<string, NamedId>();
  for (const { operator, values } of conditions) {
    const isGlob = operator.family === 'like' || operator.family === 'arn';
    for (const value of values) {
      const id = valuePattern(value);
      if (!(isGlob && id.some((token) => token === '*' || token === '?')) && operator.family !== 'null')
        named.set(patternKey(id), { shown: value.written, id });
    }
  }
  const globs = conditions.filter(({ operator }) => operator.family === 'like' || operator.family === 'arn');
  // a pattern stands for ids that nobody wrote
  for (const id of witnesses(globs, [...prefix, '?', '*']) ?? []) {
    const shown = id
      .map((token) => (token === FRESH ? '*' : typeof token === 'string' ? token : `\${${token.id}}`))
      .join('');
    const isOther = shown === `${prefix}*`;
    if (!isOther && !named.has(patternKey(id))) named.set(patternKey(id), { shown, id });
  }
  return [...named.values(), other];
}
