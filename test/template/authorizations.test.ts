import { describe, expect, test } from 'vitest';
import { explainTexts } from '../support/memory.ts';
import { allowing, exported, snapshot } from '../support/snapshots.ts';
import { gateway, state } from '../support/terraform.ts';

/** One method with an authorization, in each form that there is; `type` is spelled as the form has it. */
const FORMS: Readonly<Record<string, (type: string) => Readonly<Record<string, string>>>> = {
  CloudFormation: (type) => ({
    't.yml': `Resources:
  Api: { Type: AWS::ApiGateway::RestApi }
  Get:
    Type: AWS::ApiGateway::Method
    Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: ${type} }
`,
  }),
  OpenAPI: (type) => ({
    't.yml': `openapi: 3.0.1
x-amazon-apigateway-policy: {}
${definition(type)}`,
  }),
  'the body of a template': (type) => ({
    't.yml': `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
${indented(definition(type))}`,
  }),
  SAM: (type) => ({
    't.yml': `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody:
        openapi: 3.0.1
${indented(definition(type))}`,
  }),
  'Serverless Framework': (type) => ({
    's.yml': `service: pets
provider: aws
functions:
  list: { handler: pets.list, events: [{ http: { path: /, method: get, authorizer: { type: ${type}, authorizerId: !Ref Guard } } }] }
`,
  }),
  Terraform: (type) => ({
    'state.json': state([
      gateway('rest_api', 'shop', { values: { id: 'a1b2c3', root_resource_id: 'r00t', name: 'shop' } }),
      gateway('method', 'get', {
        values: { rest_api_id: 'a1b2c3', resource_id: 'r00t', http_method: 'GET', authorization: type },
      }),
    ]),
  }),
  'the summary of a deployment': (type) => ({
    '111122223333/eu-west-1/a1b2c3d4e5.json': snapshot({
      policy: allowing('8.8.8.8'),
      stages: [{ stageName: 'prod', deploymentId: 'd1', apiSummary: { '/': { GET: { authorizationType: type } } } }],
    }),
  }),
  'what a stage has deployed': (type) => ({
    '111122223333/eu-west-1/a1b2c3d4e5.json': snapshot({
      policy: allowing('8.8.8.8'),
      stages: [
        {
          stageName: 'prod',
          deploymentId: 'd1',
          export: { ...exported(allowing('8.8.8.8')), ...deployed(type) },
        },
      ],
    }),
  }),
};

function definition(type: string): string {
  return `paths: { /: { get: { security: [{ guard: [] }] } } }
components: { securitySchemes: { guard: { type: apiKey, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: { type: ${type.toLowerCase()} } } } }
`;
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '        ');

function deployed(type: string): object {
  const guard = { type: 'apiKey', 'x-amazon-apigateway-authorizer': { type: type.toLowerCase() } };
  return {
    paths: { '/': { get: { security: [{ guard: [] }] } } },
    components: { securitySchemes: { guard } },
  };
}

function authorizations(texts: Readonly<Record<string, string>>): readonly (string | null)[] {
  const explanation = explainTexts(texts);
  expect(explanation.failures).toEqual([]);
  return [...new Set(explanation.apis.flatMap(({ routes }) => routes.map(({ authorization }) => authorization)))];
}

describe('a JWT authorizer is that, and one of a type that nobody knows is not known, in', () => {
  test.each(Object.entries(FORMS))('%s', (_, form) => {
    expect(authorizations(form('JWT'))).toEqual(['JWT']);
    expect(authorizations(form('FOO'))).toEqual([null]);
  });
});

describe('a method that says CUSTOM is known by its authorizer, in', () => {
  test.each<[string, (type: string) => Readonly<Record<string, string>>]>([
    [
      'CloudFormation',
      (type) => {
        const { 't.yml': text = '' } = FORMS.CloudFormation?.('CUSTOM, AuthorizerId: !Ref Guard') ?? {};
        return {
          't.yml': `${text}  Guard: { Type: AWS::ApiGateway::Authorizer, Properties: { RestApiId: !Ref Api, Type: ${type} } }\n`,
        };
      },
    ],
    [
      'Terraform',
      (type) => ({
        'state.json': state([
          gateway('rest_api', 'shop', { values: { id: 'a1b2c3', root_resource_id: 'r00t', name: 'shop' } }),
          gateway('authorizer', 'guard', { values: { id: 'g', rest_api_id: 'a1b2c3', type } }),
          gateway('method', 'get', {
            values: {
              rest_api_id: 'a1b2c3',
              resource_id: 'r00t',
              http_method: 'GET',
              authorization: 'CUSTOM',
              authorizer_id: 'g',
            },
          }),
        ]),
      }),
    ],
  ])('%s', (_, form) => {
    for (const type of ['TOKEN', 'REQUEST']) expect(authorizations(form(type))).toEqual(['CUSTOM']);
    for (const type of ['JWT', 'FOO']) expect(authorizations(form(type))).toEqual([null]);
  });
});
