import type { Access, Caller, RouteAccess } from '../access/access.ts';
import { isSomebody } from '../access/admits.ts';
import { mayCall, needsNoAllow } from '../access/caller.ts';
import { conditionsOn, deniesLike, routesOf, testsAddress } from '../access/routes.ts';
import { type Answer, all, andThen, when as answer, any, not, YES } from '../model/answer.ts';
import type { Api, Authorization } from '../model/api.ts';
import type { Condition, Statement } from '../model/policy.ts';
import { carries, hasEffect, testsSource } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';
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
  condition(condition, { api, revision, statement, when, report }) {
    const own = statement.conditions.filter(
      (one) => testsSource(one) && one.operator.family !== 'null' && carries(api, one).is !== 'no',
    );
    const [first] = own;
    if (condition !== own.find((one) => testsAddress(one) === testsAddress(condition))) return;
    const isEnforced = (route: RouteAccess, one: Condition): Answer => deniesLike(one, route, revision);
    const asked = routesOf(api, revision, statement).map((route) => ({
      route,
      answer: all(
        hasEffect(statement, 'Allow'),
        route.matches(statement),
        isPassedBy(route, api, statement),
        not(isEnforced(route, condition)),
        // where nothing enforces either, what is said of the first is said of both
        first && first !== condition ? isEnforced(route, first) : YES,
        goesRound(route, statement),
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

const CALLERS: Readonly<Partial<Record<Authorization, readonly Caller[]>>> = {
  CUSTOM: ['authorized'],
  AWS_IAM: ['account', 'account-allowed'],
};

/** The `Allow` statements that may speak of a route, and say where its callers come from. */
function listing(route: RouteAccess): readonly Statement[] {
  return conditionsOn(route, 'Allow').flatMap(({ statement, condition }) =>
    testsSource(condition) ? [statement] : [],
  );
}

/** Whether callers that the statement speaks of need no `Allow` on a route. */
function isPassedBy({ authorization }: RouteAccess, api: Api, statement: Statement): Answer {
  return andThen(authorization, (kind) => {
    const callers = CALLERS[kind] ?? [];
    return callers.length === 0 ? answer(false) : any(...callers.map((caller) => mayCall(api, statement, caller)));
  });
}

/** Whether somebody needs no `Allow` to get in from where the statement speaks of nobody, and it speaks of somebody elsewhere. */
function goesRound({ access }: RouteAccess, statement: Statement): Answer {
  const passing = access.filter(({ caller }) => needsNoAllow(caller));
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
