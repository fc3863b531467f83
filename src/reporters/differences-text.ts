import type { ApiDifference, Differences, RouteChange } from '../report/differences.ts';
import { apiLines, joinBlocks, type Layout, layoutOf, type TextContext } from './api-block.ts';
import { hanging } from './hanging.ts';
import type { Style } from './paint.ts';
import { byRoute, routeBlocks, type Said } from './route-blocks.ts';
import { cidrsInWords } from './sources-in-words.ts';
import { undecidedTexts } from './statements-in-words.ts';
import { unreadBlocks } from './unread.ts';

const NEWS: Readonly<Record<ApiDifference['change'], string>> = {
  added: '  It was not there before.',
  removed: '  It is not there any more.',
  changed: '',
};

/** For people: who newly gets in, and who no longer does. */
export function differencesText(differences: Differences, context: TextContext): string {
  const layout = layoutOf(context);
  const { apis } = differences;
  return joinBlocks([
    ...apis.map((api) => [
      ...apiLines(api, layout),
      ...(NEWS[api.change] ? [NEWS[api.change]] : []),
      ...routeBlocks(byRoute(api.routes), layout, (one) => say(one, layout)),
    ]),
    ...unreadBlocks(differences, layout),
    hanging('', layout.paint('bold', differencesSummary(differences)), layout.width),
  ]);
}

/** `2 of 5 APIs changed: opened and closed`. */
export function differencesSummary({ apis, looked }: Differences): string {
  const noun = looked === 1 ? 'API' : 'APIs';
  if (apis.length === 0) return `nobody newly gets in and nobody is kept out, in ${looked} ${noun}`;
  const places = new Set(apis.map(({ id, location }) => `${location.file} ${id}`));
  return `who gets in changes in ${places.size} of ${looked} ${noun}`;
}

function say(change: Pick<RouteChange, 'opened' | 'closed' | 'because'>, { paint }: Layout): Said {
  const parts = changedParts(change).map(
    ({ what, perhaps, sources }) =>
      `${paint(STYLES[what], perhaps ? `perhaps ${what}` : what)} to ${cidrsInWords(sources)}`,
  );
  return { text: parts.join('; '), details: undecidedTexts(change.because) };
}

const STYLES: Readonly<Record<'opened' | 'closed', Style>> = { opened: 'red', closed: 'green' };

/** What of a change is certain, else what it may be. */
export function changedParts(
  change: Pick<RouteChange, 'opened' | 'closed'>,
): readonly { readonly what: 'opened' | 'closed'; readonly perhaps: boolean; readonly sources: readonly string[] }[] {
  return (['opened', 'closed'] as const).flatMap((what) => {
    const { certainly, possibly } = change[what];
    if (possibly.length === 0) return [];
    const perhaps = certainly.length === 0;
    return [{ what, perhaps, sources: perhaps ? possibly : certainly }];
  });
}
