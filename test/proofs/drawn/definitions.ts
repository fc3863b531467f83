import type { Told } from '../../../src/template/told.ts';
import type { Json } from './templates.ts';
import type { Given } from './within.ts';

/** Documents that say less of an API than its template: an OpenAPI file has no stage, a policy by itself has no routes. */

const schemeOf = (type: string): Json => ({
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': type.toLowerCase(),
  'x-amazon-apigateway-authorizer': { type: type === 'CUSTOM' ? 'token' : type.toLowerCase() },
});

const SCHEMES = ['CUSTOM', 'COGNITO_USER_POOLS', 'JWT'];

/** The routes of an API as an OpenAPI definition, with a policy. */
export function definitionOf({ revision }: Given, policy: Json): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const { method, path, authorization } of revision.routes) {
    const kind = authorization.is === 'yes' ? authorization.value : 'NONE';
    const verb = method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
    const security: Json = SCHEMES.includes(kind)
      ? { security: [{ [kind]: [] }] }
      : { 'x-amazon-apigateway-auth': { type: kind } };
    paths[path] = { ...paths[path], [verb]: { responses: {}, ...security } };
  }
  return {
    openapi: '3.0.1',
    info: { title: 'Api', version: '1' },
    paths,
    components: { securitySchemes: Object.fromEntries(SCHEMES.map((type) => [type, schemeOf(type)])) },
    'x-amazon-apigateway-policy': policy,
  };
}

/** A template with a definition and one stage. */
export function imported({ api }: Given, definition: Json, stage: string): Json {
  const { endpoint = 'REGIONAL', addressType = 'ipv4' } = toldOf({ api });
  return {
    Resources: {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { EndpointConfiguration: { Types: [endpoint], IpAddressType: addressType }, Body: definition },
      },
      Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: stage } },
    },
  };
}

/** What a user says of the API, and of the domains that lead to it, to those who audit a document that does not. */
export function toldOf({ api: { endpoint, addressType, domains } }: Pick<Given, 'api'>): Told {
  const isDualstack = [{ addressType }, ...domains].some(
    (one) => one.addressType.is === 'yes' && one.addressType.value === 'dualstack',
  );
  return {
    ...(endpoint.is === 'yes' && { endpoint: endpoint.value }),
    addressType: isDualstack ? 'dualstack' : 'ipv4',
  };
}
