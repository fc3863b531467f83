import type { Admission, Admissions, ApiAdmissions } from '../report/admissions.ts';
import { apiLines, HTTP_API, joinBlocks, type Layout, layoutOf, NO_API, type TextContext } from './api-block.ts';
import { escaped } from './escaped.ts';
import { hanging } from './hanging.ts';
import type { Style } from './paint.ts';
import { byRoute, routeBlocks, type Said } from './route-blocks.ts';
import { statementsInWords, undecidedTexts } from './statements-in-words.ts';
import { unreadBlocks } from './unread.ts';

type Extent = Exclude<Admission['extent'], 'none'>;
const styles: Readonly<Record<Admission['extent'], Style>> = {
  fully: 'green',
  partly: 'yellow',
  perhaps: 'yellow',
  none: 'dim',
};

/** For people: which APIs and routes let a network in, by which lines. */
export function admissionsText(admissions: Admissions, context: TextContext): string {
  const layout = layoutOf(context);
  const shown = admissions.apis
    .map((api) => ({ ...api, admissions: api.admissions.filter(({ extent }) => extent !== 'none') }))
    .filter(({ kind, admissions: some }) => kind === 'http' || some.length > 0);
  const unread = unreadBlocks(admissions, layout);
  return joinBlocks([
    ...shown.map((api) => [
      ...apiLines(api, layout),
      ...(api.kind === 'http' ? [HTTP_API] : []),
      ...routeBlocks(byRoute(api.admissions), layout, (one) => say(one, admissions.asked, api.location, layout)),
    ]),
    ...unread,
    ...(admissions.looked > 0 ? [hanging('', layout.paint('bold', summaryOf(admissions)), layout.width)] : []),
    ...(admissions.looked === 0 && unread.length === 0 ? [[NO_API]] : []),
  ]);
}

/** `8.8.8.8 gets into 1 of 4 APIs, partly to 1, perhaps to 2`. */
function summaryOf({ words, never, apis, looked }: Admissions): string {
  const { fully, partly, perhaps } = countsOf(apis);
  const noun = looked === 1 ? 'API' : 'APIs';
  if (never !== null && fully + partly + perhaps === 0) return escaped(never);
  return [
    `${escaped(words)} gets into ${fully === 0 ? 'none' : fully} of ${looked} ${noun}`,
    ...(partly > 0 ? [`partly to ${partly}`] : []),
    ...(perhaps > 0 ? [`perhaps to ${perhaps}`] : []),
  ].join(', ');
}

/** How many APIs let it in at most so far, each once. */
export function countsOf(apis: readonly ApiAdmissions[]): Readonly<Record<Extent, number>> {
  const extents = ['fully', 'partly', 'perhaps'] as const;
  const best = new Map<string, number>();
  for (const { id, location, admissions } of apis) {
    const key = `${location.file} ${id}`;
    const own = new Set(admissions.map(({ extent }) => extent));
    const found = extents.findIndex((extent) => own.has(extent));
    if (found >= 0) best.set(key, Math.min(found, best.get(key) ?? found));
  }
  const count = (extent: Extent): number => [...best.values()].filter((one) => extents[one] === extent).length;
  return { fully: count('fully'), partly: count('partly'), perhaps: count('perhaps') };
}

type Told = Omit<Admission, 'stage' | 'method' | 'path' | 'witness' | 'authorization'>;

function say(
  { extent, sources, statements, because }: Told,
  asked: string,
  api: Parameters<typeof statementsInWords>[1],
  { paint }: Layout,
): Said {
  const isAll = extent === 'fully' || (sources.cidrs.length === 1 && sources.cidrs[0] === asked);
  // where nobody knows whether somebody gets in, a statement that is not known may let them in
  const none = extent === 'perhaps' ? '' : ', by no statement, as none has to';
  const by = statements.length > 0 ? `, by ${statementsInWords(statements, api)}` : none;
  return {
    text: `${paint(styles[extent], extent)}${isAll ? '' : `, ${escaped(sources.words)}`}${by}`,
    details: undecidedTexts(because),
  };
}
