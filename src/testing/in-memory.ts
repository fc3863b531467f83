import { type FileSystem, ReadError } from '../session/file-system.ts';

/** A host whose files are texts by their paths. */
export function inMemory(texts: Readonly<Record<string, string>>): FileSystem {
  return {
    read(path) {
      const text = texts[path];
      if (text === undefined) throw new ReadError('there is no such file', { isMissing: true });
      return new TextEncoder().encode(text);
    },
    list(path) {
      const folder = path === '.' ? '' : `${path}/`;
      return Object.keys(texts)
        .filter((name) => name.startsWith(folder) && !name.slice(folder.length).includes('/'))
        .map((name) => name.slice(folder.length))
        .sort();
    },
  };
}
