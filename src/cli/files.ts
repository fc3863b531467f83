import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { ioMessage } from './io-message.ts';

/** The files that the names on the command line stand for, and what cannot be read at all. */
export interface FoundFiles {
  /** As reports name them. */
  readonly files: readonly string[];
  /** Those of them that are no files to read, with the reason. */
  readonly refused: ReadonlyMap<string, string>;
}

const endings = ['.json', '.yml', '.yaml', '.template'];
/** Directories of packages, hidden ones, and those that the CDK uploads as an asset. */
const notTemplates = /^(?:node_modules$|\.|asset\.[0-9a-f]{64}$)/;
const noTemplate = `There is no template below this directory: name one, or a directory with ${endings.join(', ')} files.`;

/** Whether a file is named as templates are. */
export function hasTemplateEnding(name: string): boolean {
  return endings.some((ending) => name.toLowerCase().endsWith(ending));
}

/** A path as reports name it: relative to the working directory, with forward slashes. */
export function shownPath(cwd: string, path: string): string {
  return (relative(cwd, resolve(cwd, path)) || '.').split(sep).join('/');
}

/** The name of what a file leads to once links are followed; its own where it leads nowhere. */
export function realPathOf(cwd: string, file: string): string {
  try {
    return shownPath(realpathSync.native(cwd), realpathSync.native(resolve(cwd, file)));
  } catch {
    return file;
  }
}

/** Replaces directories by the templates below them; what is named itself is taken whatever its ending. */
export function findFiles(names: readonly string[], cwd: string): FoundFiles {
  const files = new Set<string>();
  const refused = new Map<string, string>();
  const refuse = (path: string, message: string): void => {
    const shown = shownPath(cwd, path);
    files.add(shown);
    refused.set(shown, message);
  };
  for (const name of names) {
    const path = resolve(cwd, name);
    if (!isDirectory(path)) {
      files.add(shownPath(cwd, path));
      continue;
    }
    let isEmpty = true;
    for (const found of walk(path, (directory, error) => refuse(directory, ioMessage(error)))) {
      isEmpty = false;
      files.add(shownPath(cwd, found));
    }
    if (isEmpty && !refused.has(shownPath(cwd, path))) refuse(path, noTemplate);
  }
  return { files: [...files], refused };
}

/** The templates below a directory, in order. A link to a directory is not followed, so that no loop holds it. */
function* walk(directory: string, unreadable: (directory: string, error: unknown) => void): Generator<string> {
  let entries: Dirent[] = [];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    unreadable(directory, error);
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (!notTemplates.test(entry.name)) yield* walk(path, unreadable);
    } else if (hasTemplateEnding(entry.name) && !isDirectory(path)) yield path;
  }
}

export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // whoever reads it says why it cannot be
    return false;
  }
}
