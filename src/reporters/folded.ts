import { groupsOf } from './groups.ts';
import { count } from './summary-line.ts';

/** How many rows stand each for themselves where they say the same. */
const most = 3;

/** A row, and how many more say the same: ` and 99 more files`, or nothing. */
interface Folded<T> {
  readonly row: T;
  more(noun: string): string;
}

/** The rows, but only the first of many that say the same; each of them where `all` are wanted. */
export function folded<T>(rows: readonly T[], said: (row: T) => string, all: boolean): readonly Folded<T>[] {
  const groups = new Map(groupsOf(rows, said).map((group) => [said(group[0]), group]));
  return rows.flatMap((row) => {
    const { length = 1, 0: first = row } = groups.get(said(row)) ?? [];
    if (all || length <= most) return [{ row, more: () => '' }];
    return row === first ? [{ row, more: (noun: string) => ` and ${count(length - 1, `more ${noun}`)}` }] : [];
  });
}
