import { describe, expect, test } from 'vitest';
import { auditTexts } from '../support/memory.ts';
import { apiOf, loaded, placedEntries, policyOf, scenariosOf } from './support.ts';

const statement = (sources: string): string =>
  `{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/*, Condition: { IpAddress: { aws:SourceIp: ${sources} } } }`;
const definition = (more = '', sources = '8.8.8.8'): string => `openapi: 3.0.1
info: { title: pets, version: '1' }
x-amazon-apigateway-policy: { Version: '2012-10-17', Statement: [${statement(sources)}] }
${more}`;
const VPC = 'x-amazon-apigateway-endpoint-configuration: { vpcEndpointIds: [vpce-0a1b2c3d] }';

describe('what a definition is', () => {
  test.each([
    ['OpenAPI 3', 'openapi: 3.1.0\nx-amazon-apigateway-policy: {}\n', 1],
    ['Swagger 2', "swagger: '2.0'\nx-amazon-apigateway-policy: {}\n", 1],
    ['a version that YAML takes for a number', 'swagger: 2.0\nx-amazon-apigateway-policy: {}\n', 1],
    ['JSON', '{"swagger": "2.0", "x-amazon-apigateway-policy": {}}', 1],
    ['routes alone', 'openapi: 3.0.1\npaths: { /: { get: { x-amazon-apigateway-integration: {} } } }\n', 1],
    ['nothing for API Gateway', 'openapi: 3.0.1\npaths: { /: { get: { description: execute-api } } }\n', 0],
    ['a version that there is not', 'openapi: 1.2\nx-amazon-apigateway-policy: {}\n', 0],
    ['no version', 'x-amazon-apigateway-policy: {}\n', 0],
  ])('%s', (_, text, count) => {
    const { apis, failures, notAudited } = loaded(text, { file: text.startsWith('{') ? 'a.json' : 'a.yml' });
    expect([apis.length, failures, notAudited]).toEqual([count, [], []]);
  });

  test('its API is named by its title, and stands at its first line', () => {
    const { apis } = auditTexts({ 'a.yml': definition() }).summary;
    const api = apiOf(definition());
    expect([apis, api.id, api.kind, api.dialect, api.exported]).toEqual([1, 'pets', 'rest', 'openapi', true]);
    expect([api.place.at.start, api.place.at.end]).toEqual([0, 'openapi'.length]);
  });

  test.each(['', 'info: { description: none }\n', 'info: { title: !Ref Title }\n', 'info: pets\n'])(
    'without a title: %j',
    (info) => {
      expect(apiOf(`openapi: 3.0.1\n${info}x-amazon-apigateway-policy: {}\n`).id).toBe('the API');
    },
  );
});

describe('policies', () => {
  test('each entry stands where it was written', () => {
    expect(placedEntries(definition('', "[«8.8.8.8», '«9.9.9.0/24»']"))).toEqual(['8.8.8.8 «1»', '9.9.9.0/24 «2»']);
  });

  test('as JSON in a string', () => {
    const json = `{ "Statement": { "Effect": "Allow", "Condition": { "IpAddress": { "aws:SourceIp": "«8.8.8.8»" } } } }`;
    expect(placedEntries(`openapi: 3.0.1\nx-amazon-apigateway-policy: '${json}'\n`)).toEqual(['8.8.8.8 «1»']);
  });

  test('what a template fills in is not known', () => {
    expect(placedEntries(definition('', '«!Ref Offices»'))).toEqual([
      `… (Offices is neither a parameter nor a resource of this template) «1»`,
    ]);
    expect(placedEntries(definition('', `!Sub '⟨«\${Office}»⟩/32'`).replaceAll(/[⟨⟩]/g, ''))).toHaveLength(1);
  });

  test('a condition of the template that includes it is followed both ways', () => {
    expect(scenariosOf(definition('', '!If [IsProd, 8.8.8.8, 9.9.9.9]'))).toEqual({
      'IsProd is true': ['8.8.8.8'],
      'IsProd is false': ['9.9.9.9'],
    });
  });

  test.each(['x-amazon-apigateway-policy: {}', 'x-amazon-apigateway-policy: ""', 'x-amazon-apigateway-auth: {}'])(
    'none: %s',
    (extension) => {
      expect(policyOf(apiOf(`openapi: 3.0.1\n${extension}\n`))).toBeUndefined();
    },
  );
});

describe('routes', () => {
  test('verbs and what they ask of a caller; what is asked of all at the root does not count', () => {
    const text = definition(`security: [{ Iam: [] }]
components:
  securitySchemes:
    Iam: { type: apiKey, x-amazon-apigateway-authtype: awsSigv4 }
    Users: { type: apiKey, x-amazon-apigateway-authorizer: { type: cognito_user_pools } }
paths:
  /pets: { get: {}, x-amazon-apigateway-any-method: { security: [{ Users: [] }] }, summary: all }
  /open: { post: { security: [] }, put: { security: [{ Iam: [] }] } }
`);
    const routes = apiOf(text).revisions[0]?.routes ?? [];
    expect(routes.map(({ method, path, authorization }) => [method, path, authorization])).toEqual([
      ['GET', '/pets', { is: 'yes', value: 'NONE' }],
      ['ANY', '/pets', { is: 'yes', value: 'COGNITO_USER_POOLS' }],
      ['POST', '/open', { is: 'yes', value: 'NONE' }],
      ['PUT', '/open', { is: 'yes', value: 'AWS_IAM' }],
    ]);
  });

  const asking = (scheme: string, operation = 'security: [{ guard: [] }]'): string =>
    definition(`components: { securitySchemes: { guard: ${scheme} } }\npaths: { /a: { get: { ${operation} } } }\n`);

  test.each([
    ['{ type: apiKey, x-amazon-apigateway-authorizer: { type: TOKEN } }', 'CUSTOM'],
    ['{ type: apiKey, x-amazon-apigateway-authorizer: { type: request } }', 'CUSTOM'],
    [
      '{ type: apiKey, x-amazon-apigateway-authtype: oauth2, x-amazon-apigateway-authorizer: { type: token } }',
      'CUSTOM',
    ],
    ['{ type: apiKey, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: {} }', 'CUSTOM'],
    ['{ type: oauth2, x-amazon-apigateway-authorizer: { type: jwt } }', 'JWT'],
    ['{ type: apiKey, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: { type: JWT } }', 'JWT'],
    ['{ type: apiKey, x-amazon-apigateway-authtype: AwsSigV4 }', 'AWS_IAM'],
    ['{ type: apiKey, name: x-api-key, in: header }', 'NONE'],
  ])('of the scheme %s', (scheme, expected) => {
    expect(apiOf(asking(scheme)).revisions[0]?.routes[0]?.authorization).toEqual({ is: 'yes', value: expected });
  });

  test.each([
    ['{ type: NONE }', { is: 'yes', value: 'NONE' }],
    ['{ type: AWS_IAM }', { is: 'yes', value: 'AWS_IAM' }],
    ['{}', { is: 'yes', value: 'CUSTOM' }],
  ])('of the operation itself, which goes first: %s', (own, expected) => {
    const text = asking(
      '{ type: apiKey, x-amazon-apigateway-authorizer: { type: token } }',
      `security: [{ guard: [] }], x-amazon-apigateway-auth: ${own}`,
    );
    expect(apiOf(text).revisions[0]?.routes[0]?.authorization).toEqual(expected);
  });

  test('those of Swagger 2', () => {
    const text = `swagger: '2.0'
x-amazon-apigateway-policy: {}
securityDefinitions: { Iam: { type: apiKey, x-amazon-apigateway-authtype: awsSigv4 } }
paths: { /a: { get: { security: [{ Iam: [] }] } } }
`;
    expect(apiOf(text).revisions[0]?.routes[0]?.authorization).toEqual({ is: 'yes', value: 'AWS_IAM' });
  });

  test.each([
    ['a scheme that is nowhere', '', 'guard', 'no security scheme is called guard'],
    [
      'a misspelt one',
      'components: { securitySchemes: { Guard: { type: apiKey } } }\n',
      'guard',
      'no security scheme is called guard',
    ],
    [
      'definitions of version 2 beside components',
      'components: { schemas: {} }\nsecurityDefinitions: { guard: { type: apiKey, x-amazon-apigateway-authtype: custom } }\n',
      'guard',
      'no security scheme is called guard',
    ],
    [
      'an authorizer of a type that is not known',
      'components: { securitySchemes: { guard: { type: apiKey, x-amazon-apigateway-authorizer: { type: foo } } } }\n',
      'guard',
      'what an authorizer of type foo does is not documented',
    ],
    [
      'an authorizer of a type that is not known yet',
      'components: { securitySchemes: { guard: { type: apiKey, x-amazon-apigateway-authorizer: { type: !Ref Type } } } }\n',
      'guard',
      'Type is neither a parameter nor a resource of this template',
    ],
    [
      'an authorizer without a type',
      'components: { securitySchemes: { guard: { type: apiKey, x-amazon-apigateway-authorizer: { identitySource: a } } } }\n',
      'guard',
      'what API Gateway makes of the security scheme guard is not documented',
    ],
    [
      'a scheme of a type that is not known',
      'components: { securitySchemes: { guard: { type: apiKey, x-amazon-apigateway-authtype: foo } } }\n',
      'guard',
      'what an authorizer of type foo does is not documented',
    ],
    [
      'a scheme without an authorizer',
      'components: { securitySchemes: { guard: { type: openIdConnect, openIdConnectUrl: a } } }\n',
      'guard',
      'what API Gateway makes of the security scheme guard is not documented',
    ],
  ])('%s is an unknown authorization, never none', (_, schemes, name, reason) => {
    const text = definition(`${schemes}paths: { /a: { get: { security: [{ ${name}: [] }] } } }\n`);
    const { authorization } = apiOf(text).revisions[0]?.routes[0] ?? {};
    expect(authorization?.is === 'unknown' && authorization.because.map((one) => one.reason)).toEqual([reason]);
  });

  test('SAM moves definitions of version 2 to the components', () => {
    const text = `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody:
        openapi: 3.0.1
        paths: { /pets: { get: { security: [{ guard: [] }] } } }
        components: { schemas: {} }
        securityDefinitions: { guard: { type: apiKey, x-amazon-apigateway-authtype: custom } }
`;
    expect(apiOf(text).revisions[0]?.routes[0]?.authorization).toEqual({ is: 'yes', value: 'CUSTOM' });
  });

  test('none are not known', () => {
    const [revision] = apiOf(definition()).revisions;
    expect(revision?.routesOpen.map(({ reason }) => reason)).toEqual(['the definition has no paths']);
  });
});

describe('endpoints', () => {
  const REASON = 'an OpenAPI definition does not say which endpoint type its API has';
  const ADDRESSES = 'nothing here says which IP address type the API has: --ip-address-type does';
  const endpointOf = (more: string, options = {}): unknown => {
    const { endpoint, addressType } = apiOf(definition(more), options);
    return [endpoint, addressType].map((one) =>
      one.is === 'unknown' ? one.because.map(({ reason }) => reason).join() : one.is === 'yes' && one.value,
    );
  };

  test.each([
    ['nothing said', '', [REASON, ADDRESSES]],
    ['VPC endpoints, at the top', VPC, ['PRIVATE', 'dualstack']],
    ['VPC endpoints, under a server', `servers: [{ url: /, ${VPC} }]`, ['PRIVATE', 'dualstack']],
    ['no VPC endpoints', 'x-amazon-apigateway-endpoint-configuration: { vpcEndpointIds: [] }', [REASON, ADDRESSES]],
    [
      'another fact',
      'x-amazon-apigateway-endpoint-configuration: { disableExecuteApiEndpoint: true }',
      [REASON, ADDRESSES],
    ],
    [
      'VPC endpoints that are not known',
      'x-amazon-apigateway-endpoint-configuration: { vpcEndpointIds: !Ref Ids }',
      ['Ids is neither a parameter nor a resource of this template', ADDRESSES],
    ],
    [
      'a configuration that is not known',
      'x-amazon-apigateway-endpoint-configuration: !Ref Endpoint',
      ['Endpoint is neither a parameter nor a resource of this template', ADDRESSES],
    ],
  ])('%s', (_, more, expected) => {
    expect(endpointOf(more)).toEqual(expected);
  });

  test('the user says what the document does not', () => {
    expect(endpointOf('', { told: { endpoint: 'EDGE', addressType: 'dualstack' } })).toEqual(['EDGE', 'dualstack']);
    expect(endpointOf('', { told: { endpoint: 'REGIONAL' } })).toEqual(['REGIONAL', ADDRESSES]);
    expect(endpointOf('', { told: { endpoint: 'PRIVATE', addressType: 'ipv4' } })).toEqual(['PRIVATE', 'dualstack']);
    expect(endpointOf(VPC, { told: { endpoint: 'EDGE', addressType: 'ipv4' } })).toEqual(['PRIVATE', 'dualstack']);
  });
});

describe('definitions of HTTP APIs', () => {
  test.each([
    "x-amazon-apigateway-importexport-version: '1.0'",
    'x-amazon-apigateway-cors: {}',
    'servers: [{ x-amazon-apigateway-endpoint-configuration: { ipAddressType: dualstack } }]',
  ])('%s', (more) => {
    expect(apiOf(definition(more)).kind).toBe('http');
  });
});

describe('an audit', () => {
  const rulesOf = (text: string, options = {}): readonly string[] =>
    auditTexts({ 'a.yml': text }, options).findings.map(({ ruleId, location: { start, end } }) => {
      return `${ruleId} ${start.line}:${start.column}-${end.line}:${end.column}`;
    });

  test('depends on the type of the endpoint', () => {
    const text = definition('', '10.0.0.0/16');
    const { findings, undecided } = auditTexts({ 'a.yml': text });
    expect(findings).toEqual([]);
    expect(undecided.flatMap(({ rules }) => rules)).toContain('no-source-ip-on-private-api');
    const column = text.split('\n')[2]?.indexOf('10.0.0.0/16') ?? 0;
    expect(rulesOf(text, { apiType: 'REGIONAL', ipAddressType: 'ipv4' })).toEqual([
      `no-unroutable-source 3:${column + 1}-3:${column + 12}`,
    ]);
    const key = text.split('\n')[2]?.indexOf('aws:SourceIp') ?? 0;
    expect(rulesOf(text, { apiType: 'PRIVATE' })).toEqual([`no-source-ip-on-private-api 3:${key + 1}-3:${key + 13}`]);
  });

  test('says nothing of deployments or of a policy that stands elsewhere', () => {
    const routes = 'paths: { /: { get: { x-amazon-apigateway-integration: {} } } }\n';
    expect(rulesOf(definition(routes), { apiType: 'REGIONAL', ipAddressType: 'ipv4' })).toEqual([]);
    expect(rulesOf(`openapi: 3.0.1\n${routes}`, { apiType: 'PRIVATE' })).toEqual([]);
  });

  test('takes the full ARNs of an export for those of the API itself', () => {
    const text = definition().replace('execute-api:/*', 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/*');
    expect(rulesOf(text, { apiType: 'REGIONAL', ipAddressType: 'ipv4' })).toEqual([]);
  });
});
