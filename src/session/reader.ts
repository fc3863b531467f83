import type { Failure, Location } from '../report/report.ts';
import { decode, searchable } from '../source/decode.ts';
import { type Parser, parse } from '../source/parse.ts';
import type { ParsedFile, ParseFailure, SourceFile, Span } from '../source/tree.ts';
import type { Expansion } from '../template/cfn-include/expand.ts';
import type { Files } from '../template/files.ts';
import { dirname, join } from '../text/paths.ts';
import { type FileSystem, ReadError } from './file-system.ts';
import { Locator } from './locate.ts';
import { Texts } from './texts.ts';

const START: Location['start'] = { line: 1, column: 1 };

interface Expanded extends Expansion {
  readonly includes: ReadonlySet<SourceFile>;
}

/** What a piece of work took from files, and what went wrong in it. */
export interface Recording {
  readonly reads: Map<string, SourceFile | ReadError>;
  readonly lists: Map<string, readonly string[]>;
  readonly failures: Failure[];
}

/** Reads and parses each file once, and keeps what went wrong. */
export class Reader {
  readonly failures: Failure[] = [];
  readonly locator: Locator;
  /** Documents as they are once they are expanded, with the files that they include. */
  readonly expanded: Map<SourceFile, Expanded> = new Map();
  private readonly fs: FileSystem;
  private readonly parseToml: Parser | undefined;
  private readonly failed = new Set<string>();
  private readonly dismissed = new Set<string>();
  private readonly texts: Texts;
  /** The files of this run: the texts may know others. */
  private readonly used = new Set<SourceFile>();
  private recording: Recording | undefined;

  constructor(fs: FileSystem, parseToml?: Parser, texts: Texts = new Texts()) {
    this.fs = fs;
    this.parseToml = parseToml;
    this.texts = texts;
    this.locator = new Locator(texts.parsed);
  }

  /** Does some work, and tells what it took. */
  recorded<T>(work: () => T): { readonly made: T; readonly recording: Recording } {
    const recording = { reads: new Map(), lists: new Map(), failures: [] };
    this.recording = recording;
    try {
      return { made: work(), recording };
    } finally {
      this.recording = undefined;
    }
  }

  /** Whether work would take the same again. */
  isCurrent({ reads, lists }: Recording): boolean {
    const isSame = (folder: string, names: readonly string[]): boolean =>
      JSON.stringify(this.fs.list(folder)) === JSON.stringify(names);
    return (
      [...reads].every(([path, file]) => this.source(path) === file) &&
      [...lists].every(([folder, names]) => isSame(folder, names))
    );
  }

  /** Does as the work did that was recorded. */
  replay({ reads, failures }: Recording): void {
    for (const file of reads.values()) if ('text' in file) this.used.add(file);
    for (const { message, location, related } of failures) this.fail(message, location, related);
  }

  /** Keeps what went wrong, once: a file may be asked for in many ways. */
  fail(message: string, location: Location, related?: Failure['related']): void {
    this.recording?.failures.push({ message, location, ...(related && { related }) });
    const key = JSON.stringify([location.file, location.start, message]);
    if (this.failed.has(key)) return;
    this.failed.add(key);
    this.failures.push({ message, location, ...(related && { related }) });
  }

  /** The files that were read and not dismissed. */
  get inputs(): readonly string[] {
    return [...this.texts.sources.keys()].filter((path) => !this.dismissed.has(path));
  }

  /** A file that the user named; nothing where it cannot be read, which is a failure. */
  named(path: string): readonly SourceFile[] {
    const file = this.source(path);
    if (file instanceof ReadError) {
      this.unread(file, path);
      return [];
    }
    if (file.text.trim() === '')
      this.fail('The file is empty: there is no template in it.', { file: path, start: START, end: START });
    return [file];
  }

  /** The first of some files that is there; one that is, but cannot be read, is a failure. */
  firstOf(paths: readonly string[]): SourceFile | ReadError | undefined {
    for (const path of paths) {
      const file = this.source(path);
      if (!(file instanceof ReadError)) return file;
      if (file.isMissing) continue;
      this.unread(file, path);
      return file;
    }
    return undefined;
  }

  /**
   * A file that a search has met: undefined, and neither decoded nor kept, where its text is not one that is `wanted`, or is no
   * UTF-8 and not one that is `missed`.
   */
  met(
    path: string,
    wanted: (text: string) => boolean,
    missed: (text: string) => boolean,
  ): readonly SourceFile[] | undefined {
    if (this.dismissed.has(path)) return undefined;
    if (this.texts.sources.has(path)) return this.named(path);
    const bytes = this.bytes(path);
    const text = bytes instanceof ReadError ? undefined : searchable(bytes);
    const source = text === undefined || wanted(text) ? sourceOf(path, bytes) : undefined;
    if (!source || (source instanceof DecodeError && text !== undefined && !missed(text))) {
      this.dismiss(path);
      return undefined;
    }
    this.texts.sources.set(path, source);
    return this.named(path);
  }

  /** Leaves a file that a search has met, with all that is wrong in it. */
  dismiss(path: string): void {
    this.dismissed.add(path);
  }

  /** The tree of a file, of whose failures nothing is said. */
  tree(file: SourceFile): ParsedFile {
    this.used.add(file);
    const { parsed } = this.texts;
    const found =
      parsed.get(file) ?? (this.parseToml && /\.toml$/i.test(file.path) ? this.parseToml(file) : parse(file));
    parsed.set(file, found);
    return found;
  }

  parse(file: SourceFile): ParsedFile {
    const parsed = this.tree(file);
    for (const failure of parsed.failures) this.unparsed(failure);
    return parsed;
  }

  /** What stands in a file once it is expanded; of its failures nothing is said. */
  document(file: SourceFile): ParsedFile {
    return this.expanded.get(file)?.parsed ?? this.tree(file);
  }

  /** Fails for the keys that are written twice and were read; the others are returned. */
  repeatedKeys(): readonly { readonly message: string; readonly location: Location }[] {
    const files = [...this.texts.parsed.values()].filter(
      ({ file }) => this.used.has(file) && !this.dismissed.has(file.path),
    );
    const keys = files.flatMap(({ repeated }) => repeated).map((key) => ({ key, isRead: key.isRead() }));
    // to locate them reads values, too
    for (const { key, isRead } of keys) if (isRead) this.unparsed(key);
    return keys.flatMap(({ key: { message, at }, isRead }) =>
      isRead ? [] : [{ message, location: this.locator.locate(at) }],
    );
  }

  private unparsed({ message, at, related }: ParseFailure): void {
    this.fail(
      message,
      this.locator.locate(at),
      related && [{ message: related.message, location: this.locator.locate(related.at) }],
    );
  }

  /** The files that documents bring in; `taken` is told of each, `fail` of those that are refused. */
  files(
    taken: (from: SourceFile, file: SourceFile) => void,
    fail: (message: string, at: Span) => void = (message, at) => this.fail(message, this.locator.locate(at)),
  ): Files {
    const read: Files['read'] = (name, from, use) => {
      const file = this.source(beside(from, name));
      if (!(file instanceof ReadError)) {
        taken(from, file);
        return { file };
      }
      if (file.isMissing) return { reason: `${name} is not there`, isMissing: true };
      fail(`${name} is not read. ${file.message}`, use);
      return { reason: `${name} is not read`, reported: true };
    };
    return {
      read,
      parse: (name, from, use) => {
        const found = read(name, from, use);
        if ('reason' in found) return found;
        const { root } = this.parse(found.file);
        return root ? { root } : { reason: `${name} cannot be parsed`, reported: true };
      },
      list: (folder, from) => {
        const names = this.fs.list(beside(from, folder));
        this.recording?.lists.set(beside(from, folder), names);
        return names;
      },
    };
  }

  private unread(error: ReadError, path: string): void {
    const at = error instanceof DecodeError ? error.position : START;
    this.fail(error.message, { file: path, start: at, end: at });
  }

  /** A file, or why it cannot be read. */
  source(path: string): SourceFile | ReadError {
    const found = this.texts.sources.get(path) ?? sourceOf(path, this.bytes(path));
    this.texts.sources.set(path, found);
    this.recording?.reads.set(path, found);
    return found;
  }

  private bytes(path: string): Uint8Array | ReadError {
    try {
      return this.fs.read(path);
    } catch (error) {
      if (error instanceof ReadError) return error;
      throw error;
    }
  }
}

function sourceOf(path: string, bytes: Uint8Array | ReadError): SourceFile | ReadError {
  if (bytes instanceof ReadError) return bytes;
  const decoded = decode(bytes);
  return 'text' in decoded ? { path, ...decoded } : new DecodeError(decoded);
}

/** A file whose bytes are no text, and where. */
class DecodeError extends ReadError {
  readonly position: Location['start'];
  constructor({ message, line, column }: { readonly message: string } & Location['start']) {
    super(message);
    this.position = { line, column };
  }
}

function beside({ path }: SourceFile, name: string): string {
  return name.startsWith('/') ? name : join(dirname(path), name);
}
