import { Documents } from './documents.ts';
import { type FileSystem, ReadError } from './file-system.ts';
import type { LoadOptions } from './loading.ts';
import { Reader } from './reader.ts';
import { Texts } from './texts.ts';

/** How the documents of a session are loaded; the same for all that is asked of it. */
export type SessionOptions = Pick<
  LoadOptions,
  'parseToml' | 'apiType' | 'ipAddressType' | 'authorization' | 'environments' | 'parameterFiles' | 'parameters'
>;

/** What is known of the files of a host: each is read and parsed once, and each document loaded once, until it changes. */
export class Session {
  /** What questions are asked with. */
  readonly load: LoadOptions;
  private readonly texts = new Texts();
  private readonly documents = new Documents();
  private readonly written = new Map<string, Uint8Array | undefined>();

  constructor(host: FileSystem, options: SessionOptions = {}) {
    const read = (path: string): Uint8Array => {
      if (!this.written.has(path)) return host.read(path);
      const bytes = this.written.get(path);
      if (bytes) return bytes;
      throw new ReadError('There is no such file: check the name.', { isMissing: true });
    };
    const fs = { read, list: (path: string) => host.list(path) };
    this.load = { ...options, fs, texts: this.texts, documents: this.documents };
  }

  /**
   * Takes a text in the place of what the host has at a path (none: as if the file were not there), and returns the paths of the
   * documents that are other ones now, as far as they were asked for: the file itself, and those that read it.
   */
  update(path: string, text: string | undefined): readonly string[] {
    this.written.set(path, text === undefined ? undefined : new TextEncoder().encode(text));
    this.texts.forget(path);
    const reader = new Reader(this.load.fs, this.load.parseToml, this.texts);
    return this.documents.stale(reader).map((file) => file.path);
  }
}
