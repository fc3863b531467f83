import { allowing, exported, snapshot } from '../support/snapshots.ts';
import { declared, gateway, policyText, state } from '../support/terraform.ts';
import { ruleTester } from './rule-tester.ts';
import {
  condition,
  ENVIRONMENTS,
  indent,
  method,
  parameter,
  statement,
  type TemplateOptions,
  withPolicy,
} from './templates.ts';

const NEVER = { message: 'never', data: { id: 'Api', deployment: 'AWS::ApiGateway::Deployment' } } as const;
const POLICY = `\n  Version: '2012-10-17'\n  Statement:\n${indent(4, statement('8.8.8.8'))}`;
const property = (options: TemplateOptions = {}, key = 'Policy'): string =>
  withPolicy(`${key}:${POLICY}`, { deployed: false, ...options });
const body = (key: string): string =>
  `Body:\n  openapi: 3.0.1\n  paths: {}\n  ${key}:${POLICY.replaceAll('\n', '\n  ')}`;
const GET = method('GET');
const on = (resource: string): string =>
  condition('8.8.8.8').replace('execute-api:/*', resource).replace('!Ref Api }', '!Ref Api, StageName: prod }');
const MARKED = '«Policy»';

const deployment = (condition = '', api = '!Ref Api'): string =>
  `Deployment0a1b2c3d:\n  Type: AWS::ApiGateway::Deployment\n${condition}  Properties: { RestApiId: ${api} }`;
const stack = (type: string, properties: string): string => `Other:\n  Type: ${type}\n  Properties: ${properties}`;
const ONLY_PROD = `'Fn::If': [IsProd, { Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' } }, !Ref AWS::NoValue]`;

const sam = (sources: string, key = 'Policy', more = ''): string => `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod${more}
      EndpointConfiguration: REGIONAL
      DefinitionBody: { openapi: 3.0.1, paths: { /pets: { get: {} } } }
      ${key}: { Statement: { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/*, Condition: { IpAddress: { aws:SourceIp: ${sources} } } } }
`;
const IN_STATE = {
  message: 'never',
  data: { id: 'aws_api_gateway_rest_api.shop', deployment: 'aws_api_gateway_deployment' },
  related: [[1, 'aws_api_gateway_rest_api.shop']],
} as const;
const stored = (deployment: string, outputs = {}): string =>
  state(
    [
      gateway('rest_api', 'shop', { values: { id: 'a1b2c3d4e5', policy: policyText('8.8.8.8') } }),
      gateway('deployment', 'now', { values: { rest_api_id: deployment } }),
    ],
    outputs,
  );

const loop = (type: string): string =>
  `Fn::ForEach::More: [Id, !Ref Ids, { "More\${Id}": { Type: ${type}, Properties: { RestApiId: !Ref Api } } }]`;
const LOOP = loop('AWS::ApiGateway::Deployment');
const looped = (type: string): string =>
  property({ head: 'Parameters: { ‹Ids›: { Type: CommaDelimitedList } }', resources: loop(type) });

ruleTester('no-undeployed-policy', {
  valid: [
    {
      name: 'a policy that says something else than it did, under another deployment',
      earlier: condition('8.8.8.8').replace('Deployment0a1b2c3d', 'Deployment4e5f6a7b'),
      text: condition('9.9.9.9'),
    },
    {
      name: 'a policy that reads otherwise, and says the same',
      otherRules: ['prefer-aggregated-cidrs'],
      earlier: condition('8.8.8.0/24'),
      text: condition('[8.8.8.128/25, 8.8.8.0/25]'),
    },
    { name: 'an earlier version without the API', earlier: 'Resources: {}', text: condition('8.8.8.8') },
    {
      name: 'a policy of SAM that is deployed always',
      earlier: sam('8.8.8.8'),
      text: sam('9.9.9.9', 'Policy', '\n      AlwaysDeploy: true'),
    },
    {
      name: 'a policy of SAM beside a definition that changes',
      otherRules: ['require-redeploy'],
      earlier: sam('8.8.8.8').replace('/pets', '/orders'),
      text: sam('9.9.9.9'),
    },
    {
      name: 'a policy that was taken out of a definition, which replaces all',
      earlier: withPolicy(body('x-amazon-apigateway-policy')),
      text: withPolicy('Body: { openapi: 3.0.1, paths: {} }'),
    },
    { name: 'a deployment', text: condition('8.8.8.8') },
    { name: 'a Terraform deployment', otherRules: ['require-redeploy'], text: stored('a1b2c3d4e5') },
    {
      name: 'a Terraform output that gives the id away',
      text: stored('other', { id: { value: 'a1b2c3d4e5' } }),
    },
    { name: 'no policy', text: withPolicy('', { deployed: false }) },
    { name: 'a policy that is taken off', earlier: condition('8.8.8.8'), text: withPolicy("Policy: ''") },
    { name: 'an empty policy', text: withPolicy('Policy: {}', { deployed: false }) },
    {
      name: 'a policy that is only a version',
      text: withPolicy("Policy: { Version: '2012-10-17' }", { deployed: false }),
    },
    {
      name: 'an id that an output gives away',
      text: property({ resources: 'Outputs:' }).replace('  Outputs:', 'Outputs: { Id: { Value: !Ref Api } }'),
    },
    {
      name: 'the root resource in a custom resource',
      text: property({ resources: stack('Custom::Deploy', '{ ServiceToken: arn, Root: !GetAtt Api.RootResourceId }') }),
    },
    {
      name: 'the id in an SSM parameter',
      text: property({ resources: stack('AWS::SSM::Parameter', `{ Type: String, Value: !Sub 'id \${Api}' }`) }),
    },
    {
      name: 'an HTTP API',
      otherRules: ['no-http-api-policy'],
      text: property().replace('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'),
    },
    {
      name: 'a private custom domain, whose policy takes effect at once',
      otherRules: ['no-source-ip-on-private-api'],
      text: property({ endpoint: 'none' }).replace('AWS::ApiGateway::RestApi', 'AWS::ApiGateway::DomainNameV2'),
    },
    {
      name: 'a policy that stands by itself',
      file: 'policy.json',
      text: '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*" }] }',
    },
    {
      name: 'a deployment wherever there is a policy',
      text: withPolicy(`Policy:\n  ${ONLY_PROD}`, {
        head: ENVIRONMENTS,
        resources: deployment('  Condition: IsProd\n'),
        deployed: false,
      }),
    },
  ],
  invalid: [
    {
      name: 'beside a loop over something else',
      text: looped('AWS::SNS::Topic').replace('‹Ids›', 'Ids').replace('Policy:', '«Policy»:'),
      findings: [NEVER],
    },
    {
      name: 'a deployment under a condition that decides nothing else',
      text: property({ head: ENVIRONMENTS, resources: deployment('  Condition: IsProd\n') }, MARKED),
      findings: [{ ...NEVER, scenarios: ['Env is dev'] }],
    },
    {
      name: 'a policy that says something else than it did, under the same deployment',
      earlier: condition('8.8.8.8', { resources: GET }),
      text: withPolicy(`«Policy»:${POLICY.replace('8.8.8.8', '9.9.9.9')}`, { resources: GET }),
      findings: [
        {
          message: 'kept',
          data: {
            deployment: 'Deployment0a1b2c3d',
            changes: 'the next deployment opens GET / to 9.9.9.9, and closes GET / to 8.8.8.8',
          },
        },
      ],
    },
    {
      name: 'a policy of SAM beside a definition that stays',
      otherRules: ['require-redeploy'],
      earlier: sam('8.8.8.8'),
      text: sam('9.9.9.9', '«Policy»'),
      findings: [
        {
          message: 'kept',
          data: {
            deployment: 'Api',
            changes: 'the next deployment opens GET /pets to 9.9.9.9, and closes GET /pets to 8.8.8.8',
          },
        },
      ],
    },
    {
      name: 'a policy that was taken out',
      earlier: condition('8.8.8.8'),
      text: withPolicy('').replace('  Api:', '  «Api»:'),
      findings: [{ message: 'removed', data: { id: 'Api' } }],
    },
    {
      name: 'a stage of a live API that runs another policy',
      file: 't.json',
      text: snapshot({
        policy: allowing('8.8.8.8'),
        stages: [{ stageName: '«prod»', deploymentId: 'd1', export: exported(allowing('9.9.9.9')) }],
      }),
      findings: [
        {
          message: 'stale',
          data: {
            what: 'Stage',
            stage: 'prod',
            changes: 'the next deployment opens GET /pets to 8.8.8.8, and closes GET /pets to 9.9.9.9',
          },
        },
      ],
    },
    {
      name: 'a Terraform state without a deployment of the API',
      text: declared(stored('other'), 'aws_api_gateway_rest_api.shop').replace('"policy"', '"«policy»"'),
      findings: [IN_STATE],
    },
    { name: 'no deployment', text: property({}, MARKED), findings: [NEVER] },
    {
      name: 'no deployment of a private API',
      otherRules: ['no-source-ip-on-private-api'],
      text: property({ endpoint: 'PRIVATE' }, MARKED),
      findings: [NEVER],
    },
    {
      name: 'a deployment of another API, and a stage without one',
      text: property(
        {
          resources: `${deployment('', '!Ref Other')}\n${stack('AWS::ApiGateway::RestApi', '{ Name: other }')}\nProd: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: a1b2c3, StageName: prod } }`,
        },
        MARKED,
      ),
      findings: [NEVER],
    },
    {
      name: 'the id in resources of API Gateway, and another value of the API in an output',
      text: `${property({ resources: 'Key: { Type: AWS::ApiGateway::UsagePlan, Properties: { ApiStages: [{ ApiId: !Ref Api }] } }' }, MARKED)}Outputs: { Name: { Value: Api } }\n`,
      findings: [NEVER],
    },
    {
      name: 'the extension of a body',
      text: withPolicy(body('«x-amazon-apigateway-policy»'), { deployed: false }),
      findings: [NEVER],
    },
    {
      name: 'a policy in a string',
      otherRules: ['valid-policy'],
      text: withPolicy(`«Policy»: '{ "Statement": [] }'`, { deployed: false }),
      findings: [NEVER],
    },
    {
      name: 'a deployment in another scenario',
      text: withPolicy(`«Policy»:\n  ${ONLY_PROD}`, {
        head: `${ENVIRONMENTS}\n  IsDev: !Not [!Condition IsProd]`,
        resources: deployment('  Condition: IsDev\n'),
        deployed: false,
      }),
      findings: [{ ...NEVER, scenarios: ['Env is prod'] }],
    },
  ],
  undecided: [
    {
      name: 'a policy of which it is not known whether it says something else',
      earlier: condition('8.8.8.8', { resources: GET }),
      text: condition('!Ref Office', { head: parameter('‹Office›'), resources: GET }),
      reasons: ['parameter Office has no default'],
    },
    {
      name: 'a policy that says something else of routes that are not known',
      earlier: on('execute-api:/prod/GET/old'),
      text: on('[execute-api:/prod/GET/old, execute-api:/prod/GET/new]').replace('  Api:', '  ‹Api›:'),
      reasons: ['the template has no methods of Api'],
    },
    {
      name: 'a policy that is not known',
      text: withPolicy('Policy: !Ref Policy', { deployed: false, head: parameter('‹Policy›') }),
      reasons: ['parameter Policy has no default'],
    },
    {
      name: 'the id in a nested stack that is not read',
      text: property({
        resources: stack(
          'AWS::CloudFormation::Stack',
          "{ TemplateURL: 'https://example.com', Parameters: { Id: !Ref Api } }",
        ).replace('Other', '‹Other›'),
      }),
      reasons: ['the template of Other is not read: it is no local file'],
    },
    {
      name: 'deployments of a loop over a list that is not known',
      text: looped('AWS::ApiGateway::Deployment'),
      reasons: ['parameter Ids has no default'],
    },
    {
      name: 'a macro over the whole template',
      text: `Transform: ‹Deployer›\n${property()}`,
      reasons: ['the macro Deployer may change any part of the template'],
    },
    {
      name: 'resources of an include that is stored elsewhere',
      text: property({
        resources: "‹'Fn::Transform'›: { Name: AWS::Include, Parameters: { Location: 's3://bucket/more.yml' } }",
      }).replace("‹'Fn::Transform'›", "'‹Fn::Transform›'"),
      reasons: ['s3://bucket/more.yml is not fetched: name a local copy'],
    },
    {
      name: 'a policy that changed beside deployments of a loop',
      earlier: condition('8.8.8.8', { resources: `${GET}\n${LOOP}` }),
      text: condition('9.9.9.9', {
        resources: `${GET}\n${LOOP}`,
        head: 'Parameters: { ‹Ids›: { Type: CommaDelimitedList } }',
      }),
      reasons: ['parameter Ids has no default'],
    },
  ],
});
