import { AddressSet } from '../ip/address-set.ts';
import { malformedEntry, validEntries } from '../model/entries.ts';
import { type Pattern, patternKey, patternOf } from '../model/pattern.ts';
import type { Condition, Entry, PrincipalElement } from '../model/policy.ts';
import { type Limit, limitKey, limitOf } from './limit.ts';
import type { Asked } from './targets.ts';

/** What `Principal` or `NotPrincipal` asks of a request where an answer is not known. */
export function askedOf({ values, negated, open }: PrincipalElement): Asked {
  const named = values.map(({ type, text }) => `${type} ${patternKey(patternOf(text))}`);
  return { key: JSON.stringify(['principal', named.sort(), open.map(({ id }) => id).sort()]), negated };
}

const known = new WeakMap<Condition, Asked>();

/**
 * The same of a condition. `IpAddress` and `NotIpAddress` are one question, but not where a request need not have the key, nor
 * where AWS does not say what they make of a value.
 */
export function askedBy(condition: Condition): Asked {
  const asked = known.get(condition) ?? read(condition);
  known.set(condition, asked);
  return asked;
}

function read(condition: Condition): Asked {
  const { negated, ifExists, qualifier, name = '' } = condition.operator;
  const limit = limitOf(condition);
  const isMalformed = condition.list !== undefined && malformedEntry(condition.list).length > 0;
  const isPlain = negated && !ifExists && !qualifier && limit.values.length + limit.open.length > 0 && !isMalformed;
  const test = isPlain ? limit.test.replace(name, name.replace('Not', '')) : limit.test;
  return { key: limitKey({ ...limit, test, values: meantBy(condition, limit) }), negated: isPlain };
}

/** The values of a limit; of addresses which they are, in whatever networks they are written. */
function meantBy({ list }: Condition, { values }: Limit): readonly Pattern[] {
  if (!list) return values;
  const exact = new Map(
    validEntries(list).flatMap(({ entry, address: { lower, upper } }) =>
      lower.equals(upper) ? [[entry, upper] as const] : [],
    ),
  );
  const others = values.filter((_, i) => !exact.has(list.entries[i] as Entry));
  return [
    ...others,
    ...AddressSet.unionAll([...exact.values()])
      .cidrs()
      .map(patternOf),
  ];
}
