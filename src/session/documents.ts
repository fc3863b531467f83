import type { SourceFile } from '../source/tree.ts';
import type { Loaded } from '../template/loaded.ts';
import { KnownParameters } from './known-parameters.ts';
import type { Reader, Recording } from './reader.ts';

/** What a document was found to hold, and what that was made from. */
interface Known {
  readonly loaded: Loaded;
  readonly includes: ReadonlySet<SourceFile>;
  readonly recording: Recording;
  /** All that there was, where it asked what other documents export. */
  readonly among: readonly unknown[] | undefined;
}

/** What documents hold, from one run to the next: what has not changed is not loaded anew. */
export class Documents {
  private readonly known = new Map<SourceFile, Known>();
  private parameterFiles: readonly unknown[] = [];
  /** The parameters that they declare or ask for. */
  parameters: KnownParameters = new KnownParameters();

  /** Forgets everything where files with values of parameters have changed. */
  readWith(parameterFiles: readonly unknown[]): void {
    if (!areSame(parameterFiles, this.parameterFiles)) {
      this.known.clear();
      this.parameters = new KnownParameters();
    }
    this.parameterFiles = parameterFiles;
  }

  /** What a document holds: as it is known, or else made by `work`, which says when it looks into all the others. */
  load(
    file: SourceFile,
    reader: Reader,
    all: readonly unknown[],
    work: (imports: () => void) => Pick<Known, 'loaded' | 'includes'>,
  ): Pick<Known, 'loaded' | 'includes'> {
    const known = this.known.get(file);
    if (known && isCurrent(known, reader, all)) {
      reader.replay(known.recording);
      return known;
    }
    let isImporting = false;
    const { made, recording } = reader.recorded(() =>
      work(() => {
        isImporting = true;
      }),
    );
    this.known.set(file, { ...made, recording, among: isImporting ? all : undefined });
    return made;
  }

  /** The documents that have to be loaded anew: those that read what is another file now, or look into all others. */
  stale(reader: Reader): readonly SourceFile[] {
    const isStale = ({ recording, among }: Known): boolean => among !== undefined || !reader.isCurrent(recording);
    return [...this.known].flatMap(([file, known]) => {
      if (reader.source(file.path) === file && !isStale(known)) return [];
      this.known.delete(file);
      return [file];
    });
  }
}

function isCurrent({ recording, among }: Known, reader: Reader, all: readonly unknown[]): boolean {
  return reader.isCurrent(recording) && (!among || areSame(among, all));
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, i) => one === others[i]);
}
