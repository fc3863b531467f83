import { parseJsonText } from '../../values/json.ts';
import { literal, originOf } from '../../values/text.ts';
import { isUnknown } from '../../values/value.ts';
import { unknownAt } from '../cloudformation/evaluator.ts';
import { type Definition, readDefinition } from '../openapi/definition.ts';
import { attribute, type Resource } from './resource.ts';

/** The OpenAPI definition that `body` holds as a string of JSON. */
export function readBody(resource: Resource): Definition {
  const body = attribute(resource, 'body');
  if (!body || isUnknown(body)) return body ? readDefinition(body) : { routes: [], open: [] };
  const text = body.kind === 'text' ? (literal(body)?.trim() ?? '') : '';
  if (body.kind !== 'text' || text === '') return { routes: [], open: [] };
  const { value, failures } = text.startsWith('{') ? parseJsonText(body) : { failures: [] };
  if (value?.kind === 'dict' && failures.length === 0) return readDefinition(value);
  const reason = `the body of ${resource.address} is no JSON and is not read: write it with jsonencode`;
  return { routes: [], open: [unknownAt(`${resource.address}.body`, reason, originOf(body).at)] };
}
