import { keyFacts } from '../model/conditions.ts';
import { covers, patternOf } from '../model/pattern.ts';
import type { Condition, Statement } from '../model/policy.ts';
import { hasEffect } from '../model/questions.ts';
import type { Access } from './access.ts';
import { varies } from './cells.ts';
import { keyOf } from './keys.ts';

/**
 * The ids of what does not matter by a door, though it differs from caller to caller: keys of IAM that an `Allow` tests by what
 * callers of any account or organization can meet.
 */
export function metByAnyAccount(access: Access, statements: readonly Statement[]): ReadonlySet<string> {
  const opening = statements.filter(
    (one) =>
      hasEffect(one, 'Allow').is === 'yes' &&
      !access.matching(one).possibly.isEmpty &&
      one.conditions.filter(isOfIam).every(isMetByAny),
  );
  const tested = opening.flatMap((one) => one.conditions.filter(isOfIam));
  return new Set(tested.map((one) => varies(keyOf(one), '', one.place).id));
}

function isOfIam({ key }: Condition): boolean {
  return key.name !== undefined && keyFacts(key.name).iam === true;
}

const ANY_ORGANIZATION = patternOf('o-*');

function isMetByAny({ key, operator, values }: Condition): boolean {
  const known = values.flatMap((one) => (one.known.is === 'yes' ? [one.known.value] : []));
  if (operator.family === 'null') return known[0]?.toLowerCase() === 'false';
  if (operator.negated || (operator.family !== 'like' && operator.family !== 'arn')) return false;
  return known.some((text) => {
    if (/^\*+$/.test(text)) return true;
    if (key.name === 'aws:PrincipalArn') return /^(?:arn:)?\*$|^(?:[^:]*:){4}[*?]+:/.test(text);
    const isOrganization = key.name === 'aws:PrincipalOrgID' || key.name === 'aws:PrincipalOrgPaths';
    return isOrganization && covers(patternOf(text), ANY_ORGANIZATION).is === 'yes';
  });
}
