import type { RouteAccess } from '../access/access.ts';
import { mayCall } from '../access/caller.ts';
import { routesOf } from '../access/routes.ts';
import { type Answer, all, andThen, any, NO, not, unknown, yes } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import type { Statement } from '../model/policy.ts';
import { defineRule, type Rule } from './rule.ts';
import { routesInWords } from './words.ts';

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
    const everywhere = all(...routes.map(({ matches, unmet }) => any(not(matches), unmet)));
    when(all(statement.effect, somewhere, everywhere), ([effect]) => {
      const words = routesInWords(
        routesOf(api, revision, statement).filter(({ matches }) => matches(statement).is === 'yes'),
      );
      const { conditions } = statement;
      report(effect === 'Allow' ? 'allow' : 'deny', statement, {
        data: { routes: words },
        cause: [
          statement,
          ...conditions,
          ...conditions.flatMap(({ list, values }) => [...values, ...(list?.entries ?? [])]),
        ],
        meaning: words,
      });
    });
  },
});

export default rule;

/** Whether the statement speaks of a caller of the route: where it does not, its conditions are not to blame. */
function speaksOf({ access }: RouteAccess, statement: Statement, api: Api): Answer {
  return any(...access.map(({ caller }) => mayCall(api, statement, caller)));
}

function isUnmet({ access }: RouteAccess, statement: Statement, api: Api): Answer {
  const because = [];
  for (const { caller, matching } of access) {
    const { certainly, possibly, because: why } = matching(statement);
    if (!certainly.isEmpty || (!possibly.isEmpty && why.length === 0)) return NO;
    if (!possibly.isEmpty) because.push(...why);
    const speaks = andThen(mayCall(api, statement, caller), () => NO);
    if (speaks.is === 'unknown') because.push(...speaks.because);
  }
  return because.length > 0 ? unknown(because) : yes(true);
}
