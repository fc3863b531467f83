import { somebodyNeedsNone } from '../access/caller.ts';
import { callableRoutes } from '../access/routes.ts';
import { type Answer, all, any, fromBoolean, not, unknown } from '../model/answer.ts';
import type { Api, Revision, Route } from '../model/api.ts';
import type { Policy, Statement } from '../model/policy.ts';
import { hasEffect, mayHide } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';
import { whenSome } from './some-routes.ts';
import { asWritten } from './words.ts';

/** Whether a call to a route is let in by an explicit `Allow` alone. */
function needsAllow({ authorization, exists }: Route, api: Api, revision: Revision): Answer {
  return all(exists, not(somebodyNeedsNone(authorization, api, revision)));
}

function someStatement({ statements, open }: Policy, ask: (statement: Statement) => Answer): Answer {
  return any(...statements.map(ask), mayHide(open));
}

const denies = (statement: Statement): Answer => hasEffect(statement, 'Deny');
/** A misspelt effect may be meant to allow, and another rule speaks of it. */
const allows = (statement: Statement): Answer =>
  any(hasEffect(statement, 'Allow'), fromBoolean(statement.effect.is === 'no'));

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html */
const rule: Rule = defineRule({
  id: 'require-allow',
  description: 'Require an Allow beside Deny statements where API Gateway wants an explicit one',
  severity: 'error',
  preset: 'recommended',
  kinds: ['rest'],
  messages: {
    missing:
      'The policy denies and never allows: every call to {{routes}} gets 403, since without an authorizer, or with Cognito, API Gateway lets in only what a statement allows. Add an Allow for execute-api:Invoke.',
  },
  policy(policy, { api, revision, when, report }) {
    const allowed = any(someStatement(policy, allows), mayHide(api.unread?.statements));
    const never = all(someStatement(policy, denies), not(allowed));
    const asked = callableRoutes(api, revision).flatMap((part) =>
      part.route ? [{ route: asWritten(part), answer: all(never, needsAllow(part.route, api, revision)) }] : [],
    );
    whenSome(when, asked, (routes) => report('missing', policy, { routes }));
    if (revision.routesOpen.length > 0) when(all(never, unknown(revision.routesOpen)), () => {});
  },
});

export default rule;
