import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

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

/** Whether a path is below a folder, or that folder itself. */
export function isWithin(folder: string, path: string): boolean {
  const rest = relative(folder, path);
  return rest !== '..' && !rest.startsWith(`..${sep}`) && !isAbsolute(rest);
}

/** The same once links are followed; not of what leads nowhere. */
export function leadsWithin(folder: string, path: string): boolean {
  try {
    return isWithin(realpathSync.native(folder), realpathSync.native(path));
  } catch {
    return false;
  }
}

/** Whether two paths lead to one file, by whatever links; not where one of them leads nowhere. */
export function isSameFile(path: string, other: string): boolean {
  try {
    const [one, two] = [statSync(path), statSync(other)];
    return one.dev === two.dev && one.ino === two.ino;
  } catch {
    return false;
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
