import { NO, unknown, YES } from '../../model/answer.ts';
import type { Route } from '../../model/api.ts';
import type { Unknown, Value } from '../../values/value.ts';
import { blame, type Evaluator } from '../cloudformation/evaluator.ts';
import { property } from '../cloudformation/properties.ts';
import { type ApiAuth, apiKeyOf, authorizationOf } from './authorizers.ts';
import { type ApiEvent, calledBy } from './events.ts';

/** The routes that events add to those of a definition; what the definition has already stays its own. */
export function eventRoutes(
  events: readonly ApiEvent[],
  written: readonly Route[],
  auth: ApiAuth,
  evaluator: Evaluator,
): readonly Route[] {
  const routes = new Map(written.map((route) => [keyOf(route), route]));
  for (const event of events) {
    const own = property(event.resource, 'Auth', evaluator);
    const route = {
      place: { at: event.key.span },
      ...calledBy(event, evaluator),
      authorization: authorizationOf(own, auth),
      apiKey: apiKeyOf(own, auth),
      exists: event.exists,
    };
    routes.set(keyOf(route), route);
  }
  return [...routes.values()];
}

const keyOf = ({ method, path }: Route): string => `${method} ${path}`;

/** What the definition says nothing of has the usual authorization. */
export function withUsual(routes: readonly Route[], auth: ApiAuth): readonly Route[] {
  return routes.map((route) => {
    if (route.method === 'OPTIONS' && !auth.guardsPreflights) return route;
    const isOpen = route.authorization.is === 'yes' && route.authorization.value === 'NONE';
    return {
      ...route,
      ...(isOpen && { authorization: auth.usual }),
      ...(route.apiKey.is === 'no' && { apiKey: auth.apiKey }),
    };
  });
}

/** `Cors` adds a preflight to each path that has none. */
export function preflights(routes: readonly Route[], cors: Value | undefined, auth: ApiAuth): readonly Route[] {
  if (!cors) return [];
  const because: readonly Unknown[] = [blame(cors)].flatMap((one) => (cors.kind === 'unknown' && one ? [one] : []));
  const answering = new Set(routes.filter(({ method }) => method === 'OPTIONS').map(({ path }) => path));
  const first = new Map<string, Route>();
  for (const route of routes) if (!answering.has(route.path) && !first.has(route.path)) first.set(route.path, route);
  return [...first.values()].map(({ path, place }) => ({
    place,
    method: 'OPTIONS',
    path,
    authorization: auth.guardsPreflights ? auth.usual : { is: 'yes', value: 'NONE' },
    apiKey: NO,
    exists: because.length > 0 ? unknown(because) : YES,
  }));
}
