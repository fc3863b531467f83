import { type Answer, all, any, NO, unknown } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import type { Condition, SourceList, Statement } from '../model/policy.ts';
import { hasEffect, testsSource } from '../model/questions.ts';
import type { RouteAccess } from './access.ts';
import { accessOf } from './access-of.ts';

/** The routes that rules look at: preflights carry no credentials, and are open by design. */
export function callableRoutes(api: Api, revision: Revision): readonly RouteAccess[] {
  return accessOf(api, revision).filter(({ method }) => method !== 'OPTIONS');
}

/** A condition of a statement that may speak of a route. */
export interface ConditionOnRoute {
  readonly statement: Statement;
  readonly condition: Condition;
  /** Whether the statement speaks of the route, with the effect that was asked for. */
  readonly applies: Answer;
}

/** The conditions of the statements of one effect that may speak of a route. */
export function conditionsOn(
  route: RouteAccess,
  { policies }: Revision,
  effect: 'Allow' | 'Deny',
): readonly ConditionOnRoute[] {
  return policies.flatMap(({ statements }) =>
    statements.flatMap((statement) => {
      const applies = all(route.matches(statement), hasEffect(statement, effect));
      return applies.is === 'no' ? [] : statement.conditions.map((condition) => ({ statement, condition, applies }));
    }),
  );
}

/** What may hold a condition on a route that is not known. */
export function openOn(route: RouteAccess, { policies }: Revision): Answer {
  const because = policies.flatMap(({ open, statements }) => [
    ...open,
    ...statements.flatMap((statement) =>
      route.matches(statement).is === 'no' ? [] : [...statement.open, ...statement.conditionsOpen],
    ),
  ]);
  return because.length > 0 ? unknown(because) : NO;
}

/** A condition that compares with a list of addresses. */
export interface ListOnRoute extends ConditionOnRoute {
  readonly list: SourceList;
}

/** The lists whose sources alone get in: `Allow` + `IpAddress`, and `Deny` + `NotIpAddress`. */
export function allowlistsOn(route: RouteAccess, revision: Revision): readonly ListOnRoute[] {
  return listsOn(route, revision, false);
}

/** The lists whose sources are kept out: `Deny` + `IpAddress`, and `Allow` + `NotIpAddress`. */
export function blocklistsOn(route: RouteAccess, revision: Revision): readonly ListOnRoute[] {
  return listsOn(route, revision, true);
}

function listsOn(route: RouteAccess, revision: Revision, blocking: boolean): readonly ListOnRoute[] {
  return [
    ...conditionsOn(route, revision, 'Allow').filter(({ condition }) => condition.operator.negated === blocking),
    ...conditionsOn(route, revision, 'Deny').filter(({ condition }) => condition.operator.negated !== blocking),
  ].flatMap((one) => (one.condition.list ? [{ ...one, list: one.condition.list }] : []));
}

/** Whether a `Deny` that tests where a request comes from speaks of a route. */
export function deniesBySource(route: RouteAccess, revision: Revision): Answer {
  const denials = conditionsOn(route, revision, 'Deny').filter(({ condition }) => testsSource(condition));
  return any(...denials.map(({ applies }) => applies), openOn(route, revision));
}
