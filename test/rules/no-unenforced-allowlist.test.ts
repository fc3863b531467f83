import { ruleTester } from './rule-tester.ts';
import { flow, method, methodAt, template } from './templates.ts';

const IAM = method('GET', 'AuthorizationType: AWS_IAM');
const CUSTOM = method('GET', 'AuthorizationType: CUSTOM');
const OFFICE = "IpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const OTHERS = "NotIpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const LIST = flow('Allow', { condition: OFFICE });
const marked = (text: string, key = 'aws:SourceIp'): string => text.replace(`'${key}'`, `'«${key}»'`);
const unenforced = (routes: string, authorizer: string, operator = 'NotIpAddress') => ({
  message: 'unenforced',
  data: { routes, authorizer, from: 'from anywhere', denial: `a Deny with ${operator} for the same list` },
});
const together = (routes: string, authorizer: string) => ({
  message: 'unenforced',
  data: { routes, authorizer, from: 'from anywhere', denial: 'one Deny for whoever no Allow there lists' },
});
const BY_LAMBDA = 'the Lambda authorizer';
const BY_IAM = "an IAM policy of the API's account";

const VPC = "StringEquals: { 'aws:SourceVpc': vpc-0123456789abcdef0 }";
const NET = "IpAddress: { 'aws:VpcSourceIp': 10.0.0.0/16 }";
const OTHER_VPC = flow('Deny', { condition: VPC.replace('Equals', 'NotEquals') });
const OTHER_NET = flow('Deny', { condition: NET.replace('IpAddress', 'NotIpAddress') });
/** A private API whose Allow names a VPC and addresses in it. */
const both = (...denials: readonly string[]): string =>
  template([flow('Allow', { condition: `${VPC}, ${NET}` }), ...denials].join('\n'), {
    resources: CUSTOM,
    endpoint: 'PRIVATE',
  });
/** A VPC and addresses in one statement. */
const forEach = (operator: string) => ({
  message: 'unenforced',
  data: {
    routes: 'GET /',
    authorizer: BY_LAMBDA,
    from: 'from anywhere',
    denial: `a Deny for each list: one with ${operator} on aws:SourceVpc, one with NotIpAddress on aws:VpcSourceIp`,
  },
});

ruleTester('no-unenforced-allowlist', {
  valid: [
    { name: 'a VPC and addresses, each with its Deny', text: both(OTHER_VPC, OTHER_NET) },
    {
      name: 'a VPC and addresses, both in one Deny: no-open-private-api says what that leaves open',
      otherRules: ['no-open-private-api'],
      text: both(
        flow('Deny', {
          condition: `${VPC}, ${NET}`
            .replaceAll('StringEquals', 'StringNotEquals')
            .replace('IpAddress:', 'NotIpAddress:'),
        }),
      ),
    },
    { name: 'a route without authorization', text: template(LIST, { resources: method('GET') }) },
    {
      name: 'a Cognito authorizer',
      text: template(LIST, { resources: method('GET', 'AuthorizationType: COGNITO_USER_POOLS') }),
    },
    {
      name: 'a Deny that enforces it',
      text: template(`${LIST}\n${flow('Deny', { condition: OTHERS })}`, { resources: CUSTOM }),
    },
    {
      name: 'an Allow for other routes',
      text: template(flow('Allow', { resource: 'execute-api:/*/*/open', condition: OFFICE }), {
        resources: `${methodAt('open', 'GET')}\n${methodAt('closed', 'GET', 'CUSTOM')}`,
      }),
    },
    {
      name: 'an Allow without a source',
      otherRules: ['no-spoofable-condition'],
      text: template(flow('Allow', { condition: "StringLike: { 'aws:Referer': 'https://*' }" }), { resources: CUSTOM }),
    },
    { name: 'preflights', text: template(LIST, { resources: method('OPTIONS', 'AuthorizationType: CUSTOM') }) },
    { name: 'a blocklist', text: template(flow('Deny', { condition: OFFICE }), { resources: CUSTOM }) },
    {
      name: 'a route that a Deny without a source shuts',
      otherRules: ['no-total-lockout'],
      text: template(`${LIST}\n${flow('Deny', { resource: 'execute-api:/*/GET/*' })}`, { resources: IAM }),
    },
    {
      name: 'a shut route beside one that the list decides',
      text: template(`${LIST}\n${flow('Deny', { resource: 'execute-api:/*/POST/*' })}`, {
        resources: `${method('GET')}\n${methodAt('a', 'POST', 'CUSTOM')}`,
      }),
    },
    ...(['CUSTOM', 'AWS_IAM'] as const).map((authorization) => ({
      name: `the address of no client, on a private API behind ${authorization}`,
      otherRules: ['no-source-ip-on-private-api'],
      text: template(LIST, { resources: method('GET', `AuthorizationType: ${authorization}`), endpoint: 'PRIVATE' }),
    })),
    {
      name: 'a key that is never there',
      otherRules: ['no-vpc-condition-on-public-api'],
      text: template(flow('Allow', { condition: "IpAddress: { 'aws:VpcSourceIp': 10.0.0.0/8 }" }), { resources: IAM }),
    },
    {
      name: 'addresses that nobody has',
      otherRules: ['no-unroutable-source'],
      text: template(flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': 10.0.0.0/8 }" }), { resources: IAM }),
    },
    {
      name: 'a list that leaves nobody out',
      otherRules: ['no-wildcard-source'],
      text: template(flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': 0.0.0.0/0 }" }), { resources: IAM }),
    },
  ],
  invalid: [
    {
      name: 'a VPC and addresses, which need a Deny each',
      text: marked(both(), 'aws:SourceVpc'),
      findings: [forEach('StringNotEquals')],
    },
    ...(
      [
        ['aws:VpcSourceIp', 'by any address', 'NotIpAddress', OTHER_VPC],
        ['aws:SourceVpc', 'by any VPC', 'StringNotEquals', OTHER_NET],
      ] as const
    ).map(([key, from, operator, denial]) => ({
      name: `a VPC and addresses, and no Deny on ${key}`,
      text: marked(both(denial), key),
      findings: [
        {
          message: 'unenforced',
          data: { routes: 'GET /', authorizer: BY_LAMBDA, from, denial: `a Deny with ${operator} for the same list` },
        },
      ] as const,
    })),
    {
      name: 'a Lambda authorizer',
      text: template(marked(LIST), { resources: CUSTOM }),
      findings: [unenforced('GET /', BY_LAMBDA)],
    },
    { name: 'IAM', text: template(marked(LIST), { resources: IAM }), findings: [unenforced('GET /', BY_IAM)] },
    {
      name: 'two lists: a Deny for each would shut everybody out',
      text: template(
        `${marked(LIST)}\n${flow('Allow', { condition: "IpAddress: { '«aws:SourceIp»': 54.239.98.0/24 }" })}`,
        { resources: IAM },
      ),
      findings: [together('GET /', BY_IAM), together('GET /', BY_IAM)],
    },
    {
      name: 'an address beside an endpoint',
      text: template(
        `${flow('Allow', { condition: "IpAddress: { '«aws:VpcSourceIp»': 10.0.0.0/16 }, StringEquals: { 'aws:SourceVpc': vpc-0a1b2c3d }" })}\n${flow('Allow', { condition: "StringEquals: { '«aws:SourceVpce»': vpce-0123456789abcdef0 }" })}`,
        { endpoint: 'PRIVATE', resources: CUSTOM },
      ),
      findings: [together('GET /', BY_LAMBDA), together('GET /', BY_LAMBDA)],
    },
    {
      name: 'two lists for two routes',
      text: template(
        ['a', 'b']
          .map((path) => marked(flow('Allow', { condition: OFFICE, resource: `execute-api:/*/GET/${path}` })))
          .join('\n'),
        { resources: [methodAt('a', 'GET', 'CUSTOM'), methodAt('b', 'GET', 'CUSTOM')].join('\n') },
      ),
      findings: [unenforced('GET /a', BY_LAMBDA), unenforced('GET /b', BY_LAMBDA)],
    },
    {
      name: 'both, among routes without',
      text: template(marked(LIST), {
        resources: [methodAt('a', 'GET', 'CUSTOM'), methodAt('b', 'POST', 'AWS_IAM'), methodAt('c', 'GET')].join('\n'),
      }),
      findings: [unenforced('GET /a, POST /b', "the Lambda authorizer, or an IAM policy of the API's account,")],
    },
    {
      name: 'a Deny for other routes',
      text: template(`${marked(LIST)}\n${flow('Deny', { resource: 'execute-api:/*/*/a', condition: OTHERS })}`, {
        resources: `${methodAt('a', 'GET', 'CUSTOM')}\n${methodAt('b', 'GET', 'CUSTOM')}`,
      }),
      findings: [unenforced('GET /b', BY_LAMBDA)],
    },
    {
      name: 'a Deny that tests no source',
      text: template(`${marked(LIST)}\n${flow('Deny', { condition: "StringLike: { 'aws:UserAgent': 'curl*' }" })}`, {
        resources: CUSTOM,
      }),
      findings: [unenforced('GET /', BY_LAMBDA)],
    },
    {
      name: 'endpoints of a private API',
      text: template(
        marked(
          flow('Allow', { condition: "StringEquals: { 'aws:SourceVpce': vpce-0123456789abcdef0 }" }),
          'aws:SourceVpce',
        ),
        { resources: IAM, endpoint: 'PRIVATE' },
      ),
      findings: [unenforced('GET /', BY_IAM, 'StringNotEquals')],
    },
    {
      name: 'a list of which only a part is an address of nobody',
      otherRules: ['no-unroutable-source'],
      text: template(marked(flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': [10.0.0.0/8, 8.8.8.8] }" })), {
        resources: IAM,
      }),
      findings: [unenforced('GET /', BY_IAM)],
    },
    {
      name: 'a Deny for some of the callers',
      text: template(
        `${marked(LIST)}\n${flow('Deny', { condition: "StringEquals: { 'aws:PrincipalTag/team': guests }" })}`,
        { resources: IAM },
      ),
      findings: [unenforced('GET /', BY_IAM)],
    },
    {
      name: 'several keys of one statement, once',
      text: template(
        marked(
          flow('Allow', {
            condition: "StringLike: { 'aws:SourceVpc': 'vpc-0*' }, IpAddress: { 'aws:VpcSourceIp': 10.0.0.0/8 }",
          }),
          'aws:SourceVpc',
        ),
        { resources: CUSTOM, endpoint: 'PRIVATE' },
      ),
      findings: [forEach('StringNotLike')],
    },
  ],
  undecided: [
    {
      name: 'an endpoint beside an address that may be absent',
      otherRules: ['no-source-ip-on-private-api'],
      text: template(
        flow('Allow', {
          condition:
            "IpAddressIfExists: { '‹aws:SourceIp›': 52.94.76.0/22 }, StringEquals: { 'aws:SourceVpce': vpce-0123456789abcdef0 }",
        }),
        { resources: IAM, endpoint: 'PRIVATE' },
      ),
      reasons: ['AWS does not say what aws:SourceIp is behind a VPC endpoint'],
    },
    {
      name: 'a list that may hold no client',
      text: template(flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': !Ref Office }" }), {
        resources: IAM,
        head: 'Parameters:\n  ‹Office›:\n    Type: String',
      }),
      reasons: ['parameter Office has no default'],
    },
    {
      name: 'an endpoint type that is not known',
      text: template(LIST, {
        resources: IAM,
        endpoint: '!Ref Kind',
        head: 'Parameters:\n  ‹Kind›:\n    Type: String',
      }),
      reasons: ['parameter Kind has no default'],
    },
    {
      name: 'an authorization that is not known',
      text: template(LIST, {
        resources: method('GET', 'AuthorizationType: !Ref Kind'),
        head: 'Parameters:\n  ‹Kind›:\n    Type: String',
      }),
      reasons: ['parameter Kind has no default'],
    },
    {
      name: 'routes that are not known',
      text: template(LIST).replace('  Api:', '  ‹Api›:'),
      reasons: ['the template has no methods of Api'],
    },
    {
      name: 'a JWT authorizer',
      text: template(LIST, { resources: method('GET', 'AuthorizationType: JWT') }).replace('GetRoot:', '‹GetRoot›:'),
      reasons: ['AWS does not say how a JWT authorizer and a resource policy work together'],
    },
    {
      name: 'a JWT authorizer, beside an Allow for everybody',
      text: template(`${LIST}\n${flow('Allow')}`, {
        resources: method('GET', 'AuthorizationType: JWT'),
      }).replace('GetRoot:', '‹GetRoot›:'),
      reasons: ['AWS does not say how a JWT authorizer and a resource policy work together'],
    },
  ],
});
