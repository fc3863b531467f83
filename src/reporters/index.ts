import { json } from './json.ts';
import type { Reporter } from './reporter.ts';
import { stylish } from './stylish.ts';

/** The names that --format takes. */
export type Format = 'stylish' | 'json';

/** Every reporter, by its name. */
export const reporters: Readonly<Record<Format, Reporter>> = { stylish, json };
