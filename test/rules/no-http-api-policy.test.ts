import { expect, test } from 'vitest';
import { auditTexts } from '../support/memory.ts';
import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, indent } from './templates.ts';

const IGNORED = { message: 'ignored', data: { id: 'Api' } } as const;
const STATEMENT = "Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }";

/** An HTTP API with these properties. */
const http = (properties: string, head = ''): string =>
  `${head === '' ? '' : `${head}\n`}Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: shop
      ProtocolType: HTTP
${indent(6, properties)}
`;

ruleTester('no-http-api-policy', {
  valid: [
    { name: 'a REST API', text: condition('52.94.76.0/22') },
    { name: 'an HTTP API without a policy', text: http('Body: { openapi: 3.0.1 }') },
    { name: 'an empty policy', text: http("Body: { openapi: 3.0.1, x-amazon-apigateway-policy: {} }\nPolicy: ''") },
    { name: 'AWS::NoValue', text: http("Body: { openapi: 3.0.1, x-amazon-apigateway-policy: !Ref 'AWS::NoValue' }") },
  ],
  invalid: [
    {
      name: 'a policy in the definition',
      text: http(`Body:\n  openapi: 3.0.1\n  «x-amazon-apigateway-policy»:\n    ${STATEMENT}`),
      findings: [IGNORED],
    },
    { name: 'a policy as a property', text: http(`«Policy»: { ${STATEMENT} }`), findings: [IGNORED] },
    {
      name: 'a policy that no REST API could have either',
      text: http('Body:\n  openapi: 3.0.1\n  «x-amazon-apigateway-policy»: [hello]'),
      findings: [IGNORED],
    },
    {
      name: 'two policies, each of which is ignored',
      text: http(
        `«Policy»: { ${STATEMENT} }\nBody: { openapi: 3.0.1, «x-amazon-apigateway-policy»: { ${STATEMENT} } }`,
      ),
      findings: [IGNORED, IGNORED],
    },
    {
      name: 'one scenario',
      text: http(`«Policy»: !If [IsProd, { ${STATEMENT} }, !Ref 'AWS::NoValue']`, ENVIRONMENTS),
      findings: [{ ...IGNORED, scenarios: ['Env is prod'] }],
    },
  ],
  undecided: [
    {
      name: 'a definition that is not known',
      text: http('Body: ‹!ImportValue definition›'),
      reasons: ['Fn::ImportValue takes definition from another stack'],
    },
    {
      name: 'a policy that is not known',
      text: http('Policy: ‹!ImportValue policy›'),
      reasons: ['Fn::ImportValue takes policy from another stack'],
    },
  ],
});

test('no other rule looks at an HTTP API', () => {
  const bad = `
Policy:
  Version: 1
  Statement:
    - Effect: Allow
      NotPrincipal: { AWS: '111122223333' }
      Action: execute-api:Invok
      Resource: execute-api:/*
      Condition:
        IpAddress: { aws:SourceIp: [10.0.0.1/8, 0.0.0.0/0, hello, '2600:1f18::9', 8.0.0.0/8, 8.0.0.0/8] }
        StringEquals: { aws:SourceVpce: vpce-1, aws:SourceIp: 8.8.8.8, aws:sourceip: 8.8.8.8 }
Body: { openapi: 3.0.1, x-amazon-apigateway-policy: { Statement: '${'x'.repeat(9000)}' } }`;
  const { findings, undecided } = auditTexts({ 'template.yml': http(bad) }, { preset: 'strict' });
  expect(findings.map(({ ruleId }) => ruleId)).toEqual(['no-http-api-policy', 'no-http-api-policy']);
  expect(undecided).toEqual([]);
});
