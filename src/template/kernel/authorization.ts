import { type Answer, fromBoolean, NO, unknown, yes } from '../../model/answer.ts';
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

/** Types of authorizers that a method of the type CUSTOM takes. */
const LAMBDA: readonly string[] = ['TOKEN', 'REQUEST'];

/**
 * The same where the authorizer that the method names is written too: whether a method may say CUSTOM of one that calls no function AWS
 * does not say. `type` is the authorizer's; absent where it is not known.
 */
export function byAuthorizer(
  authorization: Answer<Authorization>,
  type: string | undefined,
  id: string,
  at: Span,
): Answer<Authorization> {
  const isCustom = authorization.is === 'yes' && authorization.value === 'CUSTOM';
  if (!isCustom || type === undefined || LAMBDA.includes(type.toUpperCase())) return authorization;
  return unknown([
    unknownAt(id, `its method is CUSTOM, and the type ${type} of its authorizer is that of no Lambda authorizer`, at),
  ]);
}

/** Whether a flag is set. */
export function isTrue(flag: Answer<string> | undefined): Answer {
  if (!flag) return NO;
  return flag.is === 'yes' ? fromBoolean(flag.value.toLowerCase() === 'true') : flag;
}
