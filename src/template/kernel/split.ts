import { isHole, split, type Text } from '../../values/text.ts';
import { derived, type List, type Origin } from '../../values/value.ts';

/** The list that a text is split into. A part with a hole may be several. */
export function listOf(text: Text, separator: string, origin: Origin): List {
  const parts = split(text, separator);
  const opened = parts.findIndex(({ open }) => open);
  const items = parts.filter(({ open }) => !open).map(({ part }) => part);
  const open = parts.flatMap(({ part }) =>
    part.pieces
      .filter(isHole)
      .map(({ unknown }) => derived(`Split '${separator}' ${unknown.id}`, unknown, origin.use ?? origin.at)),
  );
  return { kind: 'list', items, open, origin, ...(opened >= 0 && { ordered: opened }) };
}
