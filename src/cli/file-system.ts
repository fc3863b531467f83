import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type FileSystem, ReadError } from '../audit/file-system.ts';
import { ioMessage, isMissing } from './io-message.ts';

const MB = 1024 * 1024;
/** How much one file may hold. */
export const maxFileSize: number = 50 * MB;
const maxTotal = 1024 * MB;
const maxReads = 100_000;

/** What may be read: all below the root, and what the user named. */
export interface Access {
  readonly cwd: string;
  readonly root: string;
  /** Files and directories, relative to the working directory; what is below a directory may be read too. */
  readonly named: readonly string[];
  /** Paths with the reason why they cannot be read. */
  readonly refused?: ReadonlyMap<string, string>;
  /** Contents that come from elsewhere, by path. */
  readonly given?: ReadonlyMap<string, Uint8Array>;
}

/** Reads from the disk, and only what `access` allows: links are followed first. */
export function openFileSystem({ cwd, root, named, refused, given }: Access): FileSystem {
  const roots = [root, ...named].flatMap((path) => realPaths(resolve(cwd, path)));
  let reads = 0;
  let total = 0;

  const isAllowed = (path: string): boolean =>
    roots.some((one) => {
      const rest = relative(one, path);
      return rest !== '..' && !rest.startsWith(`..${sep}`) && !isAbsolute(rest);
    });

  const check = (path: string, { size }: Stats): void => {
    if (!isAllowed(path)) throw new ReadError('It leads out of the root: name a wider one with --root.');
    if (size > maxFileSize) throw new ReadError(tooLarge);
    reads += 1;
    total += size;
    if (reads > maxReads || total > maxTotal)
      throw new ReadError('Too much was read before it: audit fewer files at once.');
  };

  return {
    read(path) {
      const content = given?.get(path);
      if (content) return content;
      const reason = refused?.get(path);
      if (reason !== undefined) throw new ReadError(reason);
      return orReadError(() => {
        const stats = statSync(resolve(cwd, path));
        // to open a pipe could wait for ever
        if (!stats.isFile() && !stats.isDirectory())
          throw new ReadError('It is not a regular file: hand it to --stdin.');
        const real = realpathSync.native(resolve(cwd, path));
        check(real, stats);
        return readFileSync(real);
      });
    },
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

/** Why a file is refused by its size. */
export const tooLarge: string = `It is larger than ${maxFileSize / MB} MB: a template is not.`;

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
