import type { Access, RouteAccess } from '../access/access.ts';
import { isSomebody, mayAdmit } from '../access/admits.ts';
import { CALLERS, needsNoAllow } from '../access/caller.ts';
import { conditionsOn, openOn, routesOf } from '../access/routes.ts';
import { AddressSet } from '../ip/address-set.ts';
import { type Answer, all, andThen, any, fromBoolean, NO, not, unknown, yes } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import type { Statement } from '../model/policy.ts';
import { hasEffect, isAllowlist, testsSource } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';
import { whenSome } from './some-routes.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
const rule: Rule = defineRule({
  id: 'no-voided-allowlist',
  description: 'Disallow allowlists that another Allow makes idle',
  severity: 'error',
  preset: 'recommended',
  messages: {
    voided:
      'This list decides nothing: another Allow, which tests no source, opens {{routes}} to {{whom}}. Remove that Allow, or put the list into a Deny with NotIpAddress.',
  },
  list(list, { api, revision, statement, condition, when, report }) {
    const isList = all(hasEffect(statement, 'Allow'), isAllowlist(statement, condition));
    const routes = routesOf(api, revision, statement);
    const counted = routes.filter(
      (route) =>
        asksForAllow(route, api, revision).is !== 'no' &&
        deniesOthers(route, revision).is !== 'yes' &&
        mayAdmit(route.access).is !== 'no',
    );
    const opened = counted.map((route) => openedBy(route, revision, statement));
    // where there is one alone of which it is not so, the list decides something
    const everywhere = all(...counted.map(({ exists }, i) => any(not(exists), opened[i] ?? NO)));
    const asked = counted.map((route, i) => ({
      route,
      answer: all(
        isList,
        route.matches(statement),
        asksForAllow(route, api, revision),
        everywhere,
        opened[i] ?? NO,
        leavesSomebody(route),
      ),
    }));
    whenSome(when, asked, (found) => {
      const wider = opened.flatMap((one, i) =>
        one.is === 'yes' && found.includes(counted[i] as RouteAccess) ? one.value : [],
      );
      report('voided', list, {
        routes: found,
        data: { whom: found.some((route) => denialsOn(route).length > 0) ? 'all whom no Deny keeps out' : 'everybody' },
        related: [...new Set(wider)].map(({ place }) => ({ message: 'opens them to everybody', place })),
        cause: [condition],
      });
    });
  },
});

export default rule;

/** Whether somebody gets into a route by an `Allow` alone: behind a Lambda authorizer none is needed, and none opens anything. */
function asksForAllow({ authorization }: RouteAccess, api: Api, revision: Revision): Answer {
  return andThen(authorization, (kind) =>
    any(...CALLERS[kind].map((caller) => not(needsNoAllow(caller, api, revision)))),
  );
}

/** Whether a `Deny` keeps all but certain sources out of a route. */
function deniesOthers(route: RouteAccess, revision: Revision): Answer {
  const denials = conditionsOn(route, 'Deny').filter(({ condition }) => condition.list && condition.operator.negated);
  return any(...denials.map(({ applies }) => applies), openOn(route, revision));
}

/** The `Deny` statements that may speak of a route, and whether they do. */
function denialsOn({ statements, speaks }: RouteAccess): readonly (readonly [Statement, Answer])[] {
  return statements
    .map((one): readonly [Statement, Answer] => [one, all(hasEffect(one, 'Deny'), speaks(one))])
    .filter(([, applies]) => applies.is !== 'no');
}

/** Whether no `Deny` shuts everybody out of a route. */
function leavesSomebody(route: RouteAccess): Answer {
  const denials = denialsOn(route);
  const doubts = denials.flatMap(([, applies]) => (applies.is === 'unknown' ? applies.because : []));
  return any(
    ...route.access.map(({ door, possibly, matching }) => {
      const shut = denials.map(([one]) => matching(one));
      return isSomebody(door, {
        certainly: possibly.subtract(AddressSet.unionAll(shut.map((one) => one.possibly))),
        possibly,
        because: [...doubts, ...shut.flatMap(({ because }) => because)],
      });
    }),
  );
}

/** The statements without a source that open a route to everybody that calls it, of each caller the first. */
function openedBy(route: RouteAccess, revision: Revision, list: Statement): Answer<readonly Statement[]> {
  const candidates = route.statements.filter((one) => one !== list && !one.conditions.some(testsSource));
  const perCaller = route.access.map((access) => {
    const opens = candidates.map((one) => ({
      one,
      is: all(hasEffect(one, 'Allow'), route.speaks(one), opensTo(access, one)),
    }));
    const first = opens.find(({ is }) => is.is === 'yes');
    return first ? yes(first.one) : onlyUnknown(opens.map(({ is }) => is));
  });
  const found = all(...perCaller);
  const decided = found.is === 'yes' ? yes([...new Set(found.value as readonly Statement[])]) : found;
  const guarded = deniesOthers(route, revision);
  return guarded.is === 'unknown' && decided.is !== 'no' ? unknown(guarded.because) : decided;
}

function opensTo({ matching }: Access, statement: Statement): Answer {
  const { certainly, possibly, because } = matching(statement);
  if (certainly.equals(AddressSet.all)) return fromBoolean(true);
  return possibly.equals(AddressSet.all) && because.length > 0 ? unknown(because) : NO;
}

function onlyUnknown(answers: readonly Answer[]): Answer<never> {
  const found = any(...answers);
  return found.is === 'unknown' ? found : NO;
}
