import { shortened } from '../values/text.ts';

/** A message names values of the template, and may quote a whole policy. */
const LONGEST_VALUE = 200;
/** How many values are named where findings that are told as one differ in them. */
const NAMED = 3;

export type Values = Readonly<Record<string, string | number>>;

/** The names that a message has placeholders for. */
export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name as string);
}

/** Fills a message; what several values may stand for is any of them. */
export function fill(template: string, values: readonly Values[], routes?: string): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
    name === 'routes' && routes !== undefined ? routes : alternatives(values.map((one) => String(one[name] ?? ''))),
  );
}

function alternatives(values: readonly string[]): string {
  const distinct = [...new Set(values)].map((value) => shortened(value, LONGEST_VALUE));
  return [...distinct.slice(0, NAMED), ...(distinct.length > NAMED ? ['another'] : [])].join(' or ');
}
