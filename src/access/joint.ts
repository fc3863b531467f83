import { AddressSet } from '../ip/address-set.ts';
import type { Bounds } from './sources.ts';
import type { Asked } from './targets.ts';

/** What a request has to be for a statement to match, among other things: known, or known but for what is asked. */
export interface Factor extends Bounds {
  readonly asked?: Asked;
}

/** The sources that all the factors of a statement leave. */
export type Range = Omit<Bounds, 'because'>;

/** Whether a statement matches: by what, and for which sources. */
export interface StatementMatch {
  readonly factors: readonly Factor[];
  readonly bounds: Bounds;
}

/** More questions than these are answered independently of each other, wherever they are asked. */
const MOST_QUESTIONS = 6;

/**
 * The sources that statements match, each by its factors, once for each way to answer what several of them ask. What one
 * alone asks leaves a range.
 */
export function cases(statements: readonly StatementMatch[]): readonly (readonly Range[])[] {
  const count = new Map<string, number>();
  for (const { factors } of statements)
    for (const { asked } of factors) if (asked) count.set(asked.key, (count.get(asked.key) ?? 0) + 1);
  const shared = [...count].filter(([, times]) => times > 1).map(([key]) => key);
  if (shared.length === 0) return [statements.map(({ bounds }) => bounds)];
  let answers: ReadonlyMap<string, boolean>[] = [new Map()];
  for (const key of shared.slice(0, MOST_QUESTIONS))
    answers = answers.flatMap((known) => [new Map([...known, [key, true]]), new Map([...known, [key, false]])]);
  return answers.map((known) => statements.map(({ factors }) => rangeOf(factors, known)));
}

function rangeOf(factors: readonly Factor[], answers: ReadonlyMap<string, boolean>): Range {
  let [lower, upper] = [AddressSet.all, AddressSet.all];
  for (const { asked, ...factor } of factors) {
    const answer = asked && answers.get(asked.key);
    const decided = answer === undefined ? undefined : answer === asked?.negated ? factor.lower : factor.upper;
    lower = lower.intersect(decided ?? factor.lower);
    upper = upper.intersect(decided ?? factor.upper);
  }
  return { lower, upper };
}
