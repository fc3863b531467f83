import type { Report } from '../report/report.ts';
import { escaped } from './escaped.ts';
import { folded } from './folded.ts';
import { hanging } from './hanging.ts';
import type { Paint } from './paint.ts';
import { placeOf, relatedLines } from './places.ts';

/** What was not audited and what could not be read, a block each; none where all was. */
export function unreadBlocks(
  { notAudited, failures }: Pick<Report, 'notAudited' | 'failures'>,
  { paint, width, debug }: { readonly paint: Paint; readonly width: number; readonly debug: boolean },
): readonly (readonly string[])[] {
  const block = (title: string, lines: readonly string[]): readonly (readonly string[])[] =>
    lines.length > 0 ? [[paint('underline', title), ...lines]] : [];
  return [
    ...block(
      'not audited',
      folded(notAudited, ({ reason }) => reason, debug).flatMap(({ row: { file, reason }, more }) =>
        hanging(`  ${escaped(file)}${more('file')}  `, escaped(reason), width),
      ),
    ),
    ...block(
      'failed',
      folded(failures, ({ message }) => message, debug).flatMap(
        ({ row: { message, location, related = [] }, more }) => [
          ...hanging(`  ${placeOf(location)}${more('place')}  `, escaped(message), width),
          ...related.flatMap((one) => relatedLines('    ', one, width)),
        ],
      ),
    ),
  ];
}
