import { AddressSet } from '../ip/address-set.ts';
import { expression } from '../values/text.ts';
import type { Unknown } from '../values/value.ts';
import type { Answer } from './answer.ts';
import { validEntries } from './entries.ts';
import type { Condition, ElementValue, Policy, PrincipalElement, SourceList, Statement } from './policy.ts';

/** The API that a policy is attached to, as far as it is known. */
export interface Attached {
  /** `arn:aws:execute-api:region:account:id`, where it is known. */
  readonly arn?: string;
}

/**
 * What a policy says, as a key that is equal for policies which differ only in what AWS rewrites when it saves one: order,
 * lists of one, short forms of the API's own ARN and of accounts. Unknown parts are known by their expressions.
 */
export function meaningOf({ statements, open }: Policy, api: Attached): string {
  return key([statements.map((statement) => meaningOfStatement(statement, api)), open.map(expression)].map(sorted));
}

export function meaningOfStatement(statement: Statement, api: Attached): string {
  const { effect, principal, action, resource, conditions, open, conditionsOpen } = statement;
  return key([
    effect.is === 'yes' ? effect.value : '',
    principal && [principal.negated, sorted(principal.values.map(principalOf)), sorted(principal.open.map(expression))],
    action && [action.negated, sorted(action.values.map(({ written }) => written.toLowerCase()))],
    resource && [resource.negated, sorted(resource.values.map((value) => resourceOf(value, api)))],
    sorted([...(action?.open ?? []), ...(resource?.open ?? [])].map(expression)),
    sorted(conditions.map(conditionOf)),
    sorted([...open, ...conditionsOpen].map(expression)),
  ]);
}

/**
 * The same of a statement at an address that none of its known entries is, or one certainly is: equal for statements of which
 * the same is left to be known there. Where it certainly is for the call, how that is written does not count.
 */
export function meaningBesideEntries(statement: Statement, isForCall: boolean): string {
  const { action, resource, conditions } = statement;
  const listless = conditions.map((one) => (one.list ? { ...one, list: unsure(one.list) } : one));
  const rest = { ...statement, conditions: listless };
  if (!isForCall || !action || !resource) return meaningOfStatement(rest, {});
  const any = { negated: false, values: [], open: [] };
  return meaningOfStatement({ ...rest, action: { ...action, ...any }, resource: { ...resource, ...any } }, {});
}

function unsure(list: SourceList): SourceList {
  const sure = new Set(
    validEntries(list).flatMap(({ entry, address }) => (address.lower.equals(address.upper) ? [entry] : [])),
  );
  return { ...list, entries: list.entries.filter((entry) => !sure.has(entry)) };
}

/** `123456789012` is the root of that account. */
function principalOf({ type, written }: PrincipalElement['values'][number]): string {
  return `${type} ${written.replace(/^arn:[^:]*:iam::(\d{12}):root$/, '$1')}`;
}

function resourceOf({ written }: ElementValue, { arn }: Attached): string {
  return arn !== undefined && written.startsWith(`${arn}/`) ? `execute-api:${written.slice(arn.length)}` : written;
}

function conditionOf({ operator, key: { written, name }, values, open, list }: Condition): string {
  const { qualifier = '', ifExists } = operator;
  return key([
    operator.name ?? operator.written,
    qualifier,
    ifExists,
    (name ?? written).toLowerCase(),
    list ? addressesOf(list) : sorted(values.map((value) => value.written)),
    sorted(open.map(expression)),
  ]);
}

/** The addresses that a list covers, and what of it is none, or is not known. */
function addressesOf(list: SourceList): readonly unknown[] {
  const valid = validEntries(list);
  const readable = new Set(valid.map(({ entry }) => entry));
  const of = (pick: (one: (typeof valid)[number]) => AddressSet): readonly string[] =>
    AddressSet.unionAll(valid.map(pick)).cidrs();
  return [
    of(({ address }) => address.lower),
    of(({ address }) => address.upper),
    sorted(list.entries.filter((entry) => !readable.has(entry)).map(({ written }) => written)),
  ];
}

function sorted(keys: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return [...new Set(keys)].sort();
}

const key = (parts: readonly unknown[]): string => JSON.stringify(parts);

/** What is not known, by its expression. */
export function expressionsOf(unknowns: readonly Unknown[]): readonly string[] {
  return [...new Set(unknowns.map(expression))].sort();
}

/** Equal for answers that say the same, whatever is not known. */
export function answerKey(answer: Answer<string>): readonly string[] | string {
  return answer.is === 'yes' ? answer.value : answer.is === 'unknown' ? expressionsOf(answer.because) : [];
}
