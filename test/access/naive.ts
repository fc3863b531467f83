import type { Authorization } from '../../src/model/api.ts';
import type { Condition, ElementValue, Policy, Statement } from '../../src/model/policy.ts';

/**
 * One concrete request against a policy, statement by statement, as the documentation describes it. Slow and plain on
 * purpose: it shares nothing with what it is compared with but the model, and takes policies without unknown parts only.
 */

/** What a request carries; a key that is absent is not in `context`. */
export interface Request {
  /** The account of a signed request; undefined for an anonymous one. */
  readonly account?: string;
  /** The ARN of who signed it. */
  readonly principal?: string;
  readonly action: string;
  /** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/VERB/PATH` */
  readonly arn: string;
  /** By the name of the key in lower case. */
  readonly context: Readonly<Record<string, string>>;
}

export type Verdict = 'allow' | 'deny' | 'neither';

/** Where `execute-api:/…` leads. */
export const OWN_ARN = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5';

/** An explicit deny wins, then an explicit allow. */
export function evaluate(policy: Policy, request: Request): Verdict {
  const matching = policy.statements.filter((statement) => matches(statement, request));
  const effects = matching.map(({ effect }) => known(effect));
  if (effects.includes('Deny')) return 'deny';
  return effects.includes('Allow') ? 'allow' : 'neither';
}

/** What the other side says: the caller's own policies, or the Lambda authorizer. */
export type Identity = 'allow' | 'neither' | 'deny';

/** Whether a call goes through, by the tables of the authorization flow; undefined where there is none for it. */
export function goesThrough(
  authorization: Authorization,
  policy: Verdict,
  identity: Identity,
  sameAccount: boolean,
): boolean | undefined {
  if (policy === 'deny') return false;
  if (authorization === 'NONE') return policy === 'allow';
  if (authorization === 'JWT') return identity === 'allow' && (policy === 'allow' || undefined);
  if (identity === 'deny') return false;
  const isEither = authorization === 'CUSTOM' || (authorization === 'AWS_IAM' && sameAccount);
  return isEither ? policy === 'allow' || identity === 'allow' : policy === 'allow' && identity === 'allow';
}

function matches({ principal, action, resource, conditions }: Statement, request: Request): boolean {
  if (!principal || !action || !resource) return false;
  const isPrincipal = principal.values.some((one) => isCaller(one, request));
  const isAction = action.values.some((one) => isLike(text(one).toLowerCase(), request.action.toLowerCase()));
  const isResource = resource.values.some((one) => isLike(expanded(text(one)), request.arn));
  return (
    isPrincipal !== principal.negated &&
    isAction !== action.negated &&
    isResource !== resource.negated &&
    conditions.every((condition) => holds(condition, request))
  );
}

function isCaller(value: ElementValue & { readonly type: string }, { account, principal }: Request): boolean {
  if (value.type !== 'AWS') return false;
  const name = text(value);
  if (name === '*') return true;
  return account !== undefined && [account, `arn:aws:iam::${account}:root`, principal].includes(name);
}

function expanded(resource: string): string {
  return resource.startsWith('execute-api:/') ? OWN_ARN + resource.slice('execute-api:'.length) : resource;
}

function holds({ operator, key, values, list }: Condition, { context }: Request): boolean {
  const present = context[key.written.toLowerCase()];
  const { name = '', negated, ifExists, qualifier } = operator;
  const wanted = list ? list.entries.map(({ written }) => written) : values.map(text);
  if (name === 'Null') return wanted.includes('true') === (present === undefined);
  if (present === undefined) {
    if (ifExists || qualifier === 'ForAllValues') return true;
    return qualifier !== 'ForAnyValue' && negated;
  }
  return wanted.some((one) => compares(name, present, one)) !== negated;
}

/** The positive form of an operator, for one value of the request and one of the policy. */
function compares(operator: string, present: string, wanted: string): boolean {
  const positive = operator.replace('Not', '');
  switch (positive) {
    case 'StringEquals':
      return present === wanted;
    case 'StringEqualsIgnoreCase':
      return present.toLowerCase() === wanted.toLowerCase();
    case 'StringLike':
    case 'ArnLike':
    case 'ArnEquals':
      return isLike(wanted, present);
    case 'Bool':
      return present.toLowerCase() === wanted.toLowerCase();
    case 'IpAddress':
      return isWithin(present, wanted);
    case 'DateEquals':
      return Date.parse(present) === Date.parse(wanted);
    case 'DateLessThan':
      return Date.parse(present) < Date.parse(wanted);
    case 'DateLessThanEquals':
      return Date.parse(present) <= Date.parse(wanted);
    case 'DateGreaterThan':
      return Date.parse(present) > Date.parse(wanted);
    case 'DateGreaterThanEquals':
      return Date.parse(present) >= Date.parse(wanted);
    default:
      throw new Error(`${operator} is not evaluated`);
  }
}

const expressions = new Map<string, RegExp>();

/** `*` is any run of characters, `?` one. */
function isLike(pattern: string, whole: string): boolean {
  const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  const known = expressions.get(pattern) ?? new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
  expressions.set(pattern, known);
  return known.test(whole);
}

function isWithin(address: string, cidr: string): boolean {
  const [network = '', prefix] = cidr.split('/');
  const [one, other] = [bits(address), bits(network)];
  const length = prefix === undefined ? one.length : Number(prefix);
  return one.length === other.length && one.slice(0, length) === other.slice(0, length);
}

/** An address as a text of zeros and ones. */
function bits(address: string): string {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('');
}

function text({ known: value }: ElementValue): string {
  return known(value);
}

function known<T>(
  answer: { readonly is: 'yes'; readonly value: T } | { readonly is: 'no' } | { readonly is: 'unknown' },
): T {
  if (answer.is !== 'yes') throw new Error('the policy has an unknown part');
  return answer.value;
}
