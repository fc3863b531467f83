import { all, any, not, YES } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { hasPolicy } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

const MESSAGES: Partial<Record<Api['dialect'], 'triggers' | 'sam'>> = { terraform: 'triggers', sam: 'sam' };

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
    triggers:
      'The next edit of the policy of {{api}} will not be deployed: Terraform deploys again only where the triggers of {{id}} change, and the policy is not among them. Hash the policy into them, beside what they hold.',
    order:
      'Nothing orders {{id}} after the policy of {{api}}, so Terraform may deploy before the policy is attached, and the deployment goes without it. Refer to the aws_api_gateway_rest_api_policy in the triggers, or name it in depends_on.',
    sam: 'The next edit of this policy will not be deployed: SAM deploys {{id}} again only where its definition changes, which Policy is no part of. Write the policy as Auth.ResourcePolicy, or set AlwaysDeploy: true.',
  },
  revision(revision, { api, when, report }) {
    for (const deployment of api.deployments) {
      const { id, exists, follows, ordered = YES } = deployment;
      const message = follows.is === 'no' ? (MESSAGES[api.dialect] ?? 'fixed') : 'order';
      when(all(hasPolicy(revision), exists, any(not(follows), not(ordered))), () =>
        report(message, deployment, { data: { api: api.id, id } }),
      );
    }
  },
});

export default rule;
