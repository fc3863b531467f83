import { AddressSet } from '../ip/address-set.ts';
import { Partition } from '../ip/partition.ts';
import { type Answer, all, any, NO } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import type { Policy } from '../model/policy.ts';
import { hasEffect } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import type { RouteAccess } from './access.ts';
import { coversExtent, meetsExtent } from './extent.ts';
import { routesOf } from './routes.ts';
import { coversCallers } from './scope.ts';
import { passing, type SourceCondition, sourceConditions } from './sources.ts';

/** What the IP conditions of other statements deny of a scope, on routes that they treat alike. */
export interface Denials {
  /** Whether there is such a route. */
  readonly exists: Answer;
  /** What is certainly denied, by whom. */
  readonly certain: Partition;
  readonly by: readonly SourceCondition[];
  /** What may be denied, and what keeps it from being known. */
  readonly possible: AddressSet;
  readonly because: readonly Unknown[];
}

/** What is denied of all that an IP condition admits requests to, on each of its routes that denials tell apart. */
export function denials(api: Api, revision: Revision, policy: Policy, admitting: SourceCondition): readonly Denials[] {
  // the routes that the statement speaks of, by the statements that speak of them too
  const parts = new Map<string, [RouteAccess, ...RouteAccess[]]>();
  for (const route of routesOf(api, revision, admitting.statement)) {
    const speaking = route.statements.map((one) => `${one.index}${route.speaks(one).is}`).join();
    const alike = parts.get(speaking);
    if (alike) alike.push(route);
    else parts.set(speaking, [route]);
  }
  return [...parts.values()].map((alike) => find(api, policy, admitting, alike));
}

function find(
  api: Api,
  policy: Policy,
  admitting: SourceCondition,
  alike: readonly [RouteAccess, ...RouteAccess[]],
): Denials {
  const [route] = alike;
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
    exists: any(...alike.map(({ exists }) => exists)),
    certain: new Partition(by.map((one) => passing(one).lower)),
    by,
    possible: AddressSet.unionAll(possible),
    because,
  };
}

/** Whether a statement speaks of all on a route that another one speaks of. */
function coversOn(route: RouteAccess, { statement, scope: outer }: SourceCondition, inner: SourceCondition): Answer {
  const matched = route.speaks(statement);
  if (matched.is === 'yes' || route.speaks(inner.statement).is === 'yes') return matched;
  // the same unknown part may keep both from being known: what is written may still cover
  const covered = all(
    coversExtent(outer.action, inner.scope.action),
    coversExtent(outer.resource, inner.scope.resource),
  );
  return covered.is === 'no' ? all(matched, meetsExtent(outer.resource, inner.scope.resource)) : covered;
}
