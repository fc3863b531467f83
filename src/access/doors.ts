import { type Answer, yes } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { type Pattern, patternKey } from '../model/pattern.ts';
import type { Condition, Statement } from '../model/policy.ts';
import { expression } from '../values/text.ts';
import { ANY_OTHER, type Door, type DoorId } from './access.ts';
import { FRESH, isLanguage, type Language } from './automaton.ts';
import { Classes } from './classes.ts';
import { literally, valuePattern } from './tests.ts';

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
  readonly shown: DoorId;
  readonly id: Pattern;
}

/** How many letters ids have behind their prefix. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
const LETTERS = 17;

/** The ids that conditions name, or that a pattern of theirs stands for, and any other; undefined where they name none. */
function idsOf(conditions: readonly Condition[], prefix: string): readonly (NamedId | undefined)[] {
  if (conditions.length === 0) return [undefined];
  const named = new Map<string, NamedId>();
  const globs = new Map<string, Language>();
  for (const { operator, values, open } of conditions) {
    for (const one of open) named.set(patternKey([one]), { shown: expression(one), id: [one] });
    const isLike = operator.family === 'like' || operator.family === 'arn';
    for (const value of operator.family === 'null' ? [] : values) {
      const id = valuePattern(value);
      const isGlob = isLike && id.some((token) => token === '*' || token === '?');
      if (!isGlob) named.set(patternKey(id), { shown: value.written, id });
      else if (isLanguage(id)) globs.set(value.written, id);
      else named.set(patternKey(id), { shown: value.written, id: id.filter((token) => token !== '*') });
    }
  }
  const literals = [...named.values()].map(({ id }) => literally(id)).filter(isLanguage);
  const classes =
    new Classes().of([...prefix, ...Array<'?'>(LETTERS).fill('?')], [...literals, ...globs.values()]) ?? [];
  const written = [...globs.keys()];
  const matched = classes.flatMap(({ witness, matched: by }): readonly NamedId[] => {
    if (by.slice(0, literals.length).includes(true)) return [];
    const [first, ...others] = written.filter((_, i) => by[literals.length + i]).sort();
    const shown = first === undefined ? ANY_OTHER : others.length === 0 ? first : [first, ...others];
    return [{ shown, id: [...witness] }];
  });
  const other: NamedId = { shown: ANY_OTHER, id: [...prefix, ...Array<typeof FRESH>(LETTERS).fill(FRESH)] };
  const hasOther = matched.some(({ shown }) => shown === ANY_OTHER);
  return [...named.values(), ...matched.sort(otherLast), ...(hasOther ? [] : [other])];
}

function otherLast(a: NamedId, b: NamedId): number {
  return Number(a.shown === ANY_OTHER) - Number(b.shown === ANY_OTHER);
}
