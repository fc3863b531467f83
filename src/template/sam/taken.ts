import { type Member, type Node, resolveAlias, type Span, scalarText } from '../../source/tree.ts';
import type { MergedMember } from '../../values/convert.ts';
import { literal, originOf, type Text, textAt, textOf } from '../../values/text.ts';
import type { Value } from '../../values/value.ts';
import { callOf, type Evaluator } from '../cloudformation/evaluator.ts';
import { functionOf } from './evaluated.ts';
import { ACCOUNTS, NETWORKS, RANGES } from './keys.ts';
import { list } from './statements.ts';

/** A key of a `ResourcePolicy`, with the value that SAM takes it to have. */
export interface Taken {
  readonly key: Text;
  readonly name: string;
  readonly value: Value;
  /** Whether SAM makes nothing of it: it looks at what is written, of which nothing may be left at deployment. */
  readonly isEmpty: boolean;
  readonly isFunction: boolean;
  /** What SAM does to it: it puts a list into another, or takes to pieces what is none. */
  readonly fault?: 'nested' | 'apart';
  /** Where functions stand in a list of strings: SAM refuses the whole template. */
  readonly refused?: readonly Span[];
}

/**
 * What SAM takes a key for, whose value at deployment is `made`; undefined where a function leaves nothing of it. SAM looks at
 * the text of the template, before CloudFormation does: a function is a mapping to it, whatever comes of it, unless it was
 * evaluated before.
 */
export function takenAs(
  { key: written, value: node, use }: MergedMember,
  made: Value | undefined,
  call: string | undefined,
  isEvaluated: boolean,
): Taken {
  const key = textOf(written, use);
  const name = scalarText(written);
  const { at } = originOf(key);
  const value = made ?? list([], at);
  const isEmpty = isEmptyNode(node) || (isEvaluated && isNothing(made));
  const read = { key, name, value, isEmpty, isFunction: call !== undefined };
  if (Object.hasOwn(RANGES, name) || Object.hasOwn(ACCOUNTS, name)) {
    const isNested = call !== undefined && made?.kind === 'list';
    return isNested ? { ...read, value: list([value], at), fault: 'nested' } : read;
  }
  const pieces = NETWORKS.includes(name) ? piecesOf(value, call) : undefined;
  const items = pieces?.map((piece) => textAt(piece, at));
  return items ? { ...read, value: list(items, at), fault: 'apart' } : read;
}

/** SAM goes through the keys of a mapping, and through the characters of a string. */
function piecesOf(value: Value, call: string | undefined): readonly string[] | undefined {
  if (call !== undefined) return [call];
  return value.kind === 'text' ? [...(literal(value) ?? '')] : undefined;
}

/** The functions in a list whose members SAM wants to be strings. */
export function refusedIn({ key, value }: Member, evaluator: Evaluator, resolves: boolean): readonly Span[] {
  const list = resolveAlias(value);
  if (!scalarText(key).startsWith('SourceVpc') || list.kind !== 'sequence') return [];
  return list.items.flatMap((item): readonly Span[] =>
    functionOf(item, evaluator, resolves) === undefined ? [] : [callOf(resolveAlias(item))?.at ?? item.span],
  );
}

/** Whether a value that is known before SAM looks is an empty list. */
function isNothing(made: Value | undefined): boolean {
  return made?.kind === 'list' && made.items.length + made.open.length === 0;
}

function isEmptyNode(node: Node): boolean {
  const target = resolveAlias(node);
  if (target.kind === 'scalar') return scalarText(target) === '';
  return (target.kind === 'sequence' ? target.items : target.members).length === 0;
}
