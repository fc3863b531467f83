import type { Unread } from '../template/snapshot/shape.ts';
import { documentText, unreadPath } from './documents.ts';
import { compare } from './shapes.ts';

/** Something that was asked for by name and is nowhere. */
export interface Gap {
  readonly name: string;
  readonly message: string;
}

/** Where a call was made: an account, or a Region of it. */
export interface Site {
  readonly partition: string;
  readonly account: string;
  readonly region?: string;
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
  private readonly unread = new Map<string, { readonly site: Site; readonly entries: Unread[] }>();
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

  gap(name: string, message: string): void {
    this.gaps.push({ name, message });
  }

  /** Names what could not be read in the document of its Region or account. */
  miss(site: Site, entry: Unread): void {
    const path = unreadPath(site);
    const { entries } = this.unread.get(path) ?? { entries: [] as Unread[] };
    entries.push(entry);
    this.unread.set(path, { site, entries });
    entries.sort((a, b) => compare(a.message ?? '', b.message ?? ''));
    this.documents.set(path, documentText({ ipauditSnapshot: 1, ...site, unread: entries }));
  }

  count(what: keyof Progress, which: 'done' | 'found', number = 1): void {
    this.counts[what][which] += number;
    this.onProgress(this.counts);
  }
}
