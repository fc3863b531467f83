import { literal } from './text.ts';
import type { Dict, DictEntry } from './value.ts';

/** The entry of a name that is known. */
export function entry(dict: Dict, name: string): DictEntry | undefined {
  return dict.entries.find(({ key }) => literal(key) === name);
}
