import type { Edit } from '../report/report.ts';
import { excerpt } from '../source/excerpt.ts';
import { offsetAt } from '../source/lines.ts';
import type { SourceFile } from '../source/tree.ts';
import type { Paint } from './paint.ts';

/** The lines that an edit changes, before with `-` and after with `+`; none longer than `width` allows. */
export function editDiff(
  file: SourceFile,
  { start, end, text }: Edit,
  { paint, width }: { readonly paint: Paint; readonly width: number },
): readonly string[] {
  const span = { file, start: offsetAt(file, start), end: offsetAt(file, end) };
  const changed = { ...file, text: file.text.slice(0, span.start) + text + file.text.slice(span.end) };
  // a line that goes as a whole leaves nothing to show
  const isLine = text === '' && start.column === 1 && end.column === 1;
  const room = { width: width - '- '.length };
  const before = excerpt(file, span, room);
  const after = isLine
    ? []
    : excerpt(changed, { file: changed, start: span.start, end: span.start + text.length }, room);
  return [
    ...before.map((line) => paint('red', `- ${line.text}`)),
    ...after.map((line) => paint('green', `+ ${line.text}`)),
  ];
}
