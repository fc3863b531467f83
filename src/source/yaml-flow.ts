import { getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { isBlank, isBreak, skipBlanks } from './characters.ts';
import { Runs } from './runs.ts';
import type { Run } from './tree.ts';

/** The runs of a plain or quoted scalar. */
export function flowRuns(text: string, event: ScalarEvent): readonly Run[] {
  const { valueStart, valueEnd } = event;
  if (event.fast) return [{ text: text.slice(valueStart, valueEnd), start: valueStart, end: valueEnd }];
  const runs = new Runs(text, valueStart);
  const escapeMark = escapeCharacter(event);
  let copied = valueStart;
  let at = valueStart;
  while (at < valueEnd) {
    const folds = isBreak(text, at);
    if (!folds && text[at] !== escapeMark) {
      at++;
      continue;
    }
    // The blanks on both sides of a folded line break are part of it.
    const start = folds ? blanksBefore(text, at, copied) : at;
    const end = folds ? skipBlanks(text, at, valueEnd) : escapeEnd(text, at, valueEnd);
    runs.copy(copied, start);
    runs.replace(getScalarValue(text, { ...event, valueStart: start, valueEnd: end }), start, end);
    copied = end;
    at = end;
  }
  runs.copy(copied, valueEnd);
  return runs.finish();
}

function escapeCharacter(event: ScalarEvent): string | undefined {
  if (event.style === SCALAR_STYLE.SINGLE_QUOTED) return "'";
  return event.style === SCALAR_STYLE.DOUBLE_QUOTED ? '\\' : undefined;
}

function blanksBefore(text: string, at: number, limit: number): number {
  let start = at;
  while (start > limit && isBlank(text, start - 1)) start--;
  return start;
}

const hexEscapes: ReadonlyMap<string, number> = new Map(Object.entries({ x: 4, u: 6, U: 10 }));

/** Where the escape at `at` ends: `''`, `\n`, `\u0041`, or a backslash that takes a line break away. */
function escapeEnd(text: string, at: number, limit: number): number {
  if (text[at] === "'") return at + 2;
  if (isBreak(text, at + 1)) return skipBlanks(text, at + 1, limit);
  return at + (hexEscapes.get(text.charAt(at + 1)) ?? 2);
}
