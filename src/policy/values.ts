import { unknown, yes } from '../model/answer.ts';
import { openValue } from '../model/entries.ts';
import type { ElementValue } from '../model/policy.ts';
import { display, literal, originOf, type Text, unknownsOf } from '../values/text.ts';
import type { Unknown, Value } from '../values/value.ts';

/** What keeps a value from being a known string. */
export function unknownsIn(value: Value): readonly Unknown[] {
  if (value.kind === 'unknown') return [value];
  return value.kind === 'text' ? unknownsOf(value) : [];
}

export function isEmptyList(value: Value): boolean {
  return value.kind === 'list' && value.items.length === 0 && value.open.length === 0;
}

export interface Values {
  readonly values: readonly ElementValue[];
  readonly open: readonly Unknown[];
}

/** The strings of a scalar or a list; whatever else stands there is handed to `malformed`. */
export function readValues(value: Value, malformed: (value: Value) => void): Values {
  if (value.kind === 'unknown')
    return isString(value) ? { values: [openValue(value)], open: [] } : { values: [], open: [value] };
  if (value.kind === 'text' && value.scalar !== 'null') return { values: [elementValue(value)], open: [] };
  if (value.kind !== 'list') {
    malformed(value);
    return { values: [], open: [] };
  }
  const values = value.items.flatMap((item): readonly ElementValue[] => {
    if (item.kind === 'text' && item.scalar !== 'null') return [elementValue(item)];
    if (item.kind === 'unknown') return [openValue(item)];
    malformed(item);
    return [];
  });
  return { values, open: value.open };
}

/** Whether an unknown is one string for certain, and no list. */
export function isString({ source, nature }: Unknown): boolean {
  return source?.kind === 'parameter' ? !source.list : nature !== undefined;
}

export function elementValue(text: Text): ElementValue {
  const known = literal(text);
  return {
    text,
    written: display(text),
    known: known === undefined ? unknown(unknownsOf(text)) : yes(known),
    place: originOf(text),
  };
}
