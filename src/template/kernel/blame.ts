import type { Span } from '../../source/tree.ts';
import { originOf } from '../../values/text.ts';
import { isUnknown, type Unknown, unknownAt, type Value } from '../../values/value.ts';

/** What a null stands for, the same wherever one stands: CloudFormation refuses a template that has one. */
export function ofNull(at: Span): Unknown {
  return unknownAt('null', 'CloudFormation refuses a template with a null', at);
}

/** The unknown that keeps a value from being a literal string. */
export function blame(value: Value): Unknown | undefined {
  if (isUnknown(value)) return value;
  if (value.kind !== 'text') return undefined;
  if (value.scalar === 'null') return ofNull(originOf(value).at);
  for (const piece of value.pieces) if ('unknown' in piece) return piece.unknown;
  return undefined;
}
