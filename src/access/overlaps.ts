import { AddressSet } from '../ip/address-set.ts';
import type { Network } from '../ip/network.ts';
import { Partition } from '../ip/partition.ts';
import { coversInternet } from '../ip/special.ts';
import { all as allOf, andThen, any, fromBoolean } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { perhapsShared, undocumented, type ValidEntry, validEntries } from '../model/entries.ts';
import { unknownsIn } from '../model/pattern.ts';
import type { Entry, Policy } from '../model/policy.ts';
import { unknownEntries } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import { memo } from './memo.ts';
import { covers, type Scope } from './scope.ts';
import { listBounds, type SourceCondition, sourceConditions } from './sources.ts';

/** An entry that says nothing: others cover it. */
export interface Covered {
  readonly member: ValidEntry;
  /** The entries that cover it, the widest first. */
  readonly by: readonly ValidEntry[];
  /** The condition that it stands in. */
  readonly source: SourceCondition;
  /** Whether they stand there too: what the condition compares with stays as it is without it. */
  readonly inOwnList: boolean;
}

export interface Overlaps {
  readonly covered: readonly Covered[];
  /** What keeps it from being known whether there are more. */
  readonly because: readonly Unknown[];
}

type Group = readonly SourceCondition[];

/**
 * Entries that others cover, alone or together. All of them can go at once and the union stays: the wider entries stay, and of
 * equals the earlier. Lists of several statements add up where the statements speak of the same requests.
 */
export const overlaps: (api: Api, policy: Policy) => Overlaps = memo((api: Api, policy: Policy): Overlaps => {
  const lists = groups(sourceConditions(api, policy));
  const found = lists.map(overlapsIn);
  return {
    covered: found.flatMap(({ covered }) => covered),
    because: [...found.flatMap(({ because }) => because), ...perhapsOne(lists)],
  };
});

export const coveredEntries: (api: Api, policy: Policy) => ReadonlySet<Entry> = memo(
  (api: Api, policy: Policy) => new Set(overlaps(api, policy).covered.map(({ member }) => member.entry)),
);

function groups(conditions: readonly SourceCondition[]): readonly Group[] {
  const found = new Map<unknown, SourceCondition[]>();
  for (const one of conditions) {
    // what two negated conditions let pass is what both do: their lists do not add up
    const key = one.condition.operator.negated ? one : (one.key ?? one);
    const group = found.get(key);
    if (group) group.push(one);
    else found.set(key, [one]);
  }
  return [...found.values()];
}

function overlapsIn(group: Group): Overlaps {
  const sources = new Map(group.flatMap((source) => validEntries(source.list).map((one) => [one, source] as const)));
  const all = distinct([...sources.keys()]);
  if (AddressSet.areApart(all.map(({ address }) => address.upper)))
    return { covered: [], because: unknownMembers(group) };
  const members = widestFirst(all, ({ prefix }) => prefix);
  // what an entry for the whole internet alone covers may be needed once that mistake is gone
  const narrow = members.filter(({ address }) => !coversInternet(address.lower, address.family));
  const covered = new Map<ValidEntry, readonly ValidEntry[]>();
  for (const some of narrow.length < members.length ? [members, narrow] : [members]) {
    const partition = new Partition(some.map(({ address }) => address.lower));
    some.forEach((member, index) => {
      const { owners, rest } = partition.shares(member.address.upper);
      if (!rest.isEmpty || owners.includes(index)) return;
      covered.set(
        member,
        owners.flatMap((owner) => some[owner] ?? []),
      );
    });
  }
  return {
    covered: [...covered].map(([member, by]) => {
      const source = sources.get(member) as SourceCondition;
      return { member, by, source, inOwnList: by.every((one) => sources.get(one)?.list === source.list) };
    }),
    because: [...unknownMembers(group), ...unclearMembers(members, (member) => covered.get(member)?.length === 1)],
  };
}

/** Unknown entries beside which there is another. */
function unknownMembers(group: Group): readonly Unknown[] {
  const entries = group.reduce((sum, { list }) => sum + list.entries.length + 2 * list.open.length, 0);
  const open = any(...group.map(({ list }) => unknownEntries(list)));
  const shared = perhapsShared([...new Set(group.map(({ list }) => list))]);
  return [...(entries > 1 && open.is === 'unknown' ? open.because : []), ...shared];
}

/** Entries of which nobody knows what they stand for, where that may meet another one. */
function unclearMembers(all: readonly ValidEntry[], isDecided: (member: ValidEntry) => boolean): readonly Unknown[] {
  const isUnclear = ({ address: { lower, upper } }: ValidEntry): boolean => !lower.equals(upper);
  if (!all.some(isUnclear)) return [];
  const members = widestFirst(all, ({ family, prefix }) => (family === 6 && prefix === undefined ? 32 : prefix));
  // Networks are nested or apart: one meets another if a wider one has it, or if it has a narrower one.
  const partition = new Partition(members.map(({ address }) => address.upper));
  const wider = members.map(({ address }, index) =>
    partition.shares(address.upper).owners.some((owner) => owner !== index),
  );
  const narrower = new Set(
    members.flatMap(({ address }, index) => (wider[index] ? partition.shares(address.upper).owners : [])),
  );
  return members.flatMap((member, index) =>
    isUnclear(member) && !isDecided(member) && (wider[index] || narrower.has(index))
      ? [undocumented(member.entry)]
      : [],
  );
}

/** One scalar that is used twice is one entry. */
function distinct(members: readonly ValidEntry[]): readonly ValidEntry[] {
  const starts = new Map<unknown, Set<number>>();
  return members.filter(({ entry: { place } }) => {
    const { file, start } = place.at;
    const known = starts.get(file) ?? new Set();
    starts.set(file, known);
    return !known.has(start) && known.add(start);
  });
}

/** By the number of addresses that a prefix leaves; equals in their order. */
function widestFirst(
  members: readonly ValidEntry[],
  prefixOf: (network: Network) => number | undefined,
): readonly ValidEntry[] {
  const hostBits = ({ address }: ValidEntry): number => {
    const bits = address.family === 4 ? 32 : 128;
    return bits - (prefixOf(address) ?? bits);
  };
  return members.toSorted((a, b) => hostBits(b) - hostBits(a));
}

/** What would have to be known to say whether two groups are one, where their addresses meet. */
function perhapsOne(groups: readonly Group[]): readonly Unknown[] {
  const adding = groups.filter(([first]) => first && !first.condition.operator.negated);
  if (AddressSet.areApart(adding.map(possible))) return [];
  return pairs(adding).flatMap(([group, other]) => {
    const [one, two] = [group[0], other[0]];
    if (!one || !two || one.test !== two.test) return [];
    const sameEffect = andThen(allOf(one.effect, two.effect), ([effect, other]) => fromBoolean(effect === other));
    const same = allOf(sameEffect, covers(one.scope, two.scope), covers(two.scope, one.scope));
    return same.is === 'unknown' && !possible(group).intersect(possible(other)).isEmpty ? same.because : [];
  });
}

/** The pairs of groups, without those that are surely not one: they test other keys, or all of both is known and compared. */
function pairs(groups: readonly Group[]): readonly (readonly [Group, Group])[] {
  const all = groups.flatMap((group) => (group[0] ? [{ group, ...kindOf(group[0].scope) }] : []));
  const found: (readonly [Group, Group])[] = [];
  // every pair is asked: no more than two comparisons where most are told apart
  for (const [i, one] of all.entries())
    for (let j = i + 1; j < all.length; j++) {
      const other = all[j] as typeof one;
      const testOthers = one.keys !== other.keys && one.keys !== undefined && other.keys !== undefined;
      const areCompared = one.tests === other.tests && one.tests !== undefined;
      if (!testOthers && !areCompared) found.push([one.group, other.group]);
    }
  return found;
}

/** The keys that a scope tests, where it surely tests no more; its tests, where all is known and no key has two of them. */
function kindOf({ principal, action, resource, limits, open }: Scope): { keys?: string; tests?: string } {
  if (open.length > 0) return {};
  const keys = new Set(limits.map(({ key }) => key));
  const tests = new Set(limits.map(({ test }) => test));
  const parts = [principal, action, resource, ...limits.map((limit) => ({ patterns: limit.values, open: limit.open }))];
  const isKnown =
    tests.size === keys.size &&
    parts.every((part) => part.open.length === 0 && part.patterns.every((one) => unknownsIn(one).length === 0));
  const joined = (names: ReadonlySet<string>): string => [...names].sort().join();
  return { keys: joined(keys), ...(isKnown && { tests: joined(tests) }) };
}

function possible(group: Group): AddressSet {
  return AddressSet.unionAll(group.map(({ list }) => listBounds(list).upper));
}
