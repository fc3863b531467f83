import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FileSystem } from '../audit/file-system.ts';
import type { LoadOptions } from '../audit/loading.ts';
import { prepare } from '../audit/prepare.ts';
import type { CommonArguments } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { openFileSystem } from './file-system.ts';
import { type FoundFiles, findFiles, isDirectory, shownPath } from './files.ts';
import type { Io } from './io.ts';
import { readStdin } from './stdin.ts';

/** The files that a command line names, and how they are loaded. */
export interface Input {
  readonly files: readonly string[];
  readonly load: LoadOptions;
  readonly fs: FileSystem;
}

export async function openInput(args: CommonArguments, io: Io): Promise<Input> {
  const cwd = io.cwd();
  const { files, ...found } = args.stdin ? await standardInput(args, io) : findFiles(args.files, cwd);
  const fs = openFileSystem({ cwd, root: rootOf(args, cwd), named: [...args.files, ...args.parameterFiles], ...found });
  const parameterFiles = args.parameterFiles.map((path) => shownPath(cwd, path));
  const { parameters, apiType, ipAddressType } = args;
  const told = { ...(apiType && { apiType }), ...(ipAddressType && { ipAddressType }) };
  return { files, fs, load: await prepare(files, { fs, parameters, parameterFiles, ...told }) };
}

/** What `--root` names, else the nearest folder with a repository in it, else the working directory. */
function rootOf({ root }: CommonArguments, cwd: string): string {
  if (root !== undefined) {
    if (!isDirectory(resolve(cwd, root))) throw new CliError(`--root takes a directory, not '${root}'`);
    return resolve(cwd, root);
  }
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return cwd;
  }
}

async function standardInput(
  { stdinFilename }: CommonArguments,
  io: Io,
): Promise<FoundFiles & { readonly given: ReadonlyMap<string, Uint8Array> }> {
  const path = shownPath(io.cwd(), stdinFilename);
  const content = await readStdin(io.stdin);
  return {
    files: [path],
    refused: new Map(typeof content === 'string' ? [[path, content]] : []),
    given: new Map(typeof content === 'string' ? [] : [[path, content]]),
  };
}
