import { AddressSet } from '../ip/address-set.ts';
import { Partition } from '../ip/partition.ts';
import { all } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import type { Policy } from '../model/policy.ts';
import { hasEffect } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import { covers } from './scope.ts';
import { passing, type SourceCondition, sourceConditions } from './sources.ts';

/** What the IP conditions of other statements deny, of all that an IP condition admits requests to. */
export interface Denials {
  /** What is certainly denied, by whom. */
  readonly certain: Partition;
  readonly by: readonly SourceCondition[];
  /** What may be denied, and what keeps it from being known. */
  readonly possible: AddressSet;
  readonly because: readonly Unknown[];
}

const denialsOf = new WeakMap<Policy, Map<unknown, Denials>>();

/** The denials that meet an IP condition on every route that it admits sources to. */
export function denials(api: Api, policy: Policy, admitting: SourceCondition): Denials {
  const known = denialsOf.get(policy) ?? new Map<unknown, Denials>();
  denialsOf.set(policy, known);
  // an exception is none to its own statement, so only what is allowed can share
  const key = admitting.condition.operator.negated ? admitting : (admitting.key ?? admitting);
  const found = known.get(key) ?? find(api, policy, admitting);
  known.set(key, found);
  return found;
}

function find(api: Api, policy: Policy, { statement, condition, scope }: SourceCondition): Denials {
  const by: SourceCondition[] = [];
  const possible: AddressSet[] = [];
  const because: Unknown[] = [];
  for (const other of sourceConditions(api, policy)) {
    if (other.statement === statement || other.condition.key.name !== condition.key.name) continue;
    const onAll = all(hasEffect(other.statement, 'Deny'), covers(other.scope, scope));
    if (onAll.is === 'no') continue;
    const denied = passing(other);
    if (onAll.is === 'yes') by.push(other);
    for (const one of onAll.is === 'unknown' ? onAll.because : denied.because) because.push(one);
    possible.push(denied.upper);
  }
  return {
    certain: new Partition(by.map((one) => passing(one).lower)),
    by,
    possible: AddressSet.unionAll(possible),
    because,
  };
}
