import type { Access, RouteAccess } from '../access/access.ts';
import { addressSet } from '../ip/network.ts';
import type { Api } from '../model/api.ts';
import type { Admission } from '../report/admissions.ts';
import { causesOf, type Locate, routeRef, routesOf, statementRef } from './refs.ts';

/** What of a network gets in to each route of an API; routes that nothing of it may get in to are left out. */
export function admissionsOf(api: Api, network: string, locate: Locate): readonly Admission[] {
  const asked = addressSet(network);
  const admit = (route: RouteAccess, { caller, door, certainly, possibly, by, because }: Access): Admission[] => {
    const may = possibly.intersect(asked);
    if (may.isEmpty) return [];
    const does = certainly.intersect(asked);
    const allows = by().filter(({ effect, sources }) => effect === 'allow' && !sources.intersect(asked).isEmpty);
    const statements = [...new Set(allows.flatMap((one) => one.statements))];
    return [
      {
        ...routeRef(route),
        caller,
        door,
        extent: does.isEmpty ? 'perhaps' : does.covers(asked) ? 'fully' : 'partly',
        sources: (does.isEmpty ? may : does).cidrs(),
        statements: statements.map((one) => statementRef(one, locate)),
        because: does.equals(may) ? [] : causesOf(because, locate),
      },
    ];
  };
  return routesOf(api).flatMap((route) => route.access.flatMap((access) => admit(route, access)));
}
