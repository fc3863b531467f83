import type { Api } from '../model/api.ts';
import { type KeyName, keyFacts } from '../model/conditions.ts';
import { type Pattern, patternKey } from '../model/pattern.ts';
import type { Condition } from '../model/policy.ts';
import type { Caller, Door } from './access.ts';
import { FRESH, isLanguage, type Language } from './automaton.ts';
import { isSigned } from './caller.ts';
import { Classes } from './classes.ts';
import { ownAccount } from './resource.ts';
import { literally, numberOf, valuePattern, type Witness } from './tests.ts';

/** What a key is in the requests of one caller by one kind of door. */
export type KeyKind =
  /** What the sources are. */
  | { readonly is: 'source' }
  /** AWS contradicts itself about it. */
  | { readonly is: 'unclear' }
  /** The id of a VPC or of an endpoint, which is the door. */
  | { readonly is: 'door' }
  | { readonly is: 'fixed'; readonly value: Witness }
  /** One of these, and AWS does not say which. */
  | { readonly is: 'either'; readonly values: readonly Witness[] }
  /** The caller writes it as it likes. */
  | { readonly is: 'written' }
  /** Depends on the caller; or on the call, as the time does, and then nobody can choose it. */
  | { readonly is: 'varying'; readonly of: 'caller' | 'call'; readonly optional: boolean };

const ABSENT: KeyKind = { is: 'fixed', value: undefined };

/** AWS says of it that only calls which IAM authenticated carry it, and that anonymous ones carry it with this value. */
const ANONYMOUS_ACCOUNT: KeyKind = { is: 'either', values: [undefined, [...'anonymous']] };

/** Keys that every request carries, or every signed one. */
const ALWAYS: readonly KeyName[] = [
  'aws:CurrentTime',
  'aws:EpochTime',
  'aws:PrincipalArn',
  'aws:PrincipalType',
  'aws:userid',
  'aws:PrincipalAccount',
];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
export function keyKind(name: KeyName | undefined, caller: Caller, via: Door['via'], api: Api): KeyKind {
  if (name === undefined) return ABSENT;
  const facts = keyFacts(name);
  if (name === 'aws:SourceIp') return via === 'internet' ? { is: 'source' } : { is: 'unclear' };
  if (facts.vpc) {
    if (via === 'internet') return ABSENT;
    return facts.address ? { is: 'source' } : { is: 'door' };
  }
  if (name === 'aws:SecureTransport') return { is: 'fixed', value: [...'true'] };
  if (facts.spoofable) return { is: 'written' };
  if (facts.iam && !isSigned(caller)) return name === 'aws:PrincipalAccount' ? ANONYMOUS_ACCOUNT : ABSENT;
  if (name === 'aws:PrincipalAccount' && caller !== 'foreign-allowed') return { is: 'fixed', value: ownAccount(api) };
  return { is: 'varying', of: facts.iam ? 'caller' : 'call', optional: !ALWAYS.includes(name) };
}

/** Which key a condition tests: tags are keys of their own. */
export function keyOf({ key }: Condition): string {
  return key.name === 'aws:PrincipalTag' || key.name === undefined ? key.written.toLowerCase() : key.name;
}

/**
 * Values of a key that between them stand for all of a language, as far as conditions tell them apart: one for each way
 * to match their known values, one for each unknown value. Undefined where there are too many.
 */
export function witnesses(conditions: readonly Condition[], language: Language): readonly Pattern[] | undefined {
  const patterns = new Map<string, Language>();
  const found = new Map<string, Pattern>();
  const numbers: number[] = [];
  const add = (witness: Pattern): unknown => found.set(patternKey(witness), witness);
  for (const { operator, values, open } of conditions) {
    for (const one of open) add([one]);
    for (const value of values) {
      const written = valuePattern(value);
      const isGlob = operator.family === 'like' || operator.family === 'arn';
      const pattern = isGlob ? written : literally(written);
      if (!isLanguage(pattern)) {
        add(pattern.flatMap((token) => (token === '*' ? [] : token === '?' ? [FRESH] : [token])));
        if (pattern.includes('*')) add(pattern.map((token) => (token === '*' || token === '?' ? FRESH : token)));
        continue;
      }
      const text = pattern.join('');
      if (operator.family === 'numeric' || operator.family === 'date') {
        numbers.push(numberOf(text) ?? 0);
        continue;
      }
      const variants = operator.name?.endsWith('IgnoreCase') || operator.family === 'bool';
      for (const one of variants ? [text, text.toLowerCase(), text.toUpperCase()] : [text]) patterns.set(one, [...one]);
    }
  }
  if (conditions.some(({ operator }) => operator.family === 'bool'))
    for (const one of ['true', 'false']) patterns.set(one, [...one]);
  for (const number of between(numbers)) add([...String(number)]);
  if (numbers.length > 0 && patterns.size === 0) return [...found.values()];
  const classes = new Classes().of(language, [...patterns.values()]);
  if (!classes) return undefined;
  for (const { witness } of classes) add([...witness]);
  return [...found.values()];
}

/** Numbers on and between the given ones. */
function between(numbers: readonly number[]): readonly number[] {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  return sorted.flatMap((number, i) => [
    ...(i === 0 ? [number - 1] : []),
    number,
    (number + (sorted[i + 1] ?? number + 2)) / 2,
  ]);
}
