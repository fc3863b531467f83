import { afterBreak, lineEnd } from './characters.ts';
import type { SourceFile } from './tree.ts';

/** A place in a file: both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const cache = new WeakMap<SourceFile, readonly number[]>();

/** The line and column of an offset. */
export function positionAt(file: SourceFile, offset: number): Position {
  const starts = lineStarts(file);
  // The last line that starts at or before the offset.
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The offset of a place; a column past its line's end is that end, a line past the last is the end of the text. */
export function offsetAt(file: SourceFile, position: Position): number {
  const start = lineStart(file, position.line);
  return Math.min(start + position.column - 1, lineEnd(file.text, start));
}

/** A line without its line break; empty where the file has no such line. */
export function lineText(file: SourceFile, line: number): string {
  const start = lineStart(file, line);
  return file.text.slice(start, lineEnd(file.text, start));
}

function lineStart(file: SourceFile, line: number): number {
  return lineStarts(file)[line - 1] ?? file.text.length;
}

function lineStarts(file: SourceFile): readonly number[] {
  const cached = cache.get(file);
  if (cached) return cached;
  const { text } = file;
  const starts = [0];
  for (let at = lineEnd(text, 0); at < text.length; at = lineEnd(text, at)) {
    at = afterBreak(text, at);
    starts.push(at);
  }
  cache.set(file, starts);
  return starts;
}
