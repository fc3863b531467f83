import type { Admission, Admissions } from '../report/admissions.ts';
import { apiLines, HTTP_API, joinBlocks, type Layout, layoutOf, type TextContext } from './api-block.ts';
import { hanging } from './hanging.ts';
import type { Style } from './paint.ts';
import { byRoute, routeBlocks, type Said } from './route-blocks.ts';
import { cidrInWords, cidrsInWords } from './sources-in-words.ts';
import { statementsInWords, undecidedTexts } from './statements-in-words.ts';
import { unreadBlocks } from './unread.ts';

const styles: Readonly<Record<Admission['extent'], Style>> = { fully: 'green', partly: 'yellow', perhaps: 'yellow' };

/** For people: which APIs and routes let a network in, by which lines. */
export function admissionsText(admissions: Admissions, context: TextContext): string {
  const layout = layoutOf(context);
  const { asked, apis, looked } = admissions;
  const places = new Set(
    apis.filter(({ admissions: some }) => some.length > 0).map(({ id, location }) => `${location.file} ${id}`),
  );
  const noun = looked === 1 ? 'API' : 'APIs';
  const summary = `${cidrInWords(asked)} gets in to ${places.size === 0 ? 'none' : places.size} of ${looked} ${noun}`;
  return joinBlocks([
    ...apis.map((api) => [
      ...apiLines(api, layout),
      ...(api.kind === 'http' ? [HTTP_API] : []),
      ...routeBlocks(byRoute(api.admissions), layout, (one) => say(one, asked, api.location, layout)),
    ]),
    ...unreadBlocks(admissions, layout),
    hanging('', layout.paint('bold', summary), layout.width),
  ]);
}

type Told = Omit<Admission, 'stage' | 'method' | 'path' | 'witness' | 'authorization'>;

function say(
  { extent, sources, statements, because }: Told,
  asked: string,
  api: Parameters<typeof statementsInWords>[1],
  { paint }: Layout,
): Said {
  const isAll = sources.length === 1 && sources[0] === asked;
  const by = statements.length > 0 ? statementsInWords(statements, api) : 'no statement, as none has to';
  return {
    text: `${paint(styles[extent], extent)}${isAll ? '' : `, ${cidrsInWords(sources)}`}, by ${by}`,
    details: undecidedTexts(because),
  };
}
