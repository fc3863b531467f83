import { ruleTester } from './rule-tester.ts';
import { flow, method, methodAt, type TemplateOptions, template } from './templates.ts';

const GET = method('GET');
const OFFICE = "IpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const OFFICE6 = "IpAddress: { 'aws:SourceIp': '2600:1f18:4000::/36' }";
const ALLOW = flow('Allow');
const BLOCK = flow('Deny', { condition: OFFICE });
const marked = (text: string): string => text.replace("'aws:SourceIp'", "'«aws:SourceIp»'");
const dual = (text: string): string =>
  text.replace('Types: [REGIONAL]', 'Types: [REGIONAL]\n        IpAddressType: dualstack');
const dualstack = (statements: string, resources = GET, more: TemplateOptions = {}): string =>
  dual(template(statements, { resources, ...more }));
const domain = (type: string): string =>
  [
    GET,
    `Domain: { Type: AWS::ApiGateway::DomainName, Properties: { DomainName: shop.example.com, EndpointConfiguration: { Types: [REGIONAL], IpAddressType: ${type} } } }`,
    'Mapping: { Type: AWS::ApiGateway::BasePathMapping, Properties: { DomainName: !Ref Domain, RestApiId: !Ref Api } }',
  ].join('\n');
const gap = (routes: string) => ({ message: 'gap', data: { routes } });

ruleTester('no-ipv6-gap', {
  valid: [
    { name: 'an endpoint of IPv4 alone', text: template(`${ALLOW}\n${BLOCK}`, { resources: GET }) },
    { name: 'a domain of IPv4 alone', text: template(`${ALLOW}\n${BLOCK}`, { resources: domain('ipv4') }) },
    {
      name: 'a blocklist with an IPv6 source',
      text: dualstack(
        `${ALLOW}\n${flow('Deny', { condition: "IpAddress: { 'aws:SourceIp': [52.94.76.0/22, '2600:1f18:4000::/36'] }" })}`,
      ),
    },
    {
      name: 'two blocklists, one of each family',
      text: dualstack(`${ALLOW}\n${BLOCK}\n${flow('Deny', { condition: OFFICE6 })}`),
    },
    {
      name: 'IPv6 that is not let in',
      otherRules: ['no-broad-source', 'no-ipv6-lockout', 'no-partly-denied-cidrs'],
      text: dualstack(`${flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': 52.0.0.0/8 }" })}\n${BLOCK}`),
    },
    {
      name: 'IPv6 that an allowlist decides about',
      otherRules: ['no-partly-denied-cidrs'],
      text: dualstack(
        `${ALLOW}\n${flow('Deny', { condition: "NotIpAddress: { 'aws:SourceIp': [52.94.0.0/16, '2600:1f18:4000::/36'] }" })}\n${BLOCK}`,
      ),
    },
    {
      name: 'IPv6 that an Allow names',
      text: dualstack(`${flow('Allow', { condition: OFFICE6 })}\n${BLOCK}`),
    },
    { name: 'an allowlist', otherRules: ['no-ipv6-lockout'], text: dualstack(flow('Allow', { condition: OFFICE })) },
    {
      name: 'a private API',
      otherRules: ['no-open-private-api'],
      text: template(`${ALLOW}\n${flow('Deny', { condition: "IpAddress: { 'aws:VpcSourceIp': 10.0.0.0/8 }" })}`, {
        resources: GET,
        endpoint: 'PRIVATE',
      }),
    },
    { name: 'preflights', text: dualstack(`${ALLOW}\n${BLOCK}`, method('OPTIONS')) },
  ],
  invalid: [
    { name: 'a blocklist of IPv4', text: dualstack(`${ALLOW}\n${marked(BLOCK)}`), findings: [gap('GET /')] },
    {
      name: 'beside an allowlist that an authorizer gets round',
      text: dualstack(
        `${flow('Allow', { condition: OFFICE6 })}\n${marked(BLOCK)}`,
        method('GET', 'AuthorizationType: CUSTOM'),
      ),
      findings: [gap('GET /')],
    },
    {
      name: 'a blocklist in an Allow',
      text: dualstack(marked(flow('Allow', { condition: "NotIpAddress: { 'aws:SourceIp': 52.94.76.0/22 }" }))),
      findings: [gap('GET /')],
    },
    {
      name: 'two blocklists of IPv4',
      text: dualstack(`${ALLOW}\n${marked(BLOCK)}\n${marked(BLOCK.replace('52.94.76.0/22', '8.8.8.0/24'))}`),
      findings: [gap('GET /'), gap('GET /')],
    },
    {
      name: 'a mapped domain',
      text: template(`${ALLOW}\n${marked(BLOCK)}`, { resources: domain('dualstack') }),
      findings: [gap('GET /')],
    },
    {
      name: 'a route behind an authorizer',
      text: dualstack(marked(BLOCK), method('GET', 'AuthorizationType: CUSTOM')),
      findings: [gap('GET /')],
    },
    {
      name: 'one route of several, where IPv6 is blocked on the other',
      text: dualstack(
        `${ALLOW}\n${marked(BLOCK)}\n${flow('Deny', { resource: 'execute-api:/*/*/b', condition: OFFICE6 })}`,
        `${methodAt('a', 'GET')}\n${methodAt('b', 'GET')}`,
      ),
      findings: [gap('GET /a')],
    },
  ],
  undecided: [
    {
      name: 'an address type that is not known',
      text: template(`${ALLOW}\n${BLOCK}`, {
        resources: GET,
        head: 'Parameters:\n  ‹Families›:\n    Type: String',
      }).replace('Types: [REGIONAL]', 'Types: [REGIONAL]\n        IpAddressType: !Ref Families'),
      reasons: ['parameter Families has no default'],
    },
    {
      name: 'an entry that is not known',
      text: dualstack(
        `${ALLOW}\n${flow('Deny', { condition: "IpAddress: { 'aws:SourceIp': [52.94.76.0/22, !Ref More] }" })}`,
        GET,
        { head: 'Parameters:\n  ‹More›:\n    Type: String' },
      ),
      reasons: ['parameter More has no default'],
    },
  ],
});
