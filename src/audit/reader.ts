import { posix } from 'node:path';
import type { Failure, Location } from '../report/report.ts';
import { decode } from '../source/decode.ts';
import { parse } from '../source/parse.ts';
import type { ParsedFile, SourceFile, Span } from '../source/tree.ts';
import type { Expansion } from '../template/cfn-include/expand.ts';
import type { Files } from '../template/files.ts';
import { type FileSystem, ReadError } from './file-system.ts';
import { Locator } from './locate.ts';

interface Expanded extends Expansion {
  readonly includes: ReadonlySet<SourceFile>;
}

/** Reads and parses each file once, and keeps what went wrong. */
export class Reader {
  readonly failures: Failure[] = [];
  readonly locator: Locator = new Locator();
  /** Documents as they are once they are expanded, with the files that they include. */
  readonly expanded: Map<SourceFile, Expanded> = new Map();
  private readonly fs: FileSystem;
  private readonly sources = new Map<string, SourceFile | ReadError>();
  private readonly parsed = new Map<SourceFile, ParsedFile>();

  constructor(fs: FileSystem) {
    this.fs = fs;
  }

  fail(message: string, location: Location, related?: Failure['related']): void {
    this.failures.push({ message, location, ...(related && { related }) });
  }

  /** A file that the user named; nothing where it cannot be read, which is a failure. */
  named(path: string): readonly SourceFile[] {
    const start = { line: 1, column: 1 };
    const file = this.source(path);
    if (file instanceof ReadError) {
      const at = file instanceof DecodeError ? file.position : start;
      this.fail(file.message, { file: path, start: at, end: at });
      return [];
    }
    if (file.text.trim() === '')
      this.fail('The file is empty: there is no template in it.', { file: path, start, end: start });
    return [file];
  }

  parse(file: SourceFile): ParsedFile {
    const known = this.parsed.get(file);
    if (known) return known;
    const parsed = parse(file);
    this.parsed.set(file, parsed);
    this.locator.add(parsed);
    for (const { message, at, related } of parsed.failures) {
      this.fail(
        message,
        this.locator.locate(at),
        related && [{ message: related.message, location: this.locator.locate(related.at) }],
      );
    }
    return parsed;
  }

  /** What stands in a file once it is expanded. */
  document(file: SourceFile): ParsedFile {
    return this.expanded.get(file)?.parsed ?? this.parse(file);
  }

  /** The files that documents bring in; `taken` is told of each, `fail` of those that are refused. */
  files(
    taken: (from: SourceFile, file: SourceFile) => void,
    fail: (message: string, at: Span) => void = (message, at) => this.fail(message, this.locator.locate(at)),
  ): Files {
    const refused = new Set<string>();
    const read: Files['read'] = (name, from, use) => {
      const file = this.source(beside(from, name));
      if (!(file instanceof ReadError)) {
        taken(from, file);
        return { file };
      }
      if (file.isMissing) return { reason: `${name} is not there` };
      const key = `${use.file.path} ${use.start} ${name}`;
      if (!refused.has(key)) fail(`${name} is not read. ${file.message}`, use);
      refused.add(key);
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
      list: (folder, from) => this.fs.list(beside(from, folder)),
    };
  }

  /** A file, or why it cannot be read. */
  source(path: string): SourceFile | ReadError {
    const known = this.sources.get(path);
    if (known) return known;
    const found = this.load(path);
    this.sources.set(path, found);
    return found;
  }

  private load(path: string): SourceFile | ReadError {
    try {
      const decoded = decode(this.fs.read(path));
      return 'text' in decoded ? { path, ...decoded } : new DecodeError(decoded);
    } catch (error) {
      if (error instanceof ReadError) return error;
      throw error;
    }
  }
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
  return name.startsWith('/') ? name : posix.join(posix.dirname(path), name);
}
