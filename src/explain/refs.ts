import type { RouteAccess } from '../access/access.ts';
import { accessOf } from '../access/access-of.ts';
import type { Api, Revision } from '../model/api.ts';
import type { Place, Statement } from '../model/policy.ts';
import type { Cause, RouteRef, StatementRef } from '../report/explanation.ts';
import type { Location } from '../report/report.ts';
import type { Unknown } from '../values/value.ts';
import { assumed } from './assumed.ts';

/** Makes a place concrete. */
export type Locate = (place: Place) => Location;

export function statementsOf({ revisions }: Api): readonly Statement[] {
  return revisions.flatMap(({ policies }) => policies.flatMap(({ statements }) => statements));
}

/** Who may call now: what a live API has saved and no stage runs is not in force. */
export function routesOf(
  api: Api,
  accessIn: (revision: Revision) => readonly RouteAccess[] = (revision) => accessOf(api, revision),
): readonly RouteAccess[] {
  return api.revisions.flatMap((revision) =>
    together(revision, assumed(revision).map(accessIn)).filter(
      ({ stage }) => revision.inForceOn?.some((one) => one.name === stage?.name) ?? true,
    ),
  );
}

/** The callers of each way to authorize them, of routes of which the authorization is not known. */
function together({ authorization }: Revision, ways: readonly (readonly RouteAccess[])[]): readonly RouteAccess[] {
  const [routes = [], ...others] = ways;
  if (!authorization || others.length === 0) return routes;
  return routes.map((route, i) => ({
    ...route,
    authorization,
    access: ways.flatMap((way) => way[i]?.access ?? []),
  }));
}

export function routeRef({ stage, method, path, witness, authorization }: RouteAccess): RouteRef {
  return {
    stage: stage ? `${stage.name}${stage.canary ? ' (canary)' : ''}` : null,
    method,
    path,
    ...(witness !== undefined && { witness }),
    authorization: authorization.is === 'yes' ? authorization.value : null,
  };
}

export function statementRef({ sid, effect, place }: Statement, locate: Locate): StatementRef {
  return { sid: sid ?? null, effect: effect.is === 'yes' ? effect.value : null, location: locate(place) };
}

export function causesOf(because: readonly Unknown[], locate: Locate): readonly Cause[] {
  return because.map(({ reason, origin }) => ({ reason, location: locate(origin) }));
}
