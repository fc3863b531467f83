import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, statement, template, withPolicy } from './templates.ts';

const IPV4 = { message: 'entry', data: { written: '0.0.0.0/0', internet: 'IPv4' } } as const;
const IPV6 = { message: 'entry', data: { written: '::/0', internet: 'IPv6' } } as const;

ruleTester('no-wildcard-source', {
  valid: [
    { name: 'networks that are not the internet', text: condition(['52.94.76.0/22', '2600:1f18::/32']) },
    {
      name: 'an Allow without an IP condition',
      text: template("- { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }"),
    },
    {
      name: 'a blocklist: Deny + IpAddress',
      otherRules: ['no-total-lockout'],
      text: condition('0.0.0.0/0', { effect: 'Deny' }),
    },
    { name: 'a blocklist: Allow + NotIpAddress', text: condition('0.0.0.0/0', { operator: 'NotIpAddress' }) },
    { name: 'half of the internet', otherRules: ['no-broad-source'], text: condition(['0.0.0.0/1', '128.0.0.0/2']) },
    {
      name: 'all but one address',
      otherRules: ['no-broad-source'],
      text: condition(
        Array.from({ length: 32 }, (_, bit) => {
          // 8.8.8.8 with one bit turned and the later ones cleared: all addresses but itself
          const prefix = bit + 1;
          const turned = ((0x08080808 ^ (1 << (31 - bit))) >>> (31 - bit)) * 2 ** (31 - bit);
          return `${[24, 16, 8, 0].map((shift) => Math.floor(turned / 2 ** shift) % 256).join('.')}/${prefix}`;
        }),
      ),
    },
    {
      name: 'two halves of different families',
      otherRules: ['no-broad-source'],
      text: condition(['0.0.0.0/1', "'8000::/1'"]),
    },
    {
      name: 'only what is called global unicast of IPv6',
      otherRules: ['no-broad-source'],
      text: condition("'2000::/3'"),
    },
    { name: 'the one address 0.0.0.0', otherRules: ['valid-cidr'], text: condition('0.0.0.0') },
    {
      name: 'halves in two statements',
      otherRules: ['no-broad-source'],
      text: template(`${statement('0.0.0.0/1')}\n${statement('128.0.0.0/1')}`),
    },
    {
      name: 'a private API',
      otherRules: ['no-source-ip-on-private-api'],
      text: condition('0.0.0.0/0', { endpoint: 'PRIVATE' }),
    },
    {
      name: 'aws:VpcSourceIp of a private API',
      otherRules: ['require-paired-vpc-source'],
      text: condition('0.0.0.0/0', { endpoint: 'PRIVATE', key: 'aws:VpcSourceIp' }),
    },
    {
      name: 'a star in a Deny',
      otherRules: ['valid-condition'],
      text: condition("'*'", { effect: 'Deny', operator: 'StringLike' }),
    },
    {
      name: 'a star that is shut out by an Allow',
      otherRules: ['valid-condition'],
      text: condition("'*'", { operator: 'StringNotLike' }),
    },
    {
      name: 'a star under StringEquals',
      otherRules: ['valid-condition'],
      text: condition("'*'", { operator: 'StringEquals' }),
    },
    {
      name: 'a pattern that not every address matches',
      otherRules: ['valid-condition'],
      text: condition("'52.*'", { operator: 'StringLike' }),
    },
    {
      name: 'an unknown entry of a blocklist',
      text: condition(['!Ref Source'], { effect: 'Deny', head: parameter('Source') }),
    },
  ],
  invalid: [
    { name: 'all of IPv4', text: condition('«0.0.0.0/0»'), findings: [IPV4] },
    { name: 'all of IPv6, in a list', text: condition(['52.94.76.0/22', "'«::/0»'"]), findings: [IPV6] },
    {
      name: 'once a family',
      otherRules: ['no-broad-source', 'no-duplicate-cidrs'],
      text: condition(['«0.0.0.0/0»', '"«::/0»"', '0.0.0.0/0']),
      findings: [IPV4, IPV6],
    },
    {
      name: 'exceptions of a Deny that are everybody',
      text: condition(['«0.0.0.0/0»'], { effect: 'Deny', operator: 'NotIpAddress' }),
      findings: [IPV4],
    },
    { name: 'an API of the edge', text: condition('«0.0.0.0/0»', { endpoint: 'EDGE' }), findings: [IPV4] },
    {
      name: 'an API that gives no endpoint type',
      text: condition('«0.0.0.0/0»', { endpoint: 'none' }),
      findings: [IPV4],
    },
    {
      name: 'IfExists',
      otherRules: ['no-optional-source'],
      text: condition('«0.0.0.0/0»', { operator: 'IpAddressIfExists' }),
      findings: [IPV4],
    },
    { name: 'a qualifier', text: condition('«0.0.0.0/0»', { operator: 'ForAnyValue:IpAddress' }), findings: [IPV4] },
    { name: 'a key in any case', text: condition('«0.0.0.0/0»', { key: 'AWS:sourceIP' }), findings: [IPV4] },
    {
      name: 'bits that AWS ignores',
      otherRules: ['no-host-bits'],
      text: condition('«52.94.76.0/0»'),
      findings: [{ message: 'entry', data: { written: '52.94.76.0/0', internet: 'IPv4' } }],
    },
    {
      name: 'two halves',
      text: condition(['0.0.0.0/1', '128.0.0.0/1'], { key: '«aws:SourceIp»' }),
      findings: [{ message: 'union', data: { internet: 'IPv4' } }],
    },
    {
      name: 'a union that leaves out what is not routed',
      text: condition(
        [
          ...['1.0.0.0/8', '2.0.0.0/7', '4.0.0.0/6', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4'],
          ...['32.0.0.0/3', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/3'],
        ],
        { key: '«aws:SourceIp»' },
      ),
      findings: [{ message: 'union', data: { internet: 'IPv4' } }],
    },
    {
      name: 'halves of IPv6 that are exceptions',
      text: condition(["'::/1'", "'8000::/1'", '52.94.76.0/22'], {
        effect: 'Deny',
        operator: 'NotIpAddress',
        key: '«aws:SourceIp»',
      }),
      findings: [{ message: 'union', data: { internet: 'IPv6' } }],
    },
    {
      name: 'unions of both families',
      text: condition(['0.0.0.0/1', "'::/1'", '128.0.0.0/1', "'8000::/1'"], { key: '««aws:SourceIp»»' }),
      findings: [
        { message: 'union', data: { internet: 'IPv4' } },
        { message: 'union', data: { internet: 'IPv6' } },
      ],
    },
    {
      name: 'a star under StringLike',
      text: condition("'«*»'", { operator: 'StringLike' }),
      findings: [{ message: 'star', data: { written: '*', operator: 'StringLike', wanted: 'IpAddress' } }],
    },
    {
      name: 'a star under StringNotLike in a Deny',
      text: condition(['52.94.76.9', '"«*»"'], { effect: 'Deny', operator: 'StringNotLikeIfExists' }),
      findings: [
        { message: 'star', data: { written: '*', operator: 'StringNotLikeIfExists', wanted: 'NotIpAddress' } },
      ],
    },
    {
      name: 'whatever an unknown entry is',
      text: condition(['!Ref Source', '«0.0.0.0/0»'], { head: parameter('‹Source›') }),
      findings: [IPV4],
      // it may be all of IPv6
      reasons: ['parameter Source has no default'],
    },
    {
      name: 'the default of a parameter',
      text: condition('⟨!Ref Source⟩', { head: parameter('Source', 'String', '«0.0.0.0/0»') }),
      findings: [{ ...IPV4, related: [[1, 'used here']] }],
    },
    {
      name: 'a part of the default of a list',
      text: condition('⟨!Ref Sources⟩', {
        head: parameter('Sources', 'CommaDelimitedList', "'52.94.76.0/22, «0.0.0.0/0»'"),
      }),
      findings: [{ ...IPV4, related: [[1, 'used here']] }],
    },
    {
      name: 'a row of a mapping',
      text: condition('⟨!FindInMap [Sources, office, cidrs]⟩', {
        head: 'Mappings:\n  Sources:\n    office:\n      cidrs: [52.94.76.0/22, «0.0.0.0/0»]',
      }),
      findings: [{ ...IPV4, related: [[1, 'used here']] }],
    },
    {
      name: 'a row that a parameter can name',
      text: condition('⟨!FindInMap [Sources, !Ref Env, cidrs]⟩', {
        head: `${ENVIRONMENTS}
Mappings:
  Sources:
    prod:
      cidrs: [52.94.76.0/22]
    dev:
      cidrs: [«0.0.0.0/0»]`,
      }),
      findings: [{ ...IPV4, related: [[1, 'used here']], scenarios: ['Env is dev'] }],
    },
    {
      name: 'a list that is put together',
      text: condition("⟨!Split [',', !Join [',', ['52.94.76.0/22', '«0.0.0.0/0»']]]⟩"),
      findings: [{ ...IPV4, related: [[1, 'used here']] }],
    },
    {
      name: 'an entry that is put together by Join',
      text: condition("«!Join ['/', [0.0.0.0, '0']]»"),
      findings: [IPV4],
    },
    {
      name: 'an entry that is put together by Sub',
      text: condition(`!Sub '«\${Address}/0»'`, { head: parameter('Address', 'String', '0.0.0.0') }),
      findings: [IPV4],
    },
    {
      name: 'an alias of YAML',
      text: template(`${statement('&everybody «0.0.0.0/0»')}\n${statement(['⟨*everybody⟩'])}`),
      findings: [{ ...IPV4, related: [[1, 'used here']] }],
    },
    {
      name: 'one scenario',
      text: condition(['52.94.76.0/22', '!If [IsProd, 8.8.8.0/24, «0.0.0.0/0»]'], { head: ENVIRONMENTS }),
      findings: [{ ...IPV4, scenarios: ['Env is dev'] }],
    },
    {
      name: 'endpoint type and policy of one scenario',
      otherRules: ['no-source-ip-on-private-api'],
      text: condition(['!If [IsProd, «0.0.0.0/0», 0.0.0.0/0]'], {
        head: ENVIRONMENTS,
        endpoint: '!If [IsProd, REGIONAL, PRIVATE]',
      }),
      findings: [{ ...IPV4, scenarios: ['Env is prod'] }],
    },
    {
      name: 'both branches',
      text: condition(['!If [IsProd, «0.0.0.0/0», «0.0.0.0/0»]'], { head: ENVIRONMENTS }),
      findings: [
        { ...IPV4, scenarios: ['Env is prod'] },
        { ...IPV4, scenarios: ['Env is dev'] },
      ],
    },
    {
      name: 'one list that two APIs share',
      otherRules: ['no-undeployed-policy'],
      text: template(statement('⟨!Ref Source⟩'), {
        head: parameter('Source', 'String', '«0.0.0.0/0»'),
        resources: `
Second:
  Type: AWS::ApiGateway::RestApi
  Properties:
    Policy:
      Statement:
        Effect: Allow
        Principal: '*'
        Action: execute-api:Invoke
        Resource: execute-api:/*
        Condition:
          IpAddress:
            aws:SourceIp: ⟨!Ref Source⟩`,
      }),
      findings: [
        {
          ...IPV4,
          related: [
            [1, 'used here'],
            [2, 'used here'],
          ],
        },
      ],
    },
    {
      name: 'a JSON template',
      otherRules: ['no-undeployed-policy'],
      file: 'template.json',
      text: `{
  "Resources": {
    "Api": {
      "Type": "AWS::ApiGateway::RestApi",
      "Properties": {
        "EndpointConfiguration": { "Types": ["REGIONAL"] },
        "Policy": {
          "Statement": [
            {
              "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
              "Condition": { "IpAddress": { "aws:SourceIp": ["52.94.76.0/22", "«0.0.0.0/0»"] } }
            }
          ]
        }
      }
    }
  }
}
`,
      findings: [IPV4],
    },
    {
      name: 'JSON in a string',
      text: withPolicy(`
Policy: |
  {
    "Statement": [{
      "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
      "Condition": { "IpAddress": { "aws:SourceIp": ["52.94.76.0/22", "«0.0.0.0/0»"] } }
    }]
  }`),
      findings: [IPV4],
    },
    {
      name: 'JSON in a string of a JSON template',
      otherRules: ['no-undeployed-policy'],
      file: 'template.json',
      text: String.raw`{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Policy":
"{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"execute-api:Invoke\", \"Resource\": \"*\", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"«0.0.0.0\/0»\"}}}}"
}}}}`,
      findings: [IPV4],
    },
  ],
  undecided: [
    {
      name: 'an entry from a parameter without a default',
      text: condition(['52.94.76.0/22', '!Ref Source'], { head: parameter('‹Source›') }),
      reasons: ['parameter Source has no default'],
    },
    {
      name: 'a list from a parameter without a default',
      text: condition('!Ref Sources', { head: parameter('‹Sources›', 'CommaDelimitedList') }),
      reasons: ['parameter Sources has no default'],
    },
    {
      name: 'an unknown endpoint type',
      text: condition('0.0.0.0/0', { endpoint: '!Ref Endpoint', head: parameter('‹Endpoint›') }),
      reasons: ['parameter Endpoint has no default'],
    },
    {
      name: 'an unknown effect',
      text: condition('0.0.0.0/0', { effect: '!Ref Effect', head: parameter('‹Effect›') }),
      reasons: ['parameter Effect has no default'],
    },
    {
      name: 'all of IPv4, mapped into IPv6',
      otherRules: ['prefer-explicit-prefix'],
      text: condition("'‹::ffff:0:0/96›'"),
      reasons: ['AWS does not say which addresses ::ffff:0:0/96 stands for'],
    },
    {
      name: 'an import that no file exports',
      text: condition('‹!ImportValue office›'),
      reasons: ['Fn::ImportValue takes office from another stack'],
    },
    {
      name: 'a policy by itself',
      file: 'policy.json',
      text: `‹{›
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "execute-api:Invoke",
      "Resource": "execute-api:/*",
      "Condition": { "IpAddress": { "aws:SourceIp": "0.0.0.0/0" } }
    }
  ]
}
`,
      reasons: ['a policy by itself does not say which endpoint type its API has: --api-type does'],
    },
    {
      name: 'a policy that is a parameter',
      text: withPolicy('Policy: !Ref Policy', { head: parameter('‹Policy›') }),
      reasons: ['parameter Policy has no default'],
    },
    {
      name: 'statements that are a parameter',
      text: withPolicy("Policy:\n  Version: '2012-10-17'\n  Statement: !Ref Statements", {
        head: parameter('‹Statements›'),
      }),
      reasons: ['parameter Statements has no default'],
    },
    {
      name: 'conditions that an include brings',
      text: template(`
- Effect: Allow
  Principal: '*'
  Action: execute-api:Invoke
  Resource: execute-api:/*
  Condition:
    ‹Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://shop/condition.yml } }›`),
      reasons: ['s3://shop/condition.yml is not fetched: name a local copy'],
    },
  ],
});
