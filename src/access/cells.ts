import type { Api } from '../model/api.ts';
import type { Condition, PrincipalElement, Statement } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import type { Caller } from './access.ts';
import { identities } from './caller.ts';
import type { DoorWitness } from './doors.ts';
import { type KeyKind, keyKind, keyOf, witnesses } from './keys.ts';
import type { Witness } from './tests.ts';

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
}

/** More ways than these are not told apart. */
const MOST_WAYS = 256;

interface Dimension {
  readonly key: string;
  readonly written: boolean;
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
  let count = ways.length;
  for (const { key, written, witnesses: values, because: reason } of dimensions) {
    count *= values.length;
    // what is left out may be anything: nothing is made up of it
    if (count > MOST_WAYS) continue;
    const chosen = (cell: Cell): Cell[] =>
      values.map((value) => ({ ...cell, values: new Map([...cell.values, [key, value]]) }));
    if (written) ways = ways.map((cells) => cells.flatMap(chosen));
    else {
      ways = values.flatMap((_, i) => ways.map((cells) => cells.map((cell) => chosen(cell)[i] as Cell)));
      because.push(reason);
    }
  }
  return { ways, because };
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
  if (kind.is !== 'written' && kind.is !== 'varying') return [];
  const [first] = conditions as readonly [Condition];
  // several values at once are more than one witness
  const found = key === 'aws:PrincipalOrgPaths' ? undefined : witnesses(conditions, ['*']);
  if (!found) return [];
  const optional = kind.is === 'written' || kind.optional;
  return [
    {
      key,
      written: kind.is === 'written',
      witnesses: optional ? [undefined, ...found] : found,
      because: varies(key, `${first.key.written} depends on the request`, first.place),
    },
  ];
}

const VARIES = 'varies ';

/** What is known to differ from request to request. */
export function varies(key: string, reason: string, place: { readonly at: Unknown['origin']['at'] }): Unknown {
  return { kind: 'unknown', id: `${VARIES}${key}`, reason, origin: { at: place.at } };
}

/** Whether something is unknown because it differs from request to request, and not because a document does not say it. */
export function isVarying({ id }: Unknown): boolean {
  return id.startsWith(VARIES);
}
