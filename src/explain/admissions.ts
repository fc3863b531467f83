import type { Access, RouteAccess } from '../access/access.ts';
import { addressSet } from '../ip/network.ts';
import type { Api } from '../model/api.ts';
import type { Admission } from '../report/admissions.ts';
import { causesOf, type Locate, routeRef, routesOf, statementRef } from './refs.ts';
import { callingSources, sourcesOf } from './sources-in-words.ts';

/** What of a network gets into each route of an API. */
export function admissionsOf(api: Api, network: string, locate: Locate): readonly Admission[] {
  const admit = (route: RouteAccess, { caller, door, certainly, possibly, by, because }: Access): Admission => {
    const calling = callingSources(api, door);
    const asked = addressSet(network).intersect(calling);
    const may = possibly.intersect(asked);
    const does = certainly.intersect(asked);
    const allows = by().filter(({ effect, sources }) => effect === 'allow' && !sources.intersect(asked).isEmpty);
    const statements = [...new Set(allows.flatMap((one) => one.statements))];
    return {
      ...routeRef(route),
      caller,
      door,
      extent: may.isEmpty ? 'none' : does.isEmpty ? 'perhaps' : does.covers(asked) ? 'fully' : 'partly',
      sources: sourcesOf(does.isEmpty ? may : does, calling),
      statements: statements.map((one) => statementRef(one, locate)),
      because: does.equals(may) ? [] : causesOf(because, locate),
    };
  };
  return routesOf(api).flatMap((route) => route.access.map((access) => admit(route, access)));
}
