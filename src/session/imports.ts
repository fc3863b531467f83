import type { SourceFile } from '../source/tree.ts';
import { loadExports, mayExport } from '../template/load.ts';
import type { Value } from '../values/value.ts';
import type { ParameterSet } from './parameter-sets.ts';
import type { Reader } from './reader.ts';

/** What the files export to each other, looked for only when one imports; those that have it are added to the parts. */
export function importsFrom(
  sources: readonly SourceFile[],
  reader: Reader,
  { valuesFor }: ParameterSet,
  parts: Set<SourceFile>,
): (name: string) => Value | undefined {
  const candidates = sources.filter((file) => mayExport(file.text) || reader.expanded.has(file));
  const cache = new Map<string, Value | undefined>();
  const imports = (name: string): Value | undefined => {
    if (cache.has(name)) return cache.get(name);
    // an export that imports itself in a circle is not known
    cache.set(name, undefined);
    const found = candidates.flatMap((file) => {
      const options = { given: valuesFor(file), imports, files: reader.files(() => {}) };
      const value = loadExports(reader.document(file), options)(name);
      if (value !== undefined) parts.add(file);
      return value ?? [];
    });
    const only = found.length === 1 ? found[0] : undefined;
    cache.set(name, only);
    return only;
  };
  return imports;
}
