import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html */
const rule: Rule = defineRule({
  id: 'no-http-api-policy',
  description: 'Disallow resource policies on HTTP APIs, which ignore them',
  severity: 'error',
  preset: 'recommended',
  kinds: ['http'],
  messages: {
    ignored:
      'HTTP APIs have no resource policies: {{id}} ignores this one and stays open to every address. Make it a REST API, or restrict its callers with an authorizer.',
  },
  revision(revision, { api, when, report }) {
    for (const policy of revision.policies) report('ignored', policy, { data: { id: api.id } });
    if (revision.policyOpen.length > 0) when({ is: 'unknown', because: revision.policyOpen }, () => {});
  },
});

export default rule;
