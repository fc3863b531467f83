import { all, when as answer } from '../model/answer.ts';
import { hasPolicy } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

/** How tools end the ids of deployments that follow what they deploy. */
const HASHED = /[0-9a-f]{8}$/i;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html */
const rule: Rule = defineRule({
  id: 'require-redeploy',
  description: 'Require deployments that follow the next edit of the policy',
  severity: 'warning',
  preset: 'recommended',
  kinds: ['rest'],
  messages: {
    fixed:
      'The next edit of the policy of {{api}} will not be deployed: CloudFormation deploys again only where the logical id of the deployment changes, and {{id}} stays. End the id with a hash of what it deploys, or deploy after each change of the policy.',
  },
  revision(revision, { api, when, report }) {
    for (const deployment of api.deployments) {
      const { id, exists } = deployment;
      when(all(hasPolicy(revision), exists, answer(!HASHED.test(id))), () =>
        report('fixed', deployment, { data: { api: api.id, id } }),
      );
    }
  },
});

export default rule;
