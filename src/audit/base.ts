import type { Api } from '../model/api.ts';
import { describe } from '../model/scenario.ts';
import type { LoadedApi } from '../template/loaded.ts';
import type { DiffInput } from './diff.ts';
import { type LoadedFiles, loadFiles } from './loading.ts';
import { compatible, matchApis } from './match.ts';

/** APIs that know what they were in an earlier version of their files. */
export function withBase(now: LoadedFiles, base: DiffInput): LoadedFiles {
  const then = loadFiles(base.files, base.load);
  const known = new Map(
    matchApis({ apis: then.apis, path: base.path }, { apis: now.apis, path: '.' }).flatMap(({ before, after }) =>
      before && after ? [[after, before]] : [],
    ),
  );
  return {
    ...now,
    apis: now.apis.map((api) => {
      const before = known.get(api);
      return before ? { ...api, worlds: api.worlds.map((world) => withEarlier(world, before)) } : api;
    }),
    failures: [
      ...now.failures,
      ...then.failures.map((failure) => ({ ...failure, message: `In the base: ${failure.message}` })),
    ],
  };
}

/** What it was in the same scenario, else in one that can be the same. */
function withEarlier(api: Api, { worlds }: LoadedApi): Api {
  const name = describe(api.world);
  const same = worlds.find(({ world }) => describe(world) === name) ?? compatible([api], worlds)[0]?.[1];
  return same ? { ...api, earlier: same } : api;
}
