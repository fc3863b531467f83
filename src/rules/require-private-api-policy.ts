import { all, fromBoolean, not, unknown } from '../model/answer.ts';
import { hasPolicy, undocumented } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html */
const rule: Rule = defineRule({
  id: 'require-private-api-policy',
  description: 'Require a resource policy on private APIs',
  severity: 'error',
  preset: 'recommended',
  endpoint: 'private',
  yieldsTo: ['valid-sam-resource-policy', 'valid-serverless-resource-policy'],
  messages: {
    missing:
      'The private API {{id}} has no resource policy: it cannot be deployed, and nobody could reach it. Add a policy that allows execute-api:Invoke to the VPC endpoints that call it.',
  },
  revision(revision, { api, when, report }) {
    if (api.kind === 'domain') {
      when(all(not(hasPolicy(revision)), unknown([undocumented(api)])), () => {});
      return;
    }
    // another template may attach a policy to an API that leaves this one undeployed
    const here = fromBoolean(!api.exported || api.deployments.length > 0);
    when(all(not(hasPolicy(revision)), here), () =>
      report('missing', api, { data: { id: api.id }, cause: [api, ...(revision.defects ?? [])] }),
    );
  },
});

export default rule;
