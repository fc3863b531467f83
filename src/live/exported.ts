import type { JsonObject } from '../template/snapshot/shape.ts';

const ofDocument = [
  'openapi',
  'info',
  'servers',
  'security',
  'x-amazon-apigateway-policy',
  'x-amazon-apigateway-endpoint-configuration',
  'x-amazon-apigateway-endpoint-access-mode',
  'x-amazon-apigateway-security-policy',
];
const ofInfo = ['title', 'version'];
const ofOperation = ['security', 'x-amazon-apigateway-auth'];
const ofScheme = ['type', 'name', 'in', 'x-amazon-apigateway-authtype'];

/**
 * What decides who may call, of an exported OpenAPI document. The rest stays behind: integrations may hold keys and
 * passwords, and nothing asks for them. Throws for what is no such document.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_GetExport.html
 */
export function pickExport(bytes: Uint8Array): JsonObject {
  const document = JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  if (!isObject(document) || !isObject(document.paths)) throw new SyntaxError('no OpenAPI document');
  const { info, servers, paths, components } = document;
  const schemes = isObject(components) ? components.securitySchemes : undefined;
  return {
    ...pick(document, ofDocument),
    ...(isObject(info) && { info: pick(info, ofInfo) }),
    ...(Array.isArray(servers) && { servers: servers.filter(isObject).map((server) => pick(server, ['url'])) }),
    paths: mapped(paths, (path) => mapped(path, (operation) => pick(operation, ofOperation))),
    ...(isObject(schemes) && { components: { securitySchemes: mapped(schemes, pickScheme) } }),
  };
}

function pickScheme(scheme: JsonObject): JsonObject {
  const authorizer = scheme['x-amazon-apigateway-authorizer'];
  return {
    ...pick(scheme, ofScheme),
    ...(isObject(authorizer) && { 'x-amazon-apigateway-authorizer': pick(authorizer, ['type']) }),
  };
}

/** The members that are objects, each made into another. */
function mapped(object: JsonObject, make: (value: JsonObject) => JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (isObject(value) ? [[key, make(value)]] : [])),
  );
}

function pick(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(object, name)).map((name) => [name, object[name]]));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
