import type { Api } from '../model/api.ts';
import { describe, type Fact } from '../model/scenario.ts';
import type { Loaded, LoadedApi } from '../template/loaded.ts';

/** A document as it was loaded with one set of parameter values. */
export interface LoadedWithSet {
  /** Undefined where there is but one set. */
  readonly set: string | undefined;
  readonly loaded: Loaded;
}

/**
 * What a document holds with all sets together. An API is one, and the set is one more fact of its scenarios: what is so with
 * every set is said without naming any.
 */
export function acrossSets(parts: readonly LoadedWithSet[]): Loaded {
  const sets = parts.flatMap(({ set }) => set ?? []);
  if (sets.length < 2) return (parts[0] as LoadedWithSet).loaded;
  const apis = new Map<string, LoadedApi>();
  const notAudited = new Map<string, string[]>();
  const nearly = new Set(parts.flatMap(({ loaded }) => loaded.nearly ?? []));
  for (const { set = '', loaded } of parts) {
    const fact = factOf([set], sets);
    for (const { worlds, absent = [], truncated } of loaded.apis) {
      const { id } = worlds[0] as Api;
      const { worlds: others = [], absent: without = [], truncated: other } = apis.get(id) ?? {};
      const because = other ?? (truncated && { ...truncated, reason: `with ${set}, ${truncated.reason}` });
      apis.set(id, {
        worlds: [...others, ...worlds.map((api) => ({ ...api, world: [fact, ...api.world] }))],
        absent: [...without, ...absent.map((world) => [fact, ...world])],
        ...(because && { truncated: because }),
      });
    }
    for (const reason of loaded.notAudited) notAudited.set(reason, [...(notAudited.get(reason) ?? []), set]);
  }
  return {
    ...(parts[0] as LoadedWithSet).loaded,
    apis: [...apis].map(([id, api]) => {
      const without = parts.filter(({ loaded }) => !loaded.apis.some(({ worlds }) => worlds[0]?.id === id));
      return { ...api, absent: [...(api.absent ?? []), ...without.map(({ set = '' }) => [factOf([set], sets)])] };
    }),
    nearly: [...nearly],
    failures: parts.flatMap(({ loaded }) => loaded.failures),
    notAudited: [...notAudited].map(([reason, some]) =>
      some.length === sets.length ? reason : `${reason}, where ${describe([factOf(some, sets)])}`,
    ),
  };
}

function factOf(some: readonly string[], sets: readonly string[]): Fact {
  return { subject: 'parameter set', choice: { is: some }, domain: { is: sets } };
}
