import { type Answer, all, any, NO, not, unknown, YES } from '../model/answer.ts';
import { covers, meets, type Pattern, patternKey, patternOf } from '../model/pattern.ts';
import type { Unknown } from '../values/value.ts';

/** What any of the patterns matches; negated, what none of them does. */
export interface Extent {
  readonly negated: boolean;
  readonly patterns: readonly Pattern[];
  /** What stands for an unknown number of further patterns. */
  readonly open: readonly Unknown[];
}

const EVERYTHING = patternOf('*');

/** Whether all of `inner` is in `outer`. What only several patterns together would cover counts as not covered. */
export function coversExtent(outer: Extent, inner: Extent): Answer {
  if (outer.negated && inner.negated) return coversExtent(positive(inner), positive(outer));
  if (outer.negated) return not(meetsExtent(positive(outer), inner));
  if (inner.negated) return coversOne(outer, EVERYTHING);
  const further = inner.open.length > 0 ? any(coversOne(outer, EVERYTHING), unknown(inner.open)) : YES;
  return all(...inner.patterns.map((pattern) => coversOne(outer, pattern)), further);
}

/** Whether something is in both. */
export function meetsExtent(a: Extent, b: Extent): Answer {
  if (a.negated && b.negated) return not(all(coversOne(positive(a), EVERYTHING), coversOne(positive(b), EVERYTHING)));
  if (a.negated) return not(coversExtent(positive(a), b));
  if (b.negated) return not(coversExtent(positive(b), a));
  const open = [...a.open, ...b.open];
  const pairs = a.patterns.flatMap((one) => b.patterns.map((other) => meets(one, other)));
  return any(...pairs, open.length > 0 ? unknown(open) : NO);
}

function coversOne({ patterns, open }: Extent, inner: Pattern): Answer {
  return any(...patterns.map((pattern) => covers(pattern, inner)), open.length > 0 ? unknown(open) : NO);
}

function positive(extent: Extent): Extent {
  return { ...extent, negated: false };
}

/** Equal for extents that are certainly the same: patterns that others cover do not count. */
export function extentKey({ negated, patterns, open }: Extent): string {
  const distinct = new Map(patterns.map((pattern) => [patternKey(pattern), pattern]));
  const isCovered = coveredBy(distinct);
  const needed = [...distinct].filter(([key, pattern]) => !isCovered(key, pattern)).map(([key]) => key);
  return JSON.stringify([negated, needed.sort(), open.map(({ id }) => id).sort()]);
}

/** Whether another pattern covers one: only a wildcard covers more than its equal, and only what starts as it does. */
function coveredBy(distinct: ReadonlyMap<string, Pattern>): (key: string, pattern: Pattern) => boolean {
  const byStart = new Map<string, string[]>();
  for (const key of distinct.keys()) {
    const end = key.search(/[*?]/);
    if (end < 0) continue;
    const start = key.slice(0, end);
    const alike = byStart.get(start) ?? [];
    alike.push(key);
    byStart.set(start, alike);
  }
  const lengths = new Set([...byStart.keys()].map(({ length }) => length));
  return (key, pattern) =>
    [...lengths].some((length) =>
      byStart
        .get(key.slice(0, length))
        ?.some((other) => other !== key && covers(distinct.get(other) as Pattern, pattern).is === 'yes'),
    );
}
