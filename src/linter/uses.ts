import type { Api } from '../model/api.ts';
import type { Place } from '../model/policy.ts';

/** How often an entry's place is used: by every list that has it, in every scenario. Counted when it is first asked for. */
export function countUses(worlds: readonly Api[]): (place: Place) => number {
  let counts: Map<string, number> | undefined;
  return (place) => {
    counts ??= count(worlds);
    return counts.get(keyOf(place)) ?? 0;
  };
}

function count(worlds: readonly Api[]): Map<string, number> {
  const counts = new Map<string, number>();
  const policies = worlds.flatMap(({ revisions }) => revisions.flatMap((one) => one.policies));
  for (const { statements } of policies) {
    for (const { list } of statements.flatMap(({ conditions }) => conditions)) {
      for (const { place } of list?.entries ?? []) counts.set(keyOf(place), (counts.get(keyOf(place)) ?? 0) + 1);
    }
  }
  return counts;
}

/** Equal for places that are the same. */
export function keyOf({ at }: Place): string {
  return `${at.start} ${at.end} ${at.file.path}`;
}
