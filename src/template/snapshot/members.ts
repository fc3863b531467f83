import { entry } from '../../values/entry.ts';
import { literal } from '../../values/text.ts';
import type { Dict } from '../../values/value.ts';

/** Members of a mapping by name and kind; what is of another kind is not there. */

export function dictIn(dict: Dict, name: string): Dict | undefined {
  const value = entry(dict, name)?.value;
  return value?.kind === 'dict' ? value : undefined;
}

export function dictsIn(dict: Dict, name: string): readonly Dict[] {
  const value = entry(dict, name)?.value;
  return value?.kind === 'list' ? value.items.filter((item) => item.kind === 'dict') : [];
}

export function textIn(dict: Dict, name: string): string | undefined {
  const value = entry(dict, name)?.value;
  return value?.kind === 'text' && value.scalar !== 'null' ? literal(value) : undefined;
}
