import { type Node, resolveAlias, type Span, scalarText } from '../../source/tree.ts';
import { isEvaluatedBefore } from '../cloudformation/extensions.ts';
import { blame } from '../kernel/blame.ts';
import { type Call, callOf } from '../kernel/calls.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { argsOf, branchOf, memberOf } from '../kernel/functions.ts';
import { cellIn, defaultOf } from '../kernel/mappings.ts';
import type { Template } from '../kernel/template.ts';

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

/** What is left to SAM of a node: what functions choose as it is written, where they were evaluated before. */
export function nodeForSam(node: Node | undefined, evaluator: Evaluator): Node | undefined {
  if (!node || !isEvaluatedBefore(evaluator.template)) return node;
  const call = callOf(resolveAlias(node));
  const choose = call && CHOOSING.get(call.name);
  if (!choose) return node;
  const chosen = choose(call.argument, evaluator, call.at);
  return chosen && nodeForSam(chosen, evaluator);
}

type Choose = (argument: Call['argument'], evaluator: Evaluator, at: Span) => Node | undefined;

/** Functions that give one of several values which are written. */
const CHOOSING: ReadonlyMap<string, Choose> = new Map<string, Choose>([
  ['Fn::If', branchOf],
  ['Fn::Select', memberOf],
  [
    'Fn::FindInMap',
    (argument, evaluator, at) => {
      const found = cellIn(argsOf(argument), evaluator, at);
      return 'node' in found ? found.node : undefined;
    },
  ],
]);

/** All that may be left to SAM of a node, whatever functions choose. */
export function nodesForSam(node: Node | undefined, template: Template): readonly Node[] {
  if (!node) return [];
  const call = isEvaluatedBefore(template) ? callOf(resolveAlias(node)) : undefined;
  return call && CHOOSING.has(call.name) ? choicesOf(call).flatMap((one) => nodesForSam(one, template)) : [node];
}

function choicesOf({ name, argument }: Call): readonly Node[] {
  const args = argsOf(argument);
  if (name === 'Fn::If') return args.slice(1);
  const [, source] = args;
  const list = name === 'Fn::Select' && source && resolveAlias(source);
  if (list) return list.kind === 'sequence' ? list.items : [];
  const fallback = defaultOf(args);
  return fallback ? [fallback] : [];
}

/** Whether a node is `AWS::NoValue`: nothing is left of it. */
export function isNone(node: Node): boolean {
  const call = callOf(resolveAlias(node));
  return call?.name === 'Ref' && call.argument.kind === 'scalar' && scalarText(call.argument) === 'AWS::NoValue';
}
