import type { Unknown } from '../values/value.ts';
import { type Answer, all, andThen, any, fromBoolean, NO, not, unknown, YES } from './answer.ts';
import type { Api, Revision, Route } from './api.ts';
import { keyFacts, type Operator } from './conditions.ts';
import type { Condition, SourceList, Statement } from './policy.ts';

/** What several rules ask of an API or a statement. */

export function isPrivate(api: Pick<Api, 'endpoint'>): Answer {
  return andThen(api.endpoint, (type) => fromBoolean(type === 'PRIVATE'));
}

export function isPublic(api: Api): Answer {
  return not(isPrivate(api));
}

/** Whether nothing in its document stands for the API's id: a full ARN in its policy is then that of the API itself. */
export function isNameless({ dialect }: Api): boolean {
  return dialect === 'policy' || dialect === 'openapi';
}

export function hasEffect(statement: Statement, effect: 'Allow' | 'Deny'): Answer {
  return andThen(statement.effect, (one) => fromBoolean(one === effect));
}

/** Whether the sources that a condition names get in: `Allow` + `IpAddress`, or `Deny` + `NotIpAddress`. */
export function isAllowlist(statement: Statement, condition: Condition): Answer {
  return hasEffect(statement, condition.operator.negated ? 'Deny' : 'Allow');
}

/** Whether a condition is about where a request comes from, by an address or a VPC. */
export function testsSource({ key }: Condition): boolean {
  return key.name !== undefined && (keyFacts(key.name).address === true || keyFacts(key.name).vpc === true);
}

/** Whether requests carry the key of a condition on where they come from, as an address or a VPC of the client. */
export function carries(api: Api, { key }: Condition): Answer {
  return key.name && keyFacts(key.name).vpc ? isPrivate(api) : isPublic(api);
}

/** What keeps it from being known what the entries of a list are, all together; of a typed one that is known. */
export function unknownEntries(list: SourceList): Answer {
  const because = [
    ...list.open,
    ...list.entries.flatMap(({ address, typed }) => (address.is === 'unknown' && !typed ? address.because : [])),
  ];
  return because.length > 0 ? unknown(because) : NO;
}

/** Whether nothing carries a policy; an API with a broken one has one. */
export function hasPolicy(revision: Revision): Answer {
  if (revision.policies.length > 0) return YES;
  return mayHide(revision.policyOpen);
}

/** Why nothing is known of who may call a private custom domain that has no policy. */
export function undocumented({ id, place }: Pick<Api, 'id' | 'place'>): Unknown {
  const reason = `AWS does not say who may call ${id}, a private custom domain without a policy`;
  return { kind: 'unknown', id: `policy of ${id}`, reason, origin: place };
}

/** Whether what was not read may be what is missing: it is missing for certain only where this is no. */
export function mayHide(unread: readonly Unknown[] = []): Answer {
  return unread.length > 0 ? unknown(unread) : NO;
}

/** Whether an operator holds for a request that does not carry its key. `Null` is asked for by its value, not here. */
export function matchesAbsent({ ifExists, qualifier, negated }: Operator): boolean {
  if (ifExists || qualifier === 'ForAllValues') return true;
  return qualifier !== 'ForAnyValue' && negated;
}

/** Whether an anonymous client can call a route: preflights carry no credentials by design, and an API key is none. */
export function needsNoAuthorization({ method, authorization, exists }: Route): Answer {
  if (method === 'OPTIONS') return NO;
  return all(
    exists,
    andThen(authorization, (kind) => fromBoolean(kind === 'NONE')),
  );
}

export function someRoute(revision: Revision, ask: (route: Route) => Answer): Answer {
  return any(...revision.routes.map(ask), mayHide(revision.routesOpen));
}
