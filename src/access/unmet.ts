import { AddressSet } from '../ip/address-set.ts';
import { type Answer, all, andThen, any, NO, not, unknown, YES } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import type { Condition, Statement } from '../model/policy.ts';
import { carries, testsSource } from '../model/questions.ts';
import type { Door, RouteAccess } from './access.ts';
import { isSomebodyAnyway, nobodysBy } from './admits.ts';
import { isPrincipal, mayCall, NOBODY_NAMED } from './caller.ts';
import { keyKind } from './keys.ts';
import { alwaysHolds } from './limit.ts';
import { callableRoutes, routesOf } from './routes.ts';
import { sourcesOf } from './source-tests.ts';
import { holds } from './tests.ts';

/** Whether no request to a route makes a statement match, as far as its principal and its conditions say. */
export function isUnmet({ access }: RouteAccess, statement: Statement, api: Api): Answer {
  const because = [];
  for (const { caller, matching } of access) {
    const found = matching(statement);
    const { certainly, possibly, because: why } = found;
    if (!certainly.isEmpty || (!possibly.isEmpty && why.length === 0)) return NO;
    if (isSomebodyAnyway(found, [statement])) return NO;
    if (!possibly.isEmpty) for (const one of why) because.push(one);
    const speaks = andThen(mayCall(api, statement, caller), () => NO);
    if (speaks.is === 'unknown') for (const one of speaks.because) because.push(one);
  }
  return because.length > 0 ? unknown(because) : YES;
}

/** Whether no request to any route makes a statement match. */
export function matchesNobody(api: Api, revision: Revision, statement: Statement): Answer {
  return all(
    ...routesOf(api, revision, statement).map((route) =>
      any(not(route.matches(statement)), isUnmet(route, statement, api)),
    ),
  );
}

/** Whether every request to the routes that a statement speaks of makes it match. */
export function matchesEverybody(api: Api, { principal, conditions, conditionsOpen, open }: Statement): boolean {
  const isAnybody =
    principal && !principal.negated && isPrincipal(principal, 'anonymous', NOBODY_NAMED, api).is === 'yes';
  return isAnybody === true && open.length + conditionsOpen.length === 0 && conditions.every((one) => isIdle(one, api));
}

/** Whether a condition holds for every request: of where it comes from, by a key that none carries. */
function isIdle(condition: Condition, api: Api): boolean {
  if (alwaysHolds(condition)) return true;
  return testsSource(condition) && carries(api, condition).is === 'no' && holds(condition, undefined).is === 'yes';
}

/** Whom a `Deny` leaves in, where it never matches: those who get in, of the sources that its lists name. */
export function sparedBy(api: Api, revision: Revision, statement: Statement): AddressSet {
  const spoken = routesOf(api, revision, statement).filter(({ matches }) => matches(statement).is === 'yes');
  return AddressSet.unionAll(spoken.map((route) => sparedOn(api, route.access, statement)));
}

/** The same of one that is about no call: which route was meant nobody knows, and they get in on each. */
export function sparedAnywhere(api: Api, revision: Revision, statement: Statement): AddressSet {
  const routes = callableRoutes(api, revision).filter(({ matches }) => matches(statement).is === 'no');
  let left = routes.length === 0 ? AddressSet.empty : AddressSet.all;
  for (const { access } of routes) {
    if (left.isEmpty) break;
    const named = access.filter(({ caller }) => mayCall(api, statement, caller).is !== 'no');
    left = left.intersect(sparedOn(api, named, statement));
  }
  return left;
}

function sparedOn(api: Api, access: RouteAccess['access'], { conditions }: Statement): AddressSet {
  const left = access.map(({ caller, door, certainly }) => {
    const listed = conditions
      .filter(({ list, key }) => list && keyKind(key.name, caller, door.via, api).is === 'source')
      .map((condition) => sourcesOf(condition).lower)
      .reduce((found, own) => found.intersect(own), certainly);
    return arising(listed, door);
  });
  return AddressSet.unionAll(left);
}

/** The networks of a set, but for those that no request comes from. */
function arising(sources: AddressSet, door: Door): AddressSet {
  const nobody = nobodysBy(door);
  if (sources.intersect(nobody).isEmpty) return sources;
  return AddressSet.unionAll(sources.networks().filter((network) => !nobody.covers(network)));
}
