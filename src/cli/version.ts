import type { CommonArguments, LintArguments } from './arguments.ts';
import { readGitName } from './git-name.ts';
import { type Input, loadOptions, onDisk } from './input.ts';
import type { Io } from './io.ts';
import { shownPath } from './paths.ts';
import type { RunLog } from './run-log.ts';

/** Most runs ask git nothing, and what starts it takes time to load. */
const loadGit = () => import('./git.ts');

/** A version of files: their names, and the file or the folder that was named. */
export type Version = Pick<Input, 'files' | 'load'> & { readonly path: string; readonly isInGit: boolean };

/** One of two versions: a file or a directory on the disk, or in git. */
export async function openVersion(
  name: string,
  args: CommonArguments,
  io: Io,
  warn?: RunLog['warn'],
): Promise<Version> {
  const cwd = io.cwd();
  const git = readGitName(name);
  const path = shownPath(cwd, git ? (git.path ?? '.') : name);
  const opened = git ? (await loadGit()).openGit(git.ref, [path], { cwd, env: io.env }) : onDisk([name], args, cwd);
  const load = await loadOptions(args, opened, io);
  return { files: opened.files, path, load: { ...load, ...(warn && { warn }) }, isInGit: git !== undefined };
}

/** An earlier version of what is audited: a file or a directory, or the same names in git. */
export async function openBase(args: LintArguments & { readonly base: string }, io: Io): Promise<Version> {
  const git = readGitName(args.base);
  if (!git || git.path !== undefined) return openVersion(args.base, args, io);
  const cwd = io.cwd();
  const names = args.files.map((name) => shownPath(cwd, name));
  const opened = (await loadGit()).openGit(git.ref, names, { cwd, env: io.env });
  // what was not there then is new
  const files = opened.files.filter((file) => !opened.absent.has(file));
  return { files, path: '.', load: await loadOptions(args, opened, io), isInGit: true };
}
