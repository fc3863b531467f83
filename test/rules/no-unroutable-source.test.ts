import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, template } from './templates.ts';

const unroutable = (written: string) => ({ message: 'unroutable', data: { written } });

/** The first and the last network of every range, and one within. */
const NEVER = [
  ...['0.0.0.0/8', '0.1.2.3', '10.0.0.0/8', '10.255.255.255/32', '100.64.0.0/10', '100.127.255.255', '127.0.0.1'],
  ...['169.254.169.254', '172.16.0.0/12', '172.31.255.255', '192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.19.255.255', '198.51.100.7', '203.0.113.0/24', '224.0.0.0/4', '224.0.0.0/3'],
  ...['240.0.0.0/4', '255.255.255.255'],
];
const NEVER6 = [
  ...['::/127', '::1/128', '64:ff9b:1::/48', '100::/64', '2001:db8::/32', '2001:DB8:1::1/128', '3fff::/20', 'fc00::/7'],
  ...['fd12:3456:789a::/48', 'fe80::/10', 'fec0::/10', 'ff00::/8', 'ff02::1/128'],
];
/** Next to them, around them, and what is routed though special. */
const ROUTED = [
  ...['1.0.0.0/8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0/10', '126.0.0.0/8', '128.0.0.0/16'],
  ...['172.15.255.255', '172.32.0.0/12', '192.0.1.0/24', '192.88.99.0/24', '192.167.255.255', '198.17.255.255'],
  ...['198.20.0.0', '203.0.112.0/24', '223.255.255.255', '10.0.0.0/7', '192.168.0.0/15', '203.0.113.0/23'],
];
const ROUTED6 = [
  ...['::2/127', '64:ff9b::/96', '100:0:0:1::/64', '2001:db7::/32', '2001:db9::/32', '2002::/16', '3ffe::/16'],
  ...['4000::/16', 'fbff::/16', 'fe00::/9', '2001:db8::/31'],
];

ruleTester('no-unroutable-source', {
  valid: [
    {
      name: 'IPv4 that is routed',
      otherRules: ['no-broad-source', 'no-host-bits', 'no-overlapping-cidrs'],
      text: condition(ROUTED),
    },
    {
      name: 'IPv6 that is routed',
      otherRules: ['no-broad-source', 'no-overlapping-cidrs'],
      text: condition(ROUTED6.map((entry) => `'${entry}'`)),
    },
    {
      name: 'a private API',
      otherRules: ['no-source-ip-on-private-api'],
      text: condition('10.0.0.0/8', { endpoint: 'PRIVATE' }),
    },
    {
      name: 'aws:VpcSourceIp',
      otherRules: ['require-paired-vpc-source'],
      text: condition('10.0.0.0/8', { endpoint: 'PRIVATE', key: 'aws:VpcSourceIp' }),
    },
    {
      name: 'aws:VpcSourceIp of a public API',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: condition('10.0.0.0/8', { key: 'aws:VpcSourceIp' }),
    },
    {
      name: 'members of a union that is all of the internet',
      otherRules: ['no-overlapping-cidrs', 'no-wildcard-source'],
      text: condition(['0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8']),
    },
    {
      name: 'the one address 0.0.0.0, which valid-cidr speaks of',
      otherRules: ['valid-cidr'],
      text: condition('0.0.0.0'),
    },
    {
      name: 'an address that is compared as text',
      otherRules: ['valid-condition'],
      text: condition('10.0.0.1', { operator: 'StringEquals' }),
    },
    { name: 'what is no address', otherRules: ['valid-cidr'], text: condition(['10.0.0.0/33', '10.*']) },
  ],
  invalid: [
    {
      name: 'the private address of an instance, by its type alone',
      text: condition(['«!GetAtt Box.PrivateIp»', `!Sub '\${Eip}/32'`], {
        resources: 'Box: { Type: AWS::EC2::Instance }\nEip: { Type: AWS::EC2::EIP }',
      }),
      findings: [{ message: 'typed', data: { written: `\${Box.PrivateIp}`, nature: 'private address' } }],
    },
    {
      name: 'the network of a subnet',
      text: condition(['«!GetAtt Subnet.CidrBlock»'], { resources: 'Subnet: { Type: AWS::EC2::Subnet }' }),
      findings: [{ message: 'typed', data: { written: `\${Subnet.CidrBlock}`, nature: 'private network' } }],
    },
    {
      name: 'every range of IPv4',
      otherRules: ['no-overlapping-cidrs'],
      text: condition(NEVER.map((entry) => `«${entry}»`)),
      findings: NEVER.map(unroutable) as never,
    },
    {
      name: 'every range of IPv6',
      otherRules: ['no-overlapping-cidrs'],
      text: condition(NEVER6.map((entry) => `'«${entry}»'`)),
      findings: NEVER6.map(unroutable) as never,
    },
    {
      name: 'a blocklist: Deny + IpAddress',
      text: condition(['«10.0.0.0/8»'], { effect: 'Deny' }),
      findings: [unroutable('10.0.0.0/8')],
    },
    {
      name: 'a blocklist: Allow + NotIpAddress',
      text: condition('«10.0.0.0/8»', { operator: 'NotIpAddress' }),
      findings: [unroutable('10.0.0.0/8')],
    },
    {
      name: 'exceptions of a Deny, of an API of the edge',
      text: condition(['52.94.76.0/22', '«192.168.1.0/24»'], {
        effect: 'Deny',
        operator: 'NotIpAddress',
        endpoint: 'EDGE',
      }),
      findings: [unroutable('192.168.1.0/24')],
    },
    {
      name: 'an API that gives no endpoint type',
      text: condition('«10.1.2.3»', { endpoint: 'none' }),
      findings: [unroutable('10.1.2.3')],
    },
    {
      name: 'IfExists, a qualifier, and a key in another case',
      otherRules: ['no-optional-source'],
      text: condition('«10.1.2.3»', { operator: 'ForAnyValue:IpAddressIfExists', key: 'aws:sourceip' }),
      findings: [unroutable('10.1.2.3')],
    },
    {
      name: 'bits that AWS ignores',
      otherRules: ['no-host-bits'],
      text: condition('«10.1.2.3/8»'),
      findings: [unroutable('10.1.2.3/8')],
    },
    {
      name: 'beside an entry that is all of the internet',
      otherRules: ['no-wildcard-source'],
      text: condition(['0.0.0.0/0', '«10.0.0.0/8»']),
      findings: [unroutable('10.0.0.0/8')],
    },
    {
      name: '0.0.0.0 with a prefix',
      text: condition('«0.0.0.0/32»'),
      findings: [unroutable('0.0.0.0/32')],
    },
    {
      name: 'a bare IPv6 address, whatever it stands for',
      otherRules: ['prefer-explicit-prefix'],
      text: condition("'«2001:db8::1»'"),
      findings: [unroutable('2001:db8::1')],
    },
    {
      name: 'rows of a mapping that a parameter can name',
      text: condition('⟨!FindInMap [Sources, !Ref Env, cidrs]⟩', {
        head: `${ENVIRONMENTS}
Mappings:
  Sources:
    prod:
      cidrs: [«10.1.0.0/16»]
    dev:
      cidrs: [«10.2.0.0/16»]`,
      }),
      findings: [
        { ...unroutable('10.1.0.0/16'), related: [[1, 'used here']], scenarios: ['Env is prod'] },
        { ...unroutable('10.2.0.0/16'), related: [[1, 'used here']], scenarios: ['Env is dev'] },
      ],
    },
    {
      name: 'only where the API is public',
      otherRules: ['no-source-ip-on-private-api'],
      text: condition('«10.0.0.0/8»', { head: ENVIRONMENTS, endpoint: '!If [IsProd, PRIVATE, REGIONAL]' }),
      findings: [{ ...unroutable('10.0.0.0/8'), scenarios: ['Env is dev'] }],
    },
    {
      name: 'a parameter given by the user wins over its default',
      text: condition('⟨!Ref Source⟩', { head: parameter('«Source»', 'String', '52.94.76.0/22') }),
      parameters: { Source: '10.0.0.0/8' },
      findings: [{ ...unroutable('10.0.0.0/8'), related: [[1, 'used here']] }],
    },
  ],
  undecided: [
    {
      name: 'a parameter without a default',
      text: condition(['!Ref Source'], { head: parameter('‹Source›') }),
      reasons: ['parameter Source has no default'],
    },
    {
      name: 'a parameter of the Parameter Store: its default is a name',
      text: condition('!Ref Source', {
        head: parameter('‹Source›', 'AWS::SSM::Parameter::Value<String>', '/shop/sources'),
      }),
      reasons: ['parameter Source is read from the Systems Manager Parameter Store'],
    },
    {
      name: 'an endpoint type from an import',
      text: condition('10.0.0.0/8', { endpoint: '‹!ImportValue endpoint›' }),
      reasons: ['Fn::ImportValue takes endpoint from another stack'],
    },
    {
      name: 'bare and mapped addresses that may stand for others',
      otherRules: ['prefer-explicit-prefix'],
      text: condition(["'‹::1›'", "'‹64:ff9b:1::1›'", "'‹::ffff:10.0.0.1›'"]),
      reasons: [
        'AWS does not say which addresses ::1 stands for',
        'AWS does not say which addresses 64:ff9b:1::1 stands for',
        'AWS does not say which addresses ::ffff:10.0.0.1 stands for',
      ],
    },
    {
      name: 'a dynamic reference',
      text: template(`
- Effect: Allow
  Principal: '*'
  Action: execute-api:Invoke
  Resource: execute-api:/*
  Condition:
    IpAddress: { aws:SourceIp: '‹{{resolve:ssm:/shop/source}}›' }`),
      reasons: ['{{resolve:ssm:/shop/source}} is resolved at deployment'],
    },
  ],
});
