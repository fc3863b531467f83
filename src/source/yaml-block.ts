import { CHOMPING_MODE, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { afterBreak, isBlank, isBreak, lineEnd } from './characters.ts';
import { Runs } from './runs.ts';
import type { Run } from './tree.ts';

/** A block scalar's runs, and the range from its first to its last character that is no blank line. */
export interface BlockContent {
  readonly runs: readonly Run[];
  readonly start: number;
  readonly end: number;
}

/** The content of a literal (`|`) or folded (`>`) scalar; one without any lies at the end of its header. */
export function blockContent(text: string, event: ScalarEvent, headerEnd: number): BlockContent {
  const runs = new Runs(text, headerEnd);
  const folds = event.style === SCALAR_STYLE.FOLDED_BLOCK;
  let start: number | undefined;
  // The line breaks from here on are not written yet: how depends on what follows.
  let end = event.valueStart;
  let wasIndented = false;
  for (let at = event.valueStart; at < event.valueEnd; at = afterBreak(text, lineEnd(text, at))) {
    const line = afterIndentation(text, at, event.indent);
    if (line === undefined) continue;
    const isIndented = isBlank(text, line);
    // Lines that are indented further keep their line breaks, and so do the empty lines before the first.
    if (folds && start !== undefined && !isIndented && !wasIndented) foldBreaks(runs, text, end, line);
    else copyBreaks(runs, text, end, line);
    wasIndented = isIndented;
    start ??= line;
    end = lineEnd(text, line);
    runs.copy(line, end);
  }
  const isClipped = event.chomping === CHOMPING_MODE.CLIP && start !== undefined;
  if (event.chomping === CHOMPING_MODE.KEEP) copyLastBreaks(runs, text, end, event.valueEnd);
  else if (isClipped) copyLastBreaks(runs, text, end, afterBreak(text, end));
  return start === undefined
    ? { runs: runs.finish(), start: headerEnd, end: headerEnd }
    : { runs: runs.finish(), start, end };
}

/** Where the content of the line at `at` starts; nothing for an empty line. */
function afterIndentation(text: string, at: number, indent: number): number | undefined {
  let start = at;
  while (start < at + indent && text[start] === ' ') start++;
  return indent < 0 || start === text.length || isBreak(text, start) ? undefined : start;
}

/** One line break becomes a blank; of several the first goes. */
function foldBreaks(runs: Runs, text: string, from: number, to: number): void {
  const count = [...breaksIn(text, from, to)].length;
  runs.replace(count === 1 ? ' ' : '\n'.repeat(count - 1), from, to);
}

function copyBreaks(runs: Runs, text: string, from: number, to: number): void {
  for (const at of breaksIn(text, from, to)) {
    if (text[at] === '\n') runs.copy(at, at + 1);
    else runs.replace('\n', at, afterBreak(text, at));
  }
}

function* breaksIn(text: string, from: number, to: number): Generator<number> {
  for (let at = from; at < to; at = Math.max(at + 1, afterBreak(text, at))) if (isBreak(text, at)) yield at;
}

/** A last line that the end of the text ends counts as one with a line break. */
function copyLastBreaks(runs: Runs, text: string, from: number, to: number): void {
  copyBreaks(runs, text, from, to);
  if (to === text.length && !isBreak(text, to - 1)) runs.replace('\n', to, to);
}
