import { all, not } from '../model/answer.ts';
import { hasPolicy, needsNoAuthorization, someRoute } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html */
const rule: Rule = defineRule({
  id: 'require-policy',
  description: 'Require a resource policy on public APIs with routes that need no authorization',
  severity: 'error',
  preset: 'strict',
  endpoint: 'public',
  kinds: ['rest'],
  messages: {
    missing:
      'The public API {{id}} has no resource policy, and anybody on the internet can call {{routes}} without authorization. Add a policy that names the networks that may call.',
  },
  revision(revision, { api, when, report }) {
    when(all(not(hasPolicy(revision)), someRoute(revision, needsNoAuthorization)), () => {
      const open = revision.routes.filter((route) => needsNoAuthorization(route).is === 'yes');
      report('missing', api, { data: { id: api.id }, routes: open.map((route) => ({ ...route, route })) });
    });
  },
});

export default rule;
