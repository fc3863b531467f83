import type { Location } from '../report/report.ts';

/** The order of reports: file, line, column, and then the texts of `rest`. */
export function byPlace<T extends { readonly location: Location }>(
  rest: (one: T) => readonly string[],
): (a: T, b: T) => number {
  return (a, b) =>
    compare(a.location.file, b.location.file) ||
    a.location.start.line - b.location.start.line ||
    a.location.start.column - b.location.start.column ||
    rest(a).reduce((order, text, i) => order || compare(text, rest(b)[i] as string), 0);
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
