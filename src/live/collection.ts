/** Something that was not fetched. */
export interface Gap {
  /** `ACCOUNT`, `ACCOUNT/REGION`, or the path of a document; what was asked for and is nowhere stands for itself. */
  readonly place: string;
  /** What became of the call, and what to do. */
  readonly message: string;
  /** Whether an API may be left unaudited by it: one that has been deleted, or a Region that is not enabled, has none. */
  readonly hides: boolean;
}

export interface Progress {
  readonly accounts: { readonly done: number; readonly found: number };
  readonly apis: { readonly done: number; readonly found: number };
}

/** What a run has fetched so far. */
export class Collection {
  /** The texts of the snapshot documents, by `ACCOUNT/REGION/NAME.json`. */
  readonly documents: Map<string, string> = new Map();
  readonly gaps: Gap[] = [];
  readonly accounts: Set<string> = new Set();
  /** Those whose APIs could be listed. */
  readonly regions: Set<string> = new Set();
  /** The ids, names and stages that were found. */
  readonly found: { readonly apis: Set<string>; readonly stages: Set<string> } = { apis: new Set(), stages: new Set() };
  /** How many of the REST APIs that were listed have a document. */
  audited = 0;
  private readonly counts = { accounts: { done: 0, found: 0 }, apis: { done: 0, found: 0 } };
  private readonly onProgress: (progress: Progress) => void;

  constructor(onProgress: (progress: Progress) => void) {
    this.onProgress = onProgress;
  }

  /** How many REST APIs were listed. */
  get seen(): number {
    return this.counts.apis.found;
  }

  gap(place: string, message: string, { hides = true }: { readonly hides?: boolean } = {}): void {
    this.gaps.push({ place, message, hides });
  }

  count(what: keyof Progress, which: 'done' | 'found', number = 1): void {
    this.counts[what][which] += number;
    this.onProgress(this.counts);
  }
}
