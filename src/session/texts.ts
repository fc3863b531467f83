import type { ParsedFile, SourceFile } from '../source/tree.ts';
import type { ReadError } from './file-system.ts';

/** The files that were read, each once: what is said of one speaks of the same bytes. */
export class Texts {
  readonly sources: Map<string, SourceFile | ReadError> = new Map();
  readonly parsed: Map<SourceFile, ParsedFile> = new Map();
  /** How often something was forgotten. */
  version = 0;

  /** Reads a file anew when it is asked for again. */
  forget(path: string): void {
    const file = this.sources.get(path);
    this.sources.delete(path);
    this.version += 1;
    if (file && 'text' in file) this.parsed.delete(file);
  }
}
