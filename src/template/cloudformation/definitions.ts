import { movedValue } from '../../values/convert.ts';
import { literal, originOf } from '../../values/text.ts';
import { isUnknown, unknownAt } from '../../values/value.ts';
import { isLocal, unreadReason } from '../files.ts';
import { Evaluator } from '../kernel/evaluator.ts';
import { property, propertyNode } from '../kernel/properties.ts';
import { fragmentOf, type Resource } from '../kernel/template.ts';
import { type Definition, readDefinition } from '../openapi/definition.ts';

/** The properties that hold an API's definition, and that say where it is. */
export interface DefinitionProperties {
  readonly inline: string;
  readonly location: string;
  /** Whether `securityDefinitions` of an inline definition are moved to its `components`. */
  readonly movesSchemes?: true;
}

/** The definition of an API: written inline, or in a file. */
export function definitionOf(
  resource: Resource,
  { inline, location, movesSchemes }: DefinitionProperties,
  evaluator: Evaluator,
): Definition {
  const body = property(resource, inline, evaluator);
  if (body) return readDefinition(body, movesSchemes);
  const where = propertyNode(resource, location, evaluator);
  if (!where) return { routes: [], open: [] };
  const use = where.key.span;
  const value = evaluator.value(where.value);
  if (!value) return { routes: [], open: [] };
  const name = value.kind === 'text' ? literal(value) : undefined;
  const open = (reason: string): Definition => ({
    routes: [],
    open: [isUnknown(value) ? value : unknownAt(`${location} ${resource.id}`, reason, use)],
  });
  if (value.kind !== 'text' || name === undefined || !isLocal(name))
    return open('the definition is in S3, and is not read');
  const { at } = originOf(value);
  const found = evaluator.files.parse(name, at.file, at);
  if ('reason' in found) return open(`the definition is in a file: ${unreadReason(found)}`);
  const { root } = found;
  if (root.kind !== 'mapping') return open(`${name} is no OpenAPI definition`);
  // it is uploaded as it is: a function in it has no template around it
  const own = new Evaluator(fragmentOf(root), evaluator.scenario, { ...evaluator.options, cache: new WeakMap() });
  const definition = own.value(root);
  return definition ? readDefinition(movedValue(definition, at, evaluator.budget)) : open(`${name} is empty`);
}
