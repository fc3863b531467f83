/**
 * The files that no other one brings in: what is a part of another document is audited there, where it has its parameters and
 * its endpoint. Of files that bring in each other the first one stays.
 */
export function withoutIncluded<File>(files: readonly File[], includes: ReadonlyMap<File, ReadonlySet<File>>): File[] {
  const parts = new Set<File>();
  const take = (file: File): void => {
    for (const part of includes.get(file) ?? []) {
      if (parts.has(part)) continue;
      parts.add(part);
      take(part);
    }
  };
  const named = new Set([...includes.values()].flatMap((some) => [...some]));
  const kept = new Set(files.filter((file) => !named.has(file)));
  for (const file of kept) take(file);
  for (const file of files) {
    if (kept.has(file) || parts.has(file)) continue;
    kept.add(file);
    take(file);
  }
  return files.filter((file) => kept.has(file));
}
