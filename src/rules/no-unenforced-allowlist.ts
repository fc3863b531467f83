import type { Access, RouteAccess } from '../access/access.ts';
import { isSomebody } from '../access/admits.ts';
import { CALLERS, mayCall, needsNoAllow, somebodyNeedsNone } from '../access/caller.ts';
import { conditionsOn, deniesBySource, deniesLike, routesOf, testsAddress } from '../access/routes.ts';
import { type Answer, all, andThen, any, not, YES } from '../model/answer.ts';
import type { Condition, Statement } from '../model/policy.ts';
import { carries, hasEffect, testsSource } from '../model/questions.ts';
import { defineRule, type Rule, type StatementContext } from './rule.ts';
import { whenSome } from './some-routes.ts';

/** Table A: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html */
const rule: Rule = defineRule({
  id: 'no-unenforced-allowlist',
  description: 'Disallow allowlists that an authorizer or IAM bypasses, since no Deny enforces them',
  severity: 'error',
  preset: 'recommended',
  messages: {
    unenforced:
      'On {{routes}} this list keeps nobody out: whoever {{authorizer}} lets in gets in {{from}}, because only an explicit Deny counts there. Add {{denial}}.',
  },
  condition(condition, context) {
    const { api, revision, statement, when, report } = context;
    const own = statement.conditions.filter(
      (one) => testsSource(one) && one.operator.family !== 'null' && carries(api, one).is !== 'no',
    );
    const [first] = own;
    if (condition !== own.find((one) => testsAddress(one) === testsAddress(condition))) return;
    // of lists of both kinds a Deny on the one leaves the other idle
    const isMixed = own.some((one) => testsAddress(one) !== testsAddress(condition));
    const isEnforced = (route: RouteAccess, one: Condition): Answer =>
      isMixed ? deniesLike(one, route, revision) : deniesBySource(route, revision);
    const asked = routesOf(api, revision, statement).map((route) => ({
      route,
      answer: all(
        hasEffect(statement, 'Allow'),
        route.matches(statement),
        isPassedBy(route, context),
        not(isEnforced(route, condition)),
        // where nothing enforces either, what is said of the first is said of both
        first && first !== condition ? isEnforced(route, first) : YES,
        goesRound(route, context),
      ),
    }));
    whenSome(when, asked, (routes) => {
      // a Deny for each of several lists would shut out whoever is not on all of them
      const isAlone = routes.every((route) => listing(route).every((one) => one === statement));
      const kinds = new Set(routes.map(({ authorization }) => authorization.is === 'yes' && authorization.value));
      const left = own.filter((one) => routes.some((route) => isEnforced(route, one).is === 'no'));
      const isLimited = routes.some((route) => conditionsOn(route, 'Deny').some((one) => testsSource(one.condition)));
      report('unenforced', condition, {
        routes,
        data: {
          authorizer: AUTHORIZERS[kinds.size > 1 ? 'both' : kinds.has('CUSTOM') ? 'CUSTOM' : 'AWS_IAM'],
          from: isLimited ? `by any ${testsAddress(condition) ? 'address' : 'VPC'}` : 'from anywhere',
          denial: isAlone ? denialOf(left) : 'one Deny for whoever no Allow there lists',
        },
        cause: own,
      });
    });
  },
});

export default rule;

/** What enforces some conditions: in one `Deny` they would shut out only those who fail them all. */
function denialOf(conditions: readonly Condition[]): string {
  const named = conditions.map(({ operator, key }) => ({
    operator: opposite(operator.written, operator.negated),
    key: key.written,
  }));
  const [first, ...others] = named;
  if (others.length === 0) return `a Deny with ${first?.operator} for the same list`;
  return `a Deny for each list: ${named.map(({ operator, key }) => `one with ${operator} on ${key}`).join(', ')}`;
}

const AUTHORIZERS = {
  CUSTOM: 'the Lambda authorizer',
  AWS_IAM: "an IAM policy of the API's account",
  both: "the Lambda authorizer, or an IAM policy of the API's account,",
} as const;

/** The `Allow` statements that may speak of a route, and say where its callers come from. */
function listing(route: RouteAccess): readonly Statement[] {
  return conditionsOn(route, 'Allow').flatMap(({ statement, condition }) =>
    testsSource(condition) ? [statement] : [],
  );
}

type Asked = Pick<StatementContext, 'api' | 'revision' | 'statement'>;

/** Whether callers that the statement speaks of need no `Allow` on a route. */
function isPassedBy({ authorization }: RouteAccess, { api, revision, statement }: Asked): Answer {
  return andThen(authorization, (kind) => {
    const callers = CALLERS[kind].filter((caller) => caller !== 'foreign-allowed');
    const speaks = any(...callers.map((caller) => mayCall(api, statement, caller)));
    return all(somebodyNeedsNone(authorization, api, revision), speaks);
  });
}

/** Whether somebody needs no `Allow` to get in from where the statement speaks of nobody, and it speaks of somebody elsewhere. */
function goesRound({ access }: RouteAccess, { api, revision, statement }: Asked): Answer {
  const passing = access.filter(({ caller }) => needsNoAllow(caller, api, revision).is !== 'no');
  const listed = passing.map(({ door, matching }) => isSomebody(door, matching(statement)));
  return all(any(...listed), any(...passing.map((one) => entersElsewhere(one, statement))));
}

function entersElsewhere({ door, certainly, possibly, because, matching }: Access, statement: Statement): Answer {
  const listed = matching(statement);
  return isSomebody(door, {
    certainly: certainly.subtract(listed.possibly),
    possibly: possibly.subtract(listed.certainly),
    because: [...because, ...listed.because],
  });
}

function opposite(operator: string, negated: boolean): string {
  const name = operator.replace(/^For(?:Any|All)Values?:/i, '').replace(/IfExists$/i, '');
  return negated ? name.replace(/^Not|Not/, '') : name.replace(/^(String|Arn)?/, '$1Not');
}
