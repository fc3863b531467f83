import { ruleTester } from './rule-tester.ts';
import { flow, method, methodAt, type TemplateOptions, template } from './templates.ts';

const GET = method('GET');
const OFFICE = "IpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const OTHERS = "NotIpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const LIST = flow('Allow', { condition: OFFICE });
const marked = (text: string): string => text.replace("'aws:SourceIp'", "'«aws:SourceIp»'");
const dual = (text: string): string =>
  text.replace('Types: [REGIONAL]', 'Types: [REGIONAL]\n        IpAddressType: dualstack');
const dualstack = (statements: string, resources = GET, more: TemplateOptions = {}): string =>
  dual(template(statements, { resources, ...more }));
const lockout = (routes: string) => ({ message: 'lockout', data: { routes } });

ruleTester('no-ipv6-lockout', {
  valid: [
    { name: 'an endpoint of IPv4 alone', text: template(LIST, { resources: GET }) },
    {
      name: 'a list of both families',
      text: dualstack(
        flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': [52.94.76.0/22, '2600:1f18:4000::/36'] }" }),
      ),
    },
    {
      name: 'two lists, one of each family',
      text: dualstack(
        `${LIST}\n${flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': '2600:1f18:4000::/36' }" })}`,
      ),
    },
    {
      name: 'an Allow beside it that lets IPv6 in',
      otherRules: ['no-spoofable-condition', 'no-voided-allowlist'],
      text: dualstack(`${LIST}\n${flow('Allow', { condition: "StringLike: { 'aws:Referer': 'https://*' }" })}`),
    },
    {
      name: 'what no-unenforced-allowlist reports',
      otherRules: ['no-unenforced-allowlist'],
      text: dualstack(LIST, method('GET', 'AuthorizationType: CUSTOM')),
    },
    {
      name: 'a blocklist',
      otherRules: ['no-ipv6-gap'],
      text: dualstack(`${flow('Allow')}\n${flow('Deny', { condition: OFFICE })}`),
    },
    {
      name: 'a private API',
      otherRules: ['require-paired-vpc-source'],
      text: template(flow('Allow', { condition: "IpAddress: { 'aws:VpcSourceIp': 10.0.0.0/8 }" }), {
        resources: GET,
        endpoint: 'PRIVATE',
      }),
    },
    { name: 'preflights', text: dualstack(LIST, method('OPTIONS')) },
  ],
  invalid: [
    { name: 'a list of IPv4', text: dualstack(marked(LIST)), findings: [lockout('GET /')] },
    {
      name: 'exceptions of IPv4',
      text: dualstack(`${flow('Allow')}\n${marked(flow('Deny', { condition: OTHERS }))}`),
      findings: [lockout('GET /')],
    },
    {
      name: 'each list of a route',
      text: dualstack(`${marked(LIST)}\n${marked(LIST.replace('52.94.76.0/22', '8.8.8.0/24'))}`),
      findings: [lockout('GET /'), lockout('GET /')],
    },
    {
      name: 'exceptions, behind an authorizer',
      text: dualstack(marked(flow('Deny', { condition: OTHERS })), method('GET', 'AuthorizationType: CUSTOM')),
      findings: [lockout('GET /')],
    },
    {
      name: 'one route of several',
      text: dualstack(
        `${marked(LIST.replace('execute-api:/*', 'execute-api:/*/*/a'))}\n${flow('Allow', { resource: 'execute-api:/*/*/b' })}`,
        `${methodAt('a', 'GET')}\n${methodAt('b', 'GET', 'COGNITO_USER_POOLS')}`,
      ),
      findings: [lockout('GET /a')],
    },
  ],
  undecided: [
    {
      name: 'an address type that is not known',
      text: template(LIST, { resources: GET, head: 'Parameters:\n  ‹Families›:\n    Type: String' }).replace(
        'Types: [REGIONAL]',
        'Types: [REGIONAL]\n        IpAddressType: !Ref Families',
      ),
      reasons: ['parameter Families has no default'],
    },
  ],
});
