import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LiveArguments } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { shownPath } from './files.ts';
import { type Io, print } from './io.ts';
import { ioMessage } from './io-message.ts';

/** Writes snapshot documents where the command line says; they are returned by the names that reports have for them. */
export async function writeSnapshots(
  documents: ReadonlyMap<string, string>,
  { snapshotDir }: LiveArguments,
  io: Io,
): Promise<ReadonlyMap<string, string>> {
  const inOrder = [...documents].sort(([a], [b]) => (a < b ? -1 : 1));
  if (snapshotDir === undefined) return new Map(inOrder);
  const cwd = io.cwd();
  const written = new Map<string, string>();
  for (const [path, text] of inOrder) {
    const shown = shownPath(cwd, join(snapshotDir, path));
    const file = join(cwd, shown);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    } catch (error) {
      throw new CliError(`cannot write the snapshot ${shown}: ${ioMessage(error)}`);
    }
    written.set(shown, text);
  }
  const older = await othersBeside(written, cwd);
  if (older > 0)
    await print(
      io.stderr,
      `${older} files in the folders of these snapshots are not of this run: remove them, or they are audited with it\n`,
    );
  return written;
}

/** How many files of earlier runs there are. */
async function othersBeside(written: ReadonlyMap<string, string>, cwd: string): Promise<number> {
  const folders = new Set([...written.keys()].map(dirname));
  let others = 0;
  for (const folder of folders)
    others += (await readdir(join(cwd, folder))).filter((name) => !written.has(`${folder}/${name}`)).length;
  return others;
}
