import { join, type Marked } from '../support/marked.ts';
import { block, flow, type Json, json, scalars, yaml } from './forms.ts';
import { POLICY } from './policy.ts';

const SAM = 'Transform: AWS::Serverless-2016-10-31\n';
const sam = (properties: Marked): Marked =>
  join(
    SAM,
    'Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: prod\n',
    '      EndpointConfiguration: { Type: REGIONAL }\n      ',
    properties,
    '\n',
  );

/** The statements alone, their parts named as those of the policy. */
const statements = (print: (value: Json, path: string) => Marked): Marked =>
  print((POLICY as { readonly Statement: Json }).Statement, 'Statement');
const inBlock = (value: Json, path: string): Marked => yaml(value, scalars.single, path);

const service = (statement: Marked): Marked =>
  join(
    "service: shop\nframeworkVersion: '4'\nprovider:\n  name: aws\n  endpointType: regional\n",
    '  apiGateway:\n    resourcePolicy:',
    statement,
    '\nfunctions: {}\n',
  );

const openApi = (version: string, policy: Marked): Marked =>
  join(version, '\ninfo: { title: 🛒, version: "1" }\nx-amazon-apigateway-policy:', policy, '\npaths: {}\n');

/** The policy in other documents than a CloudFormation template, and what the file is called. */
export const DIALECTS: Readonly<Record<string, readonly [file: string, text: Marked]>> = {
  'SAM, CustomStatements': [
    't.yml',
    sam(join('Auth:\n        ResourcePolicy:\n          CustomStatements:', block(statements(inBlock), 12))),
  ],
  'SAM, CustomStatements in flow style': [
    't.yml',
    sam(join('Auth: { ResourcePolicy: { CustomStatements: ', statements(flow), ' } }')),
  ],
  'SAM, Globals': [
    't.yml',
    join(
      'Globals:\n  Api:\n    Auth:\n      ResourcePolicy:\n        CustomStatements:',
      block(statements(inBlock), 10),
      '\n',
      sam(join('Name: 🛒')),
    ),
  ],
  'SAM, Policy': ['t.yml', sam(join('AlwaysDeploy: true\n      Policy:', block(yaml(POLICY, scalars.double))))],
  'SAM, DefinitionBody': [
    't.yml',
    sam(
      join(
        'DefinitionBody:\n        openapi: 3.0.1\n        x-amazon-apigateway-policy:',
        block(yaml(POLICY, scalars.folded), 10),
        '\n        paths: {}',
      ),
    ),
  ],
  'SAM in JSON': [
    't.json',
    join(
      '{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Api": {"Type": "AWS::Serverless::Api", "Properties": ',
      '{"StageName": "prod", "EndpointConfiguration": "REGIONAL", "Name": "🛒", "Auth": {"ResourcePolicy": {"CustomStatements": ',
      statements((value, path) => json(value, true, path)),
      '}}}}}}\n',
    ),
  ],
  'Serverless Framework': ['serverless.yml', service(block(statements(inBlock), 6))],
  'Serverless Framework in flow style': ['serverless.yml', service(join(' ', statements(flow)))],
  'OpenAPI 3 in YAML': ['api.yml', openApi('openapi: 3.0.1', block(yaml(POLICY, scalars.single), 2))],
  'OpenAPI 2 in YAML': ['api.yml', openApi("swagger: '2.0'", block(yaml(POLICY, scalars.literal), 2))],
  'OpenAPI in JSON': [
    'api.json',
    join(
      '{"openapi": "3.0.1", "info": {"title": "🛒", "version": "1"}, "paths": {}, "x-amazon-apigateway-policy": ',
      json(POLICY, false),
      '}\n',
    ),
  ],
  'a policy by itself': ['policy.json', join(json(POLICY, true), '\n')],
  'a policy by itself, on one line': ['policy.json', json(POLICY, false)],
  'a policy by itself, in YAML': ['policy.yml', join(yaml(POLICY, scalars.double), '\n')],
};
