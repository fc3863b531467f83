import type { Report } from '../report/report.ts';
import { escaped } from './escaped.ts';
import { groupsOf } from './groups.ts';
import { hanging } from './hanging.ts';
import type { Paint } from './paint.ts';
import { placeOf, relatedLines } from './places.ts';
import { count } from './summary-line.ts';

/** How many places have a line each where the same is said of them. */
const maxPlaces = 3;

/** What was not audited and what could not be read, a block each; none where all was. */
export function unreadBlocks(
  { notAudited, failures }: Pick<Report, 'notAudited' | 'failures'>,
  { paint, width, debug }: { readonly paint: Paint; readonly width: number; readonly debug: boolean },
): readonly (readonly string[])[] {
  const block = (title: string, lines: readonly string[]): readonly (readonly string[])[] =>
    lines.length > 0 ? [[paint('underline', title), ...lines]] : [];
  const most = debug ? Number.POSITIVE_INFINITY : maxPlaces;
  return [
    ...block(
      'not audited',
      folded(notAudited, ({ reason }) => reason, most).flatMap(({ row: { file, reason }, more }) =>
        hanging(`  ${escaped(file)}${andMore(more, 'file')}  `, escaped(reason), width),
      ),
    ),
    ...block(
      'failed',
      folded(failures, ({ message }) => message, most).flatMap(({ row: { message, location, related = [] }, more }) => [
        ...hanging(`  ${placeOf(location)}${andMore(more, 'place')}  `, escaped(message), width),
        ...related.flatMap((one) => relatedLines('    ', one, width)),
      ]),
    ),
  ];
}

/** The rows, but of more than `most` that say the same only the first, with the number of the others. */
function folded<T>(
  rows: readonly T[],
  said: (row: T) => string,
  most: number,
): readonly { readonly row: T; readonly more: number }[] {
  const groups = new Map(groupsOf(rows, said).map((group) => [said(group[0]), group]));
  return rows.flatMap((row) => {
    const { length = 1, 0: first = row } = groups.get(said(row)) ?? [];
    if (length <= most) return [{ row, more: 0 }];
    return row === first ? [{ row, more: length - 1 }] : [];
  });
}

function andMore(more: number, noun: string): string {
  return more === 0 ? '' : ` and ${count(more, `more ${noun}`)}`;
}
