import { type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import { blame, callOf, type Evaluator } from '../cloudformation/evaluator.ts';
import { isEvaluatedBefore } from '../cloudformation/extensions.ts';
import { argsOf, branchOf } from '../cloudformation/functions.ts';
import type { Template } from '../cloudformation/template.ts';

/** What is known at deployment only: `AWS::LanguageExtensions` leaves it as it is. */
const STAYING: readonly string[] = ['Fn::GetAtt', 'Fn::ImportValue', 'Fn::GetStackOutput', 'Fn::GetAZs'];

/**
 * The function that a node is to SAM. Undefined for a value, for what was included or evaluated before, and for a parameter
 * that SAM `resolves`: it puts in the value where an API has the reference, and not where an event has it.
 */
export function functionOf(node: Node | undefined, evaluator: Evaluator, resolves: boolean): string | undefined {
  const call = node && callOf(resolveAlias(node));
  if (!call || call.name === 'Fn::Transform') return undefined;
  const { argument, name } = call;
  const isBefore = isEvaluatedBefore(evaluator.template);
  const isParameter = argument.kind === 'scalar' && evaluator.template.parameters.has(scalarText(argument));
  if (name === 'Ref' && isParameter && (resolves || isBefore)) return undefined;
  return isBefore && !stays(name, node, evaluator) ? undefined : name;
}

function stays(name: string, node: Node, evaluator: Evaluator): boolean {
  if (STAYING.includes(name)) return true;
  const value = evaluator.scenario.quietly(() => evaluator.value(node));
  return value !== undefined && blame(value)?.source?.kind === 'resource';
}

/** What is left to SAM of a node: the branch that a condition takes, where that was decided before. */
export function nodeForSam(node: Node | undefined, evaluator: Evaluator): Node | undefined {
  const target = node && resolveAlias(node);
  const call = target && callOf(target);
  if (call?.name !== 'Fn::If' || !isEvaluatedBefore(evaluator.template)) return node;
  return nodeForSam(branchOf(call.argument, evaluator), evaluator);
}

/** All that may be left to SAM of a node, whatever conditions say. */
export function nodesForSam(node: Node | undefined, template: Template): readonly Node[] {
  if (!node) return [];
  const call = callOf(resolveAlias(node));
  if (call?.name !== 'Fn::If' || !isEvaluatedBefore(template)) return [node];
  return argsOf(call.argument)
    .slice(1)
    .flatMap((one) => nodesForSam(one, template));
}
