import { afterBreak, isBreak, splitsPair } from './characters.ts';
import type { SourceFile, Span } from './tree.ts';

/** The range from `start` to `end` of a file. */
export function spanOf(file: SourceFile, start: number, end: number): Span {
  return { file, start, end };
}

/** The one character at an offset, a line break as one; an empty range at the end of the text. */
export function characterAt(file: SourceFile, offset: number): Span {
  const start = Math.min(offset, file.text.length);
  if (isBreak(file.text, start)) return { file, start, end: afterBreak(file.text, start) };
  const end = Math.min(start + 1, file.text.length);
  return { file, start, end: splitsPair(file.text, end) ? end + 1 : end };
}

/** What tells a place from all others, for what is known by where it stands. */
export function placeId({ file, start, copy }: Span): string {
  return `${file.path}:${start}${copy === undefined ? '' : ` in the round ${copy}`}`;
}
