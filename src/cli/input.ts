import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FileSystem } from '../audit/file-system.ts';
import type { LoadOptions } from '../audit/loading.ts';
import type { CommonArguments, LintArguments } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { openFileSystem } from './file-system.ts';
import { type FoundFiles, findFiles, isDirectory, shownPath } from './files.ts';
import { openGit, readGitName } from './git.ts';
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
  const fs = openFileSystem({ cwd, root: rootOf(args, cwd), named: namedBy(args.files, args), ...found });
  return { files, fs, load: await loadOptions(args, fs, io) };
}

async function loadOptions(args: CommonArguments, fs: FileSystem, io: Io): Promise<LoadOptions> {
  const cwd = io.cwd();
  const parameterFiles = args.parameterFiles.map((file) => ({ ...file, path: shownPath(cwd, file.path) }));
  const { environments, apiType, ipAddressType } = args;
  const parameters = { ...allowedVariables(args, io), ...args.parameters };
  const told = { ...(apiType && { apiType }), ...(ipAddressType && { ipAddressType }) };
  const toml = mayReadToml(args) && { parseToml: (await import('../source/toml.ts')).parseToml };
  return { fs, cwd, parameters, parameterFiles, environments, ...told, ...toml };
}

/** Its parser is loaded for whoever needs it. */
function mayReadToml({ environments, parameterFiles }: CommonArguments): boolean {
  return environments.length > 0 || parameterFiles.some(({ path }) => /\.toml$/i.test(path));
}

/** A version of files: their names, and the file or the folder that was named. */
export type Version = Input & { readonly path: string };

/** One of two versions: a file or a directory on the disk, or in git. */
export async function openVersion(name: string, args: CommonArguments, io: Io): Promise<Version> {
  const cwd = io.cwd();
  const git = readGitName(name);
  const path = shownPath(cwd, git ? (git.path ?? '.') : name);
  const { files, fs } = git ? openGit(git.ref, [path], { cwd, env: io.env }) : onDisk([name], args, cwd);
  return { files, fs, path, load: await loadOptions(args, fs, io) };
}

/** An earlier version of what is audited: a file or a directory, or the same names in git. */
export async function openBase(args: LintArguments & { readonly base: string }, io: Io): Promise<Version> {
  const git = readGitName(args.base);
  if (!git || git.path !== undefined) return openVersion(args.base, args, io);
  const cwd = io.cwd();
  const names = args.files.map((name) => shownPath(cwd, name));
  const { files, refused, fs } = openGit(git.ref, names, { cwd, env: io.env });
  // what was not there then is new
  const known = files.filter((file) => !refused.has(file));
  return { files: known, fs, path: '.', load: await loadOptions(args, fs, io) };
}

function onDisk(names: readonly string[], args: CommonArguments, cwd: string): Pick<Input, 'files' | 'fs'> {
  const { files, refused } = findFiles(names, cwd);
  return { files, fs: openFileSystem({ cwd, root: rootOf(args, cwd), named: namedBy(names, args), refused }) };
}

/** What the user names may be read wherever it is. */
function namedBy(names: readonly string[], { parameterFiles }: CommonArguments): readonly string[] {
  return [...names, ...parameterFiles.map(({ path }) => path)];
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
