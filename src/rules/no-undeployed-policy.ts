import { all, when as answer, any, not } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { hasPolicy } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

/** What deploys an API, in the dialects where nothing does by itself. */
const DEPLOYMENTS: Partial<Record<Api['dialect'], string>> = {
  cloudformation: 'AWS::ApiGateway::Deployment',
  terraform: 'aws_api_gateway_deployment',
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html */
const rule: Rule = defineRule({
  id: 'no-undeployed-policy',
  description: 'Disallow policies that no deployment puts into force',
  severity: 'error',
  preset: 'recommended',
  kinds: ['rest'],
  messages: {
    never:
      'Nothing in this template deploys {{id}}, so this policy is saved but not in force: stages go on with what was deployed last. Add an {{deployment}} and a stage.',
  },
  revision(revision, { api, when, report }) {
    const deployment = DEPLOYMENTS[api.dialect];
    if (deployment === undefined) return;
    const deployed = any(...api.deployments.map(({ exists }) => exists));
    when(all(hasPolicy(revision), not(deployed), answer(!api.exported)), () => {
      for (const policy of revision.policies) report('never', policy, { data: { id: api.id, deployment } });
    });
  },
});

export default rule;
