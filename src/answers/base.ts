import { type LoadedFiles, loadFiles } from '../session/loading.ts';
import type { LoadedApi } from '../template/loaded.ts';
import type { DiffInput } from './diff.ts';
import { matchApis, together } from './match.ts';

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
      return before ? withEarlier(api, before) : api;
    }),
    failures: [
      ...now.failures,
      ...then.failures.map((failure) => ({ ...failure, message: `In the base: ${failure.message}` })),
    ],
  };
}

/** In each scenario of the two versions together. */
function withEarlier(api: LoadedApi, earlier: LoadedApi): LoadedApi {
  const scenarios = together({ before: earlier, after: api });
  // versions may have no scenario in common, as where a parameter has other values now
  if (scenarios.length === 0) return api;
  const truncated = api.truncated ?? earlier.truncated;
  return {
    worlds: scenarios.flatMap(({ world, before, after }) =>
      after ? [{ ...after, world, ...(before && { earlier: before }) }] : [],
    ),
    absent: scenarios.flatMap(({ world, after }) => (after ? [] : [world])),
    ...(truncated && { truncated }),
  };
}
