import { spawnSync } from 'node:child_process';
import { posix } from 'node:path';
import { type FileSystem, ReadError } from '../audit/file-system.ts';
import { CliError } from './cli-error.ts';
import { maxFileSize, tooLarge } from './file-system.ts';
import type { FoundFiles } from './files.ts';
import type { Io } from './io.ts';
import { hasTemplateEnding } from './search.ts';

/** A version of files in git. */
export interface GitVersion {
  readonly ref: string;
  /** Undefined where it is not said. */
  readonly path: string | undefined;
}

/** Reads `git:REF` and `git:REF:PATH`; undefined for any other name. */
export function readGitName(name: string): GitVersion | undefined {
  const [, ref, path] = /^git:([^:]+)(?::(.*))?$/s.exec(name) ?? [];
  return ref === undefined ? undefined : { ref, path };
}

/** Files of a commit, and a way to read them and what they bring in from there. */
interface Opened extends FoundFiles {
  readonly fs: FileSystem;
}

/** The files below some paths as they are in a commit, and a way to read them and what they bring in from there. */
export function openGit(
  ref: string,
  paths: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Io['env'] },
): Opened {
  // of a repository that has not all of its objects nothing is fetched
  const own = { PATH: env.PATH, HOME: env.HOME, GIT_NO_LAZY_FETCH: '1' };
  const git = (args: readonly string[], input = ''): Uint8Array | undefined => {
    const { status, stdout, error } = spawnSync('git', args, { cwd, env: own, input, maxBuffer: maxTotal });
    if (error && 'code' in error && error.code === 'ENOENT') throw new CliError('git:REF needs git: install it');
    return status === 0 ? stdout : undefined;
  };
  const commit = text(git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])).trim();
  if (commit === '') throw new CliError(`git knows no commit '${ref}' here: check the name, or fetch it`);
  const listed = (path: string): readonly Blob[] => {
    const rows = text(git(['ls-tree', '-r', '-z', '-l', commit, '--', path || '.'])).split('\0');
    return rows.flatMap((row) => {
      const [, oid = '', size = '', name = ''] = /^\d+ blob (\w+) +(\d+)\t(.*)$/s.exec(row) ?? [];
      return name === '' ? [] : [{ oid, size: Number(size), name }];
    });
  };
  const blobs = new Map<string, Blob>();
  const named = new Set(paths.map((path) => posix.normalize(path)));
  const refused = new Map<string, string>();
  const missing = `There is no such file in ${ref}: check the name.`;
  for (const path of paths) {
    const shown = posix.normalize(path);
    const found = listed(path);
    if (found.length === 0) refused.set(shown, missing);
    for (const blob of found) if (blob.name === shown || hasTemplateEnding(blob.name)) blobs.set(blob.name, blob);
  }
  const contents = readBlobs([...blobs.values()], git);
  const fs: FileSystem = {
    read(path) {
      const reason = refused.get(path);
      if (reason !== undefined) throw new ReadError(reason, { isMissing: true });
      const known = contents.get(path);
      if (known) return known;
      const found = git(['cat-file', 'blob', `${commit}:./${path}`]);
      if (!found) throw new ReadError(missing, { isMissing: true });
      if (found.length > maxFileSize) throw new ReadError(tooLarge);
      return found;
    },
    list: (path) =>
      text(git(['ls-tree', '-z', '--name-only', commit, '--', path === '.' ? '.' : `${path}/`]))
        .split('\0')
        .filter((name) => name !== '')
        .map((name) => posix.basename(name))
        .sort(),
  };
  const searched = new Set([...blobs.keys()].filter((name) => !named.has(name)));
  return { files: [...blobs.keys(), ...refused.keys()], searched, refused, fs };
}

interface Blob {
  readonly oid: string;
  readonly size: number;
  readonly name: string;
}

const maxTotal = 1024 * 1024 * 1024;

/** All at once: a process for each would take longer than all else. */
function readBlobs(
  blobs: readonly Blob[],
  git: (args: readonly string[], input: string) => Uint8Array | undefined,
): ReadonlyMap<string, Uint8Array> {
  const wanted = blobs.filter(({ size }) => size <= maxFileSize);
  const output = git(['cat-file', '--batch'], wanted.map(({ oid }) => `${oid}\n`).join('')) ?? new Uint8Array();
  const contents = new Map<string, Uint8Array>();
  let at = 0;
  for (const { name, size } of wanted) {
    const start = output.indexOf(0x0a, at) + 1;
    contents.set(name, output.subarray(start, start + size));
    at = start + size + 1;
  }
  return contents;
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array());
