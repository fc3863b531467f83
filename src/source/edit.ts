import { afterBreak, isBlank, isBreak, lineEnd } from './characters.ts';
import { functionOf } from './counted.ts';
import { nodesAt } from './path.ts';
import { spanOf } from './span.ts';
import type { Node, Sequence, Span } from './tree.ts';

/**
 * What to cut out so that members of lists go, each with its comma or its line and nothing else; undefined where one of them
 * is the only member of its list, or no member. A list is a sequence, or lies in a string: JSON, or values with commas.
 */
export function removalsOf(root: Node, members: readonly Span[]): readonly Span[] | undefined {
  const sorted = members.toSorted((a, b) => a.start - b.start);
  const removals = sorted.map((member) => removalOf(root, member));
  // the last member takes the comma before it: those that go right before it have to do the same
  for (let i = removals.length - 2; i >= 0; i--) {
    const [one, next, member] = [removals[i], removals[i + 1], sorted[i]];
    if (one && next && member && one.end > next.start) removals[i] = removalOf(root, member, 'before');
  }
  const found = removals.filter((removal) => removal !== undefined);
  return found.length === removals.length ? found : undefined;
}

type Comma = 'before' | 'after';

function removalOf(root: Node, member: Span, comma: Comma = 'after'): Span | undefined {
  const nodes = nodesAt(root, member.start);
  const [parent, leaf] = [nodes.at(-2), nodes.at(-1)];
  if (leaf?.kind !== 'scalar') return undefined;
  const isWhole = leaf.span.start === member.start && leaf.span.end === member.end;
  if (!isWhole) return fromText(member, leaf.span, comma);
  if (parent?.kind !== 'sequence' || parent.items.length < 2 || isRead(nodes.slice(0, -1)) || isAnchored(member))
    return undefined;
  return fromBlock(member, parent) ?? fromText(member, parent.span, comma);
}

/**
 * Whether the last of the nodes, each in the one before, is read by its places: the arguments of a function, or a list among
 * them. Only what `Fn::If` chooses stays what it is.
 */
function isRead(nodes: readonly Node[]): boolean {
  const [outer, parent, node] = [nodes.at(-3), nodes.at(-2), nodes.at(-1)];
  if (!node || functionOf(parent, node) !== undefined) return true;
  return parent?.kind === 'sequence' && !/^(?:!|Fn::)If$/.test(functionOf(outer, parent) ?? '');
}

/** An alias may stand for it elsewhere. */
function isAnchored({ file: { text }, start }: Span): boolean {
  return /&[^\s,[\]{}]+\s+(?:!\S+\s+)?['"]?$/.test(text.slice(Math.max(0, start - 200), start));
}

/** A line of a block sequence: `- member`, with the comment behind it. */
function fromBlock({ file, start, end }: Span, parent: Sequence): Span | undefined {
  const { text } = file;
  const [first] = parent.items;
  if (text[parent.span.start] === '[' && first && first.span.start > parent.span.start) return undefined;
  let from = start;
  while (from > 0 && !isBreak(text, from - 1)) from--;
  if (!/^\s*-\s+(?:\S+\s+)?['"]?$/.test(text.slice(from, start))) return undefined;
  return spanOf(file, from, afterBreak(text, lineEnd(text, end)));
}

/** A member between commas, with the quotes around it and the blanks up to the next. */
function fromText(member: Span, list: Span, comma: Comma): Span | undefined {
  const { file } = member;
  const { text } = file;
  const { start, end } = withQuotes(member);
  const after = skipGap(text, end, list.end);
  const isLast = text[after] !== ',' || after >= list.end;
  if (comma === 'after' && !isLast) return spanOf(file, start, skipGap(text, after + 1, list.end));
  const before = skipGapBack(text, start, list.start);
  return text[before - 1] === ',' && before > list.start ? spanOf(file, before - 1, end) : undefined;
}

function withQuotes({ file: { text }, start, end }: Span): { readonly start: number; readonly end: number } {
  for (const quote of ['\\"', '"', "'"]) {
    if (text.startsWith(quote, start - quote.length) && text.startsWith(quote, end))
      return { start: start - quote.length, end: end + quote.length };
  }
  return { start, end };
}

/** Blanks, line breaks, and both as escapes in a quoted string. */
const GAP = /(?:[ \t\r\n]|\\[nrt])*/y;

function skipGap(text: string, from: number, limit: number): number {
  GAP.lastIndex = from;
  GAP.test(text);
  return Math.min(Math.max(GAP.lastIndex, from), limit);
}

function skipGapBack(text: string, from: number, limit: number): number {
  let at = from;
  for (;;) {
    if (at > limit && (isBlank(text, at - 1) || isBreak(text, at - 1))) at--;
    else if (at - 1 > limit && /^\\[nrt]$/.test(text.slice(at - 2, at))) at -= 2;
    else return at;
  }
}
