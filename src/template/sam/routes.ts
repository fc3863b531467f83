import { any, NO, unknown } from '../../model/answer.ts';
import type { Route } from '../../model/api.ts';
import type { Value } from '../../values/value.ts';
import { blame } from '../kernel/blame.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { property } from '../kernel/properties.ts';
import { type ApiAuth, apiKeyOf, asksCallers, authorizationOf } from './authorizers.ts';
import { type ApiEvent, calledBy } from './events.ts';

/** An event, and what of it an API takes. */
export interface TakenEvent extends ApiEvent {
  /** Its route. */
  readonly adds: boolean;
  /** Its `Auth` where the route is there already, and the policy in it. */
  readonly limits: boolean;
}

/** The routes of a definition and those that events add. What a definition or an event asks of callers comes before the usual. */
export function guardedRoutes(
  written: readonly Route[],
  events: readonly TakenEvent[],
  auth: ApiAuth,
  evaluator: Evaluator,
): readonly Route[] {
  const routes = new Map(written.map((route) => [keyOf(route), { route, own: undefined as Value | undefined }]));
  for (const event of events) {
    const called = calledBy(event, evaluator);
    const there = routes.get(keyOf(called))?.route;
    if (!event.adds && !(event.limits && there)) continue;
    const own = property(event.resource, 'Auth', evaluator);
    const open = { authorization: NONE, apiKey: NO };
    const added = { place: { at: event.key.span }, ...called, ...open, exists: event.exists };
    // what is merged in replaces what stands there
    const merged = there && event.adds && asksCallers(own) ? { ...there, ...open } : there;
    routes.set(keyOf(called), { route: merged ?? added, own });
  }
  return [...routes.values()].map(({ route, own }) => {
    const isOpen = route.authorization.is === 'yes' && route.authorization.value === 'NONE';
    return {
      ...route,
      ...(isOpen && { authorization: authorizationOf(route, own, auth) }),
      ...(route.apiKey.is === 'no' && { apiKey: apiKeyOf(route, own, auth) }),
    };
  });
}

const NONE: Route['authorization'] = { is: 'yes', value: 'NONE' };

const keyOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

/** `Cors` adds a preflight to each path that has none. */
export function preflights(routes: readonly Route[], cors: Value | undefined, auth: ApiAuth): readonly Route[] {
  if (!cors) return [];
  const because = cors.kind === 'unknown' ? blame(cors) : undefined;
  return byPath(routes).flatMap(([first, ...others]) => {
    const { path, place } = first;
    const there = [first, ...others];
    if (there.some(({ method }) => method === 'OPTIONS')) return [];
    const preflight = { method: 'OPTIONS', path };
    return {
      ...preflight,
      place,
      authorization: authorizationOf(preflight, undefined, auth),
      apiKey: apiKeyOf(preflight, undefined, auth),
      exists: because ? unknown([because]) : any(...there.map(({ exists }) => exists)),
    };
  });
}

/** The routes of each path, in order. */
export function byPath(routes: readonly Route[]): readonly (readonly [Route, ...Route[]])[] {
  const groups = new Map<string, [Route, ...Route[]]>();
  for (const route of routes) {
    const group = groups.get(route.path);
    if (group) group.push(route);
    else groups.set(route.path, [route]);
  }
  return [...groups.values()];
}
