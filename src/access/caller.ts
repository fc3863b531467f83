import { type Answer, all, andThen, any, fromBoolean, NO, not, unknown, YES } from '../model/answer.ts';
import type { Api, Authorization, Revision, Route } from '../model/api.ts';
import { isArnOfResource } from '../model/ids.ts';
import { type Pattern, patternKey, patternOf, unknownsIn } from '../model/pattern.ts';
import type { PrincipalElement, Statement } from '../model/policy.ts';
import { isOfParameter, type Unknown } from '../values/value.ts';
import type { Caller } from './access.ts';
import { memo } from './memo.ts';
import { matchesText } from './reading.ts';
import { ownAccount } from './resource.ts';

/** Who calls a route, by its authorization. */
export const CALLERS: Readonly<Record<Authorization, readonly Caller[]>> = {
  NONE: ['anonymous'],
  AWS_IAM: ['account', 'account-allowed', 'foreign-allowed'],
  CUSTOM: ['authorized'],
  COGNITO_USER_POOLS: ['cognito'],
  JWT: ['token'],
};

/** Whether IAM has authenticated the caller; all others are anonymous to a policy. */
export function isSigned(caller: Caller): boolean {
  return CALLERS.AWS_IAM.includes(caller);
}

/**
 * Whether no `Allow` of the policy is needed, since the caller's own policies, or the Lambda authorizer, allow the call; of a
 * JWT authorizer AWS does not say so.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function needsNoAllow(caller: Caller, api: Api, revision: Revision): Answer {
  return caller === 'token'
    ? byToken(api, revision)
    : fromBoolean(caller === 'authorized' || caller === 'account-allowed');
}

/** Whether some caller by an authorization needs no `Allow`. */
export function somebodyNeedsNone(authorization: Answer<Authorization>, api: Api, revision: Revision): Answer {
  return andThen(authorization, (kind) => any(...CALLERS[kind].map((caller) => needsNoAllow(caller, api, revision))));
}

/** What depends on how a JWT authorizer and a policy work together, as AWS documents no such flow; it stands at the first such route. */
export const byToken: (api: Api, revision: Revision) => Answer = memo((api: Api, { routes }: Revision) => {
  const isGuarded = ({ authorization }: Route): boolean => authorization.is === 'yes' && authorization.value === 'JWT';
  const reason = 'AWS does not say how a JWT authorizer and a resource policy work together';
  const { place } = routes.find(isGuarded) ?? api;
  return unknown([{ kind: 'unknown', id: `JWT authorizer of ${api.id}`, reason, origin: place }]);
});

/** A policy sees neither what a caller's own policies say, nor what an authorizer does. */
export function seenByPolicy(caller: Caller): Caller {
  if (caller === 'account-allowed') return 'account';
  return isSigned(caller) ? caller : 'anonymous';
}

/** A principal as a policy names it: an account, and what it is in that account; a text that is unknown as a whole has none. */
interface Principal {
  readonly key: string;
  readonly account: Pattern;
  /** Of the account as a whole where absent. */
  readonly name?: Pattern;
}

type PrincipalValue = PrincipalElement['values'][number];

function isEverybody({ type, written }: PrincipalValue): boolean {
  return type === 'AWS' && written === '*';
}

const principals = new WeakMap<PrincipalValue, Principal | 'unknown'>();

function principalOf(value: PrincipalValue): Principal | undefined {
  const known = principals.get(value) ?? readPrincipal(value) ?? 'unknown';
  principals.set(value, known);
  return known === 'unknown' ? undefined : known;
}

/** `111122223333`, `arn:aws:iam::111122223333:root`, or the ARN of a user, a role or a session. */
function readPrincipal({ text }: PrincipalValue): Principal | undefined {
  const pattern = patternOf(text);
  const key = patternKey(pattern);
  if (pattern.length === 12 && /^\d{12}$/.test(key)) return { key, account: pattern };
  const parts = split(pattern, ':');
  const [arn, , , , account, ...name] = parts;
  if (!arn || patternKey(arn) !== 'arn' || !account || name.length === 0) {
    const [only] = pattern;
    const isAccount = pattern.length === 1 && typeof only === 'object' && isOfParameter(only, 'AWS::AccountId');
    return isAccount ? { key, account: pattern } : undefined;
  }
  if (name.length === 1 && patternKey(name[0] as Pattern) === 'root') return { key: patternKey(account), account };
  return { key, account, name: name.flatMap((part, i) => (i === 0 ? part : [':', ...part])) };
}

function split(pattern: Pattern, by: string): readonly Pattern[] {
  const parts: Pattern[number][][] = [[]];
  for (const token of pattern) {
    if (token === by) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Stands for a principal that no statement names. */
export const NOBODY_NAMED = '';

/** The principals, by key, that a caller may be: those that the elements name, and any other. */
export function identities(caller: Caller, elements: readonly PrincipalElement[], api: Api): readonly string[] {
  if (!isSigned(caller)) return [NOBODY_NAMED];
  const named = elements.flatMap(({ values }) => values.filter(({ type }) => type === 'AWS').map(principalOf));
  const possible = named.filter((one): one is Principal => one !== undefined && mayBe(one, caller, api).is !== 'no');
  return [NOBODY_NAMED, ...new Set(possible.map(({ key }) => key))];
}

/** Whether a principal is of the account that a caller is of. */
function mayBe({ account }: Principal, caller: Caller, api: Api): Answer {
  const own = matchesText(account, ownAccount(api));
  return caller === 'foreign-allowed' ? not(own) : own;
}

/** Whether `Principal` or `NotPrincipal` speaks of a caller that is this principal. */
export function isPrincipal(element: PrincipalElement, caller: Caller, identity: string, api: Api): Answer {
  const { values, negated } = element;
  const open = element.open.filter((one) => mayName(one, caller));
  const named = any(
    ...values.map((value) => isNamed(value, caller, identity, api)),
    open.length > 0 ? unknown(open) : NO,
  );
  return negated ? not(named) : named;
}

/** Whether a statement speaks of a caller, or of one of those that a kind of caller stands for. */
export function mayCall(api: Api, { principal }: Statement, caller: Caller): Answer {
  if (!principal) return NO;
  return any(...identities(caller, [principal], api).map((identity) => isPrincipal(principal, caller, identity, api)));
}

function isNamed(value: PrincipalValue, caller: Caller, identity: string, api: Api): Answer {
  if (isEverybody(value)) return YES;
  // a service or a federated user is none of the callers that there are
  if (value.type !== 'AWS') return NO;
  const principal = principalOf(value);
  if (!principal) return mayBeNamed(value, caller);
  if (!isSigned(caller)) return NO;
  if (identity === principal.key) return caller === 'foreign-allowed' ? YES : mayBe(principal, caller, api);
  if (principal.name) return NO;
  if (caller === 'foreign-allowed') return fromBoolean(identity.includes(`:${principal.key}:`));
  return all(mayBe(principal, caller, api), fromBoolean(true));
}

/** What begins as an account or an ARN may turn out to be one, but not everybody. */
function mayBeNamed({ text, written }: PrincipalValue, caller: Caller): Answer {
  const because = unknownsIn(patternOf(text)).filter((one) => mayName(one, caller));
  return because.length > 0 && (isSigned(caller) || !/^arn:|^\d/.test(written)) ? unknown(because) : NO;
}

/** Whether what is not known may name a caller: no ARN is everybody, and that of a role or a user of the template is of the account. */
function mayName(one: Unknown, caller: Caller): boolean {
  if (!isArnOfResource(one)) return true;
  return caller === 'foreign-allowed' ? !isOfOwnAccount(one) : isSigned(caller);
}

function isOfOwnAccount({ source }: Unknown): boolean {
  return source?.kind === 'resource' && /^AWS::IAM::(?:Role|User)$/.test(source.type);
}
