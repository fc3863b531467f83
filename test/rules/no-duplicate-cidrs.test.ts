import type { InvalidCase } from '../../src/testing/check-rule.ts';
import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, indent, line, parameter, statement, template, withPolicy } from './templates.ts';

type Change = readonly [from: string, to: string];

/** Its removal takes out the line of the entry, unless something else is said of the text. */
const duplicate = (written: string, earlier: string, change: Change = [line(`«${written}»`), '']) => ({
  message: 'duplicate',
  data: { written, earlier },
  related: [[1, 'listed here first']] as const,
  suggestions: [{ message: `Remove ${written}`, output: change }],
});
/** Its place stands in the template elsewhere than where it is used. */
const used = (finding: ReturnType<typeof duplicate>) => ({
  ...finding,
  related: [...finding.related, [2, 'used here'] as const],
});
/** Each of the two lists has an earlier one. */
const inBoth = [
  [1, 'listed here first'],
  [2, 'listed here first'],
  [3, 'used here'],
] as const;
const quoted = (written: string): Change => [line(`'«${written}»'`), ''];

/** A layout of a list, and what the removal of the second 8.8.8.8 makes of it. */
const layout = (name: string, text: string, ...change: Change): InvalidCase => ({
  name,
  text,
  findings: [duplicate('8.8.8.8', '8.8.8.8', change)],
});

const POLICY = (sources: string): string => `{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
    "Condition": { "IpAddress": { "aws:SourceIp": ${sources} } } }
}`;
const ESCAPED = (sources: string): string => JSON.stringify(POLICY(sources));

ruleTester('no-duplicate-cidrs', {
  valid: [
    { name: 'different networks', text: condition(['52.94.76.0/22', '52.94.80.0/22', '8.8.8.8']) },
    {
      name: 'a network and a part of it',
      otherRules: ['no-overlapping-cidrs'],
      text: condition(['52.94.76.0/22', '52.94.76.0/24', '52.94.76.9']),
    },
    {
      name: 'one network in two lists',
      otherRules: ['no-conflicting-cidrs'],
      text: template(`${statement(['52.94.76.0/22'])}\n${statement(['52.94.76.0/22'], { effect: 'Deny' })}`),
    },
    {
      name: 'one network under two keys',
      otherRules: ['require-paired-vpc-source'],
      text: condition(['10.0.0.0/8'], {
        endpoint: 'PRIVATE',
        key: 'aws:VpcSourceIp',
        also: 'Sid: "8.8.8.8"',
      }),
    },
    { name: 'what is no address, twice', otherRules: ['valid-cidr'], text: condition(['52.94.76', '52.94.76']) },
    { name: 'one in each scenario', text: condition(['!If [IsProd, 8.8.8.8, 8.8.8.8/32]'], { head: ENVIRONMENTS }) },
    { name: 'an unknown entry alone', text: condition(['!Ref Source'], { head: parameter('Source') }) },
    {
      name: 'an IPv6 network twice its size',
      otherRules: ['no-broad-source', 'no-overlapping-cidrs'],
      text: condition(["'2600:1f18::/32'", "'2600:1f18::/31'"]),
    },
  ],
  invalid: [
    {
      name: 'the same text',
      text: condition(['⟨52.94.76.0/22⟩', '8.8.8.8', '«52.94.76.0/22»']),
      findings: [duplicate('52.94.76.0/22', '52.94.76.0/22')],
    },
    {
      name: 'an address and its /32',
      text: condition(['⟨8.8.8.8⟩', '«8.8.8.8/32»']),
      findings: [duplicate('8.8.8.8/32', '8.8.8.8')],
    },
    {
      name: 'networks that differ in bits that AWS ignores',
      otherRules: ['no-host-bits'],
      text: condition(['⟨52.94.76.9/22⟩', '«52.94.76.0/22»']),
      findings: [duplicate('52.94.76.0/22', '52.94.76.9/22')],
    },
    {
      name: 'IPv6 in two spellings',
      text: condition(["'⟨2600:1F18:0::/32⟩'", "'«2600:1f18::/32»'"]),
      findings: [duplicate('2600:1f18::/32', '2600:1F18:0::/32', quoted('2600:1f18::/32'))],
    },
    {
      name: 'a bare IPv6 address twice: whatever it stands for, it is the same',
      otherRules: ['prefer-explicit-prefix'],
      text: condition(["'⟨2600:1f18::9⟩'", "'«2600:1f18:0::9»'"]),
      findings: [duplicate('2600:1f18:0::9', '2600:1f18::9', quoted('2600:1f18:0::9'))],
    },
    {
      name: 'a mapped address twice',
      otherRules: ['prefer-explicit-prefix'],
      text: condition(["'⟨::ffff:8.8.8.8⟩'", "'«::ffff:8.8.8.8»'"]),
      findings: [duplicate('::ffff:8.8.8.8', '::ffff:8.8.8.8', quoted('::ffff:8.8.8.8'))],
    },
    {
      name: 'three times',
      text: condition(['⟨8.8.8.8⟩', '«8.8.8.8»', '«8.8.8.8/32»']),
      findings: [duplicate('8.8.8.8', '8.8.8.8'), duplicate('8.8.8.8/32', '8.8.8.8')],
    },
    {
      name: 'all of the internet twice',
      otherRules: ['no-broad-source', 'no-wildcard-source'],
      text: condition(['⟨0.0.0.0/0⟩', '«0.0.0.0/0»']),
      findings: [duplicate('0.0.0.0/0', '0.0.0.0/0')],
    },
    {
      name: 'a blocklist of a private API',
      text: condition(['⟨10.0.0.1⟩', '«10.0.0.1/32»'], {
        endpoint: 'PRIVATE',
        effect: 'Deny',
        key: 'AWS:VpcSourceIp',
      }),
      findings: [duplicate('10.0.0.1/32', '10.0.0.1')],
    },
    {
      name: 'parts of the default of a list parameter',
      text: condition('⟨!Ref Sources⟩', {
        head: parameter('Sources', 'CommaDelimitedList', "'⟨8.8.8.8⟩, 8.8.4.4, «8.8.8.8»'"),
      }),
      findings: [used(duplicate('8.8.8.8', '8.8.8.8', [', «8.8.8.8»', '']))],
    },
    {
      name: 'only where a condition adds the second',
      text: condition(['⟨8.8.8.8⟩', "!If [IsProd, «8.8.8.8», !Ref 'AWS::NoValue']"], { head: ENVIRONMENTS }),
      findings: [{ ...duplicate('8.8.8.8', '8.8.8.8'), scenarios: ['Env is prod'], suggestions: [] }],
    },
    {
      name: 'JSON in a string',
      text: withPolicy(`
Policy: '{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["⟨8.8.8.8⟩", "«8.8.8.8»"] } } } }'`),
      findings: [duplicate('8.8.8.8', '8.8.8.8', [', "«8.8.8.8»"', ''])],
    },
    {
      name: 'beside an unknown entry',
      text: condition(['⟨8.8.8.8⟩', '!Ref Source', '«8.8.8.8»'], { head: parameter('‹Source›') }),
      findings: [duplicate('8.8.8.8', '8.8.8.8')],
      reasons: ['parameter Source has no default'],
    },
    layout(
      'a block list with comments',
      condition(
        '\n        # ours\n        - ⟨8.8.8.8⟩ # office\n        # theirs\n        - «8.8.8.8» # again\n        - 8.8.4.4',
      ),
      `${line('«8.8.8.8» # again')}`,
      '',
    ),
    layout(
      'a block list that is not indented, and ends with the entry',
      condition("\n      - 8.8.4.4\n      - ⟨8.8.8.8⟩\n      - '«8.8.8.8»'"),
      `${' '.repeat(16)}- '«8.8.8.8»'\n`,
      '',
    ),
    layout('a flow list', condition('[⟨8.8.8.8⟩, «8.8.8.8», 8.8.4.4]'), '«8.8.8.8», ', ''),
    layout('a flow list that ends with it', condition("[ '⟨8.8.8.8⟩' , '«8.8.8.8»' ]"), ", '«8.8.8.8»'", ''),
    layout(
      'a flow list with comments',
      condition('[\n          ⟨8.8.8.8⟩, # office\n          «8.8.8.8», # again\n          8.8.4.4 ]'),
      '«8.8.8.8», # again\n',
      '# again\n',
    ),
    { ...layout('JSON', POLICY('["8.8.4.4", "⟨8.8.8.8⟩", "«8.8.8.8»"]'), ', "«8.8.8.8»"', ''), file: 'policy.json' },
    {
      ...layout(
        'JSON on several lines',
        POLICY('[\n      "⟨8.8.8.8⟩",\n      "«8.8.8.8»",\n      "8.8.4.4"\n    ]'),
        '"«8.8.8.8»",\n      ',
        '',
      ),
      file: 'policy.json',
    },
    {
      ...layout(
        'JSON on several lines, last',
        POLICY('[\n      "⟨8.8.8.8⟩",\n      "«8.8.8.8»"\n    ]'),
        ',\n      "«8.8.8.8»"',
        '',
      ),
      file: 'policy.json',
    },
    layout(
      'JSON in a block string',
      withPolicy(`Policy: |\n${indent(2, POLICY('[\n  "⟨8.8.8.8⟩",\n  "«8.8.8.8»",\n  "8.8.4.4" ]'))}`),
      '"«8.8.8.8»",\n          ',
      '',
    ),
    layout(
      'JSON in a double-quoted string',
      withPolicy(`Policy: ${ESCAPED('["⟨8.8.8.8⟩", "«8.8.8.8»", "8.8.4.4"]')}`),
      String.raw`\"«8.8.8.8»\", `,
      '',
    ),
    layout(
      'JSON in a double-quoted string, on several lines, last',
      withPolicy(`Policy: ${ESCAPED('[\n"⟨8.8.8.8⟩",\n"«8.8.8.8»"\n]')}`),
      String.raw`,\n\"«8.8.8.8»\"`,
      '',
    ),
    {
      name: 'a flow list with a comment before it, last: what the comment is about is not known',
      text: condition('[⟨8.8.8.8⟩, # office\n          «8.8.8.8» ]'),
      findings: [{ ...duplicate('8.8.8.8', '8.8.8.8'), suggestions: [] }],
    },
    {
      name: 'an anchor that an alias needs, in a flow list',
      otherRules: ['no-conflicting-cidrs'],
      text: template(
        `${statement('[⟨8.8.8.8⟩, &a «8.8.8.8», 9.9.9.9]')}\n${statement('[⟨8.8.8.8⟩, ⟨*a⟩]', { effect: 'Deny' })}`,
      ),
      findings: [{ ...duplicate('8.8.8.8', '8.8.8.8'), related: inBoth, suggestions: [] }],
    },
    {
      name: 'an anchor that an alias needs, in a block list',
      otherRules: ['no-conflicting-cidrs'],
      text: template(
        `${statement(['⟨8.8.8.8⟩', '&a «8.8.8.8»', '9.9.9.9'])}\n${statement('[⟨8.8.8.8⟩, ⟨*a⟩]', { effect: 'Deny' })}`,
      ),
      findings: [{ ...duplicate('8.8.8.8', '8.8.8.8'), related: inBoth, suggestions: [] }],
    },
    {
      name: 'a parameter that stands in two lists: in one of them it is needed',
      otherRules: ['no-conflicting-cidrs'],
      text: template(
        `${statement(['⟨8.8.8.8⟩', '⟨!Ref Source⟩'])}\n${statement(['!Ref Source'], { effect: 'Deny' })}`,
        { head: parameter('Source', 'String', '«8.8.8.8»') },
      ),
      findings: [{ ...used(duplicate('8.8.8.8', '8.8.8.8')), suggestions: [] }],
    },
  ],
  undecided: [
    {
      name: 'an unknown entry beside others',
      text: condition(['52.94.76.0/22', '!Ref Source'], { head: parameter('‹Source›') }),
      reasons: ['parameter Source has no default'],
    },
    {
      name: 'a list that is not known',
      text: condition('!Ref Sources', { head: parameter('‹Sources›', 'CommaDelimitedList') }),
      reasons: ['parameter Sources has no default'],
    },
    {
      name: 'a bare IPv6 address and its /128',
      otherRules: ['no-overlapping-cidrs', 'prefer-explicit-prefix'],
      text: condition(["'‹2600:1f18::9›'", "'2600:1f18::9/128'"]),
      reasons: ['AWS does not say which addresses 2600:1f18::9 stands for'],
    },
    {
      name: 'a bare IPv6 address and its /32',
      otherRules: ['no-overlapping-cidrs', 'prefer-explicit-prefix'],
      text: condition(["'2600:1f18::/32'", "'‹2600:1f18::9›'"]),
      reasons: ['AWS does not say which addresses 2600:1f18::9 stands for'],
    },
    {
      name: 'two bare IPv6 addresses of one /32',
      otherRules: ['prefer-explicit-prefix'],
      text: condition(["'‹2600:1f18::8›'", "'‹2600:1f18::9›'"]),
      reasons: [
        'AWS does not say which addresses 2600:1f18::8 stands for',
        'AWS does not say which addresses 2600:1f18::9 stands for',
      ],
    },
    {
      name: 'an address and the same one, mapped',
      otherRules: ['no-overlapping-cidrs', 'prefer-explicit-prefix'],
      text: condition(['8.8.8.8', "'‹::ffff:8.8.8.8›'"]),
      reasons: ['AWS does not say which addresses ::ffff:8.8.8.8 stands for'],
    },
  ],
});
