import { ruleTester } from './rule-tester.ts';
import { flow, method, methodAt, type TemplateOptions, template } from './templates.ts';

const GET = method('GET');
const ALLOW = flow('Allow');
const MARKED = ALLOW.replace('Effect', '«Effect»');
const DOMAIN = 'arn:aws:apigateway:eu-west-1:111122223333:/domainnames/a.example.com+abc';
const VPCE = 'vpce-0123456789abcdef0';
const privately = (statements: string, resources = GET, more: TemplateOptions = {}): string =>
  template(statements, { resources, endpoint: 'PRIVATE', ...more });
const open = (routes: string) => ({ message: 'open', data: { routes } });

ruleTester('no-open-private-api', {
  valid: [
    {
      name: 'a private custom domain that leads to a public API: nobody comes by it',
      otherRules: ['no-total-lockout'],
      text: `Resources:
  Domain:
    Type: AWS::ApiGateway::DomainNameV2
    Properties:
      DomainName: shop.example.com
      Policy: { Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' } }
  Mapping: { Type: AWS::ApiGateway::BasePathMappingV2, Properties: { DomainNameArn: !Ref Domain, RestApiId: !Ref Api, Stage: live } }
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { EndpointConfiguration: { Types: [REGIONAL] } } }
`,
    },
    ...(
      [
        ["StringLike: { 'aws:PrincipalOrgID': 'o-a1*' }", 'a pattern of few organizations'],
        ["ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' }", 'roles of one account'],
        [
          "StringLike: { 'aws:PrincipalOrgID': 'o-*' }, StringEquals: { 'aws:PrincipalAccount': '111122223333' }",
          'one account of any organization',
        ],
        ["'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/*' }", 'a part of an organization'],
      ] as const
    ).map(([condition, name]) => ({
      name,
      text: privately(flow('Allow', { condition }), method('GET', 'AuthorizationType: AWS_IAM')),
    })),
    {
      name: 'any organization by one endpoint, one organization by any',
      otherRules: ['no-unenforced-allowlist'],
      text: privately(
        `${flow('Allow', { condition: `StringLike: { 'aws:PrincipalOrgID': 'o-*' }, StringEquals: { 'aws:SourceVpce': ${VPCE} }` })}\n${flow('Allow', { condition: "StringEquals: { 'aws:PrincipalOrgID': o-a1b2c3d4e5 }" })}`,
        method('GET', 'AuthorizationType: AWS_IAM'),
      ),
    },
    ...['StringNotEquals', 'StringNotEqualsIfExists'].map((operator) => ({
      name: `any organization, of which a Deny spares one: ${operator}`,
      text: privately(
        `${flow('Allow', { condition: "StringLike: { 'aws:PrincipalOrgID': 'o-*' }" })}\n${flow('Deny', { condition: `${operator}: { 'aws:PrincipalOrgID': o-a1b2c3d4e5 }` })}`,
        method('GET', 'AuthorizationType: AWS_IAM'),
      ),
    })),
    { name: 'a public API', text: template(ALLOW, { resources: method('GET', 'AuthorizationType: AWS_IAM') }) },
    {
      name: 'an endpoint',
      text: privately(flow('Allow', { condition: `StringEquals: { 'aws:SourceVpce': ${VPCE} }` })),
    },
    {
      name: 'a VPC, by a Deny',
      text: privately(
        `${ALLOW}\n${flow('Deny', { condition: "StringNotEquals: { 'aws:SourceVpc': vpc-0123456789abcdef0 }" })}`,
      ),
    },
    {
      name: 'an endpoint that is not known',
      text: privately(flow('Allow', { condition: "StringEquals: { 'aws:SourceVpce': !Ref Endpoint }" }), GET, {
        head: 'Parameters:\n  Endpoint: { Type: String }',
      }),
    },
    {
      name: 'endpoints that are blocked, which says that the rest may come',
      text: privately(`${ALLOW}\n${flow('Deny', { condition: `StringEquals: { 'aws:SourceVpce': ${VPCE} }` })}`),
    },
    {
      name: 'all but an endpoint',
      text: privately(flow('Allow', { condition: `StringNotEquals: { 'aws:SourceVpce': ${VPCE} }` })),
    },
    {
      name: 'an organization, behind IAM',
      text: privately(
        flow('Allow', { condition: "StringEquals: { 'aws:PrincipalOrgID': o-abcdefghij }" }),
        method('GET', 'AuthorizationType: AWS_IAM'),
      ),
    },
    {
      name: 'an account, behind IAM',
      text: privately(
        flow('Allow', { principal: "{ AWS: '111122223333' }" }),
        method('GET', 'AuthorizationType: AWS_IAM'),
      ),
    },
    {
      name: 'what require-paired-vpc-source reports',
      otherRules: ['require-paired-vpc-source'],
      text: privately(flow('Allow', { condition: "IpAddress: { 'aws:VpcSourceIp': 10.0.0.0/8 }" })),
    },
    {
      name: 'what no-unenforced-allowlist reports',
      otherRules: ['no-unenforced-allowlist'],
      text: privately(
        flow('Allow', { condition: `StringEquals: { 'aws:SourceVpce': ${VPCE} }` }),
        method('GET', 'AuthorizationType: CUSTOM'),
      ),
    },
    { name: 'no policy', otherRules: ['valid-policy'], text: privately('') },
    { name: 'preflights', text: privately(ALLOW, method('OPTIONS')) },
  ],
  invalid: [
    { name: 'an Allow for everybody', text: privately(MARKED), findings: [open('GET /')] },
    {
      name: 'a Deny of other VPCs that tests addresses too, behind an authorizer',
      text: privately(
        `${flow('Allow', { condition: "StringEquals: { 'aws:SourceVpc': vpc-0123456789abcdef0 }, IpAddress: { 'aws:VpcSourceIp': 10.0.0.0/16 }" })}\n${flow('Deny', { condition: "StringNotEquals: { 'aws:SourceVpc': vpc-0123456789abcdef0 }, NotIpAddress: { 'aws:VpcSourceIp': 10.0.0.0/16 }" })}`,
        method('GET', 'AuthorizationType: CUSTOM'),
      ).replace('Policy:', '«Policy»:'),
      findings: [{ message: 'together', data: { routes: 'GET /', key: 'aws:SourceVpc' } }],
    },
    {
      name: 'a Deny of other endpoints that tests what the caller writes',
      text: privately(
        `${MARKED}\n${flow('Deny', { condition: `StringNotEquals: { 'aws:SourceVpce': ${VPCE}, 'aws:Referer': 'https://shop.example.com' }` })}`,
      ),
      findings: [{ message: 'together', data: { routes: 'GET /', key: 'aws:SourceVpce' } }],
    },
    {
      name: 'a Deny that tests in vain where a call comes from',
      otherRules: ['no-source-ip-on-private-api'],
      text: privately(
        `${MARKED}\n${flow('Deny', { condition: "NotIpAddress: { 'aws:SourceIp': 52.94.76.0/22 }, 'Null': { 'aws:SourceVpce': 'true' }" })}`,
      ),
      findings: [open('GET /')],
    },
    {
      name: 'a Deny of addresses that are none of a client',
      otherRules: ['no-source-ip-on-private-api'],
      text: privately(`${MARKED}\n${flow('Deny', { condition: "IpAddress: { 'aws:SourceIp': 52.94.76.0/22 }" })}`),
      findings: [open('GET /')],
    },
    {
      name: 'whatever the authorization is',
      text: privately(
        MARKED,
        ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'].map((kind, i) => methodAt(`p${i}`, 'GET', kind)).join('\n'),
      ),
      findings: [open('GET /p0, GET /p1, GET /p2 and 1 more')],
    },
    {
      name: 'routes that are not known, whose authorization decides nothing',
      text: privately(MARKED, ''),
      findings: [open('every route')],
    },
    {
      name: 'a pattern that every id matches',
      text: privately(
        flow('Allow', { condition: "StringLike: { 'aws:SourceVpce': 'vpce-*' }" }).replace('Effect', '«Effect»'),
      ),
      findings: [open('GET /')],
    },
    {
      name: 'an endpoint that may be absent, which it never is, beside an Allow for all',
      text: privately(`${flow('Allow', { condition: `StringEquals: { 'aws:SourceVpce': ${VPCE} }` })}\n${MARKED}`),
      findings: [open('GET /')],
    },
    {
      name: 'everybody, of whom a Deny spares any organization',
      text: privately(
        `${flow('Allow').replace('Effect', '«Effect»')}\n${flow('Deny', { condition: "StringNotLike: { 'aws:PrincipalOrgID': 'o-*' }" })}`,
        method('GET', 'AuthorizationType: AWS_IAM'),
      ),
      findings: [{ message: 'open', data: { routes: 'GET /' } }],
    },
    ...(
      [
        ["StringLike: { 'aws:PrincipalOrgID': 'o-*' }", 'a pattern that every organization meets'],
        ["StringLike: { 'aws:PrincipalOrgID': 'o-??????????' }", 'as many letters as every organization has'],
        ["StringLike: { 'aws:PrincipalOrgID': 'o-*?' }", 'some letters more'],
        ["StringLike: { 'aws:PrincipalAccount': '*' }", 'a pattern that every account meets'],
        ["StringLike: { 'aws:PrincipalAccount': '????????????' }", 'as many digits as every account has'],
        ["StringLike: { 'aws:SourceVpce': 'vpce-?????????????????' }", 'as many letters as every endpoint has'],
        ["ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' }", 'roles of any account'],
        ["'Null': { 'aws:PrincipalOrgID': 'false' }", 'any organization'],
        ["'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*/r-*/*' }", 'any path of any organization'],
      ] as const
    ).map(([condition, name]) => ({
      name,
      text: privately(
        flow('Allow', { condition }).replace('Effect', '«Effect»'),
        method('GET', 'AuthorizationType: AWS_IAM'),
      ),
      findings: [open('GET /')] as const,
    })),
    {
      name: 'a private custom domain',
      text: `Resources:
  Domain:
    Type: AWS::ApiGateway::DomainNameV2
    Properties:
      DomainName: shop.example.com
      Policy: { Statement: { «Effect»: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' } }`,
      findings: [{ message: 'domain', data: { domain: 'shop.example.com' } }],
    },
  ],
  undecided: [
    ...(
      [
        ['Allow', 'a time', "DateLessThan: { '‹aws:CurrentTime›': '2030-01-01T00:00:00Z' }"],
        ['Deny', 'a time', "DateGreaterThan: { '‹aws:CurrentTime›': '2031-01-01T00:00:00Z' }"],
        ['Allow', 'seconds', "NumericLessThan: { '‹aws:EpochTime›': '1893456000' }"],
        ['Allow', 'a domain', `ArnEquals: { '‹execute-api:viaDomainArn›': '${DOMAIN}' }`],
        ['Deny', 'a domain', `ArnNotEquals: { '‹execute-api:viaDomainArn›': '${DOMAIN}' }`],
        ['Deny', 'whether by a domain', "'Null': { '‹execute-api:viaDomainArn›': 'true' }"],
        ['Allow', 'who calls for whom', `ArnLike: { '‹aws:SourceArn›': 'arn:aws:sns:*:*:orders' }`],
      ] as const
    ).flatMap(([effect, name, condition]) =>
      ['NONE', 'AWS_IAM'].map((kind) => ({
        name: `${effect} by ${name}, ${kind}`,
        text: privately(
          `${effect === 'Deny' ? `${ALLOW}\n` : ''}${flow(effect, { condition })}`,
          method('GET', `AuthorizationType: ${kind}`),
        ),
        reasons: [`${condition.replace(/.*‹|›.*/g, '')} depends on the request`] as const,
      })),
    ),
    {
      name: 'an endpoint type that is not known',
      text: template(ALLOW, {
        resources: GET,
        endpoint: '!Ref Type',
        head: 'Parameters:\n  ‹Type›:\n    Type: String',
      }),
      reasons: ['parameter Type has no default'],
    },
  ],
});
