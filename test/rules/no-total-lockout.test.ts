import { ruleTester } from './rule-tester.ts';
import { condition, flow, method, methodAt, stage, template, withPolicy } from './templates.ts';

const GET = method('GET');
const OFFICE = "IpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const IPV6 = "IpAddress: { 'aws:SourceIp': '2600:1f18:4000::/36' }";
const marked = (text: string): string => text.replace('\n      Policy:', '\n      «Policy»:');
const lockout = { message: 'lockout', data: { api: 'shop' } };

const astray = (type: string, more = ''): string => `Resources:
  Domain:
    Type: AWS::ApiGateway::DomainNameV2
    Properties:
      DomainName: shop.example.com
      Policy: { Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Condition: { StringEquals: { 'aws:SourceVpce': vpce-0a1b2c3d4e5f60718 } } } }
  Mapping: { Type: AWS::ApiGateway::BasePathMappingV2, Properties: { DomainNameArn: !Ref Domain, RestApiId: !Ref Api, Stage: live } }
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { EndpointConfiguration: { Types: [${type}] } } }
${more}`;

/** A private domain that SAM sets up for an API of a type, and what else there is. */
const ofSam = (type: string, more = ''): string => `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      EndpointConfiguration: { Type: ${type} }
      Domain:
        DomainName: shop.example.com
        EndpointConfiguration: PRIVATE
        Policy: { Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Condition: { StringEquals: { 'aws:SourceVpce': vpce-0a1b2c3d4e5f60718 } } } }
${more}`;
const sharing = (type: string): string =>
  `  Other: { Type: AWS::Serverless::Api, Properties: { StageName: live, EndpointConfiguration: { Type: ${type} }, Domain: { DomainName: shop.example.com, EndpointConfiguration: PRIVATE } } }`;

ruleTester('no-total-lockout', {
  valid: [
    {
      name: 'a private custom domain that leads to a private API',
      otherRules: ['require-private-api-policy'],
      text: astray('PRIVATE'),
    },
    { name: 'the same of SAM', otherRules: ['require-private-api-policy'], text: ofSam('PRIVATE') },
    {
      name: 'a domain of SAM that a private API shares',
      otherRules: ['require-private-api-policy'],
      text: ofSam('REGIONAL', sharing('PRIVATE')),
    },
    { name: 'an allowlist', text: template(flow('Allow', { condition: OFFICE }), { resources: GET }) },
    {
      name: 'all that is allowed is denied, entry by entry: no-conflicting-cidrs says so',
      otherRules: ['no-conflicting-cidrs'],
      text: template(`${flow('Allow', { condition: OFFICE })}\n${flow('Deny', { condition: OFFICE })}`, {
        resources: GET,
      }),
    },
    {
      name: 'one route of several',
      otherRules: ['no-unreachable-route'],
      text: template(flow('Allow', { resource: 'execute-api:/*/GET/a' }), {
        resources: `${methodAt('a', 'GET', 'AWS_IAM')}\n${methodAt('b', 'GET')}`,
      }),
    },
    {
      name: 'callers that an authorizer lets in',
      otherRules: ['no-unenforced-allowlist'],
      text: template(flow('Allow', { condition: IPV6 }), { resources: method('GET', 'AuthorizationType: CUSTOM') }),
    },
    {
      name: 'one role of many',
      text: template(flow('Allow', { principal: "{ AWS: 'arn:aws:iam::111122223333:role/x' }" }), {
        resources: method('GET', 'AuthorizationType: AWS_IAM'),
      }),
    },
    {
      name: 'an IPv6 source of a dualstack endpoint',
      text: template(flow('Allow', { condition: IPV6 }), { resources: GET }).replace(
        'Types: [REGIONAL]',
        'Types: [REGIONAL]\n        IpAddressType: dualstack',
      ),
    },
    { name: 'preflights alone', text: template(flow('Deny'), { resources: method('OPTIONS') }) },
    {
      name: 'what require-allow reports',
      otherRules: ['require-allow'],
      text: template(flow('Deny'), { resources: GET }),
    },
    {
      name: 'what no-unroutable-source reports',
      otherRules: ['no-unroutable-source'],
      text: condition('10.0.0.0/8', { resources: GET }),
    },
    {
      name: 'what no-unmatched-resource reports',
      otherRules: ['no-unmatched-resource'],
      text: template(flow('Allow', { resource: 'execute-api:/*/PUT/*' }), { resources: `${GET}\n${stage('prod')}` }),
    },
    {
      name: 'what no-mismatched-principal reports',
      otherRules: ['no-mismatched-principal'],
      text: template(flow('Allow', { principal: "{ AWS: '111122223333' }" }), { resources: GET }),
    },
    {
      name: 'what valid-resource reports',
      otherRules: ['valid-resource'],
      text: template(flow('Allow', { resource: 'execute-api:/*/get/*' }), { resources: GET }),
    },
    {
      name: 'what no-source-ip-on-private-api reports',
      otherRules: ['no-source-ip-on-private-api'],
      text: template(flow('Allow', { condition: OFFICE }), { resources: GET, endpoint: 'PRIVATE' }),
    },
    { name: 'no policy', otherRules: ['require-policy'], text: withPolicy('', { resources: GET }) },
  ],
  invalid: [
    {
      name: 'two endpoints of the template, one of which an Allow names and a Deny the other',
      text: marked(
        template(
          `${flow('Allow', { condition: "StringEquals: { 'aws:SourceVpce': !Ref One }" })}\n${flow('Deny', { condition: "StringNotEquals: { 'aws:SourceVpce': !Ref Other }" })}`,
          {
            endpoint: 'PRIVATE',
            resources: `${GET}\nOne: { Type: AWS::EC2::VPCEndpoint }\nOther: { Type: AWS::EC2::VPCEndpoint }`,
          },
        ),
      ),
      findings: [lockout],
    },
    {
      name: 'an account in a Deny of all others, and nobody is of one',
      text: marked(
        template(
          `${flow('Allow')}\n${flow('Deny', { condition: "StringNotEquals: { 'aws:PrincipalAccount': '111122223333' }" })}`,
          { resources: GET },
        ),
      ),
      findings: [lockout],
    },
    {
      name: 'a private custom domain that leads to a public API alone',
      text: marked(astray('EDGE')),
      findings: [{ message: 'astray', data: { domain: 'shop.example.com' } }],
    },
    {
      name: 'the same of SAM, whose API leaves the template, and not its domain',
      text: ofSam('REGIONAL', `Outputs: { Url: { Value: !Sub 'https://\${Api}.example.com/\${Api.Stage}' } }`).replace(
        'Policy:',
        '«Policy»:',
      ),
      findings: [{ message: 'astray', data: { domain: 'shop.example.com' } }],
    },
    {
      name: 'the same of SAM, shared by public APIs',
      text: ofSam('REGIONAL', sharing('EDGE')).replace('Policy:', '«Policy»:'),
      findings: [{ message: 'astray', data: { domain: 'shop.example.com' } }],
    },
    {
      name: 'a family that the endpoint does not serve',
      text: marked(template(flow('Allow', { condition: IPV6 }), { resources: GET })),
      findings: [lockout],
    },
    {
      name: 'a Deny of everybody',
      text: marked(
        template(`${flow('Allow')}\n${flow('Deny')}`, {
          resources: `${GET}\n${method('POST', 'AuthorizationType: CUSTOM')}`,
        }),
      ),
      findings: [lockout],
    },
    {
      name: 'in one scenario',
      otherRules: ['no-public-access'],
      text: marked(
        template(`${flow('Allow')}\n- !If [IsProd, ${flow('Deny').slice(2)}, !Ref AWS::NoValue]`, {
          resources: GET,
          head: 'Parameters:\n  Env: { Type: String, AllowedValues: [prod, dev] }\nConditions:\n  IsProd: !Equals [!Ref Env, prod]',
        }),
      ),
      findings: [{ ...lockout, scenarios: ['Env is prod'] }],
    },
  ],
  undecided: [
    ...["'Null': { '‹aws:PrincipalAccount›': 'true' }", "StringNotEquals: { '‹aws:PrincipalAccount›': anonymous }"].map(
      (condition) => ({
        name: `a Deny with ${condition}, and AWS does not say whether an anonymous call is meant`,
        text: template(`${flow('Allow')}\n${flow('Deny', { condition })}`, { resources: GET }),
        reasons: ['AWS does not say what aws:PrincipalAccount is in an anonymous call'] as const,
      }),
    ),
    {
      name: 'a domain of SAM that is mapped elsewhere too',
      text: ofSam(
        'REGIONAL',
        '  Mapping: { Type: AWS::ApiGateway::BasePathMappingV2, Properties: { DomainNameArn: !GetAtt Api.DomainNameV2.DomainNameArn, RestApiId: abcdef1234, Stage: live } }',
      ).replace('Domain:', '‹Domain›:'),
      reasons: ['Api.Domain may be mapped elsewhere, too'],
    },
    ...['!Ref Api.DomainNameV2', `!Sub '\${Api.DomainNameV2}'`, '!GetAtt [Api, DomainNameV2.DomainNameArn]'].map(
      (value) => ({
        name: `a domain of SAM that leaves the template by ${value}`,
        text: ofSam('REGIONAL', `Outputs: { Domain: { Value: ${value} } }`).replace('Domain:', '‹Domain›:'),
        reasons: ['Api.Domain may be mapped elsewhere, too'] as const,
      }),
    ),
    {
      name: 'a private custom domain that leaves the template',
      text: astray('EDGE', 'Outputs: { Arn: { Value: !Ref Domain } }\n').replace('  Domain:', '  ‹Domain›:'),
      reasons: ['Domain may be mapped elsewhere, too'],
    },
    {
      name: 'a private custom domain that leads to an API whose type is not known',
      text: astray('!Ref Type', 'Parameters: { ‹Type›: { Type: String } }\n'),
      reasons: ['parameter Type has no default'],
    },
    {
      name: 'a stage that a loop may make',
      text: template(`${flow('Allow')}\n${flow('Deny').replace('execute-api:/*', 'execute-api:/prod/*')}`, {
        resources: `${GET}
Prod: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: prod } }
Fn::ForEach::Stages: [Name, !Ref Names, { "Stage\${Name}": { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: !Ref Name } } }]`,
        head: 'Parameters: { ‹Names›: { Type: CommaDelimitedList } }',
      }),
      reasons: ['parameter Names has no default'],
    },
    {
      name: 'sources that are not known',
      text: template(flow('Allow', { condition: "IpAddress: { 'aws:SourceIp': !Ref Sources }" }), {
        resources: GET,
        head: 'Parameters:\n  ‹Sources›:\n    Type: CommaDelimitedList',
      }),
      reasons: ['parameter Sources has no default'],
    },
    {
      name: 'an entry that is no address',
      otherRules: ['valid-cidr'],
      text: condition('‹hello›', { resources: GET }),
      reasons: ["AWS does not say what becomes of 'hello', which is no address"],
    },
    {
      name: 'a route behind a JWT authorizer, which no Allow is for',
      otherRules: ['no-unmatched-resource'],
      text: template(flow('Allow', { resource: 'execute-api:/*/POST/*' }), {
        resources: method('GET', 'AuthorizationType: JWT'),
      }).replace('GetRoot:', '‹GetRoot›:'),
      reasons: ['AWS does not say how a JWT authorizer and a resource policy work together'],
    },
  ],
});
