import type { Span } from '../source/tree.ts';
import type { Text } from './text.ts';

/** A document that asks for more work than any real one: nested too deep, or aliases that multiply. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
  readonly at: Span;
  constructor(message: string, at: Span) {
    super(message);
    this.at = at;
  }
}

/** Bounds the work that one document may cause. */
export class Budget {
  private steps: number;
  private depth = 0;
  private shares = 500;

  constructor(steps = 1_000_000) {
    this.steps = steps;
  }

  /** Pays for a part of a text that is put together: texts made of each other may double each time. */
  spend(at: Span, { pieces }: Text): void {
    for (const piece of pieces) this.pay(1 + ('text' in piece ? piece.text.length / 100 : 0), at);
  }

  /** Runs a step of the work, or one that costs as much as several; throws a LimitError at the place where it is too much. */
  within<T>(at: Span, work: () => T, steps = 1): T {
    this.pay(steps, at);
    if (this.depth >= 250) throw new LimitError('This nests more than 250 levels deep: simplify it.', at);
    this.depth += 1;
    try {
      return work();
    } finally {
      this.depth -= 1;
    }
  }

  /** Adds what a nested stack may cost, as often as CloudFormation lets a stack have one. */
  share(): void {
    if (this.shares > 0) this.steps += 10_000;
    this.shares -= 1;
  }

  /** Pays for work that was counted elsewhere. */
  pay(steps: number, at: Span): void {
    this.steps -= steps;
    if (this.steps < 0)
      throw new LimitError(
        'This expands to too many values, its aliases, functions or loops multiply: simplify it.',
        at,
      );
  }
}
