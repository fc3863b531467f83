import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, statement, template, withPolicy } from './templates.ts';

/** Its place is the one mark of the case, and it suggests the network and, where there is one, the one address. */
const hostBits = (written: string, network: string, single: string | undefined, size: string) => ({
  message: 'hostBits',
  data: { written, network, size },
  suggestions: [network, ...(single === undefined ? [] : [single])].map((text) => ({
    message: `Write ${text}`,
    safe: false,
    output: [`«${written}»`, text] as const,
  })),
});

const NETWORK = hostBits('52.94.76.9/22', '52.94.76.0/22', undefined, '1,024');
const OFFICE = hostBits('52.94.76.9/22', '52.94.76.0/22', '52.94.76.9/32', '1,024');

ruleTester('no-host-bits', {
  valid: [
    {
      name: 'networks',
      otherRules: ['no-overlapping-cidrs', 'no-wildcard-source'],
      text: condition(['52.94.76.0/22', '0.0.0.0/0', '8.8.8.8/32', '8.8.8.8/31']),
    },
    {
      name: 'networks of IPv6',
      otherRules: ['no-overlapping-cidrs', 'no-wildcard-source'],
      text: condition(["'2600:1f18::/32'", "'2600:1f18::9/128'", "'::/0'"]),
    },
    {
      name: 'bare addresses',
      otherRules: ['prefer-explicit-prefix'],
      text: condition(['52.94.76.9', "'2600:1f18::9'"]),
    },
    {
      name: 'what is no address',
      otherRules: ['valid-cidr'],
      text: condition(['52.94.76.9/33', 'office.example.com/22']),
    },
    {
      name: 'a CIDR that is compared as text',
      otherRules: ['valid-condition'],
      text: condition('52.94.76.9/22', { operator: 'StringEquals' }),
    },
  ],
  invalid: [
    { name: 'bits past the prefix', text: condition(['8.8.8.8', '«52.94.76.9/22»']), findings: [OFFICE] },
    {
      name: 'one bit',
      text: condition('«8.8.8.9/31»'),
      findings: [hostBits('8.8.8.9/31', '8.8.8.8/31', '8.8.8.9/32', '2')],
    },
    {
      name: 'IPv6, as AWS writes it',
      text: condition("'«2600:1F18:0::9/64»'"),
      findings: [hostBits('2600:1F18:0::9/64', '2600:1f18::/64', '2600:1f18::9/128', '18,446,744,073,709,551,616')],
    },
    { name: 'a blocklist', text: condition('«52.94.76.9/22»', { effect: 'Deny' }), findings: [OFFICE] },
    {
      name: 'aws:VpcSourceIp of a private API, as an exception',
      otherRules: ['require-paired-vpc-source'],
      text: condition(['«10.0.1.7/8»'], {
        endpoint: 'PRIVATE',
        effect: 'Deny',
        operator: 'NotIpAddressIfExists',
        key: 'aws:vpcsourceip',
      }),
      findings: [hostBits('10.0.1.7/8', '10.0.0.0/8', '10.0.1.7/32', '16,777,216')],
    },
    {
      name: 'all of the internet, written as one address of it',
      otherRules: ['no-wildcard-source'],
      text: condition('«52.94.76.9/0»'),
      findings: [hostBits('52.94.76.9/0', '0.0.0.0/0', '52.94.76.9/32', '4,294,967,296')],
    },
    {
      name: 'the default of a list parameter',
      text: condition('⟨!Ref Sources⟩', {
        head: parameter('Sources', 'List<String>', "'8.8.8.8, «52.94.76.9/22»'"),
      }),
      findings: [{ ...OFFICE, related: [[1, 'used here']] }],
    },
    {
      name: 'an entry that is put together',
      text: condition(["«!Join [/, [!Ref Address, '22']]»"], {
        head: parameter('Address', 'String', '52.94.76.9'),
      }),
      findings: [{ ...OFFICE, suggestions: [] }],
    },
    {
      name: 'one scenario',
      text: condition(['!If [IsProd, «52.94.76.9/22», 8.8.8.8]'], { head: ENVIRONMENTS }),
      findings: [{ ...OFFICE, scenarios: ['Env is prod'] }],
    },
    {
      name: 'JSON in a string',
      text: withPolicy(`
Policy: !Sub |
  { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke",
    "Resource": "arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:*",
    "Condition": { "IpAddress": { "aws:SourceIp": ["«52.94.76.9/22»"] } } } }`),
      findings: [OFFICE],
    },
    {
      name: 'JSON in a double-quoted string, after an escape and a folded line',
      text: withPolicy(String.raw`
Policy: "{ \"Statement\": { \"Sid\": \"\u00fc\", \"Effect\": \"Allow\", \"Principal\": \"*\",
  \"Action\": \"execute-api:Invoke\", \"Resource\": \"*\", \"Condition\": { \"IpAddress\": {
  \"aws:SourceIp\": [\"8.8.8.8\", \"«52.94.76.9/22»\"] } } } }"`),
      findings: [OFFICE],
    },
    {
      name: 'an entry that two statements share',
      otherRules: ['no-conflicting-cidrs'],
      text: template(`${statement(['&office «52.94.76.9/22»'])}\n${statement(['⟨*office⟩'], { effect: 'Deny' })}`),
      findings: [{ ...NETWORK, related: [[1, 'used here']] }],
    },
    {
      name: 'an address that no client has',
      otherRules: ['no-unroutable-source'],
      text: condition('«172.16.4.9/12»'),
      findings: [hostBits('172.16.4.9/12', '172.16.0.0/12', undefined, '1,048,576')],
    },
    {
      name: 'an address that is listed too, on its own',
      otherRules: ['no-overlapping-cidrs'],
      text: condition(['«52.94.76.9/22»', '52.94.76.9']),
      findings: [NETWORK],
    },
    {
      name: 'an address that a wider entry has as well',
      otherRules: ['no-overlapping-cidrs'],
      text: condition(['52.94.0.0/16', '«52.94.76.9/22»']),
      findings: [NETWORK],
    },
    {
      name: 'an address that another statement for the same requests lists',
      otherRules: ['no-overlapping-cidrs'],
      text: template(`${statement(['«52.94.76.9/22»'])}\n${statement(['52.94.76.8/29'])}`),
      findings: [NETWORK],
    },
    {
      name: 'an address that another statement denies',
      otherRules: ['no-partly-denied-cidrs'],
      text: template(`${statement(['«52.94.76.9/22»'])}\n${statement(['52.94.76.8/29'], { effect: 'Deny' })}`),
      findings: [NETWORK],
    },
    {
      name: 'an address that is no exception of a denial',
      otherRules: ['no-partly-denied-cidrs'],
      text: template(
        `${statement(['«52.94.76.9/22»'])}\n${statement(['52.94.76.64/26'], { effect: 'Deny', operator: 'NotIpAddress' })}`,
      ),
      findings: [NETWORK],
    },
    {
      name: 'an address that is an exception of a denial',
      otherRules: ['no-partly-denied-cidrs'],
      text: template(
        `${statement(['«52.94.76.9/22»'])}\n${statement(['52.94.76.0/26'], { effect: 'Deny', operator: 'NotIpAddress' })}`,
      ),
      findings: [OFFICE],
    },
    {
      name: 'an address that another condition of the statement judges',
      text: withPolicy(`
Policy:
  Statement:
    - Effect: Allow
      Principal: '*'
      Action: execute-api:Invoke
      Resource: execute-api:/*
      Condition:
        IpAddress: { aws:SourceIp: «52.94.76.9/22» }
        NotIpAddress: { aws:SourceIp: 52.94.76.8/29 }`),
      findings: [NETWORK],
    },
    {
      name: 'a blocklist beside an allowlist that has the address',
      otherRules: ['no-partly-denied-cidrs'],
      text: template(`${statement(['«52.94.76.9/22»'], { effect: 'Deny' })}\n${statement(['52.94.0.0/16'])}`),
      findings: [OFFICE],
    },
  ],
  undecided: [
    {
      name: 'an address that is not known',
      text: condition([`!Sub '\${Address}/22'`], { head: parameter('‹Address›') }),
      reasons: ['parameter Address has no default'],
    },
    {
      name: 'a list that is not known',
      text: condition('!Ref Sources', { head: parameter('‹Sources›', 'CommaDelimitedList') }),
      reasons: ['parameter Sources has no default'],
    },
  ],
});
