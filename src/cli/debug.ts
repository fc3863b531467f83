import type { Decision, Note } from '../audit/decision.ts';
import { compare } from '../audit/order.ts';
import { escaped } from '../reporters/escaped.ts';
import { type Io, print } from './io.ts';

/** What --debug says: one line for each file that was met. */
export class DebugLog {
  private readonly decisions = new Map<string, Decision>();

  /** The last word on a file counts. */
  readonly note: Note = (decision) => {
    this.decisions.set(decision.file, decision);
  };

  async print(io: Io): Promise<void> {
    const lines = [...this.decisions.values()]
      .sort((a, b) => compare(a.file, b.file))
      .map(({ file, taken, why }) => `${taken ? 'taken' : 'left '}  ${escaped(file)}: ${escaped(why)}\n`);
    if (lines.length > 0) await print(io.stderr, lines.join(''));
  }
}
