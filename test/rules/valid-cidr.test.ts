import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, withPolicy } from './templates.ts';

/** What has blanks is quoted, so that they show. */
const malformed = (written: string, reason: string) => ({
  message: 'malformed',
  data: { written: /\s/.test(written) ? `'${written}'` : written, reason },
});

const HOST_NAME = 'a host name is not an address: list the addresses that it stands for';
const BLANKS = 'an address has no blanks around it, and AWS does not trim them here';
const EMPTY = 'write a network';
const PREFIX = 'the prefix is at most /32 for IPv4 and /128 for IPv6';
const LIST = 'a list within a list fails to deploy: give its members as entries of this list';

/** What is written, and what is said of it. */
const MALFORMED = [
  ['office.example.com', HOST_NAME],
  ['localhost', 'write an IPv4 or IPv6 address or CIDR'],
  ['https://office.example.com/', 'a URL is not an address: list the addresses that its host stands for'],
  ['52.94.76.1-52.94.76.9', 'a range is written as the CIDRs that it is made of'],
  ['52.94.76.1 - 52.94.76.9', 'a range is written as the CIDRs that it is made of'],
  ['52.94.76.0/22;8.8.8.8', 'an entry is one network: write each as an entry of its own'],
  ['52.94.*', 'IP operators know no wildcards: write a CIDR'],
  ['*', 'IP operators know no wildcards: write a CIDR'],
  ['52.94.76.0/33', PREFIX],
  ['2600:1f18::/129', PREFIX],
  ['52.94.76.0/08', 'the prefix is a plain number of bits, as in /24'],
  ['52.94.76.0/', 'the prefix is a plain number of bits, as in /24'],
  ['52.94.76.0/255.255.252.0', 'the prefix is a number of bits, as in /24, not a netmask'],
  ['052.94.76.1', 'parts have no leading zeros: some programs read them as octal numbers'],
  ['0x34.94.76.1', 'the parts of an IPv4 address are decimal numbers'],
  ['52.94.76', 'an IPv4 address has four parts'],
  ['52.94.76.1.1', 'the address has too many parts'],
  ['1:2:3:4:5:6:7:8:9', 'the address has too many parts'],
  ['52.94.76.256', 'the parts of an IPv4 address are at most 255'],
  ['52.94.76.1:443', 'an address has no port here'],
  ['[2600:1f18::1]:443', 'an address has no port here'],
  ['[2600:1f18::1]', 'an IPv6 address is written without brackets here'],
  ['fe80::1%eth0', 'an address has no zone id here'],
  ['2600::1f18::1', 'write an IPv4 or IPv6 address or CIDR'],
  [' 52.94.76.0/22', BLANKS],
  ['52.94.76.0/22 ', BLANKS],
] as const;

ruleTester('valid-cidr', {
  valid: [
    {
      name: 'addresses and CIDRs',
      otherRules: ['no-overlapping-cidrs', 'no-wildcard-source'],
      text: condition(['52.94.76.9', '52.94.76.0/22', '0.0.0.0/0', '8.8.8.8/32']),
    },
    {
      name: 'IPv6 in any case and spelling',
      otherRules: ['no-overlapping-cidrs', 'no-wildcard-source', 'prefer-explicit-prefix'],
      text: condition(["'2600:1F18::/32'", "'2600:1f18:0:0:0:0:0:1'", "'::'", "'::/0'", "'::ffff:8.8.8.8'"]),
    },
    { name: 'host bits', otherRules: ['no-host-bits'], text: condition('52.94.76.9/22') },
    {
      name: 'blanks around the members of a list parameter, which CloudFormation trims',
      text: condition('!Ref Sources', {
        head: parameter('Sources', 'CommaDelimitedList', "' 52.94.76.0/22 ,  8.8.8.8 '"),
      }),
    },
    {
      name: 'a pattern under StringLike',
      otherRules: ['valid-condition'],
      text: condition("'52.*'", { operator: 'StringLike' }),
    },
    {
      name: 'an IP operator on another key',
      otherRules: ['no-vpc-condition-on-public-api', 'valid-condition'],
      text: condition('vpc-01234567', { key: 'aws:SourceVpc' }),
    },
    {
      name: 'a reference to a parameter',
      text: condition(['!Ref Source'], { head: parameter('Source', 'String', '8.8.8.8') }),
    },
  ],
  invalid: [
    {
      name: 'every way not to write an address',
      text: condition(MALFORMED.map(([written]) => `'«${written}»'`)),
      findings: MALFORMED.map(([written, reason]) => malformed(written, reason)) as never,
    },
    {
      name: 'an entry of aws:VpcSourceIp, in a Deny, negated, with IfExists',
      otherRules: ['require-paired-vpc-source'],
      text: condition(['10.0.0.0/8', '«10.0.0.0/40»'], {
        endpoint: 'PRIVATE',
        effect: 'Deny',
        operator: 'NotIpAddressIfExists',
        key: 'AWS:VPCSOURCEIP',
      }),
      findings: [malformed('10.0.0.0/40', PREFIX)],
    },
    {
      name: 'an empty string, in quotes and as nothing',
      text: condition(["'«»'", '52.94.76.9']),
      findings: [malformed("''", EMPTY)],
    },
    {
      name: 'blanks that Fn::Split leaves',
      text: condition("⟨!Split [',', '52.94.76.0/22,« 8.8.8.8»']⟩"),
      findings: [{ ...malformed(' 8.8.8.8', BLANKS), related: [[1, 'used here']] }],
    },
    {
      name: 'a trailing comma of a list parameter',
      text: condition('⟨!Ref Sources⟩', { head: parameter('Sources', 'CommaDelimitedList', "'52.94.76.0/22,«»'") }),
      findings: [{ ...malformed("''", EMPTY), related: [[1, 'used here']] }],
    },
    {
      name: 'a comma list in a parameter that is one string',
      text: condition('⟨!Ref Sources⟩', { head: parameter('Sources', 'String', '«52.94.76.0/22,8.8.8.8»') }),
      findings: [
        {
          ...malformed('52.94.76.0/22,8.8.8.8', 'an entry is one network: write each as an entry of its own'),
          related: [[1, 'used here']],
        },
      ],
    },
    {
      name: 'the one address 0.0.0.0',
      text: condition(['«0.0.0.0»']),
      findings: [{ message: 'unspecified' }],
    },
    {
      name: 'the name of a parameter',
      text: condition(['«OfficeCidr»'], { head: parameter('OfficeCidr', 'String', '8.8.8.8') }),
      findings: [{ message: 'parameter', data: { written: 'OfficeCidr' } }],
    },
    {
      name: 'an empty list',
      text: condition('[]', { key: '«aws:SourceIp»' }),
      findings: [{ message: 'empty' }],
    },
    {
      name: 'a list that is empty in one scenario',
      text: condition("[!If [IsProd, 8.8.8.8, !Ref 'AWS::NoValue']]", {
        key: '«aws:SourceIp»',
        head: ENVIRONMENTS,
      }),
      findings: [{ message: 'empty', scenarios: ['Env is dev'] }],
    },
    {
      name: 'a list inside a list',
      text: condition(['52.94.76.9', '«[8.8.8.8, 8.8.4.4]»']),
      findings: [{ message: 'nested', data: { reason: LIST } }],
    },
    {
      name: 'a list parameter inside a list',
      text: condition(['52.94.76.9', '⟨!Ref Sources⟩'], {
        head: parameter('Sources', 'CommaDelimitedList', '«8.8.8.8,8.8.4.4»'),
      }),
      findings: [{ message: 'nested', data: { reason: LIST }, related: [[1, 'used here']] }],
    },
    {
      name: 'an entry that is a mapping',
      text: condition(['{ «Cidr»: 8.8.8.8 }']),
      findings: [{ message: 'nested', data: { reason: 'an entry is a string: an IPv4 or IPv6 address or CIDR' } }],
    },
    {
      name: 'an entry that Sub puts together',
      text: condition(`!Sub '«\${Address}/40»'`, { head: parameter('Address', 'String', '8.8.8.0') }),
      findings: [malformed('8.8.8.0/40', PREFIX)],
    },
    {
      name: 'a JSON template with escapes',
      otherRules: ['no-undeployed-policy'],
      file: 'template.json',
      text: String.raw`{
  "Resources": { "Api": { "Type": "AWS::ApiGateway::RestApi", "Properties": { "Policy": { "Statement": {
    "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
    "Condition": { "IpAddress": { "aws:SourceIp": ["8.8.8.8", "«52.94.76.0\/33»", "«»"] } }
  } } } } }
}`,
      findings: [malformed('52.94.76.0/33', PREFIX), malformed("''", EMPTY)],
    },
    {
      name: 'JSON in a block of YAML',
      text: withPolicy(`
Policy: |-
  { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
    "Condition": { "IpAddress": { "aws:SourceIp": [
      "«office.example.com»"
    ] } } } }`),
      findings: [malformed('office.example.com', HOST_NAME)],
    },
    {
      name: 'a list in a policy by itself',
      file: 'policy.yml',
      text: `Version: 2012-10-17
Statement:
  Effect: Allow
  Principal: '*'
  Action: execute-api:Invoke
  Resource: execute-api:/*
  Condition:
    IpAddress:
      aws:SourceIp: [8.8.8.8, «8.8.8»]
`,
      findings: [malformed('8.8.8', 'an IPv4 address has four parts')],
    },
    {
      name: 'parameters without a default that are put together with commas',
      text: condition(["«!Join [',', [!Ref Source, !Ref Source]]»"], { head: parameter('Source') }),
      findings: [malformed(`\${Source},\${Source}`, 'an entry is one network: write each as an entry of its own')],
    },
  ],
  undecided: [
    {
      name: 'a parameter without a default, alone and in a longer string',
      text: condition([`!Sub '\${Source}/24'`], { head: parameter('‹Source›') }),
      reasons: ['parameter Source has no default'],
    },
    {
      name: 'a list parameter without a default',
      text: condition('!Ref Sources', { head: parameter('‹Sources›', 'CommaDelimitedList') }),
      reasons: ['parameter Sources has no default'],
    },
    {
      name: 'an attribute of a resource whose type does not say what it is',
      text: condition('‹!GetAtt Box.PublicIp›', { resources: 'Box: { Type: AWS::EC2::Instance }' }),
      reasons: ['PublicIp of Box is known at deployment only'],
    },
  ],
});
