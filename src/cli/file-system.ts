import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type FileSystem, ReadError } from '../session/file-system.ts';
import { ioMessage, isMissing } from './io-message.ts';
import { isWithin } from './paths.ts';

const MB = 1024 * 1024;
/** How much one file may hold. */
export const maxFileSize: number = 50 * MB;
const maxTotal = 1024 * MB;
const maxReads = 100_000;

/** Windows has neither flag: there, the links of each path are followed. */
const canRefuseLinks = 'O_NOFOLLOW' in constants;
// to open a pipe could wait for ever
const flags = canRefuseLinks ? constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK : constants.O_RDONLY;

/** What may be read: all below the root, and what the user named. */
export interface Access {
  readonly cwd: string;
  readonly root: string;
  /** Files and directories, relative to the working directory; what is below a directory may be read too. */
  readonly named: readonly string[];
}

/** Reads from the disk, and only what `access` allows: links are followed first. */
export function openFileSystem({ cwd, root, named }: Access): FileSystem {
  const roots = [root, ...named].flatMap((path) => realPaths(resolve(cwd, path)));
  const isAllowed = (path: string): boolean => roots.some((one) => isWithin(one, path));
  let reads = 0;
  let total = 0;

  /** The real paths of the folders that all may be read of; undefined for others. */
  const folders = new Map<string, string | undefined>();
  const allowedFolder = (folder: string): string | undefined => {
    if (folders.has(folder)) return folders.get(folder);
    const real = realpathSync.native(folder);
    const allowed = isAllowed(real) ? real : undefined;
    folders.set(folder, allowed);
    return allowed;
  };

  const count = (size: number): void => {
    if (size > maxFileSize) throw new ReadError(tooLarge);
    reads += 1;
    total += size;
    if (reads > maxReads || total > maxTotal)
      throw new ReadError('Too much was read before it: audit fewer files at once.');
  };

  const readReal = (path: string): Uint8Array => {
    const descriptor = openSync(path, flags);
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile() && !stats.isDirectory()) throw new ReadError('It is not a regular file: hand it to --stdin.');
      count(stats.size);
      return readAll(descriptor, stats);
    } finally {
      closeSync(descriptor);
    }
  };

  const readLinked = (path: string): Uint8Array => {
    const real = realpathSync.native(path);
    if (isAllowed(real)) return readReal(real);
    throw new ReadError(leadsOut);
  };

  const read = (path: string): Uint8Array => {
    const folder = canRefuseLinks ? allowedFolder(dirname(path)) : undefined;
    if (folder === undefined) return readLinked(path);
    try {
      return readReal(join(folder, basename(path)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ELOOP') return readLinked(path);
      throw error;
    }
  };

  return {
    read: (path) => orReadError(() => read(resolve(cwd, path))),
    list(path) {
      try {
        const real = realpathSync.native(resolve(cwd, path));
        return isAllowed(real) ? readdirSync(real).sort() : [];
      } catch {
        return [];
      }
    },
  };
}

/** Why a file is refused by its place. */
export const leadsOut = 'It leads out of the root: name a wider one with --root.';

/** Why a file is refused by its size. */
export const tooLarge: string = `It is larger than ${maxFileSize / MB} MB: a template is not.`;

function readAll(descriptor: number, { size }: Stats): Uint8Array {
  // a directory of no size is read too, as that fails
  const bytes = Buffer.allocUnsafe(Math.max(size, 1));
  let end = 0;
  let read: number;
  do {
    read = readSync(descriptor, bytes, end, bytes.length - end, null);
    end += read;
  } while (read > 0 && end < bytes.length);
  return bytes.subarray(0, end);
}

function orReadError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError(ioMessage(error), { isMissing: isMissing(error) });
  }
}

/** Where a path leads; nowhere if it does not exist. */
function realPaths(path: string): readonly string[] {
  try {
    return [realpathSync.native(path)];
  } catch {
    return [];
  }
}
