import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, flow, indent, method, parameter, template, withPolicy } from './templates.ts';

const VPCE = 'vpce-0a1b2c3d';

/** A template with these conditions, as YAML lines. */
const conditions = (lines: string, options: Parameters<typeof template>[1] = {}): string =>
  template(
    `
- Effect: Allow
  Principal: '*'
  Action: execute-api:Invoke
  Resource: execute-api:/*
  Condition:
${indent(4, lines.trim())}`,
    options,
  );

const PEOPLE = flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': [52.94.76.0/22, 9.9.9.9] }" });
const operator = (written: string, hint: string) => ({ message: 'operator', data: { written, hint } });
const key = (written: string, hint: string) => ({ message: 'key', data: { written, hint } });
const unsupported = (written: string) => ({ message: 'key-unsupported', data: { written } });
const asText = (name: string, wanted: string, on = 'aws:SourceIp') => ({
  message: 'key-not-comparable',
  data: { operator: name, key: on, wanted },
});

/** All that https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html lists. */
const OPERATORS = [
  ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike'],
  ...['StringNotLike', 'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals'],
  ...['NumericGreaterThan', 'NumericGreaterThanEquals', 'DateEquals', 'DateNotEquals', 'DateLessThan'],
  ...['DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals', 'Bool', 'BinaryEquals', 'ArnEquals'],
  ...['ArnLike', 'ArnNotEquals', 'ArnNotLike'],
];
/** All that https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html lists. */
const KEYS = [
  ...['aws:CurrentTime', 'aws:EpochTime', 'aws:PrincipalAccount', 'aws:PrincipalArn', 'aws:PrincipalOrgID'],
  ...['aws:PrincipalOrgPaths', 'aws:PrincipalTag/team', 'aws:PrincipalType', 'aws:Referer', 'aws:SecureTransport'],
  ...['aws:SourceArn', 'aws:SourceVpc', 'aws:SourceVpce', 'aws:UserAgent', 'aws:userid', 'aws:username'],
  ...['aws:TokenIssueTime', 'aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge', 'execute-api:viaDomainArn'],
];
const FOREIGN = [
  ...['aws:ViaAWSService', 'aws:CalledVia', 'aws:SourceAccount', 'aws:SourceVpcArn', 'aws:VpceAccount'],
  ...['aws:RequestTag/team', 'aws:resourcetag/team', 'aws:PrincipalIsAWSService', 's3:prefix', 'ec2:SourceInstanceArn'],
];

ruleTester('valid-condition', {
  valid: [
    { name: 'addresses', text: condition('8.8.8.8') },
    { name: 'exceptions', text: condition('8.8.8.8', { effect: 'Deny', operator: 'NotIpAddressIfExists' }) },
    {
      name: 'every operator, with IfExists too',
      otherRules: ['no-ineffective-statement', 'no-spoofable-condition'],
      text: conditions(
        OPERATORS.map((name) => `${name}: { aws:UserAgent: a }\n${name}IfExists: { aws:UserAgent: a }`).join('\n'),
      ),
    },
    {
      name: 'every key',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: conditions(`StringEquals:\n${KEYS.map((name) => `  ${name}: a`).join('\n')}`),
    },
    {
      name: 'keys and operators in any case',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: conditions('ipaddress: { AWS:SOURCEIP: 8.8.8.8 }\nSTRINGEQUALS: { aws:sourcevpce: a }'),
    },
    { name: 'the domain that a call came by', text: conditions('ArnLike: { execute-api:viaDomainArn: a }') },
    {
      name: 'whether an address is there',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: conditions("Null: { aws:SourceIp: 'true', aws:VpcSourceIp: false, aws:SourceVpce: 'False' }"),
    },
    {
      name: 'qualifiers where they mean something',
      text: conditions(
        'ForAllValues:StringEquals: { aws:PrincipalOrgPaths: a }\nForAnyValue:IpAddress: { aws:SourceIp: 8.8.8.8 }',
      ),
    },
    {
      name: 'one key under two operators',
      text: conditions('IpAddress: { aws:SourceIp: 8.0.0.0/16 }\nNotIpAddress: { AWS:SourceIp: 8.8.8.8 }'),
    },
    {
      name: 'a star under StringLike, which no-wildcard-source reports',
      otherRules: ['no-wildcard-source'],
      text: condition("'*'", { operator: 'StringLike' }),
    },
    {
      name: 'a star under StringNotLike in a Deny',
      otherRules: ['no-wildcard-source'],
      text: condition("'*'", { effect: 'Deny', operator: 'StringNotLike' }),
    },
    { name: 'nothing at all', text: conditions('StringEquals: {}') },
  ],
  invalid: [
    {
      name: 'a key that there is not, in a Deny that leaves an address in',
      text: template(
        `${PEOPLE}\n${flow('Deny', { condition: "StringEquals: { '«aws:RequestPath»': / }, IpAddress: { 'aws:SourceIp': 9.9.9.9 }" })}`,
        { resources: method('GET') },
      ),
      findings: [{ message: 'keyInVain', data: { written: 'aws:RequestPath', left: '9.9.9.9', hint: '.' } }],
    },
    {
      name: 'a key of another service, in a Deny of all that has it',
      text: template(`${PEOPLE}\n${flow('Deny', { condition: "Bool: { '«aws:ViaAWSService»': 'true' }" })}`, {
        resources: method('GET'),
      }),
      findings: [
        {
          message: 'keyInVain',
          data: { written: 'aws:ViaAWSService', left: 'whoever the other statements let in', hint: '.' },
        },
      ],
    },
    {
      name: 'a misspelt key, in a Deny of all but a list',
      text: template(
        `${PEOPLE}\n${flow('Deny', { condition: "StringEquals: { '«aws:SourceVpcs»': / }, NotIpAddress: { 'aws:SourceIp': 52.94.76.0/22 }" })}`,
        { resources: method('GET') },
      ),
      findings: [
        {
          message: 'keyInVain',
          data: { written: 'aws:SourceVpcs', left: '9.9.9.9', hint: ': did you mean aws:SourceVpc?' },
        },
      ],
    },
    {
      name: 'a text that no address equals, in a Deny',
      text: template(`${PEOPLE}\n${flow('Deny', { condition: "StringEquals: { '«aws:SourceIp»': 9.9.9.0/24 }" })}`, {
        resources: method('GET'),
      }),
      findings: [
        {
          message: 'textInVain',
          data: { key: 'aws:SourceIp', left: 'whoever the other statements let in', wanted: 'IpAddress' },
        },
      ],
    },
    {
      name: 'a key that there is not, for which a Deny always matches',
      text: template(`${PEOPLE}\n${flow('Deny', { condition: "StringNotEquals: { '«aws:RequestPath»': / }" })}`, {
        resources: method('GET'),
      }),
      findings: [
        {
          message: 'keyHolds',
          data: { written: 'aws:RequestPath', effect: 'Deny', operator: 'StringNotEquals', hint: '.' },
        },
      ],
    },
    {
      name: 'a key that there is not, in a Deny on a route that is not known',
      text: template(`${PEOPLE}\n${flow('Deny', { condition: "StringEquals: { '«aws:RequestPath»': / }" })}`),
      findings: [key('aws:RequestPath', '.')],
    },
    {
      name: 'an operator that there is not',
      text: conditions('«IpAdress»: { aws:SourceIp: 8.8.8.8 }'),
      findings: [operator('IpAdress', ': did you mean IpAddress?')],
    },
    {
      name: 'with IfExists, or a qualifier',
      text: conditions(
        '«NotIpAdressIfExists»: { aws:SourceIp: 8.8.8.8 }\n«ForAnyValue:StringEqual»: { aws:SourceVpce: a }',
      ),
      findings: [
        operator('NotIpAdressIfExists', ': did you mean NotIpAddress?'),
        operator('ForAnyValue:StringEqual', ': did you mean StringEquals?'),
      ],
    },
    {
      name: 'an operator that nobody meant',
      text: conditions('«InRange»: { aws:SourceIp: 8.8.8.8 }\n«is»: { aws:SourceVpce: a }'),
      findings: [operator('InRange', '.'), operator('is', '.')],
    },
    {
      name: 'Null with IfExists, which does not exist',
      text: conditions("«NullIfExists»: { aws:SourceIp: 'true' }"),
      findings: [operator('NullIfExists', ': did you mean Null?')],
    },
    {
      name: 'a key that there is not',
      text: conditions('IpAddress: { «aws:SourceIpAddress»: 8.8.8.8, «aws:SourceIP4»: 8.8.8.8 }'),
      findings: [key('aws:SourceIpAddress', '.'), key('aws:SourceIP4', ': did you mean aws:SourceIp?')],
    },
    {
      name: 'a misspelt key',
      text: conditions('StringEquals: { «aws:SourcVpce»: a, «SourceVpc»: b }'),
      findings: [
        key('aws:SourcVpce', ': did you mean aws:SourceVpce?'),
        key('SourceVpc', ': did you mean aws:SourceVpc?'),
      ],
    },
    {
      name: 'a key that nobody meant',
      text: conditions('StringEquals: { «aws:TheWeatherOutsideIsFrightful»: a, «hello»: b }'),
      findings: [key('aws:TheWeatherOutsideIsFrightful', '.'), key('hello', '.')],
    },
    {
      name: 'keys that API Gateway does not provide',
      text: conditions(`StringEquals:\n${FOREIGN.map((name) => `  «${name}»: a`).join('\n')}`),
      findings: FOREIGN.map(unsupported) as never,
    },
    {
      name: 'a key that API Gateway does not provide, under Null',
      text: conditions("Null: { «aws:ViaAWSService»: 'true' }"),
      findings: [
        { message: 'keyHolds', data: { written: 'aws:ViaAWSService', effect: 'Allow', operator: 'Null', hint: '.' } },
      ],
    },
    {
      name: 'an IP operator on a key that is no address',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: conditions(`IpAddress: { «aws:SourceVpce»: ${VPCE} }\nNotIpAddressIfExists: { «AWS:REFERER»: 8.8.8.8 }`),
      findings: [
        { message: 'key-not-address', data: { operator: 'IpAddress', key: 'aws:SourceVpce' } },
        { message: 'key-not-address', data: { operator: 'NotIpAddressIfExists', key: 'aws:Referer' } },
      ],
    },
    {
      name: 'another operator on an address',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: conditions(`
StringEquals: { «aws:SourceIp»: 8.8.8.8 }
StringNotLikeIfExists: { «AWS:sourceip»: '8.*' }
ArnLike: { «aws:VpcSourceIp»: 10.0.0.1 }
ForAnyValue:StringNotEquals: { «aws:SourceIp»: 8.8.8.8 }
NumericEquals: { «aws:SourceIp»: 8 }`),
      findings: [
        asText('StringEquals', 'IpAddress'),
        asText('StringNotLikeIfExists', 'NotIpAddress'),
        asText('ArnLike', 'IpAddress', 'aws:VpcSourceIp'),
        asText('ForAnyValue:StringNotEquals', 'NotIpAddress'),
        asText('NumericEquals', 'IpAddress'),
      ],
    },
    {
      name: 'a star that shuts nobody in or out',
      text: condition("'*'", { effect: 'Deny', operator: 'StringLike', key: '«aws:SourceIp»' }),
      findings: [asText('StringLike', 'IpAddress')],
    },
    {
      name: 'ForAllValues on a key with one value',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: conditions(
        'ForAllValues:IpAddress: { «aws:SourceIp»: 8.8.8.8 }\nforallvalues:StringEquals: { «aws:sourcevpce»: a }',
      ),
      findings: [
        { message: 'qualifier-single', data: { key: 'aws:SourceIp' } },
        { message: 'qualifier-single', data: { key: 'aws:SourceVpce' } },
      ],
    },
    {
      name: 'Null with a qualifier',
      text: conditions("ForAnyValue:Null: { «aws:SourceVpce»: 'true' }\nForAllValues:Null: { «aws:SourceIp»: 'true' }"),
      findings: [
        { message: 'null-qualifier', data: { operator: 'ForAnyValue:Null' } },
        { message: 'null-qualifier', data: { operator: 'ForAllValues:Null' } },
      ],
    },
    {
      name: 'Null with a value that is no boolean',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: conditions("Null: { «aws:SourceVpce»: 'yes', «aws:SourceIp»: ['true', 8.8.8.8] }"),
      findings: [
        { message: 'null-value', data: { written: 'yes' } },
        { message: 'null-value', data: { written: '8.8.8.8' } },
      ],
    },
    {
      name: 'one key twice in different case',
      otherRules: ['no-ineffective-statement'],
      text: conditions('IpAddress: { ⟨aws:SourceIp⟩: 8.8.8.8, «AWS:SourceIP»: 8.8.4.4 }'),
      findings: [
        { message: 'key-duplicate', data: { written: 'AWS:SourceIP' }, related: [[1, 'the same key is here']] },
      ],
    },
    {
      name: 'a private API, JSON in a string',
      text: withPolicy(
        `
Policy: |
  { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
    "Condition": { "StringEquals": { "«aws:VpcSourceIp»": "10.0.0.0/8" } } } }`,
        { endpoint: 'PRIVATE' },
      ),
      findings: [asText('StringEquals', 'IpAddress', 'aws:VpcSourceIp')],
    },
    {
      name: 'one scenario',
      text: conditions(
        `
Fn::If:
  - IsProd
  - IpAddress: { aws:SourceIp: 8.8.8.8 }
  - «IpAdress»: { aws:SourceIp: 8.8.8.8 }`,
        { head: ENVIRONMENTS },
      ),
      findings: [{ ...operator('IpAdress', ': did you mean IpAddress?'), scenarios: ['Env is dev'] }],
    },
    {
      name: 'a policy by itself',
      file: 'policy.json',
      text: `{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
  "Condition": { "StringEquals": { "«aws:SourceIp»": "8.8.8.8" } } } }`,
      findings: [asText('StringEquals', 'IpAddress')],
    },
  ],
  undecided: [
    {
      name: 'a test for absence with a value that is not known',
      text: conditions('Null: { aws:SourceIp: !Ref Absent }', { head: parameter('‹Absent›') }),
      reasons: ['parameter Absent has no default'],
    },
    {
      name: 'a key that is not known, in JSON',
      otherRules: ['no-ineffective-statement'],
      text: withPolicy(
        `
Policy: !Sub |
  { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
    "Condition": { "IpAddress": { "aws:\${Key}": "8.8.8.8" } } } }`,
        { head: parameter('‹Key›') },
      ),
      reasons: ['parameter Key has no default'],
    },
    {
      name: 'an operator that is not known, in JSON',
      text: withPolicy(
        `
Policy: !Sub |
  { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
    "Condition": { "\${Operator}": { "aws:SourceIp": "8.8.8.8" } } } }`,
        { head: parameter('‹Operator›') },
      ),
      reasons: ['parameter Operator has no default'],
    },
    {
      name: 'conditions that are not known',
      text: conditions('‹Fn::Transform›: { Name: AWS::Include }\nIpAddress: { aws:SourceIp: 8.8.8.8 }'),
      reasons: ['Fn::Transform is not expanded'],
    },
  ],
});
