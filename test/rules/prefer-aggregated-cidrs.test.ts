import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, line, parameter, statement, template, withPolicy } from './templates.ts';

const shorter = (
  [count, fewer]: readonly [string, string],
  example: string,
  written: string,
  ...output: readonly [from: string, to: string] | readonly []
) => ({
  message: 'shorter',
  data: { count, fewer, example },
  suggestions: output.length > 0 ? [{ message: `Write ${written}`, output: output as readonly [string, string] }] : [],
});

const KEY = '«aws:SourceIp»';
const HALVES = '8.8.8.0/25 and 8.8.8.128/25 are 8.8.8.0/24';
const [LOW, HIGH] = ['8.8.8.0/25', '8.8.8.128/25'];

ruleTester('prefer-aggregated-cidrs', {
  valid: [
    { name: 'neighbours that are no network', text: condition(['8.8.8.128/25', '8.8.9.0/25', '8.8.8.1', '8.8.8.2']) },
    { name: 'neighbours of different size', text: condition(['8.8.8.0/25', '8.8.8.128/26']) },
    { name: 'halves of what an allowlist should not hold', text: condition(['52.94.0.0/16', '52.95.0.0/16']) },
    { name: 'one entry', text: condition('8.8.8.0/24') },
    { name: 'a duplicate', otherRules: ['no-duplicate-cidrs'], text: condition([LOW, HIGH, LOW]) },
    { name: 'an overlap', otherRules: ['no-overlapping-cidrs'], text: condition([LOW, HIGH, '8.8.8.7']) },
    {
      name: 'an overlap with another list',
      otherRules: ['no-overlapping-cidrs'],
      text: template(`${statement([LOW, HIGH])}\n${statement('8.8.8.0/24')}`),
    },
    { name: 'two lists', text: template(`${statement(LOW)}\n${statement(HIGH)}`) },
    { name: 'IPv6 beside IPv4', otherRules: ['no-broad-source'], text: condition(["'::/1'", '128.0.0.0/1']) },
    {
      name: 'bare IPv6 addresses',
      otherRules: ['prefer-explicit-prefix'],
      text: condition(["'2600:1f18::8'", "'2600:1f18::9'"]),
    },
    { name: 'what is no address', otherRules: ['valid-cidr'], text: condition(['8.8.8.0/33', '8.8.8.128/33']) },
    { name: 'an unknown entry alone', text: condition(['!Ref Source'], { head: parameter('Source') }) },
    { name: 'one in each scenario', text: condition([`!If [IsProd, ${LOW}, ${HIGH}]`], { head: ENVIRONMENTS }) },
  ],
  invalid: [
    {
      name: 'wide halves of a blocklist',
      text: condition('[52.94.0.0/16, 52.95.0.0/16]', { effect: 'Deny', key: KEY }),
      findings: [
        shorter(
          ['2', '1'],
          '52.94.0.0/16 and 52.95.0.0/16 are 52.94.0.0/15',
          '52.94.0.0/15',
          '[52.94.0.0/16, 52.95.0.0/16]',
          '[52.94.0.0/15]',
        ),
      ],
    },
    {
      name: 'two halves in a block list with comments',
      text: condition(
        '\n        # office\n        - 8.8.8.0/25 # low\n        - 9.9.9.9\n        - 8.8.8.128/25 # high',
        { key: KEY },
      ),
      findings: [
        shorter(
          ['3', '2'],
          HALVES,
          '8.8.8.0/24',
          `${line('8.8.8.0/25 # low')}${line('9.9.9.9')}${line('8.8.8.128/25 # high')}`,
          `${line('8.8.8.0/24 # low')}${line('9.9.9.9')}`,
        ),
      ],
    },
    {
      name: 'a flow list, the higher half first',
      text: condition('[8.8.8.128/25, 8.8.8.0/25, 9.9.9.9]', { key: KEY }),
      findings: [
        shorter(
          ['3', '2'],
          '8.8.8.128/25 and 8.8.8.0/25 are 8.8.8.0/24',
          '8.8.8.0/24',
          '[8.8.8.128/25, 8.8.8.0/25, ',
          '[8.8.8.0/24, ',
        ),
      ],
    },
    {
      name: 'a flow list that ends with them',
      text: condition("['9.9.9.9', '8.8.8.0/25', '8.8.8.128/25']", { key: KEY }),
      findings: [shorter(['3', '2'], HALVES, '8.8.8.0/24', "'8.8.8.0/25', '8.8.8.128/25'", "'8.8.8.0/24'")],
    },
    {
      name: 'four addresses that end a flow list',
      text: condition('[8.8.8.0, 8.8.8.1, 8.8.8.2, 8.8.8.3]', { key: KEY }),
      findings: [
        shorter(
          ['4', '1'],
          '8.8.8.0 and 8.8.8.1 and 8.8.8.2 and 8.8.8.3 are 8.8.8.0/30',
          '8.8.8.0/30',
          '[8.8.8.0, 8.8.8.1, 8.8.8.2, 8.8.8.3]',
          '[8.8.8.0/30]',
        ),
      ],
    },
    {
      name: 'two pairs, one of IPv6, in exceptions',
      text: condition(["'2600:1f18::/33'", '8.8.8.8', '8.8.8.9/32', "'2600:1f18:8000::/33'"], {
        key: KEY,
        effect: 'Deny',
        operator: 'NotIpAddress',
      }),
      findings: [
        {
          ...shorter(['4', '2'], '8.8.8.8 and 8.8.8.9/32 are 8.8.8.8/31', ''),
          suggestions: [
            {
              message: 'Write 8.8.8.8/31, 2600:1f18::/32',
              output: [
                `${line("'2600:1f18::/33'")}${line('8.8.8.8')}${line('8.8.8.9/32')}${line("'2600:1f18:8000::/33'")}`,
                `${line("'2600:1f18::/32'")}${line('8.8.8.8/31')}`,
              ],
            },
          ],
        },
      ],
    },
    {
      name: 'the default of a list parameter',
      text: condition('!Ref Sources', {
        key: KEY,
        head: parameter('Sources', 'CommaDelimitedList', "'8.8.8.0/25, 8.8.8.128/25'"),
      }),
      findings: [shorter(['2', '1'], HALVES, '8.8.8.0/24', "'8.8.8.0/25, 8.8.8.128/25'", "'8.8.8.0/24'")],
    },
    {
      name: 'JSON in a block string',
      text: withPolicy(`
Policy: |
  { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
    "Condition": { "IpAddress": { "«aws:SourceIp»": [
      "8.8.8.0/25",
      "8.8.8.128/25"
    ] } } } }`),
      findings: [
        shorter(['2', '1'], HALVES, '8.8.8.0/24', '"8.8.8.0/25",\n            "8.8.8.128/25"', '"8.8.8.0/24"'),
      ],
    },
    {
      name: 'a half that another list uses too',
      otherRules: ['no-conflicting-cidrs'],
      text: template(
        `${statement(`[&low ${LOW}, ${HIGH}]`, { key: KEY })}\n${statement('[*low, 9.9.9.9]', { effect: 'Deny' })}`,
      ),
      findings: [shorter(['2', '1'], HALVES, '')],
    },
    {
      name: 'a half that is there in one scenario only',
      text: condition([LOW, `!If [IsProd, ${HIGH}, !Ref AWS::NoValue]`], { key: KEY, head: ENVIRONMENTS }),
      findings: [{ ...shorter(['2', '1'], HALVES, ''), scenarios: ['Env is prod'] }],
    },
    {
      name: 'a half that is put together',
      text: condition([LOW, `!Sub '\${Start}/25'`], { key: KEY, head: parameter('Start', 'String', '8.8.8.128') }),
      findings: [shorter(['2', '1'], HALVES, '')],
    },
  ],
  undecided: [
    {
      name: 'an unknown entry beside others',
      text: condition([LOW, HIGH, '!Ref Source'], { head: parameter('‹Source›') }),
      reasons: ['parameter Source has no default'],
    },
    {
      name: 'a list that is not known',
      text: condition('!Ref Sources', { head: parameter('‹Sources›', 'CommaDelimitedList') }),
      reasons: ['parameter Sources has no default'],
    },
  ],
});
