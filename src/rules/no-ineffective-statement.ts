import type { RouteAccess } from '../access/access.ts';
import { mayCall } from '../access/caller.ts';
import { routesOf } from '../access/routes.ts';
import { isUnmet, matchesNobody } from '../access/unmet.ts';
import { type Answer, all, any } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import type { Statement } from '../model/policy.ts';
import { defineRule, type Rule } from './rule.ts';
import { whenSome } from './some-routes.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html */
const rule: Rule = defineRule({
  id: 'no-ineffective-statement',
  description: 'Disallow statements whose conditions no request can meet',
  severity: 'error',
  preset: 'recommended',
  yieldsTo: [
    'no-conflicting-cidrs',
    'no-mismatched-principal',
    'no-source-ip-on-private-api',
    'no-vpc-condition-on-public-api',
    'valid-cidr',
    'valid-condition',
    'valid-policy',
    'valid-vpc-id',
  ],
  messages: {
    allow:
      'No request can meet these conditions together, so this Allow lets nobody in. Conditions of one statement must all hold: remove what contradicts the rest.',
    allowAlone:
      'No request can meet this condition, so this Allow lets nobody in. Test what a request can meet, or remove the statement.',
    denyAlone:
      'No request can meet this condition, so this Deny denies nobody: whom the other statements let in on {{routes}} gets in. Test what a request can meet, or remove the statement.',
    deny: 'No request can meet these conditions together, so this Deny denies nobody: whom the other statements let in on {{routes}} gets in. Conditions of one statement must all hold: remove what contradicts the rest.',
  },
  statement(statement, { api, revision, when, report }) {
    if (statement.conditions.length === 0) return;
    const routes = routesOf(api, revision, statement).map((route) => ({
      matches: route.matches(statement),
      speaks: speaksOf(route, statement, api),
      unmet: isUnmet(route, statement, api),
    }));
    const somewhere = any(...routes.map(({ matches, speaks, unmet }) => all(matches, speaks, unmet)));
    when(all(statement.effect, somewhere, matchesNobody(api, revision, statement)), ([effect]) => {
      const { conditions } = statement;
      const asked = routesOf(api, revision, statement).map((route) => ({ route, answer: route.matches(statement) }));
      whenSome(when, asked, (found) => {
        const [allow, deny] =
          conditions.length > 1 ? (['allow', 'deny'] as const) : (['allowAlone', 'denyAlone'] as const);
        report(effect === 'Allow' ? allow : deny, statement, {
          routes: found,
          cause: [
            statement,
            ...conditions,
            ...conditions.flatMap(({ list, values }) => [...values, ...(list?.entries ?? [])]),
          ],
        });
      });
    });
  },
});

export default rule;

/** Whether the statement speaks of a caller of the route: where it does not, its conditions are not to blame. */
function speaksOf({ access }: RouteAccess, statement: Statement, api: Api): Answer {
  return any(...access.map(({ caller }) => mayCall(api, statement, caller)));
}
