import { resolve } from 'node:path';
import { leadsOut } from './file-system.ts';
import { isDirectory, shownPath } from './paths.ts';
import { endings, type Search, searchDirectory } from './search.ts';

/** The files that the names on the command line stand for, and what cannot be read at all. */
export interface FoundFiles {
  /** As reports name them. */
  readonly files: readonly string[];
  /** Those of them that a search has met, and nobody named. */
  readonly searched: ReadonlySet<string>;
  /** Those of them that are no files to read, with the reason. */
  readonly refused: ReadonlyMap<string, string>;
}

const noTemplate = `There is no template below this directory: name one, or a directory with ${endings.join(', ')} files (--debug says what was left, and why).`;

/** Replaces directories by what may be a template below them, if they are open; what is named itself is taken whatever its ending. */
export function findFiles(
  names: readonly string[],
  where: Pick<Search, 'cwd' | 'root' | 'fs' | 'note' | 'passOver'>,
  isOpen: (directory: string) => boolean,
): FoundFiles {
  const { cwd } = where;
  const named = new Set(names.filter((name) => !isDirectory(resolve(cwd, name))).map((name) => shownPath(cwd, name)));
  const searched = new Set<string>();
  const refused = new Map<string, string>();
  const refuse = (file: string, why: string): void => {
    if (!refused.has(file)) refused.set(file, why);
  };
  for (const name of names) {
    const path = resolve(cwd, name);
    if (!isDirectory(path)) continue;
    if (!isOpen(path)) {
      refuse(shownPath(cwd, path), leadsOut);
      continue;
    }
    let isEmpty = true;
    const take = (file: string): void => {
      isEmpty = false;
      if (!named.has(file)) searched.add(file);
    };
    searchDirectory(path, { ...where, take, refuse });
    if (isEmpty) refuse(shownPath(cwd, path), noTemplate);
  }
  return { files: [...new Set([...named, ...searched, ...refused.keys()])], searched, refused };
}
