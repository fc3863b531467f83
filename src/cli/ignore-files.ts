import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { ReadError } from '../session/file-system.ts';
import { shownPath } from './paths.ts';
import type { Search } from './search.ts';

/** From the one that yields to the one that has the last word. */
const names = ['.gitignore', '.ipauditignore'];
const maxPatterns = 10_000;
/** No path is longer, so that a longer pattern matches none. */
const maxLength = 4_096;
/** Each further one multiplies the ways in which a deep path can be tried. */
const maxGlobstars = 2;

/** An ignore file, which speaks of what is below its folder. */
interface Level {
  /** As reports name it. */
  readonly file: string;
  /** The absolute path of its folder, with a slash at the end. */
  readonly folder: string;
  readonly rank: number;
  readonly patterns: Ignore;
  readonly count: number;
}

/** The ignore files in force in a folder: its own, and those of the folders above (https://git-scm.com/docs/gitignore). */
export class IgnoreFiles {
  private readonly levels: readonly Level[];

  constructor(levels: readonly Level[] = []) {
    this.levels = levels;
  }

  /** What leaves out an absolute path, as `.gitignore:3`, if anything does. That of a folder ends with a slash. */
  ignored(path: string): string | undefined {
    for (const { file, folder, patterns } of this.levels) {
      const { ignored, unignored, rule } = patterns.test(path.slice(folder.length));
      if (ignored) return `${file}:${rule?.mark}`;
      if (unignored) return undefined;
    }
    return undefined;
  }

  /**
   * Those in force in a folder that is searched. One that leaves it out has been overruled, by another or by the user who
   * named the folder, so it says nothing more.
   */
  within(folder: string, entries: readonly Dirent[], search: Search): IgnoreFiles {
    const above = this.levels.filter(({ patterns, folder: own }) => !patterns.test(folder.slice(own.length)).ignored);
    const own = entries
      // git does not follow a link either
      .filter((entry) => names.includes(entry.name) && entry.isFile())
      .map(({ name }) => readLevel(folder, name, search))
      .filter((level) => level !== undefined);
    if (own.length === 0 && above.length === this.levels.length) return this;
    const levels = [...own, ...above].sort((a, b) => b.rank - a.rank || b.folder.length - a.folder.length);
    if (levels.reduce((sum, { count }) => sum + count, 0) <= maxPatterns) return new IgnoreFiles(levels);
    for (const { file } of own)
      search.refuse(
        file,
        `With it more than ${maxPatterns} patterns are in force, so it is not respected: shorten it.`,
      );
    return new IgnoreFiles(above);
  }
}

function readLevel(folder: string, name: string, { cwd, fs, refuse }: Search): Level | undefined {
  const file = shownPath(cwd, join(folder, name));
  const rules: { readonly pattern: string; readonly mark: string }[] = [];
  try {
    const lines = new TextDecoder().decode(fs.read(file)).split(/\r?\n/);
    for (const [i, pattern] of lines.entries()) {
      if (pattern === '' || pattern.startsWith('#') || pattern.length > maxLength) continue;
      const globstars = pattern.match(/\/\*\*+(?=\/)/g) ?? [];
      if (globstars.length <= maxGlobstars) rules.push({ pattern, mark: String(i + 1) });
      else
        refuse(file, `Line ${i + 1} has more than ${maxGlobstars} times "/**/", so it is not respected: shorten it.`);
    }
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    refuse(file, error.message);
    return undefined;
  }
  const patterns = ignore({ ignoreCase: false }).add(rules);
  return { file, folder, rank: names.indexOf(name), patterns, count: rules.length };
}
