import { nearest } from './nearest.ts';

/** `a, b or c`. */
export function inWords(items: readonly string[], last: 'and' | 'or'): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}

/** The question at the end of a message that refuses a name; what stands in its place where no name is near. */
export function didYouMean(written: string, names: readonly string[], otherwise = ''): string {
  const begun = written.length > 2 ? names.find((name) => name.startsWith(written)) : undefined;
  const meant = nearest(written, names) ?? begun;
  return meant === undefined ? otherwise : `: did you mean ${meant}?`;
}
