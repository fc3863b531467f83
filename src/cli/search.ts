import { type Dirent, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Note } from '../session/decision.ts';
import type { FileSystem } from '../session/file-system.ts';
import { IgnoreFiles } from './ignore-files.ts';
import { ioMessage } from './io-message.ts';
import { isDirectory, isWithin, shownPath } from './paths.ts';

export const endings: readonly string[] = ['.json', '.yml', '.yaml', '.template'];

/** Whether a file is named as templates are. Terraform source is met to say that it is not evaluated. */
export function hasTemplateEnding(name: string): boolean {
  return [...endings, '.tf'].some((ending) => name.toLowerCase().endsWith(ending));
}

/** What the CDK uploads. */
const ASSET = /^asset\.[0-9a-f]{64}$/;
/** Below the folder that is named; no project nests deeper. */
const maxDepth = 100;

/** What a search goes by. */
export interface Search {
  readonly cwd: string;
  /** Ignore files count from here on downwards. */
  readonly root: string;
  readonly fs: FileSystem;
  /** Is told of each file that may be a template, as reports name it. */
  take(file: string): void;
  /** Is told of what cannot be searched, and why. */
  refuse(file: string, why: string): void;
  readonly note: Note | undefined;
  /** Is told of folders that are left for the dot of their name alone. */
  passOver?(folder: string): void;
}

/**
 * Meets what is below a directory, in order. No link to a directory is followed, so that no loop holds it, and none of what is
 * written by tools is entered: `node_modules` and folders with a dot.
 */
export function searchDirectory(directory: string, search: Search): void {
  enter(withSlash(directory), 0, ignoreFilesAbove(directory, search), search);
}

/** Enters a folder by its absolute path, with a slash at the end. */
function enter(folder: string, depth: number, above: IgnoreFiles, search: Search): void {
  const shown = shownPath(search.cwd, folder);
  const prefix = shown === '.' ? '' : `${shown}/`;
  const entries = entriesOf(folder, (why) => search.refuse(shown, why));
  const ignoreFiles = above.within(folder, entries, search);
  for (const entry of entries) {
    const file = prefix + entry.name;
    const isFolder = entry.isDirectory();
    const why = leftAs(entry, folder, ignoreFiles);
    if (why === HIDDEN && entry.name !== '.git') search.passOver?.(`${file}/`);
    if (why !== undefined) search.note?.({ file: isFolder ? `${file}/` : file, taken: false, why });
    else if (!isFolder) search.take(file);
    else if (depth < maxDepth) enter(`${folder}${entry.name}/`, depth + 1, ignoreFiles, search);
    else search.refuse(file, `It lies more than ${maxDepth} folders deep: name it to have it searched.`);
  }
}

const HIDDEN = 'a folder with a dot is entered only when it is named';

/** Why an entry of a folder is not looked at; undefined for one that is. */
function leftAs(entry: Dirent, folder: string, ignoreFiles: IgnoreFiles): string | undefined {
  const { name } = entry;
  if (entry.isDirectory()) {
    if (name === 'node_modules') return 'node_modules is entered only when it is named';
    if (ASSET.test(name)) return 'an asset of the CDK is entered only when it is named';
    if (name.startsWith('.')) return HIDDEN;
  } else {
    if (!hasTemplateEnding(name)) return 'its ending is none of a template';
    if (entry.isSymbolicLink() && isDirectory(folder + name)) return 'a link to a directory is not followed';
  }
  const ignoredBy = ignoreFiles.ignored(entry.isDirectory() ? `${folder}${name}/` : folder + name);
  return ignoredBy === undefined ? undefined : `ignored by ${ignoredBy}`;
}

/** The ignore files of the folders from the root down to the one above a directory. */
function ignoreFilesAbove(directory: string, search: Search): IgnoreFiles {
  const parent = dirname(directory);
  if (parent === directory || !isWithin(search.root, parent)) return new IgnoreFiles();
  // whoever may not list them is not told by them what to leave
  return ignoreFilesAbove(parent, search).within(
    withSlash(parent),
    entriesOf(parent, () => {}),
    search,
  );
}

function entriesOf(folder: string, unreadable: (why: string) => void): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    unreadable(ioMessage(error));
    return [];
  }
}

function withSlash(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}
