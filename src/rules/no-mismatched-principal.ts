import type { RouteAccess } from '../access/access.ts';
import { mayCall } from '../access/caller.ts';
import { routesOf } from '../access/routes.ts';
import { holds } from '../access/tests.ts';
import { type Answer, all, andThen, when as answer, any, NO, not, unknown } from '../model/answer.ts';
import type { Revision } from '../model/api.ts';
import { keyFacts } from '../model/conditions.ts';
import type { Condition, Statement } from '../model/policy.ts';
import { hasEffect } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';
import { type Asked, whenSome } from './some-routes.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html */
const rule: Rule = defineRule({
  id: 'no-mismatched-principal',
  description: 'Disallow AWS principals and keys of IAM in Allow statements for routes that IAM does not authorize',
  severity: 'error',
  preset: 'recommended',
  kinds: ['rest'],
  messages: {
    principal:
      'Callers of {{routes}} are anonymous to the policy, since these routes are not AWS_IAM: a named principal never matches there. Use AWS_IAM authorization, or "*" with a condition.',
    key: 'Callers of {{routes}} carry no {{key}}, since these routes are not AWS_IAM: this Allow never matches there. Use AWS_IAM authorization, or a condition that every request can meet.',
  },
  statement(statement, { api, revision, when, report }) {
    const { principal } = statement;
    if (!principal) return;
    const routes = routesOf(api, revision, statement);
    const names = not(mayCall(api, statement, 'anonymous'));
    const affected = (mismatch: Answer): readonly Asked<RouteAccess>[] =>
      (mismatch.is === 'no' ? [] : routes).map((route) => {
        const isMismatched: Answer = all(
          hasEffect(statement, 'Allow'),
          mismatch,
          route.matches(statement),
          andThen(route.authorization, (kind) => answer(kind !== 'AWS_IAM')),
        );
        // what the others let in costs the most: it is asked only where it decides
        const never: Answer =
          isMismatched.is === 'no' ? NO : all(isMismatched, not(isAdmitted(route, revision, statement)));
        return { route, answer: never };
      });
    whenSome(when, affected(names), (routes) => {
      report('principal', principal, { routes, cause: [principal, statement] });
    });
    if (names.is === 'yes') return;
    for (const condition of statement.conditions) {
      whenSome(when, affected(failsWithoutIam(condition)), (routes) => {
        report('key', condition, {
          routes,
          data: { key: condition.key.written },
          cause: [condition, statement],
          meaning: condition.key.written,
        });
      });
    }
  },
});

export default rule;

/** Whether a condition on a key of IAM does not hold for a request that IAM has not authenticated. */
function failsWithoutIam(condition: Condition): Answer {
  const { name } = condition.key;
  return name && keyFacts(name).iam ? not(holds(condition, undefined)) : NO;
}

/** Whether another statement lets somebody in on a route. */
function isAdmitted(route: RouteAccess, { policies }: Revision, besides: Statement): Answer {
  const others = route.statements
    .filter((one) => one !== besides)
    .map((one) => all(hasEffect(one, 'Allow'), route.speaks(one), matchesSomebody(route, one)));
  const open = policies.flatMap((policy) => policy.open);
  return any(...others, open.length > 0 ? unknown(open) : NO);
}

function matchesSomebody({ access }: RouteAccess, statement: Statement): Answer {
  const because = [];
  for (const { matching } of access) {
    const { certainly, possibly, because: why } = matching(statement);
    if (!certainly.isEmpty) return answer(true);
    if (!possibly.isEmpty) because.push(...why);
  }
  return because.length > 0 ? unknown(because) : NO;
}
