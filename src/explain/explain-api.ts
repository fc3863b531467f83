import type { Access, RouteAccess } from '../access/access.ts';
import { AddressSet } from '../ip/address-set.ts';
import type { Api } from '../model/api.ts';
import { hasPolicy } from '../model/questions.ts';
import type { AccessExplanation, ApiExplanation } from '../report/explanation.ts';
import { allowsOf, missesOf } from './misses.ts';
import { causesOf, type Locate, routeRef, routesOf, statementRef, statementsOf } from './refs.ts';
import { callingSources, sourcesOf } from './sources-in-words.ts';

/** Whether no `Allow` may match a call. */
function isUnallowed(api: Api, { matching }: Access): boolean {
  return allowsOf(api).every((statement) => matching(statement).possibly.isEmpty);
}

/** Who gets into each route of an API, and by which of its statements. */
export function explainApi(api: Api, locate: Locate): Pick<ApiExplanation, 'hasPolicy' | 'statements' | 'routes'> {
  const statements = statementsOf(api);
  const indexes = new Map(statements.map((statement, i) => [statement, i]));
  const explain = (route: RouteAccess, access: Access): AccessExplanation => {
    const calling = callingSources(api, access.door);
    const evidence = access.by();
    const denied = AddressSet.unionAll(evidence.flatMap(({ effect, sources }) => (effect === 'deny' ? sources : [])));
    // a Deny of some decides nothing where no Allow is for anybody
    const isShut =
      access.possibly.isEmpty && !(denied.covers(calling) && evidence.length > 0) && isUnallowed(api, access);
    const by = isShut ? [] : evidence;
    return {
      caller: access.caller,
      door: access.door,
      certainly: sourcesOf(access.certainly, calling),
      possibly: sourcesOf(access.possibly, calling),
      by: by.map(({ sources, effect, statements: deciding }) => ({
        sources: sourcesOf(sources, calling),
        effect,
        statements: deciding.flatMap((one) => indexes.get(one) ?? []),
      })),
      because: causesOf(access.because, locate),
      misses: isShut ? missesOf(api, route, access, locate) : [],
    };
  };
  // routes that the policy treats alike share their access
  const known = new Map<readonly Access[], readonly AccessExplanation[]>();
  const policies = api.revisions.map(hasPolicy);
  return {
    hasPolicy: policies.some(({ is }) => is === 'yes') || (policies.some(({ is }) => is === 'unknown') ? null : false),
    statements: statements.map((one) => statementRef(one, locate)),
    routes: routesOf(api).map((route) => {
      const { access } = route;
      const explained = known.get(access) ?? access.map((one) => explain(route, one));
      known.set(access, explained);
      return { ...routeRef(route), access: explained };
    }),
  };
}
