import { yes } from '../model/answer.ts';
import { AUTHORIZATIONS, type Revision } from '../model/api.ts';

/**
 * A policy by itself says for each kind of caller what becomes of it, but not which of them its routes have: it is asked once for
 * each way to authorize them. Any other revision is asked as it is.
 */
export function assumed(revision: Revision): readonly Revision[] {
  if (revision.authorization?.is !== 'unknown') return [revision];
  return AUTHORIZATIONS.map((kind) => ({ ...revision, authorization: yes(kind) }));
}
