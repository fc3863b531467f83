import type { Access, RouteAccess } from '../access/access.ts';
import { mayCall } from '../access/caller.ts';
import { routesOf } from '../access/routes.ts';
import { matchesEverybody, matchesNobody, sparedAnywhere, sparedBy } from '../access/unmet.ts';
import type { AddressSet } from '../ip/address-set.ts';
import { termsOf } from '../ip/terms.ts';
import { termInWords } from '../ip/words.ts';
import type { Api, Revision, Route } from '../model/api.ts';
import type { Statement } from '../model/policy.ts';
import { carries, hasEffect } from '../model/questions.ts';
import type { AffectedRoute, PolicyContext, StatementContext } from './rule.ts';

/** What becomes of a statement of which one condition tests a key that no request carries, in words. */
export function outcome(
  { api, revision, statement }: Pick<StatementContext, 'api' | 'revision' | 'statement'>,
  effect: 'Allow' | 'Deny',
  condition: { readonly holds: boolean },
): string {
  const spoken = routesOf(api, revision, statement);
  // where the statement speaks of no caller of any route, its conditions are not to blame
  const speaks = spoken.some(({ access }) => access.some(({ caller }) => mayCall(api, statement, caller).is !== 'no'));
  if (!condition.holds || (speaks && matchesNobody(api, revision, statement).is === 'yes')) {
    const matches = condition.holds ? 'never matches beside the other conditions' : 'never matches';
    const left = effect === 'Deny' && leftIn(api, revision, statement);
    if (left) return `${matches}: ${left} still gets in`;
    if (effect === 'Deny') return `${matches} and denies nobody`;
    // an Allow that never matches keeps nobody out who needs none
    const passed = spoken.some(({ access }) => access.some(entersUnasked));
    return `${matches} and ${passed ? 'keeps nobody out whom an authorizer or IAM lets in' : 'lets nobody in'}`;
  }
  if (!speaks || !matchesEverybody(api, statement)) return 'always holds, so the rest of the statement decides alone';
  return `always matches and ${effect === 'Allow' ? 'keeps nobody out' : 'denies everybody'}`;
}

function entersUnasked({ caller, certainly }: Access): boolean {
  return (caller === 'authorized' || caller === 'account-allowed') && !certainly.isEmpty;
}

/** What follows where a `Deny` is about no call: who still gets in, in words that end a sentence; else nothing. */
export function leftBeside({ api, revision }: Pick<PolicyContext, 'api' | 'revision'>, statement: Statement): string {
  if (hasEffect(statement, 'Deny').is !== 'yes') return '';
  const left = leftIn(api, revision, statement, sparedAnywhere(api, revision, statement));
  return left === undefined ? '' : `: ${left} still gets in`;
}

/** Who gets in though a `Deny` that never matches names them; undefined where nobody certainly does. */
export function leftIn(
  api: Api,
  revision: Revision,
  statement: Statement,
  spared: AddressSet = sparedBy(api, revision, statement),
): string | undefined {
  if (spared.isEmpty) return undefined;
  return statement.conditions.some((one) => one.list && carries(api, one).is === 'yes')
    ? sourcesInWords(spared)
    : 'whoever the other statements let in';
}

/** The first few routes, and how many more there are: `GET /pets, POST /pets and 2 more`. */
export function routesInWords(routes: readonly Pick<Route, 'method' | 'path'>[]): string {
  const names = [...new Set(routes.map(({ method, path }) => `${method} ${path}`))];
  return listed(names);
}

/** A route by the verb of its method, which may be `ANY`. */
export function asWritten({ stage, route, method, path }: RouteAccess): AffectedRoute {
  return { ...(stage && { stage }), ...(route && { route }), method: route?.method ?? method, path };
}

/** The first three, and how many more there are. */
export function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/** The networks of a set, family by family: `every IPv4 address but 192.0.2.0/24`. */
export function sourcesInWords(sources: AddressSet): string {
  return sources.families.map((family) => listed(termsOf(sources.only(family)).map(termInWords))).join(' and ');
}
