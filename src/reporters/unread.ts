import type { Report } from '../report/report.ts';
import { escaped } from './escaped.ts';
import { hanging } from './hanging.ts';
import type { Paint } from './paint.ts';
import { placeOf, relatedLines } from './places.ts';

/** What was not audited and what could not be read, a block each; none where all was. */
export function unreadBlocks(
  { notAudited, failures }: Pick<Report, 'notAudited' | 'failures'>,
  { paint, width }: { readonly paint: Paint; readonly width: number },
): readonly (readonly string[])[] {
  const block = (title: string, lines: readonly string[]): readonly (readonly string[])[] =>
    lines.length > 0 ? [[paint('underline', title), ...lines]] : [];
  return [
    ...block(
      'not audited',
      notAudited.flatMap(({ file, reason }) => hanging(`  ${escaped(file)}  `, escaped(reason), width)),
    ),
    ...block(
      'failed',
      failures.flatMap(({ message, location, related = [] }) => [
        ...hanging(`  ${placeOf(location)}  `, escaped(message), width),
        ...related.flatMap((one) => relatedLines('    ', one, width)),
      ]),
    ),
  ];
}
