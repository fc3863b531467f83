import { posix } from 'node:path';
import { type FileSystem, ReadError } from '../session/file-system.ts';
import { CliError } from './cli-error.ts';
import { maxFileSize, tooLarge } from './file-system.ts';
import type { FoundFiles } from './files.ts';
import { Git, partial, type Surroundings } from './git-command.ts';
import { type Found, listTree, lookUp, type Row } from './git-objects.ts';
import { hasTemplateEnding } from './search.ts';

/** Files of a commit, and a way to read them and what they bring in from there. */
interface Opened extends FoundFiles {
  readonly fs: FileSystem;
  /** Those of the refused that are not there at all. */
  readonly absent: ReadonlySet<string>;
}

/** The files below some paths as they are in a commit, and a way to read them and what they bring in from there. */
export function openGit(ref: string, paths: readonly string[], surroundings: Surroundings): Opened {
  const version = new Version(ref, new Git(surroundings));
  const blobs = new Map<string, string>();
  const searched = new Set<string>();
  const refused = new Map<string, string>();
  const absent = new Set<string>();
  const refuse = (file: string, { message, isMissing }: ReadError): void => {
    refused.set(file, message);
    if (isMissing) absent.add(file);
  };
  for (const path of paths) {
    const shown = posix.normalize(path);
    const found = version.find(shown);
    if (found instanceof ReadError) refuse(shown, found);
    else if (found.type !== 'tree') blobs.set(shown, found.oid);
    else
      for (const [file, one] of version.search(shown, found.oid)) {
        if (one instanceof ReadError) refuse(file, one);
        else blobs.set(file, one);
        searched.add(file);
      }
  }
  for (const path of paths) searched.delete(posix.normalize(path));
  const contents = version.contents(blobs);
  const fs: FileSystem = {
    read(path) {
      const reason = refused.get(path);
      if (reason !== undefined) throw new ReadError(reason, { isMissing: absent.has(path) });
      const content = contents.get(path) ?? version.read(path);
      if (content instanceof ReadError) throw content;
      return content;
    },
    list: (path) => version.list(path),
  };
  return { files: [...new Set([...blobs.keys(), ...refused.keys()])], searched, refused, absent, fs };
}

/** The files of a commit, by paths that are relative to the working directory. */
class Version {
  private readonly ref: string;
  private readonly git: Git;
  private readonly commit: string;

  constructor(ref: string, git: Git) {
    this.ref = ref;
    this.git = git;
    this.commit = git.commit(ref);
  }

  /** What a path leads to. */
  find(path: string): { readonly type: string; readonly oid: string } | ReadError {
    if (path.includes('\n')) return new ReadError('Its name has a line break: git cannot be asked for it.');
    const [found] = lookUp(this.git, [this.nameOf(path)], '--batch-check');
    return found && 'oid' in found ? found : this.error(path, found);
  }

  /** What may be a template below a folder: its object, or why it cannot be read. No link to a folder is followed. */
  search(folder: string, oid: string): ReadonlyMap<string, string | ReadError> {
    const prefix = folder === '.' || folder === './' ? '' : `${folder.replace(/\/$/, '')}/`;
    const files = new Map<string, string | ReadError>();
    for (const { name, type, oid: own, isLink } of listTree(this.git, ['-r', '--full-tree', oid])) {
      const file = prefix + name;
      if (type !== 'blob' || !hasTemplateEnding(name)) continue;
      const target = isLink ? this.find(file) : { type, oid: own };
      if (target instanceof ReadError) files.set(file, target);
      else if (target.type === 'blob') files.set(file, target.oid);
    }
    return files;
  }

  /** What files hold, by their objects. */
  contents(blobs: ReadonlyMap<string, string>): ReadonlyMap<string, Buffer | ReadError> {
    const files = [...blobs];
    const known = lookUp(
      this.git,
      files.map(([, oid]) => oid),
      '--batch-check',
    );
    const small = files.filter(([file], i) => this.sizeOf(file, known[i]) <= maxFileSize);
    const read = lookUp(
      this.git,
      small.map(([, oid]) => oid),
      '--batch',
    );
    const contents = new Map<string, Buffer | ReadError>(files.map(([file]) => [file, new ReadError(tooLarge)]));
    for (const [i, [file]] of small.entries()) {
      const found = read[i];
      if (found && 'content' in found) contents.set(file, found.content);
    }
    return contents;
  }

  private sizeOf(file: string, found: Found | undefined): number {
    if (!found || 'why' in found) throw this.lacks(file);
    return found.size;
  }

  /** What a file holds that another one brings in. */
  read(path: string): Buffer | ReadError {
    try {
      const found = posix.isAbsolute(path) ? new ReadError(LEADS_OUT) : this.find(path);
      if (found instanceof ReadError) return found;
      if (found.type !== 'blob') return new ReadError('This is a directory: name a file.');
      return this.contents(new Map([[path, found.oid]])).get(path) as Buffer | ReadError;
    } catch (error) {
      // it costs no more than the document that names the file
      if (error instanceof CliError) return new ReadError(`${error.message}.`);
      throw error;
    }
  }

  list(path: string): readonly string[] {
    const found = this.find(path);
    if (found instanceof ReadError || found.type !== 'tree') return [];
    return listTree(this.git, ['--full-tree', found.oid])
      .map(({ name }) => name)
      .sort();
  }

  private lacks(path: string): CliError {
    return new CliError(`git has not got ${path} of '${this.ref}' here: ${partial}`);
  }

  private nameOf(path: string): string {
    return `${this.commit}:./${path === '.' ? '' : path}`;
  }

  private error(path: string, found: Found | undefined): ReadError {
    const why = found && 'why' in found ? found.why : 'missing';
    if (why === 'symlink') return new ReadError(LEADS_OUT);
    if (why === 'loop') return new ReadError('Its links lead in a circle: mend them.');
    const within = why === 'missing' ? this.deepest(path) : undefined;
    if (within?.type === 'commit') return new ReadError('It is in a submodule: ask for a version of that, from there.');
    if (within && this.isMissing(within.oid)) throw this.lacks(path);
    return new ReadError(`There is no such file in ${this.ref}: check the name.`, { isMissing: true });
  }

  /** The object that a path leads to, or the last one on the way to it. */
  private deepest(path: string): Row | undefined {
    const parts = path.split('/');
    const above = parts
      .map((_, i) => parts.slice(0, i + 1).join('/'))
      .filter((one) => !/^(?:\.|(?:\.\.\/?)+|)$/.test(one));
    return above.length > 0 ? listTree(this.git, [this.commit, '--', ...above]).at(-1) : undefined;
  }

  /** Whether this clone does not have an object: of a path git says of both that they are missing. */
  private isMissing(oid: string): boolean {
    const [found] = lookUp(this.git, [oid], '--batch-check');
    return found !== undefined && 'why' in found;
  }
}

const LEADS_OUT = 'It leads out of this version: commit what it leads to.';
