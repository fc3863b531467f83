import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { LiveArguments } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { makeFolder } from './folders.ts';
import type { Io } from './io.ts';
import { ioMessage } from './io-message.ts';
import { shownPath } from './paths.ts';

/** The name of a document as reports have it. */
export function snapshotName(path: string, { snapshotDir }: Pick<LiveArguments, 'snapshotDir'>, cwd: string): string {
  return snapshotDir === undefined ? path : shownPath(cwd, resolve(cwd, snapshotDir, path));
}

/** Writes snapshot documents below a directory; what else is in their folders is returned. */
export async function writeSnapshots(
  documents: ReadonlyMap<string, string>,
  directory: string,
  io: Io,
): Promise<readonly string[]> {
  const [cwd, others] = [io.cwd(), new Set<string>()];
  try {
    for (const [path, text] of documents) {
      const file = resolve(cwd, directory, path);
      await makeFolder(dirname(file));
      await writeAside(file, text);
    }
    for (const folder of new Set([...documents.keys()].map(dirname)))
      for (const name of await readdir(resolve(cwd, directory, folder)))
        if (!documents.has(`${folder}/${name}`)) others.add(`${folder}/${name}`);
  } catch (error) {
    throw new CliError(`cannot write the snapshots below ${directory}: ${ioMessage(error)}`);
  }
  return [...others].sort();
}

/** Writes a file as a whole or not at all: half a snapshot would pass for one that holds less. */
async function writeAside(file: string, text: string): Promise<void> {
  const aside = `${file}.part`;
  try {
    await writeFile(aside, text);
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}
