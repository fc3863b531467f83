import { describe, expect, test } from 'vitest';
import type { Api } from '../../src/model/api.ts';
import { describe as inWords } from '../../src/model/scenario.ts';
import { readMarks } from '../../src/testing/marks.ts';
import { auditTexts, explainTexts } from '../support/memory.ts';
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

  test('has IPv6 clients where its domain says so, beside EndpointConfiguration', () => {
    const domain = 'Domain: { DomainName: api.example.com, IpAddressType: dualstack }';
    expect(apiIn(sam(`{ StageName: prod, ${domain} }`)).domains).toMatchObject([
      { endpoint: { value: 'REGIONAL' }, addressType: { value: 'dualstack' } },
    ]);
  });

  test('has no private domain among its own: nobody comes from the internet by that, and it is an API by itself', () => {
    const domain = 'Domain: { DomainName: api.example.com, EndpointConfiguration: PRIVATE }';
    const { apis } = loaded(sam(`{ StageName: prod, ${domain} }`));
    expect(apis.flatMap(({ worlds }) => worlds.map(({ kind, id, domains }) => [kind, id, domains]))).toEqual([
      ['rest', 'Api', []],
      ['domain', 'Api.Domain', []],
    ]);
  });

  test('of events is there for any function that has one, and takes the place of one that is written', () => {
    const get = 'Get: { Type: Api, Properties: { Path: /, Method: get } }';
    const when = (condition: string): string => fn(get).replace('Function', `Function, Condition: ${condition}`);
    const conditions = 'Conditions: { Never: !Equals [a, b], Prod: !Equals [!Ref Env, prod] }\n';
    const written = '  ServerlessRestApi: { Type: AWS::Serverless::Api, Properties: { StageName: written } }\n';
    const stagesIn = (functions: string): readonly (readonly string[])[] =>
      loaded(`Parameters: { Env: { Type: String } }\n${conditions}Resources:\n${functions}`).apis.flatMap(
        ({ worlds }) => worlds.map(({ world, stages }) => [inWords(world), ...stages.map(({ name }) => name)]),
      );
    expect(stagesIn(when('Never'))).toEqual([]);
    expect(stagesIn(when('Prod'))).toEqual([['Env is prod', 'Prod', 'Stage']]);
    expect(stagesIn(when('Never') + fn(get, 'Other'))).toEqual([['', 'Prod', 'Stage']]);
    expect(stagesIn(written + fn(get))).toEqual([['', 'Prod', 'Stage']]);
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
    // SAM refuses what it does not know
    [
      `{ StageName: prod, ${AUTHORIZERS} }`,
      event('Path: /, Method: get, Auth: { Authorizer: Chekc }'),
      ['GET / unknown'],
    ],
    [
      '{ StageName: prod, Auth: { DefaultAuthorizer: Jwt, Authorizers: { Jwt: { JwtConfiguration: { issuer: a } } } } }',
      event('Path: /, Method: get'),
      ['GET / unknown'],
    ],
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
    // without Authorizers SAM does not look at the name
    ['{ StageName: prod, Auth: { DefaultAuthorizer: Check } }', event('Path: /, Method: get'), ['GET / NONE']],
    [
      '{ StageName: prod, Auth: { DefaultAuthorizer: AWS_IAM, AddDefaultAuthorizerToCorsPreflight: false } }',
      event('Path: /, Method: options'),
      ['OPTIONS / NONE'],
    ],
    [
      '{ StageName: prod, Cors: "\'*\'", Auth: { ApiKeyRequired: true } }',
      event('Path: /, Method: get'),
      ['GET / NONE key', 'OPTIONS / NONE key'],
    ],
    [
      '{ StageName: prod, Cors: "\'*\'", Auth: { ApiKeyRequired: true, AddApiKeyRequiredToCorsPreflight: false } }',
      event('Path: /, Method: get'),
      ['GET / NONE key', 'OPTIONS / NONE'],
    ],
    // RestApiId may be the name alone
    ['{ StageName: prod }', '{ Type: Api, Properties: { RestApiId: Api, Path: /, Method: get } }', ['GET / NONE']],
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

  test('of an event whose API SAM refuses to look up are not known, nor is the policy', () => {
    const named = fn('Pets: { Type: Api, Properties: { RestApiId: !FindInMap [A, b, c], Path: /, Method: get } }');
    const [revision] = apiIn(sam('{ StageName: prod }', { functions: named })).revisions;
    const reason = 'SAM refuses a function as RestApiId of the event Pets of List';
    expect(revision?.routesOpen.map((one) => one.reason)).toEqual([reason]);
    expect(revision?.policyOpen.map((one) => one.reason)).toEqual([reason]);
  });

  test('of a definition have the usual authorization, and events add none to it', () => {
    const body = `DefinitionBody: { swagger: '2.0', paths: { /a: { get: {} }, /b: { get: { security: [{ Iam: [] }] } } }, securityDefinitions: { Iam: { x-amazon-apigateway-authtype: awsSigv4 } } }`;
    const auth = 'Auth: { DefaultAuthorizer: Check, Authorizers: { Check: { FunctionArn: a } } }';
    const properties = `{ StageName: prod, ${body}, ${auth} }`;
    expect(routesOf(apiIn(sam(properties)))).toEqual(['GET /a CUSTOM', 'GET /b AWS_IAM']);
    const merging = properties.replace('StageName', 'MergeDefinitions: true, StageName');
    expect(routesOf(apiIn(sam(merging)))).toEqual(['GET /a CUSTOM', 'GET /b AWS_IAM', 'GET /pets/{id} CUSTOM']);
  });

  test('of a definition have what an event asks that overrides', () => {
    const body = "DefinitionBody: { swagger: '2.0', paths: { /a: { get: {} }, /b: { get: {} } } }";
    const auth = 'Auth: { DefaultAuthorizer: Check, Authorizers: { Check: { FunctionArn: a } } }';
    const asking = (path: string, more = ''): string =>
      event(`Path: ${path}, Method: get, Auth: { ${more}Authorizer: AWS_IAM }`);
    const functions = fn(
      `A: ${asking('/a')}, B: ${asking('/b', 'OverrideApiAuth: true, ')}, C: ${asking('/c', 'OverrideApiAuth: true, ')}`,
    );
    const api = apiIn(sam(`{ StageName: prod, ${body}, ${auth} }`, { functions }));
    expect(routesOf(api)).toEqual(['GET /a CUSTOM', 'GET /b AWS_IAM']);
  });

  test('of a definition have what an event asks that is merged into them, and nothing else', () => {
    const body = `DefinitionBody: { swagger: '2.0', paths: { /a: { get: { security: [{ Iam: [] }] }, put: { security: [{ Iam: [] }] } } }, securityDefinitions: { Iam: { x-amazon-apigateway-authtype: awsSigv4 } } }`;
    const auth = 'Auth: { DefaultAuthorizer: Check, Authorizers: { Check: { FunctionArn: a } } }';
    const functions = fn(
      `Get: ${event('Path: /a, Method: get, Auth: { Authorizer: NONE }')}, Put: ${event('Path: /a, Method: put')}`,
    );
    const api = apiIn(sam(`{ StageName: prod, ${body}, MergeDefinitions: true, ${auth} }`, { functions }));
    expect(routesOf(api)).toEqual(['GET /a NONE', 'PUT /a AWS_IAM']);
  });

  test('of a state machine are not merged into a definition', () => {
    const body = "DefinitionBody: { swagger: '2.0', paths: { /a: { get: {} } } }, MergeDefinitions: true";
    const functions = fn(`Get: ${event('Path: /b, Method: get')}`);
    const merged = (owners: string): readonly string[] =>
      routesOf(apiIn(sam(`{ StageName: prod, ${body} }`, { functions: owners })));
    expect(merged(functions)).toEqual(['GET /a NONE', 'GET /b NONE']);
    expect(merged(functions.replace('Function', 'StateMachine'))).toEqual(['GET /a NONE']);
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

  test.each([
    ['!ImportValue auth', 'SAM refuses a function as Auth'],
    [
      '!If [C, { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8] } }, { DefaultAuthorizer: AWS_IAM }]',
      'SAM refuses a function as Auth',
    ],
    ['{ ResourcePolicy: { Fn::Transform: { Name: AWS::Include } } }', 'Fn::Transform is not expanded'],
  ])('one that is not known leaves everything open: Auth: %s', (auth, reason) => {
    const { revisions } = apiIn(sam(`{ StageName: prod, Auth: ${auth} }`));
    expect(revisions[0]?.policyOpen.map((one) => one.reason)).toEqual([reason]);
  });

  test('one that is a function is none: SAM finds no key in it that it knows', () => {
    const api = apiIn(
      sam('{ StageName: prod, Auth: { ResourcePolicy: !If [C, { IpRangeWhitelist: [8.8.8.8] }, {}] } }'),
    );
    expect(policyOf(api)).toBeUndefined();
    expect(api.revisions[0]?.policyOpen).toEqual([]);
  });

  test('of an event is not about the preflight that Cors adds', () => {
    const functions = fn(
      `Get: ${event('Path: /a, Method: get, Auth: { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8] } }')}`,
    );
    const api = apiIn(sam(`{ StageName: prod, Cors: "'*'" }`, { functions }));
    expect(routesOf(api)).toEqual(['GET /a NONE', 'OPTIONS /a NONE']);
    expect(resourcesOf(api)).toEqual(['Allow execute-api:/prod/GET/a', 'Deny execute-api:/prod/GET/a']);
  });

  test('of an event of a state machine is about the stage that the event names', () => {
    const machine = (stage: string): string =>
      fn(
        `Go: ${event(`Path: /a, Method: get, ${stage}Auth: { ResourcePolicy: { AwsAccountBlacklist: ['111122223333'] } }`)}`,
      ).replace('Function', 'StateMachine');
    const denied = (stage: string): readonly string[] =>
      resourcesOf(apiIn(sam('{ StageName: prod }', { functions: machine(stage) })));
    expect(denied('Stage: v1, ')).toEqual(['Deny execute-api:/v1/GET/a']);
    // SAM writes a null into Fn::Sub there, and CloudFormation takes none
    expect(denied('')).toEqual([`Deny execute-api:/\${null}/GET/a`]);
  });

  test('of an event gets lost where it is merged into a definition, unless it overrides', () => {
    const body = "DefinitionBody: { swagger: '2.0', paths: { /b: { get: {} } } }";
    const policy = (more: string): string =>
      event(`Path: /a, Method: get, Auth: { ${more}ResourcePolicy: { AwsAccountBlacklist: ['111122223333'] } }`);
    const denied = (more: string): readonly string[] =>
      resourcesOf(
        apiIn(sam(`{ StageName: prod, ${body}, MergeDefinitions: true }`, { functions: fn(`Get: ${policy(more)}`) })),
      );
    expect(denied('')).toEqual([]);
    expect(denied('OverrideApiAuth: true, ')).toEqual(['Deny execute-api:/prod/GET/a']);
  });

  test('is as large as SAM makes it: each path has statements of its own', () => {
    const functions = fn(`A: ${event('Path: /a, Method: get')}, B: ${event('Path: /b, Method: get')}`);
    const text = sam("{ StageName: prod, Auth: { ResourcePolicy: { AwsAccountBlacklist: ['111122223333'] } } }", {
      functions,
    });
    const statement = (path: string): object => ({
      Effect: 'Deny',
      Principal: { AWS: ['111122223333'] },
      Action: 'execute-api:Invoke',
      Resource: [`execute-api:/prod/GET/${path}`],
    });
    const whole = { Version: '2012-10-17', Statement: [statement('a'), statement('b')] };
    expect(policyOf(apiIn(text))?.size.written).toBe(JSON.stringify(whole).length);
  });

  test('Policy is passed on', () => {
    const api = apiIn(sam('{ StageName: prod, Policy: { Statement: [{ Effect: Allow, Resource: own }] } }'));
    expect(resourcesOf(api)).toEqual(['Allow own']);
  });
});

describe('findings stand where', () => {
  test.each([
    [
      'a policy of a private domain has them',
      'no-source-ip-on-private-api',
      sam(`
      StageName: prod
      Domain:
        DomainName: api.example.com
        EndpointConfiguration: PRIVATE
        Policy:
          Statement:
            - Effect: Allow
              Principal: '*'
              Action: execute-api:Invoke
              Resource: execute-api:/*
              Condition: { IpAddress: { «aws:SourceIp»: [8.8.8.8] } }`),
    ],
    [
      'one of Globals has them, under the domain of the API',
      'valid-cidr',
      sam('{ StageName: prod, Domain: { DomainName: api.example.com, EndpointConfiguration: PRIVATE } }', {
        head: `Globals:
  Api:
    Domain:
      Policy:
        Statement:
          Effect: Allow
          Principal: '*'
          Action: execute-api:Invoke
          Resource: execute-api:/*
          Condition: { IpAddress: { aws:VpcSourceIp: ['10.0.0.0/8', '«office»'] } }
`,
      }),
    ],
    [
      'a list of Globals is written, for the API that events make',
      'no-wildcard-source',
      `Globals: { Api: { Auth: { ResourcePolicy: { IpRangeWhitelist: [8.8.8.8, «0.0.0.0/0»] } } } }
Resources:
${fn('Get: { Type: Api, Properties: { Path: /, Method: get } }')}`,
    ],
    [
      'a list of an event is written, in another event than that of the first verb',
      'no-unroutable-source',
      sam('{ StageName: prod }', {
        functions: fn(
          `Get: ${event('Path: /a, Method: get')}, Put: ${event('Path: /a, Method: put, Auth: { ResourcePolicy: { IpRangeWhitelist: ["«10.1.0.0/16»", 8.8.8.8] } }')}`,
        ),
      }),
    ],
  ])('%s', (_, rule, marked) => {
    const { text, ranges } = readMarks(marked);
    const found = auditTexts({ 't.yml': text }).findings.filter(({ ruleId }) => ruleId === rule);
    expect(found.map(({ location: { start, end } }) => ({ start, end }))).toEqual(ranges['«']);
  });

  test('an API and a domain are told apart by their ids, and a policy stands at its key', () => {
    const text = sam(
      '{ StageName: prod, Domain: { DomainName: api.example.com, EndpointConfiguration: PRIVATE, Policy: { Statement: [] } } }',
    );
    const apis = loaded(text).apis.flatMap(({ worlds }) => worlds);
    expect(apis.map(({ id, name, kind, dialect }) => [id, name, kind, dialect])).toEqual([
      ['Api', undefined, 'rest', 'sam'],
      ['Api.Domain', 'api.example.com', 'domain', 'sam'],
    ]);
    const [, domain] = apis as [Api, Api];
    const written = ({ place: { at } }: Pick<Api, 'place'>): string => text.slice(at.start, at.end);
    expect([written(domain), ...(domain.revisions[0]?.policies.map(written) ?? [])]).toEqual(['Domain', 'Policy']);
  });
});
