import { AddressSet } from '../ip/address-set.ts';
import type { Api, Revision } from '../model/api.ts';
import { answerKey, expressionsOf, meaningOfStatement } from '../model/meaning.ts';
import type { Unknown } from '../values/value.ts';
import type { Access, Caller, Door, RouteAccess } from './access.ts';
import { accessBeside, type Comparable } from './access-of.ts';
import { VERBS } from './route-index.ts';
import { type Decided, unchanged } from './unchanged.ts';

/** One state of an API, with all that takes effect at once. */
export interface Side {
  readonly api: Api;
  readonly revision: Revision;
}

/** What becomes of requests that are treated alike, by one door, as one kind of caller. */
export interface Difference {
  /** As it is after, or before where there is no such route any more. */
  readonly route: RouteAccess;
  readonly caller: Caller;
  readonly door: Door;
  /** The sources that get in after and did not before. */
  readonly opened: Change;
  /** The sources that got in before and do not after. */
  readonly closed: Change;
  /** What keeps the two from being told exactly. */
  readonly because: readonly Unknown[];
}

export interface Change {
  readonly certainly: AddressSet;
  readonly possibly: AddressSet;
}

/**
 * What is different in who gets in, stage by stage and route by route; nothing where nothing is. To an API that there is not
 * nobody gets in.
 */
export function differences(before: Side | undefined, after: Side | undefined): readonly Difference[] {
  const [old, now] = [sideBeside(before, after), sideBeside(after, before)];
  const was = new Map(old.routes.map((route) => [keyOf(route), route]));
  const is = new Map(now.routes.map((route) => [keyOf(route), route]));
  const pair = (one: RouteAccess): Difference[] => {
    const other = was.get(keyOf(one));
    if (other) return compared([before, other], [after, one], one);
    return callsOf(one, now).flatMap((route) => compared([before, taking(route, old)], [after, route], route));
  };
  const gone = old.routes.filter((route) => !is.has(keyOf(route)));
  return [
    ...now.routes.flatMap(pair),
    ...gone.flatMap((one) =>
      callsOf(one, old).flatMap((route) => {
        const other = taking(route, now);
        // what another route takes now was compared with that one
        return other && !was.has(keyOf(other)) ? [] : compared([before, route], [after, other], route);
      }),
    ),
  ];
}

function sideBeside(side: Side | undefined, other: Side | undefined): Comparable {
  if (!side) return { routes: [], ofCall: () => [] };
  return accessBeside(side.api, side.revision, other?.revision.policies ?? []);
}

/** The requests to a route one verb at a time, since the other side may have another route for one of them. */
function callsOf(route: RouteAccess, side: Comparable): readonly RouteAccess[] {
  if (route.method !== 'ANY') return [route];
  return VERBS.map((method) => withMethod(route, method)).filter(
    (one) => side.ofCall(callTo(one))[0]?.route === route.route,
  );
}

/** Its access is worked out only where it is asked for. */
function withMethod(route: RouteAccess, method: string): RouteAccess {
  return Object.create(route, { method: { value: method, enumerable: true } }) as RouteAccess;
}

/** The route of the other side that takes the requests to a route. */
function taking(route: RouteAccess, side: Comparable): RouteAccess | undefined {
  return side.ofCall(callTo(route)).find(({ stage }) => stage?.name === route.stage?.name);
}

function callTo({ stage, method, path, witness }: Pick<RouteAccess, 'stage' | 'method' | 'path' | 'witness'>): {
  readonly stage?: string;
  readonly method: string;
  readonly path: string;
} {
  return {
    ...(stage && { stage: stage.name }),
    method,
    // any value of a parameter will do where there is no witness
    path: witness ?? path.replace(/\$?\{[^{}]*\}/g, 'x'),
  };
}

function keyOf({ stage, method, path, witness }: RouteAccess): string {
  return JSON.stringify([stage?.name, method, path, witness]);
}

type Found = readonly [side: Side | undefined, route: RouteAccess | undefined];

function compared(before: Found, after: Found, route: RouteAccess): Difference[] {
  if (signature(before) === signature(after)) return [];
  const [was, is] = [before[1]?.access ?? [], after[1]?.access ?? []];
  const asked = new Map([...was, ...is].map((access) => [`${access.caller} ${doorKey(access)}`, access]));
  return [...asked.values()].flatMap(({ caller, door }) => {
    const [a, b] = [find(was, caller, door), find(is, caller, door)];
    const isShared = a !== undefined && b !== undefined && doubtKey(a) === doubtKey(b);
    const same = isShared ? unchanged(decided(before, a), decided(after, b)) : AddressSet.empty;
    const opened = isShared ? changeGiven(b, a, same) : change(b, a);
    const closed = isShared ? changeGiven(a, b, same) : change(a, b);
    if (opened.possibly.isEmpty && closed.possibly.isEmpty) return [];
    const isExact = [opened, closed].every(({ certainly, possibly }) => certainly.equals(possibly));
    return [
      { route, caller, door, opened, closed, because: isExact ? [] : distinct([...becauseOf(a), ...becauseOf(b)]) },
    ];
  });
}

const becauseOf = (access: Access | undefined): readonly Unknown[] => access?.because ?? [];

function decided([side, route]: Found, access: Access): Decided {
  return { route: route as RouteAccess, access, policies: side?.revision.policies ?? [] };
}

/** Equal where one and the same is not known of whether there are such requests. */
function doubtKey({ doubts, served }: Access): string {
  return JSON.stringify([
    expressionsOf(doubts),
    expressionsOf(served.because),
    served.lower.cidrs(),
    served.upper.cidrs(),
  ]);
}

/** The sources that the one lets in and the other does not, of requests of which the same is not known on both sides. */
function changeGiven(one: Access, other: Access, same: AddressSet): Change {
  const { doubts, served } = one;
  const certainly = one.given.lower.subtract(other.given.upper).intersect(served.lower);
  return {
    certainly: doubts.length > 0 ? AddressSet.empty : certainly,
    possibly: one.given.upper.subtract(other.given.lower).subtract(same).intersect(served.upper),
  };
}

function distinct(unknowns: readonly Unknown[]): readonly Unknown[] {
  return [...new Map(unknowns.map((one) => [one.id, one])).values()];
}

/** Equal where the same is said of requests, whatever is not known. */
function signature([side, route]: Found): string {
  if (!side || !route) return '';
  const { api, revision } = side;
  const { authorization, statements } = route;
  return JSON.stringify([
    answerKey(authorization),
    revision.policies.length,
    statements.map((statement) => meaningOfStatement(statement, api)).sort(),
    expressionsOf([...revision.policyOpen, ...revision.policies.flatMap(({ open }) => open)]),
    [api, ...api.domains].map(({ endpoint, addressType }) => [answerKey(endpoint), answerKey(addressType)]),
  ]);
}

/** Whoever needs no authorization may call with one too. */
function find(all: readonly Access[], caller: Caller, door: Door): Access | undefined {
  const by = all.filter((access) => doorKey(access) === doorKey({ door }));
  return by.find((access) => access.caller === caller) ?? by.find((access) => access.caller === 'anonymous');
}

const doorKey = ({ door }: Pick<Access, 'door'>): string => JSON.stringify(door);

/** The sources of the one that the other does not have. */
function change(one: Access | undefined, other: Access | undefined): Change {
  const [has, lacks] = [one ?? NOBODY, other ?? NOBODY];
  return {
    certainly: has.certainly.subtract(lacks.possibly),
    possibly: has.possibly.subtract(lacks.certainly),
  };
}

const NOBODY = { certainly: AddressSet.empty, possibly: AddressSet.empty };
