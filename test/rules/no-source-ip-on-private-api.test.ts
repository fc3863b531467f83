import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, flow, method, parameter, template, withPolicy } from './templates.ts';

const NOBODY_IN = 'never matches and lets nobody in';
const EVERYBODY_IN = 'always matches and keeps nobody out';
const NOBODY_OUT = 'never matches and denies nobody';
const EVERYBODY_OUT = 'always matches and denies everybody';

const sourceIp = (effect: string, operator: string, outcome: string, key = 'aws:SourceIp') => ({
  message: 'sourceIp',
  data: { key, effect, operator, outcome },
});

const UNCLEAR = { message: 'unclear', data: { key: 'aws:SourceIp' } };

/** A private API with a condition on its key. */
const onPrivate = (effect: string, operator: string, key = '«aws:SourceIp»', values = '52.94.76.0/22'): string =>
  condition(values, { endpoint: 'PRIVATE', effect, operator, key });

ruleTester('no-source-ip-on-private-api', {
  valid: [
    { name: 'a regional API', text: condition('52.94.76.0/22') },
    { name: 'an API of the edge', text: condition('52.94.76.0/22', { endpoint: 'none' }) },
    {
      name: 'aws:VpcSourceIp of a private API',
      otherRules: ['require-paired-vpc-source'],
      text: condition('10.0.0.0/8', { endpoint: 'PRIVATE', key: 'aws:VpcSourceIp' }),
    },
    {
      name: 'no condition',
      otherRules: ['no-open-private-api'],
      text: template("- { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }", {
        endpoint: 'PRIVATE',
      }),
    },
  ],
  invalid: [
    {
      name: 'Allow + IpAddress',
      text: onPrivate('Allow', 'IpAddress'),
      findings: [sourceIp('Allow', 'IpAddress', NOBODY_IN)],
    },
    {
      name: 'Allow + IpAddressIfExists',
      text: onPrivate('Allow', 'IpAddressIfExists'),
      findings: [UNCLEAR],
    },
    {
      name: 'Allow + NotIpAddress',
      text: onPrivate('Allow', 'NotIpAddress'),
      findings: [sourceIp('Allow', 'NotIpAddress', EVERYBODY_IN)],
    },
    {
      name: 'Deny + NotIpAddress',
      text: onPrivate('Deny', 'NotIpAddress'),
      findings: [sourceIp('Deny', 'NotIpAddress', EVERYBODY_OUT)],
    },
    {
      name: 'Deny + NotIpAddressIfExists',
      text: onPrivate('Deny', 'NotIpAddressIfExists'),
      findings: [sourceIp('Deny', 'NotIpAddressIfExists', EVERYBODY_OUT)],
    },
    {
      name: 'Deny + IpAddress',
      text: onPrivate('Deny', 'IpAddress'),
      findings: [sourceIp('Deny', 'IpAddress', NOBODY_OUT)],
    },
    {
      name: 'Deny + IpAddressIfExists',
      text: onPrivate('Deny', 'IpAddressIfExists'),
      findings: [UNCLEAR],
    },
    {
      name: 'ForAllValues holds without the key, ForAnyValue does not: nobody knows whether it is there',
      otherRules: ['valid-condition'],
      text: template(
        ['ForAllValues:IpAddress', 'ForAnyValue:NotIpAddress']
          .map(
            (operator) => `
- Effect: Allow
  Principal: '*'
  Action: execute-api:Invoke
  Resource: execute-api:/*
  Condition: { '${operator}': { «aws:SourceIp»: 52.94.76.0/22 } }`,
          )
          .join(''),
        { endpoint: 'PRIVATE' },
      ),
      findings: [UNCLEAR, UNCLEAR],
    },
    {
      name: 'a key in another case',
      text: onPrivate('Allow', 'IpAddress', '«AWS:SOURCEIP»'),
      findings: [sourceIp('Allow', 'IpAddress', NOBODY_IN, 'AWS:SOURCEIP')],
    },
    {
      name: 'whatever is in the list',
      text: onPrivate('Allow', 'IpAddress', '«aws:SourceIp»', '!ImportValue offices'),
      findings: [sourceIp('Allow', 'IpAddress', NOBODY_IN)],
    },
    {
      name: 'an operator that does not compare addresses',
      otherRules: ['valid-condition'],
      text: onPrivate('Allow', 'StringEquals'),
      findings: [UNCLEAR],
    },
    {
      name: 'an operator that there is not',
      otherRules: ['valid-condition'],
      text: onPrivate('Deny', 'IpAdress'),
      findings: [UNCLEAR],
    },
    {
      name: 'a private custom domain',
      text: `Resources:
  Domain:
    Type: AWS::ApiGateway::DomainNameV2
    Properties:
      DomainName: shop.example.com
      Policy:
        Statement:
          Effect: Deny
          Principal: '*'
          Action: execute-api:Invoke
          Resource: execute-api:/*
          Condition: { NotIpAddress: { «aws:SourceIp»: 52.94.76.0/22 } }
`,
      findings: [sourceIp('Deny', 'NotIpAddress', EVERYBODY_OUT)],
    },
    ...(['CUSTOM', 'AWS_IAM'] as const).map((kind) => ({
      name: `an Allow that whoever ${kind} lets in needs not`,
      text: template(flow('Allow', { condition: "IpAddress: { '«aws:SourceIp»': 52.94.76.0/22 }" }), {
        endpoint: 'PRIVATE',
        resources: method('GET', `AuthorizationType: ${kind}`),
      }),
      findings: [
        sourceIp('Allow', 'IpAddress', 'never matches and keeps nobody out whom an authorizer or IAM lets in'),
      ] as const,
    })),
    {
      name: 'beside a VPC, which decides',
      text: template(
        `${flow('Allow')}\n${flow('Deny', {
          condition:
            "NotIpAddress: { '«aws:SourceIp»': 52.94.76.0/22 }, StringNotEquals: { 'aws:SourceVpc': vpc-0a1b2c3d }",
        })}`,
        { endpoint: 'PRIVATE', resources: method('GET') },
      ),
      findings: [sourceIp('Deny', 'NotIpAddress', 'always holds, so the rest of the statement decides alone')],
    },
    {
      name: 'beside a condition that never holds',
      otherRules: ['no-open-private-api'],
      text: template(
        `${flow('Allow')}\n${flow('Deny', {
          condition: "NotIpAddress: { '«aws:SourceIp»': 52.94.76.0/22 }, 'Null': { 'aws:SourceVpce': 'true' }",
        })}`,
        { endpoint: 'PRIVATE', resources: method('GET') },
      ),
      findings: [
        sourceIp(
          'Deny',
          'NotIpAddress',
          'never matches beside the other conditions: whoever the other statements let in still gets in',
        ),
      ],
    },
    {
      name: 'only where the API is private',
      text: condition('52.94.76.0/22', {
        head: ENVIRONMENTS,
        endpoint: '!If [IsProd, REGIONAL, PRIVATE]',
        key: '«aws:SourceIp»',
      }),
      findings: [{ ...sourceIp('Allow', 'IpAddress', NOBODY_IN), scenarios: ['Env is dev'] }],
    },
    {
      name: 'not where the policy goes with the endpoint type',
      text: condition('52.94.76.0/22', {
        head: ENVIRONMENTS,
        endpoint: '!If [IsProd, REGIONAL, PRIVATE]',
        key: 'aws:SourceIp',
        also: 'Sid: Offices',
      }).replace(
        /( +)aws:SourceIp: (.*)/,
        `$1Fn::If:
$1  - IsProd
$1  - aws:SourceIp: $2
$1  - «aws:sourceip»: 8.8.8.8`,
      ),
      findings: [{ ...sourceIp('Allow', 'IpAddress', NOBODY_IN, 'aws:sourceip'), scenarios: ['Env is dev'] }],
    },
    {
      name: 'JSON in a string, of an endpoint type from the default of a parameter',
      text: withPolicy(
        `
Policy: '{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
  "Condition": { "IpAddress": { "«aws:SourceIp»": "8.8.8.8" } } } }'`,
        { endpoint: '!Ref Endpoint', head: parameter('Endpoint', 'String', 'PRIVATE') },
      ),
      findings: [sourceIp('Allow', 'IpAddress', NOBODY_IN)],
    },
  ],
  undecided: [
    {
      name: 'an endpoint type that is not known',
      text: condition('52.94.76.0/22', { endpoint: '!Ref Endpoint', head: parameter('‹Endpoint›') }),
      reasons: ['parameter Endpoint has no default'],
    },
    {
      name: 'an effect that is not known',
      text: condition('52.94.76.0/22', { endpoint: 'PRIVATE', effect: '!Ref Effect', head: parameter('‹Effect›') }),
      reasons: ['parameter Effect has no default'],
    },
  ],
});
