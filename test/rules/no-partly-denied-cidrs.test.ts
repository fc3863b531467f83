import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, statement, template } from './templates.ts';

const partly = (written: string, left: string, ...marks: readonly number[]) => ({
  message: 'partly',
  data: { written, left },
  related: (marks.length > 0 ? marks : [1]).map((mark) => [mark, 'denied in part here'] as const),
});
const blamed = (...args: Parameters<typeof statement>): string =>
  statement(...args).replace('- Effect:', '- ⟨Effect⟩:');
const policy = (...statements: readonly string[]): string => template(statements.join('\n'));
const DENY = { effect: 'Deny' };
const EXCEPT = { effect: 'Deny', operator: 'NotIpAddress' };

ruleTester('no-partly-denied-cidrs', {
  valid: [
    { name: 'nothing is denied', text: condition('8.8.8.0/24') },
    { name: 'other addresses are denied', text: policy(statement('8.8.8.0/24'), statement('8.8.9.0/24', DENY)) },
    {
      name: 'all of it is denied',
      otherRules: ['no-conflicting-cidrs'],
      text: policy(statement('8.8.8.0/25'), statement('8.8.8.0/24', DENY)),
    },
    { name: 'all of it is an exception', text: policy(statement('8.8.8.0/25'), statement('8.8.8.0/24', EXCEPT)) },
    {
      name: 'a part of its routes',
      text: policy(statement('8.8.8.0/24'), statement('8.8.8.8', DENY).replace('/*', '/*/GET/*')),
    },
    {
      name: 'a blocklist',
      otherRules: ['no-overlapping-cidrs'],
      text: policy(statement('8.8.8.0/24', DENY), statement('8.8.8.8', DENY)),
    },
    {
      name: 'aws:SourceIp on a private API',
      otherRules: ['no-source-ip-on-private-api'],
      text: template(`${statement('8.8.8.0/24')}\n${statement('8.8.8.8', DENY)}`, { endpoint: 'PRIVATE' }),
    },
  ],
  invalid: [
    {
      name: 'one half',
      text: policy(statement(['«8.8.8.0/24»', '9.9.9.9']), blamed('8.8.8.0/25', DENY)),
      findings: [partly('8.8.8.0/24', '8.8.8.128/25')],
    },
    {
      name: 'one address leaves more networks than are named',
      text: policy(statement('«8.8.8.0/24»'), blamed('8.8.8.8', DENY)),
      findings: [
        partly('8.8.8.0/24', '8.8.8.0/29, 8.8.8.9/32, 8.8.8.10/31, 8.8.8.12/30, 8.8.8.16/28 and 3 more networks'),
      ],
    },
    {
      name: 'several denies leave a part',
      text: policy(statement('«8.8.8.0/24»'), blamed('8.8.8.0/25', DENY), blamed('8.8.8.128/26', DENY)),
      findings: [partly('8.8.8.0/24', '8.8.8.192/26', 1, 2)],
    },
    {
      name: 'two lists of exceptions let in what is in both',
      otherRules: ['prefer-aggregated-cidrs'],
      text: policy(statement('«8.8.8.0/24»', EXCEPT), blamed(['8.8.8.8', '9.9.9.9'], EXCEPT)).replace(
        '9.9.9.9',
        '8.8.8.9',
      ),
      findings: [partly('8.8.8.0/24', '8.8.8.8/31')],
    },
    {
      name: 'an exception of which a part is denied, IPv6',
      otherRules: ['no-total-lockout'],
      text: policy(statement("'«2600:1f18::/32»'", EXCEPT), blamed("'2600:1f18:8000::/33'", DENY)),
      findings: [partly('2600:1f18::/32', '2600:1f18::/33')],
    },
    {
      name: 'a list parameter, in one scenario',
      text: template(`${statement('⟨!Ref Sources⟩')}\n${blamed('!If [IsProd, 8.8.8.0/25, 9.9.9.9]', DENY)}`, {
        head: ENVIRONMENTS.replace(
          'Conditions:',
          "  Sources: { Type: CommaDelimitedList, Default: '«8.8.8.0/24»' }\nConditions:",
        ),
      }),
      findings: [
        {
          ...partly('8.8.8.0/24', '8.8.8.128/25'),
          related: [
            [1, 'used here'],
            [2, 'denied in part here'],
          ],
          scenarios: ['Env is prod'],
        },
      ],
    },
  ],
  undecided: [
    {
      name: 'an unknown entry of the deny',
      text: template(`${statement('8.8.8.0/24')}\n${statement(['8.8.8.8', '!Ref More'], DENY)}`, {
        head: parameter('‹More›'),
      }),
      reasons: ['parameter More has no default'],
    },
    {
      name: 'a bare IPv6 address that is admitted, of which the one address is denied',
      otherRules: ['prefer-explicit-prefix'],
      text: policy(statement("'‹2600:1f18::9›'"), statement("'2600:1f18::9/128'", DENY)),
      reasons: ['AWS does not say which addresses 2600:1f18::9 stands for'],
    },
    {
      name: 'an unknown statement',
      text: template(`${statement('8.8.8.0/24')}\n- !Ref More`, { head: parameter('‹More›') }),
      reasons: ['parameter More has no default'],
    },
  ],
});
