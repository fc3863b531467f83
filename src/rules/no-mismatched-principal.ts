import type { RouteAccess } from '../access/access.ts';
import { nobodysBy } from '../access/admits.ts';
import { isAdmitted } from '../access/admitting.ts';
import { byToken, mayCall, somebodyNeedsNone } from '../access/caller.ts';
import { isVarying } from '../access/cells.ts';
import { routesOf } from '../access/routes.ts';
import { holds } from '../access/tests.ts';
import { AddressSet } from '../ip/address-set.ts';
import { type Answer, all, andThen, any, fromBoolean, NO, not, unknown } from '../model/answer.ts';
import { keyFacts } from '../model/conditions.ts';
import type { Condition, Placed, Statement } from '../model/policy.ts';
import { hasEffect } from '../model/questions.ts';
import { type Cause, defineRule, type Rule, type StatementContext } from './rule.ts';
import { whenSome } from './some-routes.ts';
import { outcome } from './words.ts';

type Message = 'principal' | 'key' | 'denyPrincipal' | 'denyKey';

/** Something to be said of the routes for which it is so. */
interface Claim {
  readonly message: Message;
  readonly at: Placed & Cause;
  readonly key: string;
  readonly outcome: () => string;
  readonly on: (route: RouteAccess) => Answer;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html */
const rule: Rule = defineRule({
  id: 'no-mismatched-principal',
  description: 'Disallow AWS principals and keys of IAM for routes that IAM does not authorize',
  severity: 'error',
  preset: 'recommended',
  kinds: ['rest'],
  yieldsTo: ['valid-policy'],
  messages: {
    principal:
      'Callers of {{routes}} are anonymous to the policy, since these routes are not AWS_IAM: a named principal never matches there. Use AWS_IAM authorization, or "*" with a condition.',
    key: 'Callers of {{routes}} carry no {{key}}, since these routes are not AWS_IAM: this Allow never matches there. Use AWS_IAM authorization, or a condition that every request can meet.',
    denyPrincipal:
      'Without AWS_IAM, callers of {{routes}} are anonymous, so this Deny {{outcome}}. Deny their addresses instead.',
    denyKey:
      'Without AWS_IAM, callers of {{routes}} carry no {{key}}, so this Deny {{outcome}}. Deny addresses instead.',
  },
  statement(statement, context) {
    const { api, revision, when, report } = context;
    const routes = routesOf(api, revision, statement);
    for (const { message, at, key, outcome, on } of claimsOf(statement, routes, context)) {
      const asked = routes.map((route) => {
        const isSpokenOf = all(route.matches(statement), lacksIam(route, context));
        // what the others let in costs the most: it is asked only where it decides
        return { route, answer: isSpokenOf.is === 'no' ? NO : all(isSpokenOf, on(route)) };
      });
      whenSome(when, asked, (found) => {
        report(message, at, {
          routes: found,
          data: { key, outcome: outcome() },
          cause: [at, statement, ...(at === statement.principal ? (statement.principal?.values ?? []) : [])],
          meaning: key,
        });
      });
    }
  },
});

export default rule;

function claimsOf(
  statement: Statement,
  routes: readonly RouteAccess[],
  context: Pick<StatementContext, 'api' | 'revision' | 'statement'>,
): readonly Claim[] {
  const { api, revision } = context;
  const { principal, conditions } = statement;
  if (!principal || routes.length === 0) return [];
  const isAllow = hasEffect(statement, 'Allow');
  const isDeny = hasEffect(statement, 'Deny');
  const everywhere = all(...routes.map((route) => any(not(route.matches(statement)), lacksIam(route, context))));
  const neverMatches = (at: Placed & Cause, key: string, fails: Answer): readonly Claim[] => [
    {
      message: key === '' ? 'principal' : 'key',
      at,
      key,
      outcome: () => '',
      on: (route) => all(isAllow, fails, not(isAdmitted(route, revision, statement))),
    },
    {
      message: key === '' ? 'denyPrincipal' : 'denyKey',
      at,
      key,
      outcome: () => outcome(context, 'Deny', { holds: false }),
      on: () => all(isDeny, fails, everywhere),
    },
  ];
  const names = not(mayCall(api, statement, 'anonymous'));
  if (names.is === 'yes') return neverMatches(principal, '', names);
  return [
    ...neverMatches(principal, '', names),
    ...conditions.filter(isOfIam).flatMap((condition): readonly Claim[] => {
      const key = condition.key.written;
      const always = holds(condition, undefined);
      if (condition.operator.family === 'null') return neverMatches(condition, key, not(always));
      const deniesAll = (route: RouteAccess): Answer =>
        all(
          isDeny,
          always,
          any(somebodyNeedsNone(route.authorization, api, revision), isAdmitted(route, revision, statement)),
          matchesAll(route, statement),
        );
      return [
        ...neverMatches(condition, key, not(always)),
        { message: 'denyKey', at: condition, key, outcome: () => 'matches and denies everybody', on: deniesAll },
      ];
    }),
  ];
}

/** On a key that only requests carry which IAM has authenticated; what `aws:PrincipalAccount` is in others AWS does not say. */
function isOfIam({ key: { name } }: Condition): boolean {
  return name !== undefined && keyFacts(name).iam === true && name !== 'aws:PrincipalAccount';
}

type Asked = Pick<StatementContext, 'api' | 'revision'>;

function lacksIam({ authorization }: RouteAccess, { api, revision }: Asked): Answer {
  return andThen(authorization, (kind) => (kind === 'JWT' ? byToken(api, revision) : fromBoolean(kind !== 'AWS_IAM')));
}

/** Whether a statement speaks of everybody who calls a route. */
function matchesAll({ access }: RouteAccess, statement: Statement): Answer {
  return all(
    ...access.map(({ door, matching }) => {
      const everybody = AddressSet.all.subtract(nobodysBy(door));
      const { certainly, possibly, because } = matching(statement);
      if (certainly.covers(everybody)) return fromBoolean(true);
      return possibly.covers(everybody) && !because.every(isVarying) ? unknown(because) : NO;
    }),
  );
}
