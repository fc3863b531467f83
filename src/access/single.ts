import type { AddressSet } from '../ip/address-set.ts';
import { Partition } from '../ip/partition.ts';
import { UNROUTABLE } from '../ip/special.ts';
import type { Api } from '../model/api.ts';
import { type ValidEntry, validEntries } from '../model/entries.ts';
import type { Condition, Policy, SourceList, Statement } from '../model/policy.ts';
import { hasEffect, isAllowlist, isPrivate } from '../model/questions.ts';
import { sourceConditions } from './sources.ts';

/** Where an entry stands. */
export interface Within {
  readonly policy: Policy;
  readonly statement: Statement;
  readonly condition: Condition;
  readonly list: SourceList;
}

/**
 * Whether one address of an entry would do in its place: it may call, no other entry has it, and nothing denies what the
 * list admits. What may not do does not.
 */
export function wouldDo(api: Api, { policy, statement, condition, list }: Within, single: AddressSet): boolean {
  const { name } = condition.key;
  if (name === 'aws:SourceIp' && isPrivate(api).is !== 'yes' && UNROUTABLE.covers(single)) return false;
  if (having(list, single).length > 1) return false;
  const allows = hasEffect(statement, 'Allow').is !== 'no';
  const admits = isAllowlist(statement, condition).is !== 'no';
  return sourceConditions(api, policy).every((other) => {
    if (other.condition === condition || other.condition.key.name !== name) return true;
    if (other.statement === statement) return false;
    const denies = hasEffect(other.statement, 'Deny').is !== 'no';
    const entries = having(other.list, single);
    if (!other.condition.operator.negated) return entries.length === 0 || !(allows || denies);
    return !admits || !denies || entries.some(({ address }) => address.lower.covers(single));
  });
}

const inBothOrders = new WeakMap<SourceList, readonly [Partition, Partition]>();

/** The first and the last entry that may have an address: one where no other has it. */
function having(list: SourceList, single: AddressSet): readonly ValidEntry[] {
  const entries = validEntries(list);
  const sets = (): readonly AddressSet[] => entries.map(({ address }) => address.upper);
  const orders = inBothOrders.get(list) ?? [new Partition(sets()), new Partition(sets().toReversed())];
  inBothOrders.set(list, orders);
  const [[first], [last]] = [orders[0].shares(single).owners, orders[1].shares(single).owners];
  const found = [first, last === undefined ? last : entries.length - 1 - last];
  return [...new Set(found)].flatMap((index) => (index === undefined ? [] : (entries[index] ?? [])));
}
