import type { Access } from '../access/access.ts';
import { servedSources } from '../access/served.ts';
import type { AddressSet } from '../ip/address-set.ts';
import type { Api } from '../model/api.ts';
import type { AccessExplanation, ApiExplanation, Sources } from '../report/explanation.ts';
import { causesOf, type Locate, routeRef, routesOf, statementRef, statementsOf } from './refs.ts';

/** Who gets in to each route of an API, and by which of its statements. */
export function explainApi(api: Api, locate: Locate): Pick<ApiExplanation, 'statements' | 'routes'> {
  const statements = statementsOf(api);
  const indexes = new Map(statements.map((statement, i) => [statement, i]));
  const explain = (access: Access): AccessExplanation => {
    const served = servedSources(api, access.door.via).upper;
    return {
      caller: access.caller,
      door: access.door,
      certainly: sourcesOf(access.certainly, served),
      possibly: sourcesOf(access.possibly, served),
      by: access.by().map(({ sources, effect, statements: deciding }) => ({
        sources: sources.cidrs(),
        effect,
        statements: deciding.flatMap((one) => indexes.get(one) ?? []),
      })),
      because: causesOf(access.because, locate),
    };
  };
  // routes that the policy treats alike share their access
  const known = new Map<readonly Access[], readonly AccessExplanation[]>();
  return {
    statements: statements.map((one) => statementRef(one, locate)),
    routes: routesOf(api).map((route) => {
      const { access } = route;
      const explained = known.get(access) ?? access.map(explain);
      known.set(access, explained);
      return { ...routeRef(route), access: explained };
    }),
  };
}

function sourcesOf(sources: AddressSet, served: AddressSet): Sources {
  return { cidrs: sources.cidrs(), others: served.subtract(sources).cidrs() };
}
