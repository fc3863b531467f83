import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type FileSystem, ReadError } from '../audit/file-system.ts';
import type { LoadOptions } from '../audit/loading.ts';
import { prepare } from '../audit/prepare.ts';
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
  const log = args.debug ? new DebugLog() : undefined;
  const input = args.stdin ? await standardInput(args, io) : onDisk(args.files, args, cwd, log?.note);
  const load = await loadOptions(args, input, io);
  return { ...input, log, load: { ...load, ...(log && { note: log.note }) } };
}

/** Files, and a way to read them. */
type Opened = Pick<Input, 'files' | 'fs'> & { readonly searched: ReadonlySet<string> };

/** The files that names stand for, and what is below the directories among them. */
export function onDisk(names: readonly string[], args: CommonArguments, cwd: string, note?: DebugLog['note']): Opened {
  const root = rootOf(args, cwd);
  const disk = openFileSystem({ cwd, root, named: [...names, ...args.parameterFiles.map(({ path }) => path)] });
  const { files, searched, refused } = findFiles(names, { cwd, root, fs: disk, note });
  return { files, searched, fs: withKnown(disk, { refused }) };
}

export async function loadOptions(
  args: CommonArguments,
  { files, fs, searched }: Opened,
  io: Io,
): Promise<LoadOptions> {
  const cwd = io.cwd();
  const parameterFiles = args.parameterFiles.map((file) => ({ ...file, path: shownPath(cwd, file.path) }));
  const { environments, apiType, ipAddressType, authorization } = args;
  const parameters = { ...allowedVariables(args, io), ...args.parameters };
  const told = {
    ...(apiType && { apiType }),
    ...(ipAddressType && { ipAddressType }),
    ...(authorization && { authorization }),
  };
  const toml = mayReadToml(args) && { parseToml: (await import('../source/toml.ts')).parseToml };
  const options = {
    fs,
    cwd,
    parameters,
    parameterFiles,
    environments,
    ...(searched && { searched }),
    ...told,
    ...toml,
  };
  return prepare(files, options);
}

/** Its parser is loaded for whoever needs it. */
function mayReadToml({ environments, parameterFiles }: CommonArguments): boolean {
  return environments.length > 0 || parameterFiles.some(({ path }) => /\.toml$/i.test(path));
}

/** The environment variables that the user lets documents read, and no others. */
function allowedVariables({ allowedEnv }: CommonArguments, { env }: Io): Readonly<Record<string, string>> {
  return Object.fromEntries(
    allowedEnv.flatMap((name) => {
      const value = Object.hasOwn(env, name) ? env[name] : undefined;
      return value === undefined ? [] : [[`env:${name}`, value]];
    }),
  );
}

/** What of files is known before the disk is asked. */
interface Known {
  /** Why some cannot be read. */
  readonly refused: FoundFiles['refused'];
  /** Contents that come from elsewhere, by path. */
  readonly given?: ReadonlyMap<string, Uint8Array>;
}

function withKnown(disk: FileSystem, { refused, given }: Known): FileSystem {
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

async function standardInput(args: CommonArguments, io: Io): Promise<Opened> {
  const cwd = io.cwd();
  const path = shownPath(cwd, args.stdinFilename);
  const content = await readStdin(io.stdin);
  const disk = openFileSystem({ cwd, root: rootOf(args, cwd), named: args.parameterFiles.map((file) => file.path) });
  const known: Known =
    typeof content === 'string'
      ? { refused: new Map([[path, content]]) }
      : { refused: new Map(), given: new Map([[path, content]]) };
  return { files: [path], searched: new Set(), fs: withKnown(disk, known) };
}
