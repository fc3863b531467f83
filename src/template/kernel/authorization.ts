import { type Answer, NO, unknown, when, yes } from '../../model/answer.ts';
import { AUTHORIZATIONS, type Authorization } from '../../model/api.ts';
import type { Span } from '../../source/tree.ts';
import { unknownAt } from '../../values/value.ts';

/** What a method asks for, `id` and `at` stand for the value in what is said of it. */
export function authorizationOf(type: Answer<string> | undefined, id: string, at: Span): Answer<Authorization> {
  if (!type) return yes('NONE');
  if (type.is !== 'yes') return type;
  const known = AUTHORIZATIONS.find((one) => one === type.value.toUpperCase());
  if (known) return yes(known);
  return unknown([unknownAt(id, `${type.value} is no authorization type`, at)]);
}

/** Whether a flag is set. */
export function isTrue(flag: Answer<string> | undefined): Answer {
  if (!flag) return NO;
  return flag.is === 'yes' ? when(flag.value.toLowerCase() === 'true') : flag;
}
