import { all, when as answer, any, not } from '../model/answer.ts';
import { hasPolicy } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html */
const rule: Rule = defineRule({
  id: 'no-undeployed-policy',
  description: 'Disallow policies that no deployment puts into force',
  severity: 'error',
  preset: 'recommended',
  kinds: ['rest'],
  messages: {
    never:
      'Nothing in this template deploys {{id}}, so this policy is saved but not in force: stages go on with what was deployed last. Add an AWS::ApiGateway::Deployment and a stage.',
  },
  revision(revision, { api, when, report }) {
    if (api.dialect !== 'cloudformation') return;
    const deployed = any(...api.deployments.map(({ exists }) => exists));
    when(all(hasPolicy(revision), not(deployed), answer(!api.exported)), () => {
      for (const policy of revision.policies) report('never', policy, { data: { id: api.id } });
    });
  },
});

export default rule;
