import { type Answer, all, any, NO, unknown } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import { keyFacts } from '../model/conditions.ts';
import type { Condition, SourceList, Statement } from '../model/policy.ts';
import { hasEffect, testsSource } from '../model/questions.ts';
import type { RouteAccess } from './access.ts';
import { accessOf } from './access-of.ts';
import { memo } from './memo.ts';

/** The routes that rules look at: preflights carry no credentials, and are open by design. */
export const callableRoutes: (api: Api, revision: Revision) => readonly RouteAccess[] = memo(
  (api: Api, revision: Revision) => accessOf(api, revision).filter(({ method }) => method !== 'OPTIONS'),
);

/** Those of them that a statement may speak of. */
export function routesOf(api: Api, revision: Revision, statement: Statement): readonly RouteAccess[] {
  return spokenOf(callableRoutes(api, revision), statement);
}

/** The routes among some, which are asked for again, that a statement may speak of. */
export function spokenOf(routes: readonly RouteAccess[], statement: Statement): readonly RouteAccess[] {
  return byStatement(routes).get(statement) ?? [];
}

const byStatement = memo((routes: readonly RouteAccess[]): ReadonlyMap<Statement, readonly RouteAccess[]> => {
  const index = new Map<Statement, RouteAccess[]>();
  for (const route of routes) {
    for (const statement of route.statements) {
      const known = index.get(statement) ?? [];
      known.push(route);
      index.set(statement, known);
    }
  }
  return index;
});

/** A condition of a statement that may speak of a route. */
export interface ConditionOnRoute {
  readonly statement: Statement;
  readonly condition: Condition;
  /** Whether the statement speaks of the route, if there is one, with the effect that was asked for. */
  readonly applies: Answer;
}

type Effect = 'Allow' | 'Deny';

/** The conditions of the statements of one effect that may speak of a route. */
export function conditionsOn({ statements, speaks }: RouteAccess, effect: Effect): readonly ConditionOnRoute[] {
  return conditionsOf(speaks, statements, effect);
}

// routes of which the same statements speak share what says so
const conditionsOf = memo(
  (speaks: RouteAccess['speaks'], statements: RouteAccess['statements'], effect: Effect): readonly ConditionOnRoute[] =>
    statements.flatMap((statement) => {
      const applies = all(speaks(statement), hasEffect(statement, effect));
      return applies.is === 'no' ? [] : statement.conditions.map((condition) => ({ statement, condition, applies }));
    }),
);

/** What may hold a condition on a route that is not known. */
export const openOn: (route: RouteAccess, revision: Revision) => Answer = memo(
  ({ statements }: RouteAccess, { policies }: Revision) => {
    const because = [
      ...policies.flatMap(({ open }) => open),
      ...statements.flatMap(({ open, conditionsOpen }) => [...open, ...conditionsOpen]),
    ];
    return because.length > 0 ? unknown(because) : NO;
  },
);

/** A condition that compares with a list of addresses. */
export interface ListOnRoute extends ConditionOnRoute {
  readonly list: SourceList;
}

/** The lists whose sources alone get in: `Allow` + `IpAddress`, and `Deny` + `NotIpAddress`. */
export function allowlistsOn(route: RouteAccess): readonly ListOnRoute[] {
  return listsOn(route, false);
}

/** The lists whose sources are kept out: `Deny` + `IpAddress`, and `Allow` + `NotIpAddress`. */
export function blocklistsOn(route: RouteAccess): readonly ListOnRoute[] {
  return listsOn(route, true);
}

function listsOn(route: RouteAccess, blocking: boolean): readonly ListOnRoute[] {
  return [
    ...conditionsOn(route, 'Allow').filter(({ condition }) => condition.operator.negated === blocking),
    ...conditionsOn(route, 'Deny').filter(({ condition }) => condition.operator.negated !== blocking),
  ].flatMap((one) => (one.condition.list ? [{ ...one, list: one.condition.list }] : []));
}

/** Whether a `Deny` that tests where a request comes from speaks of a route. */
export const deniesBySource: (route: RouteAccess, revision: Revision) => Answer = memo(
  (route: RouteAccess, revision: Revision) => deniesBy(route, revision, () => true),
);

/** Whether a `Deny` that tests where a request comes from, by keys like that of a condition, speaks of a route. */
export function deniesLike(condition: Condition, route: RouteAccess, revision: Revision): Answer {
  return deniesBy(route, revision, (one) => testsAddress(one) === testsAddress(condition));
}

function deniesBy(route: RouteAccess, revision: Revision, isSuch: (condition: Condition) => boolean): Answer {
  const denials = conditionsOn(route, 'Deny').filter(({ condition }) => testsSource(condition) && isSuch(condition));
  return any(...denials.map(({ applies }) => applies), openOn(route, revision));
}

/** Whether a condition that tests where a request comes from does so by its address, and not by its VPC or endpoint. */
export function testsAddress({ key }: Condition): boolean {
  return key.name !== undefined && keyFacts(key.name).address === true;
}
