import { type FileSystem, ReadError } from './file-system.ts';
import { loadFiles } from './loading.ts';
import type { SessionOptions } from './session.ts';

/** What can be read asynchronously alone: a page, an editor. */
export interface AsyncHost {
  /** The bytes of a file; rejects with a ReadError whose message is for the user. */
  read(path: string): Promise<Uint8Array>;
  /** The names of the files in a folder; none of one that cannot be read. */
  list(path: string): Promise<readonly string[]>;
}

/** Files bring in files: what is asked for in one round is read for the next. No document nests deeper. */
const ROUNDS = 64;

/** Everything that some files bring in, as a host that has it at hand. */
export async function readAll(host: AsyncHost, files: readonly string[], options: SessionOptions): Promise<FileSystem> {
  const read = new Map<string, Uint8Array | ReadError>();
  const listed = new Map<string, readonly string[]>();
  const wanted = { read: new Set<string>(), list: new Set<string>() };
  const found: FileSystem = {
    read(path) {
      const bytes = read.get(path);
      if (bytes instanceof Uint8Array) return bytes;
      if (!bytes) wanted.read.add(path);
      throw bytes ?? new ReadError('It was not read.', { isMissing: true });
    },
    list(path) {
      const names = listed.get(path);
      if (!names) wanted.list.add(path);
      return names ?? [];
    },
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    loadFiles(files, { ...options, fs: found });
    if (wanted.read.size + wanted.list.size === 0) break;
    await Promise.all([
      ...[...wanted.read].map(async (path) => read.set(path, await host.read(path).catch(refusal))),
      ...[...wanted.list].map(async (path) => listed.set(path, await host.list(path))),
    ]);
    wanted.read.clear();
    wanted.list.clear();
  }
  return found;
}

function refusal(error: unknown): ReadError {
  if (error instanceof ReadError) return error;
  throw error;
}
