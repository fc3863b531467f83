import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, statement, template, withPolicy } from './templates.ts';

const WIDE4 = { message: 'broad', data: { written: '8.0.0.0/8', size: '16,777,216', narrow: '16' } } as const;

ruleTester('no-broad-source', {
  valid: [
    {
      name: 'a private API, whose requests carry no such address',
      text: condition('8.0.0.0/8', { endpoint: 'PRIVATE' }),
      otherRules: ['no-source-ip-on-private-api'],
    },
    { name: 'IPv4 of /16 and IPv6 of /32', text: condition(['52.94.0.0/16', "'2600:1f18::/32'"]) },
    { name: 'single addresses', text: condition(['52.94.76.9', "'2600:1f18::9/128'"]) },
    {
      name: 'a bare IPv6 address, which is at most a /32',
      otherRules: ['prefer-explicit-prefix'],
      text: condition("'2600:1f18::9'"),
    },
    { name: 'a blocklist: Deny + IpAddress', text: condition('8.0.0.0/8', { effect: 'Deny' }) },
    { name: 'a blocklist: Allow + NotIpAddress', text: condition('8.0.0.0/8', { operator: 'NotIpAddress' }) },
    { name: 'all of the internet', otherRules: ['no-wildcard-source'], text: condition(['0.0.0.0/0', "'::/0'"]) },
    {
      name: 'members of a union that is all of the internet',
      otherRules: ['no-wildcard-source'],
      text: condition(['0.0.0.0/1', '128.0.0.0/1']),
    },
    { name: 'a network that is not routed', otherRules: ['no-unroutable-source'], text: condition('10.0.0.0/8') },
    {
      name: 'aws:VpcSourceIp',
      otherRules: ['require-paired-vpc-source'],
      text: condition('10.0.0.0/8', { endpoint: 'PRIVATE', key: 'aws:VpcSourceIp' }),
    },
    { name: 'what is no address', otherRules: ['valid-cidr'], text: condition(['8.0.0.0/33', '8.*']) },
  ],
  invalid: [
    { name: 'a /8', text: condition('«8.0.0.0/8»'), findings: [WIDE4] },
    {
      name: 'one bit too wide',
      otherRules: ['no-overlapping-cidrs'],
      text: condition(['52.94.76.0/22', '«52.94.0.0/15»', "'«2600:1f18::/31»'"]),
      findings: [
        { message: 'broad', data: { written: '52.94.0.0/15', size: '131,072', narrow: '16' } },
        {
          message: 'broad',
          data: { written: '2600:1f18::/31', size: '158,456,325,028,528,675,187,087,900,672', narrow: '32' },
        },
      ],
    },
    {
      name: 'an exception of a Deny',
      text: condition(['«8.0.0.0/8»'], { effect: 'Deny', operator: 'NotIpAddress' }),
      findings: [WIDE4],
    },
    {
      name: 'IfExists, and a key in another case',
      otherRules: ['no-optional-source'],
      text: condition('«8.0.0.0/8»', { operator: 'IpAddressIfExists', key: 'AWS:SOURCEIP' }),
      findings: [WIDE4],
    },
    {
      name: 'a half of the internet without the other',
      text: condition('«0.0.0.0/1»'),
      findings: [{ message: 'broad', data: { written: '0.0.0.0/1', size: '2,147,483,648', narrow: '16' } }],
    },
    {
      name: 'a network that is partly routed',
      text: condition('«10.0.0.0/7»'),
      findings: [{ message: 'broad', data: { written: '10.0.0.0/7', size: '33,554,432', narrow: '16' } }],
    },
    {
      name: 'beside all of the other family',
      otherRules: ['no-wildcard-source'],
      text: condition(["'::/0'", '«8.0.0.0/8»']),
      findings: [WIDE4],
    },
    {
      name: 'a list of a parameter',
      otherRules: ['no-overlapping-cidrs'],
      text: condition('⟨!Ref Sources⟩', {
        head: parameter('Sources', 'CommaDelimitedList', '52.94.76.0/22,  «8.0.0.0/8»,8.8.8.8'),
      }),
      findings: [{ ...WIDE4, related: [[1, 'used here']] }],
    },
    {
      name: 'one scenario',
      text: condition(['!If [IsProd, 8.8.8.0/24, «8.0.0.0/8»]'], { head: ENVIRONMENTS }),
      findings: [{ ...WIDE4, scenarios: ['Env is dev'] }],
    },
    {
      name: 'one scalar in two lists',
      text: template(`${statement('⟨!Ref Source⟩')}\n${statement('⟨!Ref Source⟩')}`, {
        head: parameter('Source', 'String', '«8.0.0.0/8»'),
      }),
      findings: [
        {
          ...WIDE4,
          related: [
            [1, 'used here'],
            [2, 'used here'],
          ],
        },
      ],
    },
    {
      name: 'JSON in a string',
      text: withPolicy(`
Policy: '{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
  "Condition": { "IpAddress": { "aws:SourceIp": "«8.0.0.0/8»" } } } }'`),
      findings: [WIDE4],
    },
  ],
  undecided: [
    {
      name: 'a policy by itself, of which nobody knows whether it is for a private API',
      file: 'policy.json',
      text: `‹{›
  "Statement": {
    "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
    "Condition": { "IpAddress": { "aws:SourceIp": ["8.0.0.0/8"] } }
  }
}`,
      reasons: ['a policy by itself does not say which endpoint type its API has: --api-type does'],
    },
    {
      name: 'a parameter without a default',
      text: condition(['52.94.76.0/22', '!Ref Source'], { head: parameter('‹Source›') }),
      reasons: ['parameter Source has no default'],
    },
    {
      name: 'an unknown effect',
      text: condition('8.0.0.0/8', { effect: '!Ref Effect', head: parameter('‹Effect›') }),
      reasons: ['parameter Effect has no default'],
    },
    {
      name: 'an open list',
      text: condition('!Ref Sources', { head: parameter('‹Sources›', 'CommaDelimitedList') }),
      reasons: ['parameter Sources has no default'],
    },
    {
      name: 'a wide network of mapped addresses',
      otherRules: ['prefer-explicit-prefix'],
      text: condition("'‹::ffff:8.0.0.0/104›'"),
      reasons: ['AWS does not say which addresses ::ffff:8.0.0.0/104 stands for'],
    },
  ],
});
