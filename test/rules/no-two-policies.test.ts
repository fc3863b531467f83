import { ruleTester } from './rule-tester.ts';
import { ENVIRONMENTS, indent, parameter, withPolicy } from './templates.ts';

const ALLOW = "Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }";
const policy = (key = 'Policy'): string => `${key}:\n  ${ALLOW}`;
const body = (key = 'x-amazon-apigateway-policy'): string => `Body:\n  openapi: 3.0.1\n${indent(2, policy(key))}`;
const second = { message: 'second', data: { id: 'Api' }, related: [[1, 'the first policy is here']] } as const;

ruleTester('no-two-policies', {
  valid: [
    { name: 'a policy as a property', text: withPolicy(`${policy()}\nBody: { openapi: 3.0.1 }`) },
    { name: 'a policy in the definition', text: withPolicy(body()) },
    { name: 'no policy', text: withPolicy('Body: { openapi: 3.0.1 }') },
    { name: 'an empty one beside another', text: withPolicy(`Policy: {}\n${body()}`) },
    { name: 'AWS::NoValue beside another', text: withPolicy(`Policy: !Ref 'AWS::NoValue'\n${body()}`) },
    {
      name: 'never both',
      text: withPolicy(
        `
Policy: !If [IsProd, { ${ALLOW} }, !Ref 'AWS::NoValue']
Body:
  openapi: 3.0.1
  x-amazon-apigateway-policy: !If [IsProd, !Ref 'AWS::NoValue', { ${ALLOW} }]`,
        { head: ENVIRONMENTS },
      ),
    },
    {
      name: 'one each of two APIs',
      otherRules: ['no-undeployed-policy'],
      text: withPolicy(policy(), {
        resources: `Other:\n  Type: AWS::ApiGateway::RestApi\n  Properties:\n${indent(4, body())}`,
      }),
    },
  ],
  invalid: [
    {
      name: 'a property and then the definition',
      text: withPolicy(`${policy('⟨Policy⟩')}\n${body('«x-amazon-apigateway-policy»')}`),
      findings: [second],
    },
    {
      name: 'the definition and then a property',
      text: withPolicy(`${body('⟨x-amazon-apigateway-policy⟩')}\n${policy('«Policy»')}`),
      findings: [second],
    },
    {
      name: 'a private API, policies that are strings and lists',
      otherRules: ['valid-policy'],
      text: withPolicy(
        `⟨Policy⟩: '{ "Statement": [] }'\nBody: { openapi: 3.0.1, «x-amazon-apigateway-policy»: [hello] }`,
        { endpoint: 'PRIVATE' },
      ),
      findings: [second],
    },
    {
      name: 'both in one scenario',
      text: withPolicy(
        `⟨Policy⟩: !If [IsProd, { ${ALLOW} }, !Ref 'AWS::NoValue']\n${body('«x-amazon-apigateway-policy»')}`,
        { head: ENVIRONMENTS },
      ),
      findings: [{ ...second, scenarios: ['Env is prod'] }],
    },
    {
      name: 'a JSON template',
      otherRules: ['no-undeployed-policy', 'valid-policy'],
      file: 'template.json',
      text: `{ "Resources": { "Api": { "Type": "AWS::ApiGateway::RestApi", "Properties": {
  "⟨Policy⟩": { "Statement": [] },
  "Body": { "swagger": "2.0", "«x-amazon-apigateway-policy»": { "Statement": [] } }
} } } }`,
      findings: [second],
    },
  ],
  undecided: [
    {
      name: 'one that is not known beside another',
      text: withPolicy(`Policy: !Ref Policy\n${body()}`, { head: parameter('‹Policy›') }),
      reasons: ['parameter Policy has no default'],
    },
    {
      name: 'a definition that is in S3 beside a property',
      text: withPolicy(`${policy()}\n‹BodyS3Location›: { Bucket: shop, Key: api.yml }`),
      reasons: ['the definition is in S3, and is not read'],
    },
    {
      name: 'two that are not known',
      text: withPolicy('Policy: !Ref Policy\nBody: { x-amazon-apigateway-policy: !Ref Policy }', {
        head: parameter('‹Policy›'),
      }),
      reasons: ['parameter Policy has no default'],
    },
  ],
});
