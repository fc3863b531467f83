import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, line, parameter, statement, template, withPolicy } from './templates.ts';

type Change = readonly [from: string, to: string];
type Statement = Parameters<typeof statement>[1] & { readonly principal?: string; readonly action?: string } & {
  readonly resource?: string;
};

/** An entry that one other covers; its removal takes out its line, unless something else is said of the text. */
const covered = (written: string, by: string, change: Change | 'stays' = [line(`«${written}»`), '']) => ({
  message: 'covered',
  data: { written, by },
  related: [[1, 'covered here']] as const,
  suggestions: change === 'stays' ? [] : [{ message: `Remove ${written}`, output: change }],
});

/** Its place stands in the template elsewhere than where it is used. */
const used = (finding: ReturnType<typeof covered>, mark = 2) => ({
  ...finding,
  related: [...finding.related, [mark, 'used here'] as const],
});

const listing = (
  values: string | readonly string[],
  { principal, action, resource, ...options }: Statement = {},
): string =>
  statement(values, options)
    .replace("'*'", principal ?? "'*'")
    .replace('execute-api:Invoke', action ?? 'execute-api:Invoke')
    .replace('execute-api:/*', resource ?? 'execute-api:/*');

/** The wider list first, then what it covers. */
const two = (first: Statement, second: Statement = {}, [wide, narrow] = ['[⟨52.94.76.0/22⟩]', '[«52.94.77.0/24»]']) =>
  template(`${listing(wide ?? '', first)}\n${listing(narrow ?? '', second)}`);
const silent = (first: Statement, second: Statement = {}) => two(first, second, ['[52.94.76.0/22]', '[52.94.77.0/24]']);

const COVERED = covered('52.94.77.0/24', '52.94.76.0/22', 'stays');
const DENY = { effect: 'Deny' };
const NOT = { effect: 'Deny', operator: 'NotIpAddress' };
const ARN = `!Sub 'arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*'`;

ruleTester('no-overlapping-cidrs', {
  valid: [
    {
      name: 'adjacent ranges',
      otherRules: ['prefer-aggregated-cidrs'],
      text: condition(['52.94.76.0/24', '52.94.77.0/24', '52.94.78.0/23']),
    },
    {
      name: 'IPv6 beside IPv4',
      otherRules: ['no-broad-source'],
      text: condition(["'2600::/12'", '38.0.0.0/16', "'2a00::/32'"]),
    },
    { name: 'duplicates', otherRules: ['no-duplicate-cidrs'], text: condition(['8.8.8.8', '8.8.8.8/32']) },
    {
      name: 'what only an entry for the whole internet covers',
      otherRules: ['no-wildcard-source'],
      text: condition(['0.0.0.0/0', '8.8.8.8']),
    },
    { name: 'what is no address', otherRules: ['valid-cidr'], text: condition(['8.8.8.0/24', '8.8.8', '8.8.8.0/33']) },
    { name: 'other routes', text: silent({ resource: 'execute-api:/prod/*' }, { resource: 'execute-api:/dev/*' }) },
    { name: 'a route of the others', text: silent({}, { resource: 'execute-api:/*/GET/*' }) },
    { name: 'another effect', otherRules: ['no-conflicting-cidrs'], text: silent(DENY) },
    { name: 'two Deny statements with NotIpAddress', otherRules: ['no-partly-denied-cidrs'], text: silent(NOT, NOT) },
    {
      name: 'two Allow statements with NotIpAddress',
      text: silent({ operator: 'NotIpAddress' }, { operator: 'NotIpAddress' }),
    },
    { name: 'another principal', text: silent({}, { principal: "{ AWS: '111122223333' }" }) },
    { name: 'another action', text: silent({}, { action: 'execute-api:InvalidateCache' }) },
    {
      name: 'another condition beside it',
      text: silent({}, { operator: 'StringEquals: { aws:PrincipalOrgID: o-a1b2c3d4e5 }\n    IpAddress' }),
    },
    {
      name: 'another key',
      otherRules: ['no-source-ip-on-private-api', 'require-paired-vpc-source'],
      text: template(`${statement('10.0.0.0/8', { key: 'aws:VpcSourceIp' })}\n${statement('10.0.0.1')}`, {
        endpoint: 'PRIVATE',
      }),
    },
    {
      name: 'one scalar in two statements',
      text: template(`${statement('!Ref Sources')}\n${statement('!Ref Sources')}`, {
        head: parameter('Sources', 'CommaDelimitedList', '52.94.76.0/22'),
      }),
    },
    { name: 'an unknown entry alone', text: condition(['!Ref Source'], { head: parameter('Source') }) },
    { name: 'one in each scenario', text: condition(['!If [IsProd, 8.8.8.0/24, 8.8.8.8]'], { head: ENVIRONMENTS }) },
  ],
  invalid: [
    {
      name: 'its own list, the narrower first',
      otherRules: ['no-host-bits'],
      text: condition(['«52.94.77.0/24»', '⟨52.94.76.9/22⟩', '8.8.8.8']),
      findings: [covered('52.94.77.0/24', '52.94.76.9/22')],
    },
    {
      name: 'in another list, behind a VPC endpoint, where each list may count by itself',
      otherRules: ['no-source-ip-on-private-api'],
      text: template(`${listing(['⟨52.94.76.0/22⟩', '8.8.8.8'])}\n${listing(['«52.94.77.0/24»', '9.9.9.9'])}`, {
        endpoint: 'PRIVATE',
      }),
      findings: [
        {
          ...COVERED,
          suggestions: [{ message: 'Remove 52.94.77.0/24', safe: false, output: [line('«52.94.77.0/24»'), ''] }],
        },
      ],
    },
    {
      name: 'in the middle of a flow list, IPv6 in another case',
      text: condition("['⟨2600:1f18:4000::/36⟩', '«2600:1F18:4001::/48»', 8.8.8.8]"),
      findings: [covered('2600:1F18:4001::/48', '2600:1f18:4000::/36', ["'«2600:1F18:4001::/48»', ", ''])],
    },
    {
      name: 'exceptions of one Deny',
      text: condition(['⟨52.94.76.0/22⟩', '«52.94.77.7»'], NOT),
      findings: [covered('52.94.77.7', '52.94.76.0/22')],
    },
    {
      name: 'one Allow with NotIpAddress',
      text: condition('[«52.94.77.7», ⟨52.94.76.0/22⟩]', { operator: 'NotIpAddress' }),
      findings: [covered('52.94.77.7', '52.94.76.0/22', ['«52.94.77.7», ', ''])],
    },
    {
      name: 'several in one, each by the widest that has it',
      text: condition(['⟨52.94.76.0/22⟩', '«52.94.77.0/24»', '«52.94.77.7»']),
      findings: [covered('52.94.77.0/24', '52.94.76.0/22'), covered('52.94.77.7', '52.94.76.0/22')],
    },
    {
      name: 'by an entry beside one for the whole internet',
      otherRules: ['no-wildcard-source'],
      text: condition(['0.0.0.0/0', '«8.8.8.8»', '⟨8.8.8.0/24⟩']),
      findings: [covered('8.8.8.8', '8.8.8.0/24')],
    },
    {
      name: 'a blocklist with the whole internet, of which no other rule speaks',
      otherRules: ['no-total-lockout'],
      text: condition(['⟨0.0.0.0/0⟩', '«8.8.8.8»'], DENY),
      findings: [covered('8.8.8.8', '0.0.0.0/0')],
    },
    { name: 'two Allow statements', text: two({}), findings: [COVERED] },
    { name: 'two Deny statements', text: two(DENY, DENY), findings: [COVERED] },
    {
      name: 'the wider list later',
      text: two({}, {}, ['[8.8.8.8, «52.94.77.0/24»]', '[⟨52.94.76.0/22⟩]']),
      findings: [covered('52.94.77.0/24', '52.94.76.0/22', [', «52.94.77.0/24»', ''])],
    },
    {
      name: 'equals in three lists: the first stays',
      text: template(['[⟨8.8.8.8⟩]', '[«8.8.8.8/32»]', '[«8.8.8.8»]'].map((list) => statement(list)).join('\n')),
      findings: [covered('8.8.8.8/32', '8.8.8.8', 'stays'), covered('8.8.8.8', '8.8.8.8', 'stays')],
    },
    { name: 'a short resource and its full ARN', text: two({}, { resource: ARN }), findings: [COVERED] },
    { name: 'two ways to say anybody', text: two({}, { principal: "{ AWS: '*' }" }), findings: [COVERED] },
    { name: 'an action in another case', text: two({}, { action: '[EXECUTE-API:invoke]' }), findings: [COVERED] },
    {
      name: 'resources in another order',
      text: two(
        { resource: '[execute-api:/a/*, execute-api:/b/*]' },
        { resource: '[execute-api:/b/*, execute-api:/a/*]' },
      ),
      findings: [COVERED],
    },
    {
      name: 'the same unknown stage',
      text: template(
        `${listing('[⟨52.94.76.0/22⟩]', { resource: `!Sub 'execute-api:/\${Stage}/*'` })}
${listing('[«52.94.77.0/24»]', { resource: '!Join ["", ["execute-api:/", !Ref Stage, "/*"]]' })}`,
        { head: parameter('Stage') },
      ),
      findings: [COVERED],
    },
    {
      name: 'a key in another case, and a list that a parameter gives',
      text: template(
        `${statement('⟨!Ref Sources⟩')}\n${statement(['«52.94.77.0/24»', '8.8.8.8'], { key: 'AWS:sourceIP' })}`,
        {
          head: parameter('Sources', 'CommaDelimitedList', '⟨52.94.76.0/22⟩, «52.94.79.0/24»'),
        },
      ),
      findings: [
        used(covered('52.94.79.0/24', '52.94.76.0/22', [', «52.94.79.0/24»', ''])),
        covered('52.94.77.0/24', '52.94.76.0/22'),
      ],
    },
    {
      name: 'only where a condition widens the list: then it is needed elsewhere',
      text: condition(['!If [IsProd, ⟨52.94.76.0/22⟩, 8.8.8.8]', '«52.94.77.0/24»'], { head: ENVIRONMENTS }),
      findings: [{ ...COVERED, scenarios: ['Env is prod'] }],
    },
    {
      name: 'an argument of Fn::If',
      text: condition(['⟨52.94.76.0/22⟩', '!If [IsProd, «52.94.77.0/24», 8.8.8.8]'], { head: ENVIRONMENTS }),
      findings: [{ ...COVERED, scenarios: ['Env is prod'] }],
    },
    {
      name: 'an argument of Fn::Select',
      text: condition(['⟨52.94.76.0/22⟩', '⟨!Select [0, [«52.94.77.0/24», 8.8.8.8]]⟩']),
      findings: [used(COVERED)],
    },
    {
      name: 'the one text that Fn::Split takes apart',
      text: two({}, {}, ['[⟨52.94.76.0/22⟩]', "⟨!Split [',', '«52.94.77.0/24»']⟩"]),
      findings: [used(COVERED)],
    },
    {
      name: 'a list in a branch of Fn::If, and one in a mapping',
      text: template(
        `${statement('⟨!FindInMap [Nets, all, v4]⟩')}\n${statement('!If [IsProd, [8.8.8.8, «52.94.77.0/24»], 8.8.4.4]')}`,
        {
          head: `${ENVIRONMENTS}\nMappings:\n  Nets: { all: { v4: [«52.94.79.0/24», ⟨52.94.76.0/22⟩] } }`,
        },
      ),
      findings: [
        used(covered('52.94.79.0/24', '52.94.76.0/22', ['«52.94.79.0/24», ', ''])),
        { ...covered('52.94.77.0/24', '52.94.76.0/22', [', «52.94.77.0/24»', '']), scenarios: ['Env is prod'] },
      ],
    },
    {
      name: 'JSON in the extension of a body',
      text: withPolicy(`
Body:
  openapi: 3.0.1
  paths: {}
  x-amazon-apigateway-policy: >-
    { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*", "Condition":
    { "IpAddress": { "aws:SourceIp": ["«8.8.8.8»", "⟨8.8.8.0/24⟩"] } } } }`),
      findings: [covered('8.8.8.8', '8.8.8.0/24', ['"«8.8.8.8»", ', ''])],
    },
    {
      name: 'a bare IPv6 address, by its /32 or wider',
      otherRules: ['no-broad-source', 'prefer-explicit-prefix'],
      text: condition(["'⟨2600:1f18::/31⟩'", "'«2600:1f18::9»'"]),
      findings: [covered('2600:1f18::9', '2600:1f18::/31', [line("'«2600:1f18::9»'"), ''])],
    },
    {
      name: 'a bare IPv6 address, by a union; whether it covers its parts is not known',
      otherRules: ['prefer-explicit-prefix'],
      text: template(
        [
          statement(['«‹2600:1f18::9›»', '⟨2600:1f18::/34⟩', '⟨2600:1f18:8000::/34⟩']),
          statement(['⟨2600:1f18:4000::/34⟩', '2600:1f18:c000::/34']),
        ].join('\n'),
      ),
      findings: [
        {
          message: 'together',
          data: { written: '2600:1f18::9', by: '2600:1f18::/34, 2600:1f18:8000::/34, 2600:1f18:4000::/34 and 1 more' },
          related: [
            [1, 'covered here'],
            [2, 'covered here'],
            [3, 'covered here'],
          ],
          suggestions: [{ message: 'Remove 2600:1f18::9', output: [line('«‹2600:1f18::9›»'), ''] }],
        },
      ],
      reasons: ['AWS does not say which addresses 2600:1f18::9 stands for'],
    },
    {
      name: 'a statement whose effect is not known: the list is the same',
      text: condition(['⟨52.94.76.0/22⟩', '«52.94.77.0/24»'], { effect: '!Ref Effect', head: parameter('Effect') }),
      findings: [covered('52.94.77.0/24', '52.94.76.0/22')],
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
      name: 'an unknown stage beside a known one',
      text: template(
        `${listing('[52.94.76.0/22]', { resource: `!Sub 'execute-api:/\${Stage}/*'` })}
${listing('[52.94.77.0/24]', { resource: 'execute-api:/prod/*' })}`,
        { head: parameter('‹Stage›') },
      ),
      reasons: ['parameter Stage has no default'],
    },
    {
      name: 'an unknown principal',
      text: template(
        `${listing('[52.94.76.0/22]', { principal: '{ AWS: !Ref Account }' })}\n${listing('[52.94.77.0/24]')}`,
        { head: parameter('‹Account›') },
      ),
      reasons: ['parameter Account has no default'],
    },
    {
      name: 'an unknown effect',
      text: template(`${listing('[52.94.76.0/22]')}\n${listing('[52.94.77.0/24]', { effect: '!Ref Effect' })}`, {
        head: parameter('‹Effect›'),
      }),
      reasons: ['parameter Effect has no default'],
    },
    {
      name: 'an unknown statement',
      text: template(`${listing('[52.94.76.0/22]')}\n- !Ref More`, { head: parameter('‹More›') }),
      reasons: ['parameter More has no default'],
    },
    {
      name: 'a policy that is not known',
      text: withPolicy('Policy: !Ref Policy', { head: parameter('‹Policy›') }),
      reasons: ['parameter Policy has no default'],
    },
  ],
});
