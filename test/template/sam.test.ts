import { describe, expect, test } from 'vitest';
import type { Api } from '../../src/model/api.ts';
import { explainTexts } from '../support/memory.ts';
import { loaded, placedEntries, policyOf, worldsOf } from './support.ts';

const FUNCTION = `  List:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Pets: { Type: Api, Properties: { RestApiId: !Ref Api, Path: '/pets/{id}', Method: get } }
`;

interface Sam {
  readonly head?: string;
  readonly functions?: string;
}

/** An API of SAM with these properties. */
const sam = (
  properties: string,
  { head = '', functions = FUNCTION }: Sam = {},
): string => `Transform: AWS::Serverless-2016-10-31
${head}Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: ${properties}
${functions}`;

const fn = (events: string, id = 'List'): string =>
  `  ${id}: { Type: AWS::Serverless::Function, Properties: { Events: { ${events} } } }\n`;
const event = (members: string): string => `{ Type: Api, Properties: { RestApiId: !Ref Api, ${members} } }`;

function apiIn(text: string): Api {
  const [api] = worldsOf(text);
  if (!api) throw new Error('there is no API');
  return api;
}

const routesOf = ({ revisions }: Api): readonly string[] =>
  (revisions[0]?.routes ?? []).map(({ method, path, authorization, apiKey }) =>
    [
      method,
      path,
      authorization.is === 'yes' ? authorization.value : authorization.is,
      ...(apiKey.is === 'no' ? [] : ['key']),
    ].join(' '),
  );

const resourcesOf = (api: Api): readonly string[] =>
  (policyOf(api)?.statements ?? []).map(
    ({ effect, resource }) =>
      `${effect.is === 'yes' ? effect.value : '?'} ${resource?.values.map(({ written }) => written).join(' ')}`,
  );

describe('an API', () => {
  test('is that of its resource, with its stage and the one that SAM adds', () => {
    const api = apiIn(sam('{ StageName: prod, EndpointConfiguration: { Type: REGIONAL } }'));
    expect(api).toMatchObject({ id: 'Api', dialect: 'sam', endpoint: { value: 'REGIONAL' } });
    expect(api.stages.map(({ name }) => name)).toEqual(['prod', 'Stage']);
  });

  test('has one stage where OpenApiVersion is set', () => {
    const head = 'Globals: { Api: { OpenApiVersion: 3.0.1 } }\n';
    expect(apiIn(sam('{ StageName: prod }', { head })).stages.map(({ name }) => name)).toEqual(['prod']);
  });

  test('of events that name none stands where the first of them does', () => {
    const text = `Resources:\n${fn('Get: { Type: Api, Properties: { Path: /, Method: get } }')}`;
    const api = apiIn(text);
    expect([api.id, api.stages.map(({ name }) => name)]).toEqual(['ServerlessRestApi', ['Prod', 'Stage']]);
    expect(text.slice(api.place.at.start, api.place.at.end)).toBe('Get');
  });

  test('does not exist under a condition that is false', () => {
    const head = 'Conditions: { Never: !Equals [a, b] }\n';
    const text = sam('{ StageName: prod }', { head }).replace(
      'Serverless::Api\n',
      'Serverless::Api\n    Condition: Never\n',
    );
    expect(loaded(text).apis).toEqual([]);
  });

  test('has the domain that it sets up', () => {
    const domain = 'Domain: { DomainName: api.example.com, EndpointConfiguration: REGIONAL }';
    expect(apiIn(sam(`{ StageName: prod, ${domain} }`)).domains).toMatchObject([
      { name: 'api.example.com', endpoint: { value: 'REGIONAL' } },
    ]);
  });

  test('of HTTP has no policy', () => {
    const text = 'Resources: { Web: { Type: AWS::Serverless::HttpApi } }\n';
    expect(loaded(text).apis.flatMap(({ worlds }) => worlds.map(({ id, kind }) => `${id} ${kind}`))).toEqual([
      'Web http',
    ]);
  });

  test('stands beside those of plain CloudFormation', () => {
    const text = `${sam('{ StageName: prod }')}  Other: { Type: AWS::ApiGateway::RestApi }\n`;
    expect(loaded(text).apis.flatMap(({ worlds }) => worlds.map(({ id }) => id))).toEqual(['Api', 'Other']);
  });
});

describe('routes', () => {
  const AUTHORIZERS =
    'Auth: { DefaultAuthorizer: Pool, Authorizers: { Pool: { UserPoolArn: a }, Check: { FunctionArn: b } } }';

  test.each([
    ['{ StageName: prod }', event('Path: /pets, Method: any'), ['ANY /pets NONE']],
    ['{ StageName: prod }', event('Path: pets, Method: Post'), ['POST /pets NONE']],
    ['{ StageName: prod }', event('Path: /, Method: get, Auth: { Authorizer: AWS_IAM }'), ['GET / AWS_IAM']],
    [`{ StageName: prod, ${AUTHORIZERS} }`, event('Path: /, Method: get'), ['GET / COGNITO_USER_POOLS']],
    [
      `{ StageName: prod, ${AUTHORIZERS} }`,
      event('Path: /, Method: get, Auth: { Authorizer: Check }'),
      ['GET / CUSTOM'],
    ],
    [`{ StageName: prod, ${AUTHORIZERS} }`, event('Path: /, Method: get, Auth: { Authorizer: NONE }'), ['GET / NONE']],
    ['{ StageName: prod, Auth: { ApiKeyRequired: true } }', event('Path: /, Method: get'), ['GET / NONE key']],
    ['{ StageName: prod }', event('Path: /, Method: get, Auth: { ApiKeyRequired: true }'), ['GET / NONE key']],
    ['{ StageName: prod, Cors: "\'*\'" }', event('Path: /, Method: get'), ['GET / NONE', 'OPTIONS / NONE']],
    [
      '{ StageName: prod, Cors: "\'*\'", Auth: { DefaultAuthorizer: AWS_IAM } }',
      event('Path: /, Method: get'),
      ['GET / AWS_IAM', 'OPTIONS / AWS_IAM'],
    ],
    [
      '{ StageName: prod, Cors: "\'*\'", Auth: { DefaultAuthorizer: AWS_IAM, AddDefaultAuthorizerToCorsPreflight: false } }',
      event('Path: /, Method: get'),
      ['GET / AWS_IAM', 'OPTIONS / NONE'],
    ],
    ['{ StageName: prod, Auth: !ImportValue auth }', event('Path: /, Method: get'), ['GET / unknown']],
  ])('of %s and %s', (properties, events, expected) => {
    expect(routesOf(apiIn(sam(properties, { functions: fn(`Pets: ${events}`) })))).toEqual(expected);
  });

  test('of a state machine, and of other APIs', () => {
    const machine = fn(`Start: ${event('Path: /start, Method: post')}`).replace('Function', 'StateMachine');
    const other = fn(
      'Other: { Type: Api, Properties: { RestApiId: !ImportValue api, Path: /other, Method: get } }',
      'Fn',
    );
    const functions = `${machine}${other}${fn('Timer: { Type: Schedule }', 'Timed')}`;
    expect(routesOf(apiIn(sam('{ StageName: prod }', { functions })))).toEqual(['POST /start NONE']);
  });

  test('of a definition have the usual authorization, and events add none to it', () => {
    const body = `DefinitionBody: { swagger: '2.0', paths: { /a: { get: {} }, /b: { get: { security: [{ Iam: [] }] } } }, securityDefinitions: { Iam: { x-amazon-apigateway-authtype: awsSigv4 } } }`;
    const properties = `{ StageName: prod, ${body}, Auth: { DefaultAuthorizer: Check } }`;
    expect(routesOf(apiIn(sam(properties)))).toEqual(['GET /a CUSTOM', 'GET /b AWS_IAM']);
    const merging = properties.replace('StageName', 'MergeDefinitions: true, StageName');
    expect(routesOf(apiIn(sam(merging)))).toEqual(['GET /a CUSTOM', 'GET /b AWS_IAM', 'GET /pets/{id} CUSTOM']);
  });

  test('of a definition in another file are not known', () => {
    const { revisions } = apiIn(sam('{ StageName: prod, DefinitionUri: api.yml }'));
    const reasons = ['the definition is in a file: api.yml is not there'];
    expect(revisions[0]?.routesOpen.map(({ reason }) => reason)).toEqual(reasons);
    expect(revisions[0]?.policyOpen.map(({ reason }) => reason)).toEqual(reasons);
  });
});

describe('ResourcePolicy', () => {
  test('names each route, and stands at its list', () => {
    const text = sam('{ StageName: prod, Auth: { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8] } } }');
    const api = apiIn(text);
    expect(resourcesOf(api)).toEqual(['Allow execute-api:/prod/GET/pets/*', 'Deny execute-api:/prod/GET/pets/*']);
    const statements = policyOf(api)?.statements ?? [];
    expect(statements.map(({ place: { at } }) => text.slice(at.start, at.end))).toEqual([
      'IpRangeWhitelist',
      'IpRangeWhitelist',
    ]);
  });

  test('lists of Globals and of the API are one, and each entry stands where it is written', () => {
    const globals =
      "Globals: { Api: { Auth: { ResourcePolicy: { CustomStatements: [{ Effect: Allow, Condition: { IpAddress: { aws:SourceIp: '«9.9.9.9»' } } }] } } } }\n";
    expect(placedEntries(sam('{ StageName: prod }', { head: globals }))).toEqual(['9.9.9.9 «1»']);
    const lists = 'Globals: { Api: { Auth: { ResourcePolicy: { IpRangeWhitelist: [9.9.9.9] } } } }\n';
    const api = apiIn(
      sam('{ StageName: prod, Auth: { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8] } } }', { head: lists }),
    );
    const [, deny] = policyOf(api)?.statements ?? [];
    expect(deny?.conditions[0]?.list?.entries.map(({ written }) => written)).toEqual(['9.9.9.9', '8.8.8.8']);
  });

  test('a stage that is not known is the same in the policy and outside', () => {
    const head = 'Parameters: { Env: { Type: String } }\n';
    const text = sam('{ StageName: !Ref Env, Auth: { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8] } } }', { head });
    const [api] = explainTexts({ 't.yml': text }).apis;
    const named = api?.routes.find(({ stage }) => stage !== 'Stage');
    expect(named?.access.map(({ certainly }) => certainly.cidrs)).toEqual([['8.8.8.8/32']]);
  });

  test('of an event is about all verbs of its path', () => {
    const functions = fn(
      `Get: ${event('Path: /a, Method: get, Auth: { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8] } }')}, Put: ${event('Path: /a, Method: put')}, Other: ${event('Path: /b, Method: get')}`,
    );
    const text = sam('{ StageName: prod, OpenApiVersion: 3.0.1 }', { functions });
    expect(resourcesOf(apiIn(text))).toEqual([
      'Allow execute-api:/prod/GET/a execute-api:/prod/PUT/a',
      'Deny execute-api:/prod/GET/a execute-api:/prod/PUT/a',
    ]);
    const [api] = explainTexts({ 't.yml': text }).apis;
    expect(api?.routes.map(({ method, path, access }) => [`${method} ${path}`, access[0]?.certainly.cidrs])).toEqual([
      ['GET /a', ['8.8.8.8/32']],
      ['PUT /a', ['8.8.8.8/32']],
      ['GET /b', []],
    ]);
  });

  test('without routes there is no policy', () => {
    const text = sam('{ StageName: prod, Auth: { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8] } } }', {
      functions: '',
    });
    expect(policyOf(apiIn(text))).toBeUndefined();
  });

  test('is added to that of the definition', () => {
    const body = `DefinitionBody: { openapi: 3.0.1, paths: { /a: { get: {} } }, x-amazon-apigateway-policy: { Statement: { Effect: Allow, Resource: written } } }`;
    const text = sam(
      `{ StageName: prod, ${body}, Auth: { ResourcePolicy: { AwsAccountBlacklist: ['111122223333'] } } }`,
    );
    expect(resourcesOf(apiIn(text))).toEqual(['Allow written', 'Deny execute-api:/prod/GET/a']);
  });

  test('one that is not known leaves everything open', () => {
    const { revisions } = apiIn(sam('{ StageName: prod, Auth: { ResourcePolicy: !ImportValue policy } }'));
    expect(revisions[0]?.policyOpen.map(({ reason }) => reason)).toEqual([
      'Fn::ImportValue takes policy from another stack',
    ]);
  });

  test('Policy is passed on', () => {
    const api = apiIn(sam('{ StageName: prod, Policy: { Statement: [{ Effect: Allow, Resource: own }] } }'));
    expect(resourcesOf(api)).toEqual(['Allow own']);
  });
});
