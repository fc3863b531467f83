import { keyFacts } from '../model/conditions.ts';
import { covers, type Pattern, patternOf } from '../model/pattern.ts';
import type { Condition, Statement } from '../model/policy.ts';
import { hasEffect } from '../model/questions.ts';
import type { Access } from './access.ts';
import { varies } from './cells.ts';
import { keyOf } from './keys.ts';

/**
 * The ids of what does not matter by a door, though it differs from caller to caller: keys of IAM that an `Allow` tests by what
 * callers of any account or organization can meet, or that a `Deny` spares them by, unless a `Deny` spares certain ones alone.
 */
export function metByAnyAccount(access: Access, statements: readonly Statement[]): ReadonlySet<string> {
  const opening = statements.filter(
    (one) =>
      hasEffect(one, 'Allow').is === 'yes' &&
      !access.matching(one).possibly.isEmpty &&
      one.conditions.filter(isOfIam).every(isMetByAny),
  );
  const sparing = statements
    .filter((one) => hasEffect(one, 'Deny').is !== 'no')
    .flatMap((one) => one.conditions.filter((condition) => isOfIam(condition) && isSparing(condition)));
  const limited = new Set(sparing.filter((one) => !isWide(one)).map(keyOf));
  const tested = [...opening.flatMap((one) => one.conditions.filter(isOfIam)), ...sparing];
  return new Set(tested.filter((one) => !limited.has(keyOf(one))).map((one) => varies(keyOf(one), '', one.place).id));
}

function isOfIam({ key }: Condition): boolean {
  return key.name !== undefined && keyFacts(key.name).iam === true;
}

function isMetByAny(condition: Condition): boolean {
  const { operator, values } = condition;
  if (operator.family === 'null') return isTrue(values) === false;
  return !operator.negated && isWide(condition);
}

/** Whether a condition of a `Deny` fails for those whom it names, so that they are spared. */
function isSparing({ operator, values }: Condition): boolean {
  return operator.negated || (operator.family === 'null' && isTrue(values) === true);
}

function isTrue(values: Condition['values']): boolean | undefined {
  const [first] = values;
  return first?.known.is === 'yes' ? first.known.value.toLowerCase() === 'true' : undefined;
}

/** What callers of any account or organization match: the ids of all have as many letters. */
const ANY: ReadonlyMap<string | undefined, Pattern> = new Map([
  ['aws:PrincipalAccount', patternOf('????????????')],
  ['aws:PrincipalOrgID', patternOf('o-??????????')],
  ['aws:PrincipalOrgPaths', patternOf('o-??????????/r-????/*')],
]);

/** Whether callers of any account or organization meet what a condition names. */
function isWide({ key, operator, values }: Condition): boolean {
  if (operator.family === 'null') return true;
  if (operator.family !== 'like' && operator.family !== 'arn') return false;
  const any = ANY.get(key.name);
  return values.some(({ known }) => {
    if (known.is !== 'yes') return false;
    if (/^\*+$/.test(known.value)) return true;
    if (key.name === 'aws:PrincipalArn') return /^(?:arn:)?\*$|^(?:[^:]*:){4}[*?]+:/.test(known.value);
    return any !== undefined && covers(patternOf(known.value), any).is === 'yes';
  });
}
