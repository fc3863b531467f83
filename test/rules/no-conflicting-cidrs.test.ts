import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, parameter, statement, template, withPolicy } from './templates.ts';

type Options = Parameters<typeof statement>[1] & { readonly resource?: string };

const denied = (written: string, ...marks: readonly number[]) => ({
  message: 'denied',
  data: { written, by: marks.length > 1 ? 'other statements' : "another statement's sources" },
  related: (marks.length > 0 ? marks : [1]).map((mark) => [mark, 'denied here'] as const),
});

/** A statement whose first key is what a related place points at. */
const blamed = (values: string | readonly string[], options?: Options): string =>
  listing(values, options).replace('- Effect:', '- ⟨Effect⟩:');

const listing = (values: string | readonly string[], { resource, ...options }: Options = {}): string =>
  statement(values, options).replace('execute-api:/*', resource ?? 'execute-api:/*');

const policy = (...statements: readonly string[]): string => template(statements.join('\n'));
const DENY = { effect: 'Deny' };
const EXCEPT = { effect: 'Deny', operator: 'NotIpAddress' };
const ON = (resource: string) => ({ ...DENY, resource });
const VPC = { key: 'aws:VpcSourceIp' };

ruleTester('no-conflicting-cidrs', {
  valid: [
    { name: 'nothing is denied', text: condition(['8.8.8.8', '9.9.9.9']) },
    { name: 'other addresses are denied', text: policy(listing('8.8.8.0/25'), listing('8.8.8.128/25', DENY)) },
    {
      name: 'a part is denied',
      otherRules: ['no-partly-denied-cidrs'],
      text: policy(listing('8.8.8.0/24'), listing('8.8.8.0/25', DENY)),
    },
    {
      name: 'several denies leave a part',
      otherRules: ['no-partly-denied-cidrs'],
      text: policy(listing('8.8.8.0/24'), listing('8.8.8.0/25', DENY), listing('8.8.8.129', DENY)),
    },
    {
      name: 'a deny on other routes',
      text: policy(
        listing('8.8.8.8', { resource: 'execute-api:/prod/*' }),
        listing('8.8.8.8', ON('execute-api:/dev/*')),
      ),
    },
    {
      name: 'a deny on some of its routes',
      text: policy(listing('8.8.8.8'), listing('8.8.8.8', ON('execute-api:/*/GET/*'))),
    },
    {
      name: 'a deny of one principal',
      text: policy(listing('8.8.8.8'), listing('8.8.8.8', DENY).replace("'*'", "{ AWS: '111122223333' }")),
    },
    {
      name: 'a deny of another action',
      text: policy(listing('8.8.8.8'), listing('8.8.8.8', DENY).replace('Invoke', 'InvalidateCache')),
    },
    {
      name: 'a deny under another condition too',
      text: policy(
        listing('8.8.8.8'),
        listing('8.8.8.8', { ...DENY, also: 'Sid: again' }).replace(
          'IpAddress:',
          'StringEquals: { aws:PrincipalType: User }\n    IpAddress:',
        ),
      ),
    },
    {
      name: 'a deny without an IP condition',
      otherRules: ['no-total-lockout'],
      text: policy(listing('8.8.8.8'), "- { Effect: Deny, Principal: '*', Action: 'execute-api:*', Resource: '*' }"),
    },
    {
      name: 'one Deny that has exceptions and sources',
      text: policy(
        listing('8.8.8.8', { ...EXCEPT, also: 'Sid: one' }).replace(
          'NotIpAddress:',
          'IpAddress: { aws:SourceIp: 8.8.8.0/24 }\n    NotIpAddress:',
        ),
      ),
    },
    {
      name: 'an Allow with NotIpAddress admits no entry',
      text: policy(listing('8.8.8.8', { operator: 'NotIpAddress' }), listing('8.8.8.8', DENY)),
    },
    {
      name: 'the same exceptions twice',
      text: policy(listing(['8.8.8.8', '9.9.9.9'], EXCEPT), listing(['9.9.9.9', '8.8.8.8'], EXCEPT)),
    },
    {
      name: 'IPv6 beside IPv4',
      otherRules: ['no-total-lockout'],
      text: policy(listing("'2600:1f18::/32'"), listing('0.0.0.0/0', DENY)),
    },
    {
      name: 'aws:SourceIp on a private API',
      otherRules: ['no-source-ip-on-private-api'],
      text: template(`${listing('8.8.8.8')}\n${listing('8.8.8.8', DENY)}`, { endpoint: 'PRIVATE' }),
    },
    {
      name: 'another key',
      otherRules: ['no-source-ip-on-private-api', 'require-paired-vpc-source'],
      text: template(`${listing('10.0.0.1', VPC)}\n${listing('10.0.0.1', DENY)}`, { endpoint: 'PRIVATE' }),
    },
    {
      name: 'one scenario allows, the other denies',
      text: template(statement('8.8.8.8').replace('Allow', '!If [IsProd, Allow, Deny]'), { head: ENVIRONMENTS }),
    },
  ],
  invalid: [
    {
      name: 'allowed and denied',
      text: policy(listing(['«8.8.8.8»', '9.9.9.9']), blamed(['8.8.8.0/24', '9.9.9.0/32'], DENY)),
      findings: [denied('8.8.8.8')],
    },
    {
      name: 'by a union of one list, the deny first',
      otherRules: ['no-host-bits', 'prefer-aggregated-cidrs'],
      text: policy(blamed(['8.8.8.0/25', '8.8.8.128/25'], DENY), listing('«8.8.8.9/24»')),
      findings: [denied('8.8.8.9/24')],
    },
    {
      name: 'by several statements together',
      text: policy(
        listing('[«8.8.8.0/24»]'),
        blamed('8.8.8.0/25', DENY),
        listing('9.9.9.9', DENY),
        blamed('8.8.8.128/25', DENY),
      ),
      findings: [denied('8.8.8.0/24', 1, 2)],
    },
    {
      name: 'two lists of exceptions: who is in one of them alone is denied by the other',
      otherRules: ['no-partly-denied-cidrs'],
      text: policy(blamed(['8.8.8.0/24', '«9.9.9.9»'], EXCEPT), blamed(['8.8.8.8', '«1.1.1.1»'], EXCEPT)),
      findings: [denied('9.9.9.9', 2), denied('1.1.1.1', 1)],
    },
    {
      name: 'allowed, and in no exception',
      text: policy(listing(['«8.8.8.8»', '9.9.9.9']), blamed('9.9.9.0/24', EXCEPT)),
      findings: [denied('8.8.8.8')],
    },
    {
      name: 'an exception that is denied',
      text: policy(listing(['«8.8.8.8»', '9.9.9.9'], EXCEPT), blamed('8.8.8.0/24', DENY)),
      findings: [denied('8.8.8.8')],
    },
    {
      name: 'a deny of more: routes, verbs and actions',
      text: policy(
        listing('«8.8.8.8»', { resource: 'execute-api:/prod/GET/pets/*' }),
        blamed('8.8.8.8', ON('[execute-api:/prod/POST/*, execute-api:/prod/GET/*]')).replace(
          'execute-api:Invoke',
          "'execute-api:*'",
        ),
      ),
      findings: [denied('8.8.8.8')],
    },
    {
      name: 'a deny for each of its routes',
      text: policy(
        listing('«8.8.8.8»', { resource: '[execute-api:/*/GET/*, execute-api:/*/POST/*]' }),
        blamed('8.8.8.8', ON('execute-api:/*/GET/*')),
        blamed('8.8.8.8', ON('execute-api:/*/POST/*')),
      ),
      findings: [denied('8.8.8.8', 1, 2)],
    },
    {
      name: 'all of IPv4 is denied',
      otherRules: ['prefer-aggregated-cidrs'],
      text: policy(listing(['«8.8.8.8»', "'2600:1f18::/32'"]), blamed('[0.0.0.0/1, 128.0.0.0/1]', DENY)),
      findings: [denied('8.8.8.8')],
    },
    {
      name: 'a bare IPv6 address, whose /32 is denied',
      otherRules: ['prefer-explicit-prefix'],
      text: policy(listing("'«2600:1f18::9»'"), blamed("'2600:1f18::/32'", DENY)),
      findings: [denied('2600:1f18::9')],
    },
    {
      name: 'IfExists, and a key in another case',
      otherRules: ['no-optional-source'],
      text: policy(
        listing('«8.8.8.8»', { operator: 'IpAddressIfExists', key: 'AWS:SOURCEIP' }),
        blamed('8.8.8.8', { effect: 'Deny', operator: 'IpAddressIfExists' }),
      ),
      findings: [denied('8.8.8.8')],
    },
    {
      name: 'aws:VpcSourceIp on a private API',
      otherRules: ['require-paired-vpc-source'],
      text: template(`${listing('«10.0.0.1»', VPC)}\n${blamed('10.0.0.0/8', { ...DENY, ...VPC })}`, {
        endpoint: 'PRIVATE',
      }),
      findings: [denied('10.0.0.1')],
    },
    {
      name: 'the default of a list parameter, beside an unknown entry of the deny',
      text: template(`${listing('⟨!Ref Sources⟩')}\n${blamed(['8.8.8.8', '!Ref More'], DENY)}`, {
        head: `${parameter('Sources', 'CommaDelimitedList', "'«8.8.8.8», ‹9.9.9.9›'").replace('‹9.9.9.9›', '9.9.9.9')}\n  ‹More›: { Type: String }`,
      }),
      findings: [
        {
          ...denied('8.8.8.8', 2),
          data: denied('8.8.8.8').data,
          related: [
            [1, 'used here'],
            [2, 'denied here'],
          ],
        },
      ],
      reasons: ['parameter More has no default'],
    },
    {
      name: 'only where the deny is wide',
      text: template(`${listing('«8.8.8.8»')}\n${blamed('!If [IsProd, 8.8.8.0/24, 9.9.9.9]', DENY)}`, {
        head: ENVIRONMENTS,
      }),
      findings: [{ ...denied('8.8.8.8'), scenarios: ['Env is prod'] }],
    },
    {
      name: 'JSON',
      file: 'policy.json',
      text: JSON.stringify({
        Version: '2012-10-17',
        Statement: ['Allow', 'Deny'].map((Effect) => ({
          Effect,
          Principal: '*',
          Action: 'execute-api:Invoke',
          Resource: 'execute-api:/*',
          Condition: { IpAddress: { 'aws:SourceIp': [Effect === 'Allow' ? '«8.8.8.8»' : '8.8.8.0/24'] } },
        })),
      }).replace('{"Effect":"Deny"', '⟨{⟩"Effect":"Deny"'),
      findings: [denied('8.8.8.8')],
    },
    {
      name: 'JSON in the extension of a body',
      text: withPolicy(`
Body:
  openapi: 3.0.1
  paths: {}
  x-amazon-apigateway-policy: |
    { "Statement": [
    { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
    "Condition": { "IpAddress": { "aws:SourceIp": ["«8.8.8.8»"] } } },
    ⟨{⟩ "Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
    "Condition": { "IpAddress": { "aws:SourceIp": ["8.8.8.0/24"] } } } ] }`),
      findings: [denied('8.8.8.8')],
    },
  ],
  undecided: [
    {
      name: 'an unknown entry of the deny',
      text: template(`${listing('8.8.8.8')}\n${listing(['!Ref More'], DENY)}`, { head: parameter('‹More›') }),
      reasons: ['parameter More has no default'],
    },
    {
      name: 'an unknown list of the deny',
      text: template(`${listing('8.8.8.8')}\n${listing('!Ref More', EXCEPT)}`, {
        head: parameter('‹More›', 'CommaDelimitedList'),
      }),
      reasons: ['parameter More has no default'],
    },
    {
      name: 'a statement of which nobody knows whether it is for calls',
      text: template(`${listing('8.8.8.8').replace('execute-api:Invoke', '!Ref Any')}\n${listing('8.8.8.8', DENY)}`, {
        head: parameter('‹Any›'),
      }),
      reasons: ['parameter Any has no default'],
    },
    {
      name: 'a statement of which nobody knows whether it is for a route',
      text: template(`${listing('8.8.8.8', { resource: '!Ref Any' })}\n${listing('8.8.8.8', DENY)}`, {
        head: parameter('‹Any›'),
      }),
      reasons: ['parameter Any has no default'],
    },
    {
      name: 'a route of which nobody knows whether the statement is for it',
      otherRules: ['no-total-lockout'],
      text: template(`${listing('8.8.8.8', { resource: 'execute-api:/*/GET/pets' })}\n${listing('8.8.8.8', DENY)}`, {
        head: 'Parameters: { Part: { Type: String } }',
        resources: `Path: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: !Ref Part } }
Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !Ref Path, HttpMethod: GET, AuthorizationType: NONE } }
Live: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: live, DeploymentId: !Ref Deployment0a1b2c3d } }`,
      }).replace('  Api:', '  ‹Api›:'),
      reasons: [`\${Ref Part} stands for a part of the path that is not known`],
    },
    {
      name: 'an unknown verb of the deny',
      text: template(
        `${listing('8.8.8.8', { resource: 'execute-api:/prod/GET/*' })}\n${listing('8.8.8.8', ON(`!Sub 'execute-api:/prod/\${Verb}/*'`))}`,
        { head: parameter('‹Verb›') },
      ),
      reasons: ['parameter Verb has no default'],
    },
    {
      name: 'a bare IPv6 address, of whose /32 nobody knows whether it is meant',
      otherRules: ['prefer-explicit-prefix'],
      text: policy(listing("'2600:1f18::9/128'"), listing("'‹2600:1f18::8›'", DENY)),
      reasons: ['AWS does not say which addresses 2600:1f18::8 stands for'],
    },
    {
      name: 'a bare IPv6 address that is admitted, of which the one address is denied',
      otherRules: ['prefer-explicit-prefix'],
      text: policy(listing("'‹2600:1f18::9›'"), listing("'2600:1f18::9/128'", DENY)),
      reasons: ['AWS does not say which addresses 2600:1f18::9 stands for'],
    },
    {
      name: 'an unknown entry that may be denied',
      text: template(`${listing(['!Ref Source'])}\n${listing('8.8.8.8', DENY)}`, { head: parameter('‹Source›') }),
      reasons: ['parameter Source has no default'],
    },
    {
      name: 'an unknown effect',
      text: template(`${listing('8.8.8.8')}\n${listing('8.8.8.0/24', { effect: '!Ref Effect' })}`, {
        head: parameter('‹Effect›'),
      }),
      reasons: ['parameter Effect has no default'],
    },
    {
      name: 'an unknown statement',
      text: template(`${listing('8.8.8.8')}\n- !Ref More`, { head: parameter('‹More›') }),
      reasons: ['parameter More has no default'],
    },
  ],
});
