import type { ApiExplanation, Explanation } from '../../src/report/explanation.ts';

/** What an API must have in common in two forms of one document: nothing that only the one form has, as places. */
export function accessOf({ apis }: Explanation): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    apis.filter(({ kind }) => kind === 'rest').map((api) => [`${api.id} ${api.endpoint}`, inWords(api)]),
  );
}

/** Stages, routes, authorization and who gets in by every door, in an order of its own. */
function inWords({ routes }: ApiExplanation): readonly string[] {
  return routes
    .map(({ stage, method, path, authorization, access: by }) => {
      const who = by.map(({ caller, door, certainly, possibly }) =>
        JSON.stringify([caller, door, certainly.cidrs, possibly.cidrs]),
      );
      return [stage ?? '-', method, path, authorization ?? 'unknown', ...who].join(' ');
    })
    .sort();
}
