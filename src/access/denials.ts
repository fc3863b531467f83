import { AddressSet } from '../ip/address-set.ts';
import { Partition } from '../ip/partition.ts';
import { type Answer, all, NO } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import type { Policy } from '../model/policy.ts';
import { hasEffect } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import type { RouteAccess } from './access.ts';
import { coversExtent, meetsExtent } from './extent.ts';
import { routesOf } from './routes.ts';
import { coversCallers } from './scope.ts';
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

const denialsOf = new WeakMap<Api, Map<unknown, readonly Denials[]>>();

/** What is denied of all that an IP condition admits requests to, on each of its routes that denials tell apart. */
export function denials(api: Api, policy: Policy, admitting: SourceCondition): readonly Denials[] {
  const known = denialsOf.get(api) ?? new Map<unknown, readonly Denials[]>();
  denialsOf.set(api, known);
  // an exception is none to its own statement, so only what is allowed can share
  const key = admitting.condition.operator.negated ? admitting : (admitting.key ?? admitting);
  const found = known.get(key) ?? partsOf(api, policy, admitting).map((route) => find(api, policy, admitting, route));
  known.set(key, found);
  return found;
}

/** Of the routes that a statement speaks of, one for each set of statements that speak of them too. */
function partsOf(api: Api, policy: Policy, { statement }: SourceCondition): readonly RouteAccess[] {
  const revision = api.revisions.find(({ policies }) => policies.includes(policy));
  const parts = new Map<string, RouteAccess>();
  for (const route of revision ? routesOf(api, revision, statement) : []) {
    const speaking = route.statements.map((one) => `${one.index}${route.matches(one).is}`);
    parts.set(speaking.join(), route);
  }
  return [...parts.values()];
}

function find(api: Api, policy: Policy, admitting: SourceCondition, route: RouteAccess): Denials {
  const { statement, condition, scope } = admitting;
  const by: SourceCondition[] = [];
  const possible: AddressSet[] = [];
  const because: Unknown[] = [];
  for (const other of sourceConditions(api, policy)) {
    if (other.statement === statement || other.condition.key.name !== condition.key.name) continue;
    const denies = hasEffect(other.statement, 'Deny');
    const onAll =
      denies.is === 'no' ? NO : all(denies, coversOn(route, other, admitting), coversCallers(other.scope, scope));
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

/** Whether a statement speaks of all on a route that another one speaks of. */
function coversOn(route: RouteAccess, { statement, scope: outer }: SourceCondition, inner: SourceCondition): Answer {
  const matched = route.matches(statement);
  if (matched.is === 'yes' || route.matches(inner.statement).is === 'yes') return matched;
  // the same unknown part may keep both from being known: what is written may still cover
  const covered = all(
    coversExtent(outer.action, inner.scope.action),
    coversExtent(outer.resource, inner.scope.resource),
  );
  return covered.is === 'no' ? all(matched, meetsExtent(outer.resource, inner.scope.resource)) : covered;
}
