import type { ApiDifference, Differences, RouteChange } from '../report/differences.ts';
import type { Sources } from '../report/explanation.ts';
import { apiLines, joinBlocks, type Layout, layoutOf, type TextContext } from './api-block.ts';
import { escaped } from './escaped.ts';
import { hanging } from './hanging.ts';
import type { Style } from './paint.ts';
import { byRoute, routeBlocks, type Said } from './route-blocks.ts';
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
  const placeOf = ({ id, location }: ApiDifference): string => `${location.file} ${id}`;
  const sure = new Set(apis.filter(({ routes }) => routes.some(isCertain)).map(placeOf));
  const perhaps = new Set(apis.map(placeOf).filter((place) => !sure.has(place)));
  if (apis.length === 0) return `nobody newly gets in and nobody is kept out, in ${looked} ${noun}`;
  if (sure.size === 0) return `who gets in perhaps changes in ${perhaps.size} of ${looked} ${noun}`;
  return `who gets in changes in ${sure.size} of ${looked} ${noun}${perhaps.size > 0 ? `, perhaps in ${perhaps.size} more` : ''}`;
}

function isCertain({ opened, closed }: RouteChange): boolean {
  return [opened, closed].some(({ certainly }) => certainly.cidrs.length > 0);
}

function say(change: Pick<RouteChange, 'opened' | 'closed' | 'because'>, { paint }: Layout): Said {
  const parts = changedParts(change).map(
    ({ what, perhaps, sources }) =>
      `${paint(STYLES[what], perhaps ? `perhaps ${what}` : what)} to ${escaped(sources.words)}`,
  );
  return { text: parts.join('; '), details: undecidedTexts(change.because) };
}

const STYLES: Readonly<Record<'opened' | 'closed', Style>> = { opened: 'red', closed: 'green' };

/** What of a change is certain, else what it may be. */
export function changedParts(
  change: Pick<RouteChange, 'opened' | 'closed'>,
): readonly { readonly what: 'opened' | 'closed'; readonly perhaps: boolean; readonly sources: Sources }[] {
  return (['opened', 'closed'] as const).flatMap((what) => {
    const { certainly, possibly } = change[what];
    if (possibly.cidrs.length === 0) return [];
    const perhaps = certainly.cidrs.length === 0;
    return [{ what, perhaps, sources: perhaps ? possibly : certainly }];
  });
}
