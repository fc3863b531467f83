import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type FileSystem, ReadError } from '../session/file-system.ts';
import { type Prepared, prepare } from '../session/prepare.ts';
import type { CommonArguments } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { openFileSystem } from './file-system.ts';
import { type FoundFiles, findFiles } from './files.ts';
import type { Io } from './io.ts';
import { isDirectory, leadsWithin, shownPath } from './paths.ts';
import { RunLog } from './run-log.ts';
import type { Search } from './search.ts';
import { readStdin } from './stdin.ts';

/** The files that a command line names, and how they are loaded. */
export interface Input {
  readonly files: readonly string[];
  readonly load: Prepared;
  readonly fs: FileSystem;
  readonly log: RunLog;
}

export async function openInput(args: CommonArguments, io: Io): Promise<Input> {
  const cwd = io.cwd();
  const log = new RunLog();
  const note = args.debug ? log.note : undefined;
  const input = args.stdin
    ? await standardInput(args, io)
    : onDisk(args.files, args, cwd, { note, passOver: log.passOver });
  const load = await loadOptions(args, input, io);
  return { ...input, log, load: { ...load, warn: log.warn, ...(note && { note }) } };
}

/** The files of the disk that were read, once they were. */
export function filesRead(
  ...versions: readonly { readonly load: Prepared; readonly isInGit?: boolean }[]
): readonly string[] {
  return versions.flatMap(({ load, isInGit }) => (isInGit ? [] : load.reader.inputs));
}

/** Tells a file that somebody named from one that a search has met. */
export function namedIn({ searched }: Prepared): (row: { readonly file: string }) => boolean {
  return ({ file }) => !searched?.has(file);
}

/** Files, and a way to read them. */
type Opened = Pick<Input, 'files' | 'fs'> & { readonly searched: ReadonlySet<string> };

/** The files that names stand for, and what is below the directories among them. */
export function onDisk(
  names: readonly string[],
  args: CommonArguments,
  cwd: string,
  { note, ...told }: Partial<Pick<Search, 'note' | 'passOver'>> = {},
): Opened {
  const root = rootOf(args, cwd);
  const disk = diskOf(args, cwd, names);
  const isOpen = (path: string): boolean => args.root === undefined || leadsWithin(root, path);
  const { files, searched, refused } = findFiles(names, { cwd, root, fs: disk, note, ...told }, isOpen);
  return { files, searched, fs: withKnown(disk, { refused }) };
}

/** What may be read: all below the root, and, where nobody gave one, what is named. */
function diskOf(args: CommonArguments, cwd: string, names: readonly string[]): FileSystem {
  const named = [...names, ...args.parameterFiles.map(({ path }) => path)];
  return openFileSystem({ cwd, root: rootOf(args, cwd), named: args.root === undefined ? named : [] });
}

export async function loadOptions(args: CommonArguments, { files, fs, searched }: Opened, io: Io): Promise<Prepared> {
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
  const disk = diskOf(args, cwd, []);
  const known: Known =
    typeof content === 'string'
      ? { refused: new Map([[path, content]]) }
      : { refused: new Map(), given: new Map([[path, content]]) };
  return { files: [path], searched: new Set(), fs: withKnown(disk, known) };
}
