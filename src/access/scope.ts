import { type Answer, all, any, NO, not, unknown } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { type Pattern, patternOf } from '../model/pattern.ts';
import type { Condition, Element, PrincipalElement, Statement } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import { coversExtent, type Extent, extentKey, meetsExtent } from './extent.ts';
import { alwaysHolds, compatible, impliedBy, type Limit, limitKey, limitOf } from './limit.ts';
import { resourcePattern } from './resource.ts';

/** The requests that a statement speaks of, one of its conditions aside: who, what, where, and under which other ones. */
export interface Scope {
  readonly principal: Extent;
  readonly action: Extent;
  readonly resource: Extent;
  readonly limits: readonly Limit[];
  /** What may limit it further. */
  readonly open: readonly Unknown[];
}

/** The scope of a statement, a condition left aside. Of what it lacks, which AWS refuses, nothing is known. */
export function scopeOf(api: Api, statement: Statement, without?: Condition): Scope {
  const { principal, action, resource } = statement;
  const lacking: Extent = { negated: false, patterns: [], open: lackedBy(statement) };
  return {
    principal: principal ? principalExtent(principal) : lacking,
    action: action ? actionExtent(action) : lacking,
    resource: resource
      ? {
          negated: resource.negated,
          patterns: resource.values.map((value) => resourcePattern(value, api)),
          open: resource.open,
        }
      : lacking,
    limits: statement.conditions.filter((one) => one !== without && !alwaysHolds(one)).map(limitOf),
    open: [...statement.open, ...statement.conditionsOpen],
  };
}

/** What stands for an element that a statement does not have: something that is not known may bring it. */
export function lackedBy({ open, place }: Statement): readonly Unknown[] {
  const reason = 'AWS refuses a statement that lacks an element or has a wrong one';
  const { file, start } = place.at;
  const id = `${reason} ${file.path}:${start}`;
  return open.length > 0 ? open : [{ kind: 'unknown', id, reason, origin: { at: place.at } }];
}

function principalExtent({ negated, values, open }: PrincipalElement): Extent {
  const patterns = values.map(({ type, written, text }): Pattern => {
    if (type === 'AWS' && written === '*') return patternOf('*');
    const [, account] = /^arn:aws[\w-]*:iam::(\d{12}):root$/.exec(written) ?? [];
    return [...type, ' ', ...(account ? account : patternOf(text))];
  });
  return { negated, patterns, open };
}

function actionExtent({ negated, values, open }: Element): Extent {
  const patterns = values.map(({ text }) =>
    patternOf(text).map((token) => (typeof token === 'string' ? token.toLowerCase() : token)),
  );
  return { negated, patterns, open };
}

/** Whether every request of the inner scope is one of the outer. */
export function covers(outer: Scope, inner: Scope): Answer {
  return all(
    coversExtent(outer.action, inner.action),
    coversExtent(outer.resource, inner.resource),
    coversCallers(outer, inner),
  );
}

/** The same of who calls and how, wherever the call goes to. */
export function coversCallers(outer: Scope, inner: Scope): Answer {
  return all(
    coversExtent(outer.principal, inner.principal),
    ...outer.limits.map((limit) => any(...inner.limits.map((other) => impliedBy(limit, other)), ifOpen(inner))),
    not(ifOpen(outer)),
  );
}

/** Whether there is a request of both. */
export function meets(a: Scope, b: Scope): Answer {
  return all(
    meetsExtent(a.principal, b.principal),
    meetsExtent(a.action, b.action),
    meetsExtent(a.resource, b.resource),
    ...a.limits.flatMap((limit) => b.limits.map((other) => compatible(limit, other))),
    not(ifOpen(a)),
    not(ifOpen(b)),
  );
}

function ifOpen({ open }: Scope): Answer {
  return open.length > 0 ? unknown(open) : NO;
}

/** Equal for scopes that are certainly the same; of a scope that may be limited further, nothing is. */
export function scopeKey(scope: Scope): string | undefined {
  if (scope.open.length > 0) return undefined;
  const { principal, action, resource, limits } = scope;
  return JSON.stringify([...[principal, action, resource].map(extentKey), ...limits.map(limitKey).sort()]);
}
