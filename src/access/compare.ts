import { AddressSet } from '../ip/address-set.ts';
import type { Api, Revision, Route } from '../model/api.ts';
import { answerKey, expressionsOf, meaningOfStatement } from '../model/meaning.ts';
import { distinct, type Unknown } from '../values/value.ts';
import type { Access, Caller, Door, RouteAccess } from './access.ts';
import { accessBeside } from './access-of.ts';
import type { Call } from './requests.ts';
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
  const [old, now] = [new Requested(before, after), new Requested(after, before)];
  const compared = new Set<string>();
  /** By a route as it was, what was said of its requests. */
  const told = new Map<Route | undefined, Set<string>>();
  const compare = (
    was: readonly RouteAccess[],
    is: readonly RouteAccess[],
    route: RouteAccess,
    only?: Route,
  ): readonly Difference[] => {
    const key = keyOf(route);
    const signatures = [signature([before, was]), signature([after, is])] as const;
    const say = (method: string): string => JSON.stringify([route.stage?.name, method, ...signatures]);
    const isTold = only && ['ANY', route.method].some((method) => told.get(only)?.has(say(method)));
    if (compared.has(key) || isTold) return [];
    compared.add(key);
    for (const { route: one } of was) told.set(one, (told.get(one) ?? new Set()).add(say(route.method)));
    return signatures[0] === signatures[1] ? [] : changes([before, was], [after, is], route);
  };
  const pair = ([key, one]: readonly [string, Requests]): readonly Difference[] => {
    const other = old.requests.get(key);
    if (other) return compare(other.takers, one.takers, one.route);
    return now.calls(one).flatMap(({ route, takers }) => compare(old.takers(route), takers, route));
  };
  const gone = [...old.requests].filter(([key]) => !now.requests.has(key)).map(([, one]) => one);
  return [
    ...[...now.requests].flatMap(pair),
    ...gone.flatMap((one) =>
      // what another route takes now is told of that one, where the same becomes of it
      old.calls(one).flatMap(({ route, takers }) => compare(takers, now.takers(route), route, route.route)),
    ),
  ];
}

/** Requests by the route that is written for them, and what takes them: several routes where one may not exist. */
interface Requests {
  readonly route: RouteAccess;
  readonly takers: readonly RouteAccess[];
}

/** All that can be requested of one of two states. */
class Requested {
  /** By a key that is the same in the other state where it stands for the same requests. */
  readonly requests: ReadonlyMap<string, Requests>;
  readonly #ofCall: (call: Call) => readonly RouteAccess[];

  constructor(side: Side | undefined, other: Side | undefined) {
    const found = side && accessBeside(side.api, side.revision, other?.revision.policies ?? []);
    this.#ofCall = found?.ofCall ?? (() => []);
    const requests = (found?.routes ?? []).flatMap((route): readonly Requests[] => {
      const alone = { route, takers: [route] };
      if (route.exists.is === 'yes') return [alone];
      return this.calls(alone).map((one) => ({ ...one, takers: this.#with(one.route) }));
    });
    this.requests = mergedByKey(requests, side?.revision.routes ?? []);
  }

  /** The requests to a route one verb at a time, since the other state may have another route for one of them. */
  calls({ route, takers }: Requests): readonly Requests[] {
    if (route.method !== 'ANY') return [{ route, takers }];
    const single = VERBS.map((method) => withMethod(route, method));
    return single
      .filter((one) => this.takers(one).some((other) => other.route === route.route))
      .map((one) => ({ route: one, takers: [one] }));
  }

  /** A route with those that take its requests where they exist, or where it does not. */
  #with(route: RouteAccess): readonly RouteAccess[] {
    const takers = this.takers(route);
    return takers.some((one) => one.route === route.route)
      ? takers.map((one) => (one.route === route.route ? route : one))
      : [route];
  }

  /** The routes that may take the requests to a route of the other state, the first that exists of them. */
  takers(route: RouteAccess): readonly RouteAccess[] {
    return this.#ofCall(callTo(route)).filter(({ stage }) => stage?.name === route.stage?.name);
  }
}

/** Two methods of one path and verb may each have a condition of its own. */
function mergedByKey(requests: readonly Requests[], routes: readonly Route[]): ReadonlyMap<string, Requests> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of routes) methods.set(path, [...(methods.get(path) ?? []), method]);
  const merged = new Map<string, Requests>();
  for (const { route, takers } of requests) {
    // what `ANY` stands for, the methods beside it say
    const key = route.method === 'ANY' ? `${keyOf(route)} ${methods.get(route.path)?.sort()}` : keyOf(route);
    const known = merged.get(key)?.takers ?? [];
    const others = takers.filter((one) => !known.some((other) => other.route === one.route));
    merged.set(key, { route, takers: [...known, ...others] });
  }
  return merged;
}

/** Its access is worked out only where it is asked for. */
function withMethod(route: RouteAccess, method: string): RouteAccess {
  return Object.create(route, { method: { value: method, enumerable: true } }) as RouteAccess;
}

function callTo({ stage, method, path, witness }: RouteAccess): Call {
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

type Found = readonly [side: Side | undefined, takers: readonly RouteAccess[]];

function changes(before: Found, after: Found, route: RouteAccess): readonly Difference[] {
  const [[, was], [, is]] = [before, after];
  const asked = new Map(
    [...was, ...is].flatMap(({ access }) => access.map((one) => [`${one.caller} ${doorKey(one)}`, one] as const)),
  );
  return [...asked.values()].flatMap(({ caller, door }) => {
    const [a, b] = [admitted(was, caller, door), admitted(is, caller, door)];
    const [one, other] = [decided(before, caller, door), decided(after, caller, door)];
    const isShared = one !== undefined && other !== undefined && doubtKey(one) === doubtKey(other);
    const same = isShared ? unchanged(one, other) : AddressSet.empty;
    const opened = isShared ? changeGiven(other.access, one.access, same) : change(b, a);
    const closed = isShared ? changeGiven(one.access, other.access, same) : change(a, b);
    if (opened.possibly.isEmpty && closed.possibly.isEmpty) return [];
    const isExact = [opened, closed].every(({ certainly, possibly }) => certainly.equals(possibly));
    return [{ route, caller, door, opened, closed, because: isExact ? [] : distinct([...a.because, ...b.because]) }];
  });
}

/** What is decided where one route alone takes a request. */
function decided([side, takers]: Found, caller: Caller, door: Door): Decided | undefined {
  const [route, ...others] = takers;
  const access = route && others.length === 0 ? find(route.access, caller, door) : undefined;
  return side && route && access && { ...side, route, access };
}

/** Equal where one and the same is not known of whether there are such requests. */
function doubtKey({ route, access: { doubts, served } }: Decided): string {
  return JSON.stringify([
    // what stands for routes that are not written is there where a written one is not
    route.route !== undefined,
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

/** Equal where the same is said of requests, whatever is not known. */
function signature([side, takers]: Found): string {
  if (!side) return '[]';
  const { api, revision } = side;
  const parts = takers.map(({ authorization, exists, statements }) => [
    answerKey(authorization),
    exists.is === 'unknown' ? expressionsOf(exists.because) : [],
    revision.policies.length,
    statements.map((statement) => meaningOfStatement(statement, api)).sort(),
    expressionsOf([...revision.policyOpen, ...revision.policies.flatMap(({ open }) => open)]),
    [api, ...api.domains].map(({ endpoint, addressType }) => [answerKey(endpoint), answerKey(addressType)]),
  ]);
  return JSON.stringify(parts);
}

/** Who gets in by one of the routes that may take a request. */
function admitted(takers: readonly RouteAccess[], caller: Caller, door: Door): Change & Pick<Access, 'because'> {
  const found = takers.flatMap(({ access }) => find(access, caller, door) ?? []);
  return {
    certainly: AddressSet.unionAll(found.map(({ certainly }) => certainly)),
    possibly: AddressSet.unionAll(found.map(({ possibly }) => possibly)),
    because: found.flatMap(({ because }) => because),
  };
}

/** Whoever needs no authorization may call with one too. */
function find(all: readonly Access[], caller: Caller, door: Door): Access | undefined {
  const by = all.filter((access) => doorKey(access) === doorKey({ door }));
  return by.find((access) => access.caller === caller) ?? by.find((access) => access.caller === 'anonymous');
}

const doorKey = ({ door }: Pick<Access, 'door'>): string => JSON.stringify(door);

/** The sources of the one that the other does not have. */
function change(has: Change, lacks: Change): Change {
  return {
    certainly: has.certainly.subtract(lacks.possibly),
    possibly: has.possibly.subtract(lacks.certainly),
  };
}
