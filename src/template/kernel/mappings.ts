import { placeId } from '../../source/span.ts';
import { member, type Node, resolveAlias, type Span, scalarText } from '../../source/tree.ts';
import { mergedMembers, movedValue } from '../../values/convert.ts';
import { literal } from '../../values/text.ts';
import { derived, type Unknown, unknownAt, type Value } from '../../values/value.ts';
import { blame } from './blame.ts';
import { solve } from './conditions.ts';
import type { Evaluator } from './evaluator.ts';
import { Impossible } from './scenario.ts';

/** `Fn::FindInMap`. A parameter as a key takes each row that it can name, one scenario each. */
export function findInMap(args: readonly Node[], evaluator: Evaluator, at: Span): Value | undefined {
  const found = cellIn(args, evaluator, at);
  if ('id' in found) return found;
  const value = evaluator.value(found.node);
  return found.isDefault ? value : value && movedValue(value, at, evaluator.budget);
}

/** What `Fn::FindInMap` gives, as it is written, or why that is not known. */
export function cellIn(
  args: readonly Node[],
  evaluator: Evaluator,
  at: Span,
): Unknown | { readonly node: Node; readonly isDefault?: true } {
  const [map, first, second] = args;
  if (!map || !first || !second)
    return unknownAt(`FindInMap ${placeId(at)}`, 'Fn::FindInMap is not written as CloudFormation takes it', at);
  const fallback = defaultOf(args);
  const missing = (key: Node, isSure: boolean): Unknown | { readonly node: Node; readonly isDefault: true } => {
    if (fallback) return { node: fallback, isDefault: true };
    if (!isSure) throw new Impossible();
    const target = resolveAlias(key);
    const name = target.kind === 'scalar' ? scalarText(target) : 'such member';
    return unknownAt(`FindInMap ${placeId(at)}`, `Fn::FindInMap finds no ${name}`, at);
  };
  const name = keyOf(map, [...evaluator.template.mappings.keys()], evaluator);
  if (name === undefined) return missing(map, true);
  if (typeof name !== 'string') return derived(`FindInMap ${name.id}`, name, at);
  const rows = evaluator.template.mappings.get(name);
  // a part of a template, which is put together elsewhere: whether a default is needed is not known
  if (!rows) return unknownAt(`FindInMap ${name}`, `mapping ${name} is declared nowhere in this template`, at);
  const row = step(resolveAlias(rows.value), first, evaluator);
  if (row === undefined) return missing(first, isConstant(first, evaluator));
  if ('id' in row) return derived(`FindInMap ${name} ${row.id}`, row, at);
  const cell = step(row, second, evaluator);
  if (cell === undefined) return missing(second, isConstant(second, evaluator));
  return 'id' in cell ? derived(`FindInMap ${name} ${cell.id}`, cell, at) : { node: cell };
}

/** What `Fn::FindInMap` gives where there is no such row. */
export function defaultOf([, , , extra]: readonly Node[]): Node | undefined {
  const options = extra && resolveAlias(extra);
  return options?.kind === 'mapping' ? member(options, 'DefaultValue')?.value : undefined;
}

/** The member that a key names: undefined where there is none. */
function step(
  from: Node | undefined,
  key: Node,
  evaluator: Evaluator,
): Exclude<Node, { kind: 'alias' }> | Unknown | undefined {
  if (from?.kind !== 'mapping') return undefined;
  const members = mergedMembers(from, evaluator.budget);
  const keys = members.map((one) => scalarText(one.key));
  const name = keyOf(key, keys, evaluator);
  if (typeof name !== 'string') return name;
  const found = members[keys.indexOf(name)];
  return found && resolveAlias(found.value);
}

/** The key's text; the unknown that it is; or undefined where a parameter names none of the keys. */
function keyOf(node: Node, keys: readonly string[], evaluator: Evaluator): string | Unknown | undefined {
  const value = evaluator.symbolically(() => evaluator.value(node));
  const known = value?.kind === 'text' ? literal(value) : undefined;
  if (!value || known !== undefined) return known;
  for (const key of keys) {
    const solved = solve(value, key);
    if (solved === false) continue;
    const source = solved?.unknown.source;
    if (source?.kind !== 'parameter' || source.list) return undecided(node, value, evaluator);
    const domain = evaluator.domain(source.name);
    const is = evaluator.scenario.decide(source.name, domain, (solved as { value: string }).value);
    if (is) return key;
    if (is === undefined) return undecided(node, value, evaluator);
  }
  return undefined;
}

/** What keeps a key from being known; where that is not that a value is missing, its default is not enough. */
function undecided(node: Node, value: Value, evaluator: Evaluator): Unknown | undefined {
  const assumed = evaluator.value(node);
  const cause = blame(value);
  if (!cause || (assumed && blame(assumed))) return cause;
  return { ...cause, reason: 'the key of Fn::FindInMap is known by defaults only' };
}

function isConstant(node: Node, evaluator: Evaluator): boolean {
  const value = evaluator.symbolically(() => evaluator.value(node));
  return value?.kind === 'text' && resolveAlias(node).kind === 'scalar' && resolveAlias(node).tag === undefined;
}
