import { escaped } from '../reporters/escaped.ts';
import type { Decision, Note } from '../session/decision.ts';
import { compare } from '../session/order.ts';
import { type Io, print } from './io.ts';

/** How many folders are named. */
const NAMED = 5;

/** What a run says on stderr beside its report: what is odd in its input, and with --debug a line for each file that was met. */
export class RunLog {
  private readonly decisions = new Map<string, Decision>();
  private readonly warnings = new Set<string>();
  private readonly passedOver: string[] = [];

  /** The last word on a file counts. */
  readonly note: Note = (decision) => {
    this.decisions.set(decision.file, decision);
  };

  readonly warn = (message: string): void => {
    this.warnings.add(message);
  };

  readonly passOver = (folder: string): void => {
    this.passedOver.push(folder);
  };

  /** `isEmpty` says that no API was found: then what was passed over may be what is meant. */
  async print(io: Io, isEmpty = false): Promise<void> {
    if (isEmpty && this.passedOver.length > 0)
      this.warn(`${listed(this.passedOver)} passed over: name a folder with a dot to have it searched`);
    const decisions = [...this.decisions.values()]
      .sort((a, b) => compare(a.file, b.file))
      .map(({ file, taken, why }) => `${taken ? 'taken' : 'left '}  ${file}: ${why}`);
    const lines = [...decisions, ...[...this.warnings].sort(compare).map((message) => `warning: ${message}`)];
    if (lines.length > 0) await print(io.stderr, lines.map((line) => `${escaped(line)}\n`).join(''));
  }
}

function listed(folders: readonly string[]): string {
  const more = folders.length > NAMED ? ` and ${folders.length - NAMED} more` : '';
  return `${folders.slice(0, NAMED).join(', ')}${more} ${folders.length === 1 ? 'was' : 'were'}`;
}
