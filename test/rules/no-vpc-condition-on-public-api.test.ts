import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, flow, method, parameter, template, withPolicy } from './templates.ts';

const VPCE = 'vpce-0a1b2c3d4e5f60718';
const NOBODY_IN = 'never matches and lets nobody in';
const NO_LIMIT = 'always matches and keeps nobody out';
const NOBODY_OUT = 'never matches and denies nobody';
const EVERYBODY_OUT = 'always matches and denies everybody';

const vpc = (effect: string, operator: string, outcome: string, key = 'aws:SourceVpce') => ({
  message: 'vpc',
  data: { key, effect, operator, outcome },
});

/** Effect, operator, and what they make of a key that is not there. */
const OUTCOMES = [
  ['Allow', 'StringEquals', NOBODY_IN],
  ['Allow', 'StringEqualsIfExists', NO_LIMIT],
  ['Allow', 'StringNotEquals', NO_LIMIT],
  ['Allow', 'StringNotLikeIfExists', NO_LIMIT],
  ['Allow', 'StringLike', NOBODY_IN],
  ['Allow', 'ForAnyValue:StringNotEquals', NOBODY_IN],
  ['Allow', 'ForAllValues:StringEquals', NO_LIMIT],
  ['Deny', 'StringEquals', NOBODY_OUT],
  ['Deny', 'StringEqualsIfExists', EVERYBODY_OUT],
  ['Deny', 'StringNotEquals', EVERYBODY_OUT],
  ['Deny', 'StringNotEqualsIfExists', EVERYBODY_OUT],
] as const;

ruleTester('no-vpc-condition-on-public-api', {
  valid: [
    {
      name: 'a private API',
      text: condition(VPCE, { endpoint: 'PRIVATE', operator: 'StringEquals', key: 'aws:SourceVpce' }),
    },
    { name: 'aws:SourceIp', text: condition('52.94.76.0/22') },
    {
      name: 'a test that the key is absent',
      otherRules: ['no-total-lockout'],
      text: condition("'true'", { effect: 'Deny', operator: 'Null', key: 'aws:SourceVpce' }),
    },
    {
      name: 'a test that the key is absent, in another case and as a boolean',
      text: condition('TRUE', { operator: 'null', key: 'AWS:sourcevpc' }),
    },
    {
      name: 'a key that is only like one',
      otherRules: ['valid-condition'],
      text: condition(VPCE, { operator: 'StringEquals', key: 'aws:SourceVpcs' }),
    },
    {
      name: 'an absent key of an API whose endpoint type is not known',
      text: condition("'true'", {
        operator: 'Null',
        key: 'aws:SourceVpc',
        endpoint: '!Ref Endpoint',
        head: parameter('Endpoint'),
      }),
    },
  ],
  invalid: [
    ...OUTCOMES.map(
      ([effect, operator, outcome]) =>
        ({
          name: `${effect} + ${operator}`,
          otherRules: operator.startsWith('ForAllValues') ? ['valid-condition'] : [],
          text: condition(VPCE, { effect, operator, key: '«aws:SourceVpce»' }),
          findings: [vpc(effect, operator, outcome)],
        }) as const,
    ),
    {
      name: 'aws:SourceVpc of an API of the edge, in another case',
      text: condition('vpc-0a1b2c3d4e5f60718', { endpoint: 'none', operator: 'StringEquals', key: '«AWS:sourcevpc»' }),
      findings: [vpc('Allow', 'StringEquals', NOBODY_IN, 'AWS:sourcevpc')],
    },
    ...(
      [
        ['caller', ['no-mismatched-principal'], "Principal: { AWS: '111122223333' }"],
        ['route', ['no-public-access', 'no-unmatched-resource'], "Principal: '*'", 'execute-api:/*/POST/x'],
      ] as const
    ).map(([whom, otherRules, principal, resource = 'execute-api:/*']) => ({
      name: `a statement that speaks of no ${whom}: the condition is not to blame`,
      otherRules,
      text: template(
        `${flow('Allow')}
- Effect: Deny
  ${principal}
  Action: execute-api:Invoke
  Resource: ${resource}
  Condition: { StringNotEquals: { «aws:SourceVpce»: ${VPCE} } }`,
        { resources: method('GET') },
      ),
      findings: [vpc('Deny', 'StringNotEquals', 'always holds, so the rest of the statement decides alone')] as const,
    })),
    {
      name: 'aws:VpcSourceIp',
      text: condition(['10.0.0.0/8'], { key: '«aws:VpcSourceIp»' }),
      findings: [vpc('Allow', 'IpAddress', NOBODY_IN, 'aws:VpcSourceIp')],
    },
    {
      name: 'exceptions of aws:VpcSourceIp',
      text: condition(['10.0.0.0/8'], { effect: 'Deny', operator: 'NotIpAddress', key: '«aws:VpcSourceIp»' }),
      findings: [vpc('Deny', 'NotIpAddress', EVERYBODY_OUT, 'aws:VpcSourceIp')],
    },
    {
      name: 'a test that the key is there',
      text: condition("'false'", { effect: 'Deny', operator: 'Null', key: '«aws:SourceVpce»' }),
      findings: [vpc('Deny', 'Null', NOBODY_OUT)],
    },
    {
      name: 'whatever the value is',
      text: condition('!ImportValue endpoint', { operator: 'StringEquals', key: '«aws:SourceVpce»' }),
      findings: [vpc('Allow', 'StringEquals', NOBODY_IN)],
    },
    {
      name: 'only where the API is public',
      text: condition(VPCE, {
        operator: 'StringEquals',
        key: '«aws:SourceVpce»',
        head: ENVIRONMENTS,
        endpoint: '!If [IsProd, PRIVATE, REGIONAL]',
      }),
      findings: [{ ...vpc('Allow', 'StringEquals', NOBODY_IN), scenarios: ['Env is dev'] }],
    },
    {
      name: 'beside a list of addresses, which decides',
      text: condition(VPCE, {
        effect: 'Deny',
        operator: 'StringNotEquals',
        key: '«aws:SourceVpce»',
        also: 'Sid: Offices',
      }).replace('Condition:\n', "Condition:\n              NotIpAddress: { 'aws:SourceIp': 52.94.76.0/22 }\n"),
      findings: [vpc('Deny', 'StringNotEquals', 'always holds, so the rest of the statement decides alone')],
    },
    {
      name: 'beside another key that is never there',
      text: template(
        flow('Deny', {
          condition: "StringNotEquals: { '«aws:SourceVpce»': vpce-0a1b2c3d, '«aws:SourceVpc»': vpc-0a1b2c3d }",
        }),
      ),
      findings: [
        vpc('Deny', 'StringNotEquals', EVERYBODY_OUT),
        vpc('Deny', 'StringNotEquals', EVERYBODY_OUT, 'aws:SourceVpc'),
      ],
    },
    {
      name: 'of one principal',
      text: template(
        flow('Deny', {
          principal: "{ AWS: '111122223333' }",
          condition: "StringNotEquals: { '«aws:SourceVpce»': vpce-0a1b2c3d }",
        }),
      ),
      findings: [vpc('Deny', 'StringNotEquals', 'always holds, so the rest of the statement decides alone')],
    },
    {
      name: 'in a Deny of a network that no request comes from, and of one that requests do',
      otherRules: ['no-unroutable-source'],
      text: template(
        `${flow('Allow')}\n${flow('Deny', {
          condition:
            "IpAddress: { 'aws:SourceIp': [9.9.9.9, 10.0.0.0/8] }, StringEquals: { '«aws:SourceVpce»': vpce-0a1b2c3d }",
        })}`,
        { resources: method('GET') },
      ),
      findings: [vpc('Deny', 'StringEquals', 'never matches: 9.9.9.9 still gets in')],
    },
    {
      name: 'in a Deny that leaves an address in',
      text: template(
        `${flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': [52.94.76.0/22, 9.9.9.9] }" })}\n${flow('Deny', {
          condition: "IpAddress: { 'aws:SourceIp': 9.9.9.9 }, StringEquals: { '«aws:SourceVpce»': vpce-0a1b2c3d }",
        })}`,
        { resources: method('GET') },
      ),
      findings: [vpc('Deny', 'StringEquals', 'never matches: 9.9.9.9 still gets in')],
    },
    {
      name: 'JSON in a string',
      text: withPolicy(`
Policy: '{ "Statement": { "Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
  "Condition": { "StringNotEquals": { "«aws:SourceVpce»": "${VPCE}" } } } }'`),
      findings: [vpc('Deny', 'StringNotEquals', EVERYBODY_OUT)],
    },
  ],
  undecided: [
    {
      name: 'an endpoint type that is not known',
      text: condition(VPCE, {
        operator: 'StringEquals',
        key: 'aws:SourceVpce',
        endpoint: '!Ref Endpoint',
        head: parameter('‹Endpoint›'),
      }),
      reasons: ['parameter Endpoint has no default'],
    },
    {
      name: 'an effect that is not known',
      text: condition(VPCE, {
        operator: 'StringEquals',
        key: 'aws:SourceVpce',
        effect: '!Ref Effect',
        head: parameter('‹Effect›'),
      }),
      reasons: ['parameter Effect has no default'],
    },
    {
      name: 'a test of which it is not known what for',
      text: condition('!Ref Absent', { operator: 'Null', key: 'aws:SourceVpce', head: parameter('‹Absent›') }),
      reasons: ['parameter Absent has no default'],
    },
  ],
});
