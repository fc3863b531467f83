import { shortened } from '../values/text.ts';

/** A message names values of the template, and may quote a whole policy. */
const LONGEST_VALUE = 200;
/** How many values are named where findings that are told as one differ in them. */
const NAMED = 3;

export type Values = Readonly<Record<string, string | number>>;

const placeholders = new Map<string, readonly string[]>();

/** The names that a message has placeholders for. */
export function placeholdersOf(template: string): readonly string[] {
  const names =
    placeholders.get(template) ?? [...template.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name as string);
  placeholders.set(template, names);
  return names;
}

/** Fills a message; where several values may stand in a place, any of them is meant. */
export function fill(template: string, values: readonly Values[], routes?: string): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    if (name === 'routes' && routes !== undefined) return routes;
    const [first = {}, ...others] = values;
    return others.length === 0 ? shown(first, name) : anyOf(values.map((one) => shown(one, name)));
  });
}

function shown(values: Values, name: string): string {
  return shortened(String(values[name] ?? ''), LONGEST_VALUE);
}

function anyOf(values: readonly string[]): string {
  const distinct = [...new Set(values)];
  // what is not said of each is said of none
  if (distinct.includes('')) return '';
  return [...distinct.slice(0, NAMED), ...(distinct.length > NAMED ? ['another'] : [])].join(' or ');
}
