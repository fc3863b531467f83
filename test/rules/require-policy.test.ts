import { ruleTester } from './rule-tester.ts';
import { condition, ENVIRONMENTS, method, parameter, withPolicy } from './templates.ts';

const missing = (routes: string) => ({ message: 'missing', data: { id: 'Api', routes } });

/** Marks the logical id of the API. */
const marked = (text: string): string => text.replace('\n  Api:\n', '\n  «Api»:\n');
const GET = method('GET');
const KEY = 'AuthorizationType: NONE\nApiKeyRequired: true';

ruleTester('require-policy', {
  valid: [
    { name: 'a policy', text: condition('52.94.76.0/22', { resources: GET }) },
    {
      name: 'a private API, which another rule speaks of',
      otherRules: ['require-private-api-policy'],
      text: withPolicy('', { endpoint: 'PRIVATE', resources: GET }),
    },
    {
      name: 'routes that all need an authorization',
      text: withPolicy('', {
        resources: [
          method('GET', 'AuthorizationType: AWS_IAM'),
          method('POST', 'AuthorizationType: CUSTOM'),
          method('PUT', 'AuthorizationType: COGNITO_USER_POOLS'),
        ].join('\n'),
      }),
    },
    { name: 'preflights alone', text: withPolicy('', { resources: method('OPTIONS') }) },
    {
      name: 'an operation that a definition secures',
      text: withPolicy(`
Body:
  openapi: 3.0.1
  paths: { /pets: { get: { security: [{ sigv4: [] }] } } }
  components: { securitySchemes: { sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 } } }`),
    },
  ],
  invalid: [
    { name: 'an open route', text: marked(withPolicy('', { resources: GET })), findings: [missing('GET /')] },
    {
      name: 'an API of the edge, a method that says nothing of its authorization',
      text: marked(withPolicy('', { endpoint: 'none', resources: method('ANY', '') })),
      findings: [missing('ANY /')],
    },
    {
      name: 'an API key, which is no authorization',
      text: marked(withPolicy('', { resources: method('GET', KEY) })),
      findings: [{ message: 'apiKey', data: { id: 'Api', routes: 'GET /' } }],
    },
    {
      name: 'an API key for one of two routes',
      text: marked(withPolicy('', { resources: [method('GET', KEY), method('POST')].join('\n') })),
      findings: [missing('POST /; with an API key GET /')],
    },
    {
      name: 'an empty policy',
      text: marked(withPolicy('Policy: {}', { resources: GET })),
      findings: [missing('GET /')],
    },
    {
      name: 'the open ones of several routes',
      text: marked(
        withPolicy('', {
          resources: [method('GET', 'AuthorizationType: AWS_IAM'), method('POST'), method('OPTIONS')].join('\n'),
        }),
      ),
      findings: [missing('POST /')],
    },
    {
      name: 'more routes than a message holds, and their paths',
      text: marked(
        withPolicy('', {
          resources: `
Pets:
  Type: AWS::ApiGateway::Resource
  Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: pets }
Pet:
  Type: AWS::ApiGateway::Resource
  Properties: { RestApiId: !Ref Api, ParentId: !Ref Pets, PathPart: '{id}' }
GetPet:
  Type: AWS::ApiGateway::Method
  Properties: { RestApiId: !Ref Api, ResourceId: !Ref Pet, HttpMethod: GET, AuthorizationType: NONE }
${['GET', 'POST', 'PUT', 'DELETE'].map((verb) => method(verb)).join('\n')}`,
        }),
      ),
      findings: [missing('GET /pets/{id}, GET /, POST / and 2 more')],
    },
    {
      name: 'operations of a definition',
      text: marked(
        withPolicy(`
Body:
  openapi: 3.0.1
  paths: { /pets: { get: {}, options: {} }, '/pets/{id}': { x-amazon-apigateway-any-method: {} } }`),
      ),
      findings: [missing('GET /pets, ANY /pets/{id}')],
    },
    {
      name: 'only where there is no policy',
      otherRules: ['no-public-access'],
      text: marked(
        withPolicy(
          `
Policy:
  Fn::If:
    - IsProd
    - Statement: { Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }
    - !Ref 'AWS::NoValue'`,
          { head: ENVIRONMENTS, resources: GET },
        ),
      ),
      findings: [{ ...missing('GET /'), scenarios: ['Env is dev'] }],
    },
  ],
  undecided: [
    {
      name: 'an authorization that is not known',
      text: withPolicy('', {
        head: parameter('‹Authorization›'),
        resources: method('GET', 'AuthorizationType: !Ref Authorization'),
      }),
      reasons: ['parameter Authorization has no default'],
    },
    {
      name: 'a policy that is not known',
      text: withPolicy('Policy: !Ref Policy', { head: parameter('‹Policy›'), resources: GET }),
      reasons: ['parameter Policy has no default'],
    },
    {
      name: 'a template without methods: its API has one unknown route',
      text: withPolicy('').replace('\n  Api:\n', '\n  ‹Api›:\n'),
      reasons: ['the template has no methods of Api'],
    },
    {
      name: 'a method under a condition of its own, which does not split the API',
      text: withPolicy('', { head: ENVIRONMENTS, resources: method('GET', undefined, 'Condition: ‹IsProd›') }),
      reasons: ['whether condition IsProd holds is not known: --parameters tells it'],
    },
  ],
});
