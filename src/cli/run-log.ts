import type { Decision, Note } from '../audit/decision.ts';
import { compare } from '../audit/order.ts';
import { escaped } from '../reporters/escaped.ts';
import { type Io, print } from './io.ts';

/** What a run says on stderr beside its report: what is odd in its input, and with --debug a line for each file that was met. */
export class RunLog {
  private readonly decisions = new Map<string, Decision>();
  private readonly warnings = new Set<string>();

  /** The last word on a file counts. */
  readonly note: Note = (decision) => {
    this.decisions.set(decision.file, decision);
  };

  readonly warn = (message: string): void => {
    this.warnings.add(message);
  };

  async print(io: Io): Promise<void> {
    const decisions = [...this.decisions.values()]
      .sort((a, b) => compare(a.file, b.file))
      .map(({ file, taken, why }) => `${taken ? 'taken' : 'left '}  ${file}: ${why}`);
    const lines = [...decisions, ...[...this.warnings].sort(compare).map((message) => `warning: ${message}`)];
    if (lines.length > 0) await print(io.stderr, lines.map((line) => `${escaped(line)}\n`).join(''));
  }
}
