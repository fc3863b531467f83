import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type FileSystem, ReadError } from '../audit/file-system.ts';
import type { LoadOptions } from '../audit/loading.ts';
import type { CommonArguments } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { DebugLog } from './debug.ts';
import { openFileSystem } from './file-system.ts';
import { type FoundFiles, findFiles } from './files.ts';
import type { Io } from './io.ts';
import { isDirectory, shownPath } from './paths.ts';
import { readStdin } from './stdin.ts';

/** The files that a command line names, and how they are loaded. */
export interface Input {
  readonly files: readonly string[];
  readonly load: LoadOptions;
  readonly fs: FileSystem;
  /** Where --debug asks for one. */
  readonly log: DebugLog | undefined;
}

export async function openInput(args: CommonArguments, io: Io): Promise<Input> {
  const cwd = io.cwd();
  const root = rootOf(args, cwd);
  const log = args.debug ? new DebugLog() : undefined;
  const note = log?.note;
  const disk = openFileSystem({ cwd, root, named: [...args.files, ...args.parameterFiles] });
  const { files, searched, ...known } = args.stdin
    ? await standardInput(args, io)
    : findFiles(args.files, { cwd, root, fs: disk, note });
  const fs = withKnown(disk, known);
  const parameterFiles = args.parameterFiles.map((path) => shownPath(cwd, path));
  const { parameters, apiType, ipAddressType } = args;
  const told = { ...(apiType && { apiType }), ...(ipAddressType && { ipAddressType }) };
  return { files, fs, log, load: { fs, parameters, parameterFiles, searched, ...told, ...(note && { note }) } };
}

interface Known extends FoundFiles {
  /** Contents that come from elsewhere, by path. */
  readonly given?: ReadonlyMap<string, Uint8Array>;
}

/** A file system that does not ask the disk for what is known. */
function withKnown(disk: FileSystem, { refused, given }: Pick<Known, 'refused' | 'given'>): FileSystem {
  return {
    read(path) {
      const reason = refused.get(path);
      if (reason !== undefined) throw new ReadError(reason);
      return given?.get(path) ?? disk.read(path);
    },
    list: disk.list,
  };
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

async function standardInput({ stdinFilename }: CommonArguments, io: Io): Promise<Known> {
  const path = shownPath(io.cwd(), stdinFilename);
  const content = await readStdin(io.stdin);
  return {
    files: [path],
    searched: new Set(),
    refused: new Map(typeof content === 'string' ? [[path, content]] : []),
    given: new Map(typeof content === 'string' ? [] : [[path, content]]),
  };
}
