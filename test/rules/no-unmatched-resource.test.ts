import { ruleTester } from './rule-tester.ts';
import { flow, methodAt, stage, template } from './templates.ts';

const RESOURCES = [methodAt('pets', 'GET'), methodAt('{id}', 'ANY', 'AWS_IAM'), stage('prod'), stage('test')].join(
  '\n',
);
const OFFICE = "IpAddress: { 'aws:SourceIp': 52.94.76.0/22 }";
const on = (resource: string, resources = RESOURCES): string =>
  template(flow('Allow', { resource, condition: OFFICE }), { resources });
const unmatched = (resource: string, resources = RESOURCES): string =>
  on(resource, resources).replace(`'${resource}'`, `'«${resource}»'`);
const finding = (written: string, left = '') => ({
  message: 'unmatched',
  data: { written, left, api: 'Api', routes: 'prod, test; GET /pets, ANY /{id}' },
});

const HEAD = 'Parameters: { ‹Names›: { Type: CommaDelimitedList } }\nResources:';
const loop = (type: string): string =>
  `Fn::ForEach::More: [Name, !Ref Names, { "More\${Name}": { Type: AWS::ApiGateway::${type}, Properties: { RestApiId: !Ref Api } } }]`;

ruleTester('no-unmatched-resource', {
  valid: [
    ...['*', 'execute-api:/*', 'execute-api:/*/*/pets'].map((resource) => ({
      name: `${resource}, which matches`,
      otherRules: ['no-unenforced-allowlist'],
      text: on(resource),
    })),
    ...['execute-api:/prod/GET/pets', 'arn:aws:execute-api:*:*:*/prod/GET/pets'].map((resource) => ({
      name: `${resource}, which matches`,
      otherRules: ['no-unreachable-route'],
      text: on(resource),
    })),
    {
      name: 'execute-api:/test/DELETE/7, which matches',
      otherRules: ['no-unenforced-allowlist', 'no-unreachable-route'],
      text: on('execute-api:/test/DELETE/7'),
    },
    {
      name: 'NotResource',
      otherRules: ['no-negated-element', 'no-unenforced-allowlist'],
      text: on('execute-api:/prod/GET/dogs/7').replace('Resource:', 'NotResource:'),
    },
    { name: 'what valid-resource reports', otherRules: ['valid-resource'], text: on('execute-api:/prod/get/pets') },
    {
      name: 'a preflight',
      text: on('execute-api:/*/OPTIONS/pets', `${methodAt('pets', 'OPTIONS')}\n${stage('prod')}`),
    },
    { name: 'routes that are not known', text: on('execute-api:/prod/GET/pets', stage('prod')) },
    {
      name: 'an API whose id leaves the template',
      otherRules: ['no-total-lockout'],
      text: `${on('execute-api:/prod/POST/pets/7', `${methodAt('pets', 'GET')}\n${stage('prod')}`)}Outputs: { Id: { Value: !Ref Api } }\n`,
    },
    {
      name: 'a private custom domain',
      text: "Resources: { Domain: { Type: AWS::ApiGateway::DomainNameV2, Properties: { DomainName: d, Policy: { Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/x/GET/y' } } } } }",
    },
  ],
  invalid: [
    {
      name: 'a path that an OpenAPI definition does not have, on any stage',
      file: 'openapi.yml',
      text: `openapi: 3.0.1
info: { title: pets, version: '1' }
x-amazon-apigateway-endpoint-configuration: { types: [REGIONAL] }
paths: { /a: { get: {} } }
x-amazon-apigateway-policy:
  Statement:
    - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: ['execute-api:/*/GET/a', '«execute-api:/*/GET/b»'], Condition: { IpAddress: { aws:SourceIp: 52.94.76.0/24 } } }
`,
      findings: [
        { message: 'unmatched', data: { written: 'execute-api:/*/GET/b', api: 'pets', routes: 'GET /a', left: '' } },
      ],
    },
    ...[
      'execute-api:/prod/GET/pets/7',
      'execute-api:/dev/GET/pets',
      'execute-api:/prod/GET/pet/*',
      'arn:aws:execute-api:*:*:*/prod/GET/',
    ].map((resource) => ({
      name: `${resource}, which does not match`,
      text: unmatched(resource),
      findings: [finding(resource)] as const,
    })),
    {
      name: 'a Deny of some whom an Allow lets in on every route',
      otherRules: ['no-unenforced-allowlist'],
      text: template(
        `${flow('Allow', { condition: OFFICE })}\n${flow('Deny', { resource: '«execute-api:/prod/GET/dogs/7»', condition: "IpAddress: { 'aws:SourceIp': 52.94.76.1 }" })}`,
        { resources: RESOURCES },
      ),
      findings: [finding('execute-api:/prod/GET/dogs/7', ': 52.94.76.1 still gets in')],
    },
    {
      name: 'a Deny of some whom an Allow lets in on other routes',
      text: template(
        `${flow('Allow', { resource: 'execute-api:/*/GET/pets', condition: OFFICE })}\n${flow('Deny', { resource: '«execute-api:/prod/GET/dogs/7»', condition: "IpAddress: { 'aws:SourceIp': 52.94.76.1 }" })}`,
        {
          resources: [methodAt('pets', 'GET'), methodAt('{id}', 'ANY', 'NONE'), stage('prod'), stage('test')].join(
            '\n',
          ),
        },
      ),
      findings: [finding('execute-api:/prod/GET/dogs/7')],
    },
    {
      name: 'one of several',
      text: on('execute-api:/prod/GET/pets').replace(
        "'execute-api:/prod/GET/pets'",
        "['execute-api:/prod/GET/pets', '«execute-api:/dev/*»']",
      ),
      findings: [finding('execute-api:/dev/*')],
    },
  ],
  undecided: [
    ...[`\${aws:PrincipalTag/team}`, `\${aws:username}`, `\${*}`].map((variable) => ({
      name: `a variable of the policy: ${variable}`,
      text: on(`execute-api:/prod/POST/${variable}`, `${methodAt('pets', 'POST')}\n${stage('prod')}`).replace(
        variable,
        `‹${variable}›`,
      ),
      reasons: [
        variable === `\${*}`
          ? `\${*} is a plain character, which is not told from a wildcard here`
          : `${variable} is a value of each request`,
      ] as const,
    })),
    {
      name: 'a stage that is not known',
      text: on('execute-api:/prod/GET/pets', methodAt('pets', 'GET')).replace('  Api:', '  ‹Api›:'),
      reasons: ['the stage is not known'],
    },
    {
      name: 'a null in Fn::Sub, and in the list of Fn::Join',
      otherRules: ['no-unreachable-route'],
      text: on('X').replace(
        "'X'",
        `[!Sub ['execute-api:/\${S}/GET/dogs', { S: ‹~› }], !Join ['/', ['execute-api:', ‹null›, GET, dogs]]]`,
      ),
      reasons: ['CloudFormation refuses a template with a null', 'CloudFormation refuses a template with a null'],
    },
    {
      name: 'a stage whose name is a null',
      text: on(
        'execute-api:/null/GET/pets',
        `${methodAt('pets', 'GET')}\nNull: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: ‹null› } }`,
      ),
      reasons: ['CloudFormation refuses a template with a null'],
    },
    {
      name: 'a route that a loop may make',
      text: on('execute-api:/prod/GET/dogs', `${methodAt('pets', 'GET')}\n${stage('prod')}\n${loop('Method')}`).replace(
        'Resources:',
        HEAD,
      ),
      reasons: ['parameter Names has no default'],
    },
    {
      name: 'a stage that a loop may make',
      text: on('execute-api:/dev/GET/pets', `${methodAt('pets', 'GET')}\n${stage('prod')}\n${loop('Stage')}`).replace(
        'Resources:',
        HEAD,
      ),
      reasons: ['parameter Names has no default'],
    },
    {
      name: 'a path that an include may bring',
      text: on('execute-api:/prod/GET/dogs', `${methodAt('pets', 'GET')}\n${stage('prod')}`).replace(
        '    Properties:',
        "    Properties:\n      Body: { paths: ‹{ 'Fn::Transform': { Name: AWS::Include, Parameters: { Location: 's3://bucket/paths.yml' } } }› }",
      ),
      reasons: ['s3://bucket/paths.yml is not fetched: name a local copy'],
    },
  ],
});
