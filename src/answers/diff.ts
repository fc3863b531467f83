import { changesOf } from '../explain/changes.ts';
import { apiRef } from '../linter/scenarios.ts';
import type { Api } from '../model/api.ts';
import type { Place } from '../model/policy.ts';
import type { World } from '../model/scenario.ts';
import type { ApiDifference, Differences } from '../report/differences.ts';
import type { Location } from '../report/report.ts';
import { type LoadedFiles, type LoadOptions, loadFiles } from '../session/loading.ts';
import { byPlace, compare } from '../session/order.ts';
import { headOf } from './explain.ts';
import { matchApis, type Pair, together } from './match.ts';

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
  // what keeps something from being told may stand in either version
  const locate = ({ at }: Place): Location => (now.locator.knows(at.file) ? now : old).locator.locate(at);
  const scenarios = together({ ...(before && { before }), ...(after && { after }) });
  const groups = new Map<string, Pick<ApiDifference, 'change' | 'routes'> & { api: Api; worlds: World[] }>();
  for (const { world, before: was, after: is } of scenarios) {
    const api = is ?? was;
    if (!api) continue;
    const routes = changesOf(was, is, locate);
    const change = was && is ? 'changed' : is ? 'added' : 'removed';
    const key = JSON.stringify([change, routes, apiRef(api)]);
    const group = groups.get(key) ?? { api, change, routes, worlds: [] };
    groups.set(key, group);
    group.worlds.push(world);
  }
  const truncated = after?.truncated ?? before?.truncated;
  return [...groups.values()]
    .filter(({ routes }) => routes.length > 0)
    .map(({ api, change, routes, worlds }) => ({
      ...headOf(api, worlds.length === scenarios.length ? [] : worlds, truncated, locate),
      change,
      routes,
    }));
}
