import { ruleTester } from './rule-tester.ts';
import { flow, method, template } from './templates.ts';

const GET = method('GET');
const OTHER = flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': 8.8.8.0/24 }" });
const CONTRADICTION = "IpAddress: { 'aws:SourceIp': 52.94.76.0/22 }, NotIpAddress: { 'aws:SourceIp': 52.94.0.0/16 }";
const marked = (text: string): string => text.replace('Effect', '«Effect»');
const UNSAID = 'AWS does not say what aws:PrincipalAccount is in an anonymous call';
const account = (operator: string, value: string): string => `${operator}: { '‹aws:PrincipalAccount›': '${value}' }`;
const of = (condition: string, effect: 'Allow' | 'Deny' = 'Allow'): string => flow(effect, { condition });

ruleTester('no-ineffective-statement', {
  valid: [
    {
      name: 'a key of IAM in a Deny, where IAM does not authenticate: no-mismatched-principal says who gets in',
      otherRules: ['no-mismatched-principal'],
      text: template(`${OTHER}\n${of("StringEquals: { 'aws:PrincipalOrgID': o-abcdefghij }", 'Deny')}`, {
        resources: GET,
      }),
    },
    {
      name: 'conditions that meet',
      text: template(
        of("IpAddress: { 'aws:SourceIp': 52.94.0.0/16 }, NotIpAddress: { 'aws:SourceIp': 52.94.76.0/22 }"),
        { resources: GET },
      ),
    },
    {
      name: 'no conditions',
      text: template(flow('Allow'), { resources: method('GET', 'AuthorizationType: AWS_IAM') }),
    },
    {
      name: 'a family that the endpoint does not serve',
      text: template(`${OTHER}\n${of("IpAddress: { 'aws:SourceIp': '2600:1f18:4000::/36' }")}`, { resources: GET }),
    },
    {
      name: 'what valid-condition reports',
      otherRules: ['valid-condition'],
      text: template(`${OTHER}\n${of("StringEquals: { 'aws:SourceIp': 52.94.76.0/22 }")}`, { resources: GET }),
    },
    {
      name: 'what no-vpc-condition-on-public-api reports',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: template(`${OTHER}\n${of("StringEquals: { 'aws:SourceVpce': vpce-0123456789abcdef0 }")}`, {
        resources: GET,
      }),
    },
    {
      name: 'what no-source-ip-on-private-api reports',
      otherRules: ['no-source-ip-on-private-api'],
      text: template(of("IpAddress: { 'aws:SourceIp': 8.8.8.0/24 }"), { resources: GET, endpoint: 'PRIVATE' }),
    },
    {
      name: 'what no-mismatched-principal reports',
      otherRules: ['no-mismatched-principal'],
      text: template(of("StringEquals: { 'aws:PrincipalOrgID': o-abcdefghij }"), { resources: GET }),
    },
    {
      name: 'a principal that nobody is',
      otherRules: ['no-mismatched-principal'],
      text: template(
        `${OTHER}\n${flow('Deny', { principal: "{ AWS: '111122223333' }", condition: "IpAddress: { 'aws:SourceIp': 9.9.9.9 }" })}`,
        { resources: GET },
      ),
    },
    {
      name: 'a resource that no route matches',
      otherRules: ['no-unmatched-resource'],
      text: template(`${OTHER}\n${flow('Allow', { resource: 'execute-api:/*/PUT/*', condition: CONTRADICTION })}`, {
        resources: GET,
      }),
    },
    {
      name: 'what the caller can write',
      otherRules: ['no-spoofable-condition'],
      text: template(
        `${OTHER}\n${of("StringLike: { 'aws:Referer': 'a*' }, StringNotEquals: { 'aws:Referer': a }", 'Deny')}`,
        { resources: GET },
      ),
    },
  ],
  invalid: [
    {
      name: 'sources that are let in and left out',
      text: template(`${OTHER}\n${marked(of(CONTRADICTION))}`, { resources: GET }),
      findings: [{ message: 'allow', data: {} }],
    },
    {
      name: 'a Deny of nobody',
      text: template(`${OTHER}\n${marked(of(CONTRADICTION, 'Deny'))}`, { resources: GET }),
      findings: [{ message: 'deny', data: { routes: 'GET /' } }],
    },
    {
      name: 'a header that is two things',
      text: template(
        `${OTHER}\n${marked(of("StringEquals: { 'aws:Referer': a }, StringLike: { 'aws:Referer': 'b*' }", 'Deny'))}`,
        { resources: GET },
      ),
      findings: [{ message: 'deny', data: { routes: 'GET /' } }],
    },
    {
      name: 'HTTP, which API Gateway does not speak',
      text: template(`${OTHER}\n${marked(of("Bool: { 'aws:SecureTransport': 'false' }", 'Deny'))}`, { resources: GET }),
      findings: [{ message: 'denyAlone', data: { routes: 'GET /' } }],
    },
    {
      name: 'an address that is absent',
      text: template(`${OTHER}\n${marked(of("Null: { 'aws:SourceIp': 'true' }"))}`, { resources: GET }),
      findings: [{ message: 'allowAlone', data: {} }],
    },
    {
      name: 'two endpoints at once',
      text: template(
        `${flow('Allow', { condition: "StringEquals: { 'aws:SourceVpce': vpce-0fedcba9876543210 }" })}\n${marked(of("StringEquals: { 'aws:SourceVpce': vpce-0123456789abcdef0 }, StringLike: { 'aws:SourceVpce': 'vpce-0f*' }"))}`,
        { resources: GET, endpoint: 'PRIVATE' },
      ),
      findings: [{ message: 'allow', data: {} }],
    },
    {
      name: 'an account, where nobody is of one: whether the key is absent or anonymous',
      text: template(
        `${OTHER}\n${marked(of("StringEquals: { 'aws:PrincipalAccount': ['111122223333', !Ref 'AWS::AccountId'] }"))}`,
        { resources: GET },
      ),
      findings: [{ message: 'allowAlone', data: {} }],
    },
  ],
  undecided: [
    ...(
      [
        ['StringEquals', 'anonymous', 'Deny'],
        ['Null', 'true', 'Deny'],
        ['StringNotEquals', 'anonymous', 'Deny'],
        ['StringEquals', 'anonymous', 'Allow'],
        ['Null', 'false', 'Allow'],
        ['StringLike', '*', 'Allow'],
        ['StringEqualsIfExists', '111122223333', 'Allow'],
      ] as const
    ).map(([operator, value, effect]) => ({
      name: `${effect} ${operator} ${value} of the account of who is anonymous`,
      text: template(`${OTHER}\n${of(account(operator, value), effect)}`, { resources: GET }),
      reasons: [UNSAID] as const,
    })),
    {
      name: 'a contradiction between an account and what is not said',
      text: template(
        `${OTHER}\n${of(`${account('StringEquals', 'anonymous')}, ${CONTRADICTION.replaceAll('52.94.0.0/16', '52.94.77.0/24')}`)}`,
        {
          resources: GET,
        },
      ),
      reasons: [UNSAID],
    },
    {
      name: 'a list that is not known',
      text: template(`${OTHER}\n${of("IpAddress: { 'aws:SourceIp': !Ref Sources }")}`, {
        resources: GET,
        head: 'Parameters:\n  ‹Sources›:\n    Type: CommaDelimitedList',
      }),
      reasons: ['parameter Sources has no default'],
    },
    {
      name: 'a list with an entry that is no address',
      otherRules: ['valid-cidr'],
      text: template(`${OTHER}\n${of("IpAddress: { 'aws:SourceIp': ‹hello› }")}`, { resources: GET }),
      reasons: ["AWS does not say what becomes of 'hello', which is no address"],
    },
  ],
});
