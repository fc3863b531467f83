import { changesOf } from '../explain/changes.ts';
import type { Api } from '../model/api.ts';
import type { Place } from '../model/policy.ts';
import type { ApiDifference, Differences, RouteChange } from '../report/differences.ts';
import type { Location } from '../report/report.ts';
import { headOf } from './explain.ts';
import { type LoadedFiles, type LoadOptions, loadFiles } from './loading.ts';
import { compatible, matchApis, type Pair } from './match.ts';
import { byPlace, compare } from './order.ts';

/** One of two versions: its files, and the folder or the file that was named. */
export interface DiffInput {
  readonly files: readonly string[];
  readonly path: string;
  readonly load: LoadOptions;
}

/** Says what is different in who gets in between two versions. */
export function diff(before: DiffInput, after: DiffInput): Differences {
  const [old, now] = [loadFiles(before.files, before.load), loadFiles(after.files, after.load)];
  const pairs = matchApis({ apis: old.apis, path: before.path }, { apis: now.apis, path: after.path });
  return {
    apis: pairs
      .flatMap((pair) => differencesOf(pair, old, now))
      .sort(byPlace(({ scenarios }) => [scenarios.map(({ text }) => text).join('\n')])),
    looked: pairs.length,
    failures: [...old.failures, ...now.failures].sort(byPlace(({ message }) => [message])),
    notAudited: [...old.notAudited, ...now.notAudited].sort((a, b) => compare(a.file, b.file)),
  };
}

/** Once for all scenarios in which it is the same. */
function differencesOf({ before, after }: Pair, old: LoadedFiles, now: LoadedFiles): readonly ApiDifference[] {
  const shown = after ?? before;
  if (!shown) return [];
  const owner = after ? now : old;
  // what keeps something from being told may stand in either version
  const locate = ({ at }: Place): Location => (now.locator.knows(at.file) ? now : old).locator.locate(at);
  const pairs: readonly (readonly [Api | undefined, Api | undefined])[] =
    before && after
      ? compatible(after.worlds, before.worlds).map(([is, was]) => [was, is])
      : shown.worlds.map((api) => (after ? [undefined, api] : [api, undefined]));
  const groups = new Map<string, { readonly routes: readonly RouteChange[]; readonly worlds: Set<Api> }>();
  for (const [was, is] of pairs) {
    const routes = changesOf(was, is, locate);
    const key = JSON.stringify(routes);
    const group = groups.get(key) ?? { routes, worlds: new Set() };
    groups.set(key, group);
    group.worlds.add((is ?? was) as Api);
  }
  return [...groups.values()]
    .filter(({ routes }) => routes.length > 0)
    .map(({ routes, worlds }) => ({
      ...headOf(shown, [...worlds], ({ at }) => owner.locator.locate(at)),
      change: before && after ? 'changed' : after ? 'added' : 'removed',
      routes,
    }));
}
