import fc from 'fast-check';
import {
  CONDITIONS,
  document,
  type Json,
  type Members,
  maybe,
  oneOf,
  PARAMETERS,
  ref,
  resourcePolicy,
  some,
  together,
} from './sam-values.ts';

/** Templates of SAM, all of which its translator takes. */

const AUTHORIZERS: Members = {
  Pool: { UserPoolArn: 'arn:aws:cognito-idp:eu-central-1:111122223333:userpool/pool' },
  Token: { FunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:check' },
  Request: {
    FunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:check',
    FunctionPayloadType: 'REQUEST',
    Identity: { Headers: ['Authorization'] },
  },
};
const auth = together(
  maybe(7, 'Authorizers', fc.constant(AUTHORIZERS)),
  maybe(6, 'DefaultAuthorizer', oneOf('Pool', 'Token', 'Request', 'AWS_IAM')),
  maybe(3, 'AddDefaultAuthorizerToCorsPreflight', fc.boolean()),
  maybe(2, 'ApiKeyRequired', fc.constant(true)),
);

const endpointConfiguration = oneOf(
  'REGIONAL',
  { Type: 'PRIVATE' },
  { Type: 'REGIONAL', IpAddressType: 'dualstack' },
  { Type: 'EDGE' },
  { Type: ref('EndpointType') },
  { Type: { 'Fn::If': ['IsProd', 'REGIONAL', 'PRIVATE'] } },
);
const cors = oneOf("'*'", { AllowOrigin: "'*'", AllowMethods: "'GET'" });
const domain = together(
  fc.constant({
    DomainName: 'api.example.com',
    CertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/one',
  }),
  maybe(4, 'IpAddressType', oneOf('dualstack', 'ipv4')),
  fc.oneof(
    maybe(5, 'EndpointConfiguration', oneOf('REGIONAL', 'EDGE')),
    together(fc.constant({ EndpointConfiguration: 'PRIVATE' }), maybe(8, 'Policy', document)),
  ),
);

const INTEGRATION: Members = { 'x-amazon-apigateway-integration': { type: 'mock' } };
const operation = together(fc.constant(INTEGRATION), maybe(3, 'security', oneOf([{ Iam: [] }], [{ api_key: [] }], [])));
const definitionBody = together(
  fc.constant({
    swagger: '2.0',
    securityDefinitions: { Iam: { type: 'apiKey', 'x-amazon-apigateway-authtype': 'awsSigv4' } },
  }),
  fc
    .record({
      '/pets': together(
        fc.record({ get: operation }),
        some({ 'x-amazon-apigateway-any-method': operation, options: operation }),
      ),
      '/pets/{id}': fc.record({ put: operation }),
    })
    .map((paths) => ({ paths })),
  maybe(5, 'x-amazon-apigateway-policy', document),
);

const apiProperties = together(
  fc.record({ StageName: oneOf('prod', 'prod', 'v1', ref('Env'), ref('Stage'), { 'Fn::Sub': `\${Stage}` }) }),
  maybe(5, 'EndpointConfiguration', endpointConfiguration),
  maybe(3, 'OpenApiVersion', oneOf('3.0.1', '2.0')),
  maybe(2, 'Policy', document),
  maybe(2, 'Cors', cors),
  maybe(2, 'Domain', domain),
);

const globals = together(
  maybe(3, 'EndpointConfiguration', endpointConfiguration),
  maybe(2, 'OpenApiVersion', oneOf('3.0.1')),
  maybe(2, 'Cors', cors),
);

/** A definition of an API's own, by its paths. */
interface Definition {
  readonly DefinitionBody?: Members & { readonly paths?: Readonly<Record<string, Members>> };
  readonly MergeDefinitions?: true;
}

const ownDefinition: fc.Arbitrary<Definition> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Definition>({}) },
  { weight: 2, arbitrary: definitionBody.map((DefinitionBody): Definition => ({ DefinitionBody })) },
  {
    weight: 2,
    arbitrary: definitionBody.map((DefinitionBody): Definition => ({ DefinitionBody, MergeDefinitions: true })),
  },
);

const event = fc.record({
  path: fc.constantFrom('/', '/pets', '/pets/{id}', '/files/{name+}'),
  method: fc.constantFrom('get', 'POST', 'any', 'options'),
  isImplicit: fc.boolean(),
  auth: together(
    maybe(3, 'Authorizer', oneOf('NONE', 'AWS_IAM', 'Pool', 'Token')),
    maybe(2, 'ApiKeyRequired', fc.boolean()),
    maybe(3, 'ResourcePolicy', resourcePolicy('event')),
    maybe(4, 'OverrideApiAuth', fc.constant(true)),
  ),
  owner: fc.constantFrom('List', 'Show', 'Flow'),
  stage: fc.constantFrom<Members>({}, { Stage: 'prod' }),
  id: fc.constantFrom<Json>(ref('Api'), 'Api'),
});
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

/** One template, with whatever the translator would refuse left out. */
export const template: fc.Arbitrary<Members> = fc
  .record({
    properties: apiProperties,
    definition: ownDefinition,
    globals,
    auth,
    isAuthGlobal: fc.boolean(),
    globalPolicy: maybe(3, 'ResourcePolicy', resourcePolicy('api')),
    ownPolicy: maybe(6, 'ResourcePolicy', resourcePolicy('api')),
    events: fc.uniqueArray(event, {
      minLength: 1,
      maxLength: 4,
      selector: ({ path, method, isImplicit }) => `${path} ${method} ${isImplicit}`,
    }),
    conditions: fc.record({ List: oneOf('', '', 'Always', 'Never'), Show: oneOf('', '', '', 'Never') }),
  })
  .map(({ properties, definition, globals, auth, isAuthGlobal, globalPolicy, ownPolicy, events, conditions }) => {
    const shared = { ...(isAuthGlobal && auth), ...globalPolicy };
    const own = { ...(!isAuthGlobal && auth), ...ownPolicy };
    const isMerging = 'MergeDefinitions' in definition;
    const taken = events.filter(({ method, isImplicit }) => isImplicit || !isMerging || method !== 'any');
    // the translator does not expect a function that may not exist beside a definition
    const guards: Members = 'DefinitionBody' in definition ? {} : conditions;
    const ownerOf = (id: string): Members => {
      const entries = taken
        .filter(({ owner }) => owner === id)
        .map((one, i): [string, Json] => [
          `${id}${i}`,
          eventOf(one, one.isImplicit ? shared : { ...shared, ...own }, definition),
        ]);
      if (entries.length === 0) return {};
      return { [id]: id === 'Flow' ? machine(entries) : lambda(entries, guards[id]) };
    };
    return {
      Transform: 'AWS::Serverless-2016-10-31',
      Parameters: PARAMETERS,
      Conditions: CONDITIONS,
      Globals: { Api: { ...globals, ...withMembers('Auth', shared) } },
      Resources: {
        Network: { Type: 'AWS::EC2::VPC' },
        Api: {
          Type: 'AWS::Serverless::Api',
          Properties: { ...properties, ...definition, ...withMembers('Auth', own) },
        },
        ...ownerOf('List'),
        ...ownerOf('Show'),
        ...ownerOf('Flow'),
      },
    };
  });

const withMembers = (name: string, members: Members): Members =>
  Object.keys(members).length > 0 ? { [name]: members } : {};

function eventOf(
  { path, method, isImplicit, auth, owner, stage, id }: Event,
  api: Members,
  definition: Definition,
): Json {
  const { Authorizer, ApiKeyRequired, OverrideApiAuth, ...others } = auth;
  const isMerging = 'MergeDefinitions' in definition;
  // what AWS_IAM refers to gets lost where it is merged, unless it is the default: nothing documents what comes of that
  const isLost = isMerging && !isImplicit && api.DefaultAuthorizer !== 'AWS_IAM';
  const needs: Readonly<Record<string, boolean>> = { AWS_IAM: !isLost, NONE: 'DefaultAuthorizer' in api };
  const isKnown = needs[String(Authorizer)] ?? 'Authorizers' in api;
  const isKeyed = ApiKeyRequired === true || 'ApiKeyRequired' in api;
  const asked: Members = {
    ...others,
    ...(Authorizer !== undefined && isKnown && { Authorizer }),
    ...(ApiKeyRequired !== undefined && isKeyed && { ApiKeyRequired }),
  };
  const { paths } = definition.DefinitionBody ?? {};
  const isThere = paths && !isImplicit && (isMerging || method in (paths[path] ?? {}));
  const isAsking = Object.keys(asked).length > 0;
  const overrides = isThere && Object.values(asked).some((one) => one !== false);
  const kept = { ...asked, ...(overrides && OverrideApiAuth !== undefined && { OverrideApiAuth }) };
  return {
    Type: 'Api',
    Properties: {
      Path: path,
      Method: method,
      ...(!isImplicit && { RestApiId: id }),
      ...(isAsking && { Auth: kept }),
      ...(owner === 'Flow' && stage),
    },
  };
}

const lambda = (events: readonly [string, Json][], condition: Json = ''): Json => ({
  Type: 'AWS::Serverless::Function',
  ...(condition !== '' && { Condition: condition }),
  Properties: {
    Handler: 'pets.handle',
    Runtime: 'nodejs22.x',
    CodeUri: 's3://code/pets.zip',
    Events: Object.fromEntries(events),
  },
});

const machine = (events: readonly [string, Json][]): Json => ({
  Type: 'AWS::Serverless::StateMachine',
  Properties: {
    Role: 'arn:aws:iam::111122223333:role/flow',
    Definition: { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } },
    Events: Object.fromEntries(events),
  },
});
