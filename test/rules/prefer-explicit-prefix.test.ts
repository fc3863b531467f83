import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter } from './templates.ts';

const write = (written: string, text: string) => [
  { message: `Write ${text}`, safe: false, output: [`«${written}»`, text] as const },
];
const bare = (written: string, single: string) => ({
  message: 'bare',
  data: { written, single },
  suggestions: write(written, single),
});
const mapped = (written: string, ipv4: string) => ({
  message: 'mapped',
  data: { written, ipv4 },
  suggestions: write(written, ipv4),
});

const BARE = bare('2600:1f18::9', '2600:1f18::9/128');

ruleTester('prefer-explicit-prefix', {
  valid: [
    { name: 'bare IPv4', text: condition(['52.94.76.9', '8.8.8.8/32']) },
    {
      name: 'IPv6 with a prefix',
      otherRules: ['no-overlapping-cidrs', 'no-wildcard-source'],
      text: condition(["'2600:1f18::9/128'", "'2600:1f18::/32'", "'::/0'"]),
    },
    { name: 'an IPv4 address in the last 32 bits that is not mapped', text: condition("'::808:808/128'") },
    { name: 'more than mapped addresses', otherRules: ['no-host-bits'], text: condition("'::ffff:0:0/95'") },
    { name: 'what is no address', otherRules: ['valid-cidr'], text: condition(["'2600::1f18::9'", "'fe80::1%eth0'"]) },
  ],
  invalid: [
    { name: 'bare IPv6', text: condition(['8.8.8.8', "'«2600:1f18::9»'"]), findings: [BARE] },
    {
      name: 'in any spelling',
      text: condition("'«2600:1F18:0000:0:0:0:0:9»'"),
      findings: [bare('2600:1F18:0000:0:0:0:0:9', '2600:1f18::9/128')],
    },
    {
      name: 'the unspecified address',
      otherRules: ['require-paired-vpc-source'],
      text: condition("'«::»'", { endpoint: 'PRIVATE', key: 'aws:VpcSourceIp' }),
      findings: [bare('::', '::/128')],
    },
    {
      name: 'a mapped address',
      text: condition("'«::ffff:52.94.76.9»'"),
      findings: [mapped('::ffff:52.94.76.9', '52.94.76.9/32')],
    },
    {
      name: 'a mapped network, in hexadecimal digits',
      text: condition("'«::FFFF:345e:4c00/118»'"),
      findings: [mapped('::FFFF:345e:4c00/118', '52.94.76.0/22')],
    },
    {
      name: 'aws:VpcSourceIp of a private API, as an exception',
      otherRules: ['require-paired-vpc-source'],
      text: condition(["'«fd12:3456:789a::1»'"], {
        endpoint: 'PRIVATE',
        effect: 'Deny',
        operator: 'NotIpAddress',
        key: 'aws:VpcSourceIp',
      }),
      findings: [bare('fd12:3456:789a::1', 'fd12:3456:789a::1/128')],
    },
    {
      name: 'a blocklist with IfExists, and a key in another case',
      text: condition(["'«2600:1f18::9»'"], { effect: 'Deny', operator: 'IpAddressIfExists', key: 'AWS:sourceip' }),
      findings: [BARE],
    },
    {
      name: 'the default of a parameter',
      text: condition(['⟨!Ref Source⟩'], { head: parameter('Source', 'String', "'«2600:1f18::9»'") }),
      findings: [{ ...BARE, related: [[1, 'used here']] }],
    },
    {
      name: 'one scenario',
      text: condition(["!If [IsProd, '2600:1f18::9/128', '«2600:1f18::9»']"], { head: ENVIRONMENTS }),
      findings: [{ ...BARE, scenarios: ['Env is dev'] }],
    },
    {
      name: 'in a flow list, first, without quotes and before a comment',
      text: condition(`[ «2600:1f18::9» ,8.8.8.8] # it is ours`),
      findings: [BARE],
    },
    {
      name: 'put together',
      text: condition([`!Sub '«2600:1f18::\${Host}»'`], { head: parameter('Host', 'String', "'9'") }),
      findings: [{ ...BARE, suggestions: [] }],
    },
  ],
  undecided: [
    {
      name: 'a parameter without a default',
      text: condition(['!Ref Source', '8.8.8.8'], { head: parameter('‹Source›') }),
      reasons: ['parameter Source has no default'],
    },
    {
      name: 'a value that may be one entry',
      text: condition('!Ref Source', { head: parameter('‹Source›') }),
      reasons: ['parameter Source has no default'],
    },
  ],
});
