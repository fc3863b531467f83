import { isArnOfResource } from '../model/ids.ts';
import type { ElementValue, Place } from '../model/policy.ts';
import { isHole, render, unknownsOf } from '../values/text.ts';
import type { Unknown } from '../values/value.ts';
import type { Defects } from './defects.ts';
import type { Values } from './values.ts';

type Fault = 'principal-account' | 'principal-arn' | 'principal-name' | 'principal-number' | 'principal-wildcard';

/** Stands for what is not known: it may be anything within its part of an ARN. */
const OPEN = '\uFFFC';
const ACCOUNT = `(?:\\d{12}|[^:]*${OPEN}[^:]*)`;
const PARTITION = `arn:[^:*?]+`;
const ARNS = [
  new RegExp(`^${PARTITION}:iam::${ACCOUNT}:(?:root|(?:user|role)/.+|${OPEN}.*)$`),
  new RegExp(`^${PARTITION}:sts::${ACCOUNT}:(?:assumed-role/[^/]+/.+|federated-user/.+|${OPEN}.*)$`),
];
/** `AIDA…` of a user, `AROA…` of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const UNIQUE_ID = /^A[A-Z]{2}A[A-Z0-9]{12,}$/;

/** Looks at the AWS principals of one list, which API Gateway refuses where one is none. `place` is that of their key. */
export function checkPrincipals({ values, open }: Values, place: Place, defects: Defects): void {
  const found = values.flatMap((value) => {
    const fault = faultOf(value);
    return fault ? [{ value, fault }] : [];
  });
  const [first] = found;
  const isAlike = found.length === values.length && found.every(({ fault }) => fault === first?.fault);
  if (first && isAlike && found.length > 1) {
    const written = `${first.value.written} and ${found.length - 1} more`;
    defects.add(first.fault, place, { written }, { subject: first.value });
  } else {
    for (const { value, fault } of found)
      defects.add(fault, value.place, { written: value.written }, { subject: value });
  }
  const others = open.filter(mayBeMalformed);
  if (others.length > 0) defects.maybe('principal-arn', place, others);
  for (const value of values) {
    const because = unknownsOf(value.text).filter(mayBeMalformed);
    if (because.length > 0 && !faultOf(value)) defects.maybe('principal-arn', value.place, because);
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function faultOf({ text }: ElementValue): Fault | undefined {
  const whole = render(text, OPEN);
  // a star is everybody, and may be all that there is
  if (render(text, '') === '*' || (text.pieces.length === 1 && text.pieces.some(isHole))) return undefined;
  if (text.scalar === 'number' && /^0\d{11}$/.test(whole)) return 'principal-number';
  if (/^\d{12}$/.test(whole) || UNIQUE_ID.test(whole) || ARNS.some((arn) => arn.test(whole)))
    return /[*?]/.test(whole) ? 'principal-wildcard' : undefined;
  if (whole.startsWith(OPEN)) return undefined;
  if (/[*?]/.test(whole)) return 'principal-wildcard';
  if (/^[\d-]+$/.test(whole) || /^arn:[^:]*:(?:iam|sts)::(?!\d{12}:)[\d-]*:/.test(whole)) return 'principal-account';
  if (whole.includes(OPEN) && !whole.startsWith('arn:')) return undefined;
  return whole.startsWith('arn:') ? 'principal-arn' : 'principal-name';
}

/** What a pseudo parameter gives, and the ARN of a resource of the template, is well formed. */
function mayBeMalformed(one: Unknown): boolean {
  const { source } = one;
  if (isArnOfResource(one)) return false;
  return source?.kind !== 'parameter' || !source.name.startsWith('AWS::');
}
