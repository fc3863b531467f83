import type { Api } from '../model/api.ts';
import { common, type World } from '../model/scenario.ts';
import type { LoadedApi } from '../template/loaded.ts';

/** An API before and after; one of the two may not be there. */
export interface Pair {
  readonly before?: LoadedApi;
  readonly after?: LoadedApi;
}

type Key = (api: Api) => string;

/** The APIs of one version, and the folder or the file that it is. */
export interface Version {
  readonly apis: readonly LoadedApi[];
  readonly path: string;
}

/**
 * Which API of an earlier version is which one now: by its id in a file and a nested stack of the same names, else by less of
 * that, or where it is in an account, where no other has it. A single one on each side is taken for the same.
 */
export function matchApis(before: Version, after: Version): readonly Pair[] {
  const left = new Set(before.apis);
  const found = new Map<LoadedApi, LoadedApi>();
  const inFile =
    (path: string, keyOf: Key): Key =>
    (api) =>
      `${keyOf(api)} ${fileWithin(path, api.place.at.file.path)}`;
  const ways = [
    [inFile(before.path, stackKey), inFile(after.path, stackKey)],
    [inFile(before.path, idKey), inFile(after.path, idKey)],
    [stackKey, stackKey],
    [idKey, idKey],
    [kindKey, kindKey],
  ] as const;
  for (const [keyBefore, keyAfter] of ways) {
    const old = unique([...left], keyBefore);
    const now = unique(
      after.apis.filter((api) => !found.has(api)),
      keyAfter,
    );
    for (const [key, api] of now) {
      const other = old.get(key);
      if (!other) continue;
      found.set(api, other);
      left.delete(other);
    }
  }
  return [
    ...after.apis.map((api) => ({ after: api, ...(found.has(api) && { before: found.get(api) as LoadedApi }) })),
    ...[...left].map((api) => ({ before: api })),
  ];
}

/** The name of a file within a folder; empty for the file itself. */
function fileWithin(path: string, file: string): string {
  if (file === path) return '';
  return file.startsWith(`${path}/`) ? file.slice(path.length + 1) : file;
}

function unique(apis: readonly LoadedApi[], keyOf: Key): ReadonlyMap<string, LoadedApi> {
  const keyed = new Map<string, LoadedApi[]>();
  for (const api of apis) {
    const key = keyOf(api.worlds[0] as Api);
    const same = keyed.get(key) ?? [];
    same.push(api);
    keyed.set(key, same);
  }
  return new Map([...keyed].flatMap(([key, same]) => (same.length === 1 ? [[key, same[0] as LoadedApi]] : [])));
}

const idKey: Key = ({ kind, id, dialect, arn }) => `${kind} ${(dialect === 'live' ? arn : undefined) ?? id}`;
const stackKey: Key = (api) => `${idKey(api)} ${api.stack ?? ''}`;
const kindKey: Key = ({ kind }) => kind;

/** What an API is in one scenario of two versions, in each of which it may not exist. */
export interface Joint {
  readonly world: World;
  readonly before?: Api;
  readonly after?: Api;
}

/** The scenarios of two versions that can hold together; where there is but one version, its own. */
export function together({ before, after }: Pair): readonly Joint[] {
  const [old, now] = [statesOf(before), statesOf(after)];
  return now.flatMap(([there, is]) =>
    old.flatMap(([then, was]): readonly Joint[] => {
      const world = common(there, then);
      return world ? [{ world, ...(was && { before: was }), ...(is && { after: is }) }] : [];
    }),
  );
}

/** Each scenario, and what the API is in it. */
function statesOf(api: LoadedApi | undefined): readonly (readonly [World, Api?])[] {
  if (!api) return [[[]]];
  return [
    ...api.worlds.map((one): readonly [World, Api] => [one.world, one]),
    ...(api.absent ?? []).map((world): readonly [World] => [world]),
  ];
}
