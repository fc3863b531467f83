import type { Span } from '../../source/tree.ts';
import { literal, originOf } from '../../values/text.ts';
import { isLocal } from '../files.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { property } from '../kernel/properties.ts';
import type { Resource } from '../kernel/template.ts';

/** The properties that say where the template of a nested stack is. */
const LOCATIONS: ReadonlyMap<string, string> = new Map([
  ['AWS::CloudFormation::Stack', 'TemplateURL'],
  ['AWS::Serverless::Application', 'Location'],
]);

export const STACKS: readonly string[] = [...LOCATIONS.keys()];

/** The local file that a nested stack is made from; undefined for any other resource. */
export function locationOf(
  stack: Resource,
  evaluator: Evaluator,
): { readonly name: string; readonly at: Span } | undefined {
  const location = LOCATIONS.get(stack.type);
  if (location === undefined) return undefined;
  const value = evaluator.scenario.quietly(() => property(stack, location, evaluator));
  const name = value?.kind === 'text' ? literal(value) : undefined;
  return value?.kind === 'text' && name !== undefined && isLocal(name) ? { name, at: originOf(value).at } : undefined;
}

/** Why the template of a nested stack is not read, as a clause; undefined for one that is. */
export function unreadStack(stack: Resource, evaluator: Evaluator): string | undefined {
  const location = locationOf(stack, evaluator);
  if (!location) return 'it is no local file';
  const found = evaluator.files.parse(location.name, location.at.file, location.at);
  return 'reason' in found ? found.reason : undefined;
}
