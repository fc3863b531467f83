import { splitsPair } from './characters.ts';
import { lineText, positionAt } from './lines.ts';
import type { SourceFile, Span } from './tree.ts';

/** A line of a code frame. `from` and `to` say which characters of `text`, counted from 0, to underline. */
export interface ExcerptLine {
  /** The line's number in the file. */
  readonly line: number;
  /** Safe to print: control characters are replaced, and a long line is cut around the range. */
  readonly text: string;
  readonly from: number;
  /** After `from`: an empty range is shown as one character, which may lie after the end of the line. */
  readonly to: number;
}

const maxLines = 3;

/** The first lines that a range touches, none longer than `width` characters. */
export function excerpt(file: SourceFile, span: Span, options: { readonly width: number }): readonly ExcerptLine[] {
  const start = positionAt(file, span.start);
  const end = positionAt(file, span.end);
  const lines: ExcerptLine[] = [];
  for (let line = start.line; line <= end.line && lines.length < maxLines; line++) {
    const text = lineText(file, line);
    const from = line === start.line ? start.column - 1 : 0;
    const to = line === end.line ? end.column - 1 : text.length;
    // A range that ends with a line break does not touch the next line.
    if (line > start.line && to === 0 && line === end.line) break;
    lines.push({ line, ...cut(text, from, Math.max(to, from + 1), options.width) });
  }
  return lines;
}

/** The part of a line around the range, with "…" for what was cut off. */
function cut(text: string, from: number, to: number, width: number): Omit<ExcerptLine, 'line'> {
  if (text.length <= width) return { text: printable(text), from, to };
  const room = width - 2;
  const margin = Math.max(0, Math.floor((room - (to - from)) / 2));
  let start = Math.max(0, Math.min(from - margin, text.length - room));
  let end = Math.min(text.length, start + room);
  if (splitsPair(text, start)) start++;
  if (splitsPair(text, end)) end--;
  const before = start > 0 ? '…' : '';
  const after = end < text.length ? '…' : '';
  const shift = before.length - start;
  const shown = { from: Math.max(from, start) + shift, to: Math.min(to, Math.max(end, from + 1)) + shift };
  return { text: before + printable(text.slice(start, end)) + after, ...shown };
}

/** One visible character for each that a terminal would obey, so that columns stay. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.charCodeAt(0);
    if (character === '\t') return ' ';
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    return '\ufffd'.repeat(character.length);
  });
}
