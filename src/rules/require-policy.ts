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
    apiKey:
      'The public API {{id}} has no resource policy, and anybody on the internet who has an API key can call {{routes}}: a key is no authorization. Add a policy that names the networks that may call.',
  },
  revision(revision, { api, when, report }) {
    when(all(not(hasPolicy(revision)), someRoute(revision, needsNoAuthorization)), () => {
      const open = revision.routes.filter((route) => needsNoAuthorization(route).is === 'yes');
      const data = { id: api.id };
      const free = open.filter(({ apiKey }) => apiKey.is !== 'yes').map((route) => ({ ...route, route }));
      const keyed = open.filter(({ apiKey }) => apiKey.is === 'yes').map((route) => ({ ...route, route }));
      if (free.length > 0) report('missing', api, { data, routes: free });
      if (keyed.length > 0) {
        report('apiKey', api, { data, routes: keyed, variant: { of: 'missing', words: 'with an API key' } });
      }
    });
  },
});

export default rule;
