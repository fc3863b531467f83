import type { Access, RouteAccess } from '../access/access.ts';
import { identities, isPrincipal } from '../access/caller.ts';
import type { Api } from '../model/api.ts';
import type { Statement } from '../model/policy.ts';
import type { Miss } from '../report/explanation.ts';
import { type Locate, statementRef, statementsOf } from './refs.ts';

/** What of each `Allow` leaves the requests to a route by a kind of caller out. */
export function missesOf(api: Api, route: RouteAccess, { caller }: Access, locate: Locate): readonly Miss[] {
  const lacks = (statement: Statement): Miss['lacks'] => {
    if (route.matches(statement).is === 'no') return 'request';
    const { principal } = statement;
    if (!principal) return 'principal';
    const possible = identities(caller, [principal], api);
    const isNobody = possible.every((identity) => isPrincipal(principal, caller, identity, api).is === 'no');
    return isNobody ? 'principal' : 'condition';
  };
  return allowsOf(api).map((statement) => ({ statement: statementRef(statement, locate), lacks: lacks(statement) }));
}

export function allowsOf(api: Api): readonly Statement[] {
  return statementsOf(api).filter(({ effect }) => effect.is === 'yes' && effect.value === 'Allow');
}
