import type { Api } from '../model/api.ts';
import type { Condition, PrincipalElement, Statement } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import type { Caller } from './access.ts';
import { identities } from './caller.ts';
import type { DoorWitness } from './doors.ts';
import { type KeyKind, keyKind, keyOf, witnesses } from './keys.ts';
import { holds, type Witness } from './tests.ts';

/** One way to choose all that a policy asks of a request beside its route and its source. */
export interface Cell {
  /** Absent where there are too many principals to tell them apart. */
  readonly identity?: string;
  /** By key; a key that is not here may be anything. */
  readonly values: ReadonlyMap<string, Witness>;
}

/** The cells of one caller by one door. */
export interface Cells {
  /** For each way that depends on the caller or on the time, the ways in which the caller can write the rest. */
  readonly ways: readonly (readonly Cell[])[];
  /** What the ways depend on. */
  readonly because: readonly Unknown[];
  /** By key, those of them that are no other from call to call. */
  readonly undocumented: ReadonlyMap<string, Unknown>;
}

/** More ways than these are not told apart. */
const MOST_WAYS = 256;

interface Dimension {
  readonly key: string;
  readonly is: 'written' | 'varying' | 'either';
  readonly witnesses: readonly Witness[];
  readonly because: Unknown;
}

export function cellsOf(
  api: Api,
  caller: Caller,
  { door, vpce, vpc }: DoorWitness,
  statements: readonly Statement[],
): Cells {
  const fixed = new Map<string, Witness>();
  const dimensions: Dimension[] = [];
  for (const [key, conditions] of byKey(statements)) {
    const [first] = conditions as readonly [Condition];
    const kind = keyKind(first.key.name, caller, door.via, api);
    if (kind.is === 'fixed') fixed.set(key, kind.value);
    else if (kind.is === 'either' && areAlike(kind.values, conditions)) fixed.set(key, kind.values[0]);
    else if (kind.is === 'door' && key === 'aws:SourceVpce' && vpce) fixed.set(key, vpce);
    else if (kind.is === 'door' && key === 'aws:SourceVpc' && vpc) fixed.set(key, vpc);
    else for (const one of dimensionOf(key, conditions, kind)) dimensions.push(one);
  }
  const principals = statements
    .map(({ principal }) => principal)
    .filter((one): one is PrincipalElement => one !== undefined);
  const named = identities(caller, principals, api);
  const isApart = named.length <= MOST_WAYS;
  let ways: Cell[][] = isApart ? named.map((identity) => [{ identity, values: fixed }]) : [[{ values: fixed }]];
  const [first] = principals;
  const because: Unknown[] =
    isApart && named.length > 1 && first
      ? [varies('principal', 'it depends on which principal calls', first.place)]
      : [];
  const undocumented = new Map<string, Unknown>();
  let count = ways.length;
  for (const { key, is, witnesses: values, because: reason } of dimensions) {
    count *= values.length;
    // what is left out may be anything: nothing is made up of it
    if (count > MOST_WAYS) continue;
    const chosen = (cell: Cell): Cell[] =>
      values.map((value) => ({ ...cell, values: new Map([...cell.values, [key, value]]) }));
    if (is === 'written') ways = ways.map((cells) => cells.flatMap(chosen));
    else {
      ways = values.flatMap((_, i) => ways.map((cells) => cells.map((cell) => chosen(cell)[i] as Cell)));
      because.push(reason);
      if (is === 'either') undocumented.set(key, reason);
    }
  }
  return { ways, because, undocumented };
}

/** Whether each of some values meets the same conditions: which one it is decides nothing then. */
function areAlike(values: readonly Witness[], conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => {
    const [first, ...others] = values.map((value) => holds(condition, value).is);
    return first !== 'unknown' && others.every((one) => one === first);
  });
}

function byKey(statements: readonly Statement[]): ReadonlyMap<string, readonly Condition[]> {
  const found = new Map<string, Condition[]>();
  for (const condition of statements.flatMap(({ conditions }) => conditions)) {
    const conditions = found.get(keyOf(condition)) ?? [];
    conditions.push(condition);
    found.set(keyOf(condition), conditions);
  }
  return found;
}

/** None for a key that is no dimension, or whose values cannot be told apart. */
function dimensionOf(key: string, conditions: readonly Condition[], kind: KeyKind): readonly Dimension[] {
  if (kind.is !== 'written' && kind.is !== 'varying' && kind.is !== 'either') return [];
  const because = differs(key, conditions[0] as Condition, kind);
  if (kind.is === 'either') return [{ key, is: kind.is, witnesses: kind.values, because }];
  // several values at once are more than one witness
  const found = key === 'aws:PrincipalOrgPaths' ? undefined : witnesses(conditions, ['*']);
  if (!found) return [];
  const optional = kind.is === 'written' || kind.optional;
  return [{ key, is: kind.is, witnesses: optional ? [undefined, ...found] : found, because }];
}

/** Why it is not known what a key is in a call. */
export function differs(key: string, { key: { written }, place }: Condition, kind: KeyKind): Unknown {
  if (kind.is === 'either') return open(`AWS does not say what ${written} is in an anonymous call`, place);
  const reason = `${written} depends on the request`;
  return kind.is === 'varying' && kind.of === 'call' ? open(reason, place) : varies(key, reason, place);
}

function open(reason: string, { at }: Condition['place']): Unknown {
  return { kind: 'unknown', id: reason, reason, origin: { at } };
}

/** What is known to differ from request to request. */
export function varies(key: string, reason: string, place: { readonly at: Unknown['origin']['at'] }): Unknown {
  return { kind: 'unknown', id: `varies ${key}`, reason, origin: { at: place.at }, isVarying: true };
}

/** Whether something is unknown because it differs from request to request, and not because a document does not say it. */
export function isVarying(one: Unknown): boolean {
  return one.isVarying === true;
}
