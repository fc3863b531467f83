/** The first of each key, in their order. */
export function distinct<T>(all: readonly T[], key: (one: T) => string): readonly T[] {
  if (all.length < 2) return all;
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(key(one))) first.set(key(one), one);
  return [...first.values()];
}
