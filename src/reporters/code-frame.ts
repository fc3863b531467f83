import type { Location } from '../report/report.ts';
import { excerpt } from '../source/excerpt.ts';
import { offsetAt } from '../source/lines.ts';
import type { SourceFile } from '../source/tree.ts';
import { displayWidth } from './display-width.ts';
import type { Paint, Style } from './paint.ts';

const narrowest = 20;

/** The lines at a place, its exact characters underlined; none longer than `width` allows. */
export function codeFrame(
  file: SourceFile,
  { start, end }: Location,
  { paint, style, width }: { readonly paint: Paint; readonly style: Style; readonly width: number },
): readonly string[] {
  const gutter = String(end.line).length;
  const bar = paint('dim', '|');
  const room = Math.max(narrowest, width - gutter - ' | '.length);
  const span = { file, start: offsetAt(file, start), end: offsetAt(file, end) };
  const lines = excerpt(file, span, { width: room });
  const isTooWide = lines.some(({ text }) => displayWidth(text) > room);
  // an excerpt counts characters, of which the wide ones take two columns
  return (isTooWide ? excerpt(file, span, { width: Math.floor(room / 2) }) : lines).flatMap(
    ({ line, text, from, to }) => {
      const before = ' '.repeat(displayWidth(text.slice(0, from)));
      const marks = '^'.repeat(Math.max(1, displayWidth(text.slice(from, to))));
      return [
        `${paint('dim', String(line).padStart(gutter))} ${bar} ${text}`,
        `${' '.repeat(gutter)} ${bar} ${before}${paint(style, marks)}`,
      ];
    },
  );
}
