import type { AddressSet } from '../ip/address-set.ts';
import { Neighbours } from '../ip/partition.ts';
import { type Answer, all, any } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import type { Policy, Statement } from '../model/policy.ts';
import { hasEffect } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import type { RouteAccess } from './access.ts';
import { coversExtent, meetsExtent } from './extent.ts';
import { routesOf } from './routes.ts';
import { coversCallers } from './scope.ts';
import { type Bounds, passing, type SourceCondition, sourceConditions } from './sources.ts';

/** What IP conditions take out of admitted sources. */
export interface Conflict {
  readonly by: readonly SourceCondition[];
  /** What is still admitted. */
  readonly left: AddressSet;
}

/** An IP condition that denies, or may deny, of a scope. */
interface Denying {
  readonly source: SourceCondition;
  readonly onAll: Answer;
  readonly passing: Bounds;
}

/** What IP conditions deny of a scope, on routes that they treat alike. A statement that asks is told of the others. */
export class Denials {
  /** Whether there is such a route. */
  readonly exists: Answer;
  readonly #denying: readonly Denying[];
  readonly #by: readonly SourceCondition[];
  readonly #certain: Neighbours;
  #possible: Neighbours | undefined;

  constructor(exists: Answer, denying: readonly Denying[]) {
    this.exists = exists;
    this.#denying = denying;
    const certain = denying.filter(({ onAll }) => onAll.is === 'yes');
    this.#by = certain.map(({ source }) => source);
    this.#certain = neighbours(certain, 'lower');
  }

  /** Whether some source may be denied, of all or of these. */
  mayDeny(asking: Statement, of?: AddressSet): boolean {
    if (!of) return this.#denying.some(({ source, passing }) => source.statement !== asking && !passing.upper.isEmpty);
    this.#possible ??= neighbours(this.#denying, 'upper');
    return this.#possible.shares(of, asking).owners.length > 0;
  }

  /** What of sources is certainly denied by whom, and what is left. */
  of(sources: AddressSet, asking: Statement): Conflict {
    const { owners, rest } = this.#certain.shares(sources, asking);
    return { by: owners.flatMap((owner) => this.#by[owner] ?? []), left: rest };
  }

  /** What keeps it from being known whether sources are denied. */
  openOn(sources: AddressSet, asking: Statement): readonly Unknown[] {
    const because = this.#denying.flatMap(({ source, onAll, passing }) =>
      source.statement === asking ? [] : onAll.is === 'unknown' ? onAll.because : passing.because,
    );
    return because.length > 0 && this.mayDeny(asking, sources) ? because : [];
  }
}

function neighbours(denying: readonly Denying[], bound: 'lower' | 'upper'): Neighbours {
  return new Neighbours(
    denying.map(({ passing }) => passing[bound]),
    denying.map(({ source }) => source.statement),
  );
}

/** What is denied of all that an IP condition admits requests to, on each of its routes that denials tell apart. */
export function denials(api: Api, revision: Revision, policy: Policy, admitting: SourceCondition): readonly Denials[] {
  // the routes that the statement speaks of, by the statements that speak of them too
  const parts = new Map<string, [RouteAccess, ...RouteAccess[]]>();
  for (const route of routesOf(api, revision, admitting.statement)) {
    const speaking = route.statements.map((one) => `${one.index}${route.speaks(one).is}`).join();
    const alike = parts.get(speaking);
    if (alike) alike.push(route);
    else parts.set(speaking, [route]);
  }
  return [...parts.values()].map((alike) => find(api, policy, admitting, alike));
}

function find(
  api: Api,
  policy: Policy,
  admitting: SourceCondition,
  alike: readonly [RouteAccess, ...RouteAccess[]],
): Denials {
  const [route] = alike;
  const denying = sourceConditions(api, policy).flatMap((source): readonly Denying[] => {
    if (source.condition.key.name !== admitting.condition.key.name) return [];
    const denies = hasEffect(source.statement, 'Deny');
    if (denies.is === 'no') return [];
    const onAll = all(denies, coversOn(route, source, admitting), coversCallers(source.scope, admitting.scope));
    return onAll.is === 'no' ? [] : [{ source, onAll, passing: passing(source) }];
  });
  return new Denials(any(...alike.map(({ exists }) => exists)), denying);
}

/** Whether a statement speaks of all on a route that another one speaks of. */
function coversOn(route: RouteAccess, { statement, scope: outer }: SourceCondition, inner: SourceCondition): Answer {
  const matched = route.speaks(statement);
  if (matched.is === 'yes' || route.speaks(inner.statement).is === 'yes') return matched;
  // the same unknown part may keep both from being known: what is written may still cover
  const covered = all(
    coversExtent(outer.action, inner.scope.action),
    coversExtent(outer.resource, inner.scope.resource),
  );
  return covered.is === 'no' ? all(matched, meetsExtent(outer.resource, inner.scope.resource)) : covered;
}
