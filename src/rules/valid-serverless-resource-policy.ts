import type { DefectCode } from '../model/policy.ts';
import { reportsDefects } from './defects.ts';
import { defineRule, type Rule } from './rule.ts';

/** What the framework does with the policy, and what to do. */
const MESSAGES = {
  'serverless-moved':
    'Since version 3 the Serverless Framework does not read provider.resourcePolicy: the API is deployed without this policy. Move it to provider.apiGateway.resourcePolicy.',
  'serverless-early':
    'Before version 2.18 the Serverless Framework does not read provider.apiGateway.resourcePolicy: the API is deployed without this policy. Install 2.18 or later.',
  'serverless-shared':
    'This service adds its routes to the API that apiGateway.restApiId names, and the Serverless Framework drops this policy: what that API says counts. Move the policy to the service that has the API.',
  'serverless-http':
    'All events of this service are httpApi events. An HTTP API has no resource policy, and the Serverless Framework drops this one: everybody gets in. Use http events, or an authorizer.',
} as const satisfies Partial<Record<DefectCode, string>>;

const reportDefect = reportsDefects(MESSAGES);

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html */
const rule: Rule = defineRule({
  id: 'valid-serverless-resource-policy',
  description: 'Disallow resource policies that the Serverless Framework drops without a word',
  severity: 'error',
  preset: 'recommended',
  kinds: ['rest', 'http'],
  messages: MESSAGES,
  revision({ defects = [] }, context) {
    for (const defect of defects) reportDefect(defect, context);
  },
});

export default rule;
