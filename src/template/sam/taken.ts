import { type Member, type Node, resolveAlias, type Span, scalarText } from '../../source/tree.ts';
import type { MergedMember } from '../../values/convert.ts';
import { literal, originOf, type Text, textAt, textOf } from '../../values/text.ts';
import { isUnknown, type Value } from '../../values/value.ts';
import { callOf } from '../kernel/calls.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
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
  /** What SAM compares in place of what was taken to pieces. */
  readonly pieces?: string;
  /** What in it, or it as a whole, makes SAM refuse the whole template. */
  readonly refused?: readonly Refused[];
}

/** What SAM takes where something else is written. */
export interface Refused {
  readonly at: Span;
  readonly takes: 'a list' | 'a mapping' | 'strings only';
  /** In words: `a function`, `a number`. */
  readonly is: string;
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
  const apart = NETWORKS.includes(name) ? partsOf(name, value, call, at) : undefined;
  return apart ? { ...read, value: list(apart.items, at), fault: 'apart', pieces: apart.words } : read;
}

interface Parts {
  readonly items: readonly Value[];
  readonly words: string;
}

/** SAM goes through the keys of a mapping, and through the characters of a string. None of those is an id of a `SourceVpc` list. */
function partsOf(name: string, value: Value, call: string | undefined, at: Span): Parts | undefined {
  const parts = piecesOf(value, call, at);
  if (!parts || !name.startsWith('SourceVpc')) return parts;
  return { items: [], words: 'none of them is an id, so it makes no statement' };
}

function piecesOf(value: Value, call: string | undefined, at: Span): Parts | undefined {
  const texts = (pieces: readonly string[]): readonly Value[] => pieces.map((piece) => textAt(piece, at));
  if (call !== undefined) return { items: texts([call]), words: 'it compares the name of the function' };
  const characters = 'it compares single characters';
  if (value.kind === 'text') return { items: texts([...(literal(value) ?? '')]), words: characters };
  if (value.kind === 'dict' && value.entries.length > 0)
    return { items: value.entries.map(({ key }) => key), words: 'it compares the keys of the mapping' };
  if (!isUnknown(value) || value.source?.kind !== 'parameter' || value.source.list) return undefined;
  // the prefix of an id is known
  return { items: value.nature === 'VPC id' ? texts([...'vpc-']) : [value], words: characters };
}

/** What in the value of a key makes SAM refuse the template: all but strings in a list of strings, all but a list where it wants one. */
export function refusedIn(
  { key, value }: Member,
  made: Value | undefined,
  evaluator: Evaluator,
  resolves: boolean,
): readonly Refused[] {
  const name = scalarText(key);
  const node = resolveAlias(value);
  if (node.kind === 'sequence')
    return name.startsWith('SourceVpc') ? node.items.flatMap((item) => noStringIn(item, evaluator, resolves)) : [];
  if (functionOf(value, evaluator, resolves) !== undefined) return [];
  const isAccounts = Object.hasOwn(ACCOUNTS, name);
  const is = isAccounts || name.includes('Vpc') ? scalarIn(made) : undefined;
  // a string is taken to pieces
  const isTaken = is === undefined || (is === 'a string' && !isAccounts);
  return isTaken || isEmptyNode(value) ? [] : [{ at: key.span, takes: 'a list', is }];
}

function noStringIn(item: Node, evaluator: Evaluator, resolves: boolean): readonly Refused[] {
  const node = resolveAlias(item);
  const call = functionOf(item, evaluator, resolves);
  if (call !== undefined) return [{ at: callOf(node)?.at ?? item.span, takes: 'strings only', is: 'a function' }];
  if (callOf(node)) return [];
  const is = node.kind === 'scalar' ? scalarIn(textOf(node)) : KINDS[node.kind];
  return is === 'a string' ? [] : [{ at: item.span, takes: 'strings only', is: is ?? 'a null' }];
}

const KINDS = { mapping: 'a mapping', sequence: 'a list' } as const;

/** What a value is that is no list and no mapping; undefined for those, and for nothing. */
export function scalarIn(value: Value | undefined): string | undefined {
  if (value?.kind === 'text') return value.scalar === 'null' ? undefined : `a ${value.scalar}`;
  const isString = value && isUnknown(value) && value.source?.kind === 'parameter' && !value.source.list;
  return isString ? 'a string' : undefined;
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
