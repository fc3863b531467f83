import { afterBreak, isBlank, isBreak, lineEnd } from './characters.ts';
import { nodesAt } from './path.ts';
import { spanOf } from './span.ts';
import { type Node, resolveAlias, type Sequence, type Span } from './tree.ts';

/**
 * What to cut out so that a member of a list goes, with its comma or its line and nothing else; undefined where it is the
 * only member, or none. The list is a sequence, or lies in a string: JSON, or values with commas between them.
 */
export function removalOf(root: Node, member: Span): Span | undefined {
  const nodes = nodesAt(root, member.start).map(resolveAlias);
  const leaf = nodes.at(-1);
  const parent = nodes.at(-2);
  if (leaf?.kind !== 'scalar') return undefined;
  const isWhole = leaf.span.start === member.start && leaf.span.end === member.end;
  if (!isWhole) return fromText(member, leaf.span);
  if (parent?.kind !== 'sequence' || parent.items.length < 2) return undefined;
  return fromBlock(member, parent) ?? fromText(member, parent.span);
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
function fromText(member: Span, list: Span): Span | undefined {
  const { file } = member;
  const { text } = file;
  const { start, end } = withQuotes(member);
  const after = skipGap(text, end, list.end);
  if (text[after] === ',' && after < list.end) return spanOf(file, start, skipGap(text, after + 1, list.end));
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
