import { parseJsonText } from '../../values/json.ts';
import { literal, originOf } from '../../values/text.ts';
import { isUnknown, unknownAt } from '../../values/value.ts';
import { type Definition, readDefinition } from '../openapi/definition.ts';
import { attribute, type Resource } from './resource.ts';

/** A definition, and the resource that carries it. */
export interface Body extends Definition {
  readonly resource: Resource;
}

/** The definition of an API, and what an `aws_api_gateway_rest_api_put` puts over it. */
export function readBodies(api: Resource, puts: readonly Resource[]): readonly Body[] {
  const [put, ...others] = puts;
  if (!put || others.length === 0) return [api, ...puts].map(readBody);
  const reason = `several definitions are put on ${api.address} in turn, and which one is the last is not known`;
  return [readBody(api), { resource: put, routes: [], open: [unknownAt(`${api.address}.body`, reason, put.place)] }];
}

/** The OpenAPI definition that `body` holds as a string of JSON. */
export function readBody(resource: Resource): Body {
  return { resource, ...definitionOf(resource) };
}

function definitionOf(resource: Resource): Definition {
  const body = attribute(resource, 'body');
  if (!body || isUnknown(body)) return body ? readDefinition(body) : { routes: [], open: [] };
  const text = body.kind === 'text' ? (literal(body)?.trim() ?? '') : '';
  if (body.kind !== 'text' || text === '') return { routes: [], open: [] };
  const { value, failures } = text.startsWith('{') ? parseJsonText(body) : { failures: [] };
  if (value?.kind === 'dict' && failures.length === 0) return readDefinition(value);
  const reason = `the body of ${resource.address} is no JSON and is not read: write it with jsonencode`;
  return { routes: [], open: [unknownAt(`${resource.address}.body`, reason, originOf(body).at)] };
}
