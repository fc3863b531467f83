import type { Answer } from '../../model/answer.ts';
import type { Policy } from '../../model/policy.ts';
import { readPolicy } from '../../policy/reader.ts';
import { entry } from '../../values/entry.ts';
import { originOf } from '../../values/text.ts';
import type { Dict } from '../../values/value.ts';

/** The policy of an API or of a domain name, as it is now; undefined where it has none. */
export function policyIn(holder: Dict): Answer<Policy> | undefined {
  const written = entry(holder, 'policy');
  return written && readPolicy(written.value, originOf(written.key));
}
