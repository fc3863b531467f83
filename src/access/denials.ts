import { AddressSet } from '../ip/address-set.ts';
import { Partition } from '../ip/partition.ts';
import { all } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import type { Policy } from '../model/policy.ts';
import { hasEffect } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import { covers, type Scope } from './scope.ts';
import { passing, type SourceCondition, sourceConditions } from './sources.ts';

/** What the IP conditions of other statements deny of a scope. */
export interface Denials {
  /** What is certainly denied, by whom. */
  readonly certain: Partition;
  readonly by: readonly SourceCondition[];
  /** What may be denied, and what keeps it from being known. */
  readonly possible: AddressSet;
  readonly because: readonly Unknown[];
}

const denialsOf = new WeakMap<Policy, Map<unknown, readonly Denials[]>>();

/** What is denied of all that an IP condition admits requests to, for each of the resources that its statement names. */
export function denials(api: Api, policy: Policy, admitting: SourceCondition): readonly Denials[] {
  const known = denialsOf.get(policy) ?? new Map<unknown, readonly Denials[]>();
  denialsOf.set(policy, known);
  // an exception is none to its own statement, so only what is allowed can share
  const key = admitting.condition.operator.negated ? admitting : (admitting.key ?? admitting);
  const found = known.get(key) ?? parts(admitting.scope).map((scope) => find(api, policy, admitting, scope));
  known.set(key, found);
  return found;
}

/** A scope for each of the resources: several statements may deny what one admits. */
function parts(scope: Scope): readonly Scope[] {
  const { negated, patterns, open } = scope.resource;
  if (negated || open.length > 0) return [scope];
  return patterns.map((pattern) => ({ ...scope, resource: { negated, patterns: [pattern], open } }));
}

function find(api: Api, policy: Policy, { statement, condition }: SourceCondition, scope: Scope): Denials {
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
