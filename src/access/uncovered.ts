import { AddressSet } from '../ip/address-set.ts';
import { INTERNET4, INTERNET6 } from '../ip/special.ts';
import { type Answer, all, any, NO, not, unknown, yes } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import { covers, patternOf } from '../model/pattern.ts';
import type { Condition, Statement } from '../model/policy.ts';
import { carries, hasEffect } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import type { RouteAccess } from './access.ts';
import { memo } from './memo.ts';
import { callableRoutes, conditionsOn, openOn, routesOf } from './routes.ts';
import { sourcesOf } from './source-tests.ts';

/** A route that a `Deny` leaves open beside one that it covers, and whom it lets in there. */
export interface Uncovered {
  readonly route: RouteAccess;
  readonly sources: AddressSet;
}

export interface UncoveredRoutes {
  readonly routes: readonly Uncovered[];
  /** What keeps it from being known whether there are more. */
  readonly because: readonly Unknown[];
}

/** The routes that a `Deny` with an IP condition leaves open although it covers the same path. */
export const uncoveredRoutes: (api: Api, revision: Revision, deny: Statement) => Answer<UncoveredRoutes> = memo(find);

/** The `Deny` statements that leave a route open although they cover its path. */
export function uncoveredBy(api: Api, revision: Revision, route: RouteAccess): readonly Statement[] {
  return revision.policies.flatMap(({ statements }) =>
    statements.filter((statement) => {
      const answer = uncoveredRoutes(api, revision, statement);
      return answer.is === 'yes' && answer.value.routes.some((one) => one.route === route);
    }),
  );
}

function find(api: Api, revision: Revision, deny: Statement): Answer<UncoveredRoutes> {
  const condition = deny.conditions.find(({ list }) => list !== undefined);
  const denies = condition ? all(hasEffect(deny, 'Deny'), carries(api, condition)) : NO;
  if (!condition || denies.is !== 'yes') return denies.is === 'unknown' ? denies : NO;
  const routes = callableRoutes(api, revision);
  const covered = coveredRoutes(api, revision, deny);
  const below = deny.resource?.negated
    ? []
    : (deny.resource?.values ?? []).flatMap(({ written }) => parentOf(written) ?? []);
  const open: Uncovered[] = [];
  const because: Unknown[] = [];
  for (const route of routes) {
    if (!covered.at.has(route.path) && !covered.below.has(route.path)) continue;
    const guarded = isGuarded(route, covered, below);
    const apart = guarded.is === 'no' ? NO : not(route.speaks(deny));
    const answer =
      apart.is === 'no' ? NO : all(guarded, apart, letsIn(route, condition), not(hasList(route, revision)));
    if (answer.is === 'yes') open.push({ route, sources: answer.value[2] });
    else if (answer.is === 'unknown') for (const one of answer.because) because.push(one);
  }
  const verbs = new Set(open.map(({ route }) => route.method));
  const reads = [...verbs].every((verb) => verb === 'GET' || verb === 'HEAD');
  const sameVerb = any(
    ...[...covered.at.values()].flat().flatMap(({ route, applies }) => (verbs.has(route.method) ? [applies] : [])),
  );
  if (open.length > 0 && (!reads || sameVerb.is === 'yes' || namesReads(deny))) return yes({ routes: open, because });
  if (open.length > 0 && sameVerb.is === 'unknown') for (const one of sameVerb.because) because.push(one);
  return because.length > 0 ? unknown(because) : NO;
}

/** Whether a `Deny` covers another route with the same path, or all that lies below the path. */
function isGuarded(route: RouteAccess, covered: CoveredRoutes, below: readonly string[]): Answer {
  const beside = (covered.at.get(route.path) ?? []).filter((one) => !isSameRoute(one.route, route));
  const children = (covered.below.get(route.path) ?? []).filter((one) => one.route.method === route.method);
  const isAbove =
    children.length > 0 && below.some((parent) => covers(patternOf(parent), patternOf(shortArn(route))).is === 'yes');
  return any(...[...beside, ...(isAbove ? children : [])].map(({ applies }) => applies));
}

// `execute-api:/*/GET/admin` of `execute-api:/*/GET/admin/*`
function parentOf(resource: string): string | undefined {
  const short = resource.replace(/^arn:[^:]*:execute-api:[^:]*:[^:]*:[^/]*/, 'execute-api:');
  return short.endsWith('/*') ? short.slice(0, -2) : undefined;
}

function shortArn({ stage, method, path }: RouteAccess): string {
  return `execute-api:/${stage?.name ?? ''}/${method}${path}`;
}

interface Covered {
  readonly route: RouteAccess;
  /** Whether the statement speaks of the route whatever the values of its parameters are. */
  readonly applies: Answer;
}

interface CoveredRoutes {
  /** By their paths. */
  readonly at: ReadonlyMap<string, readonly Covered[]>;
  /** By each path that theirs lies below. */
  readonly below: ReadonlyMap<string, readonly Covered[]>;
}

function coveredRoutes(api: Api, revision: Revision, deny: Statement): CoveredRoutes {
  const routes = callableRoutes(api, revision);
  const [at, below] = [new Map<string, Covered[]>(), new Map<string, Covered[]>()];
  const add = (index: Map<string, Covered[]>, key: string, one: Covered): unknown =>
    index.get(key)?.push(one) ?? index.set(key, [one]);
  for (const route of routesOf(api, revision, deny)) {
    const same = route.witness === undefined ? [route] : routes.filter((other) => isSameRoute(route, other));
    const applies = all(...same.map((one) => one.matches(deny)));
    if (applies.is === 'no') continue;
    add(at, route.path, { route, applies });
    for (let end = route.path.lastIndexOf('/'); end > 0; end = route.path.lastIndexOf('/', end - 1))
      add(below, route.path.slice(0, end), { route, applies });
  }
  return { at, below };
}

function isSameRoute(a: RouteAccess, b: RouteAccess): boolean {
  return a.path === b.path && a.method === b.method && a.stage === b.stage;
}

/** Whom the condition is there to shut out, and who gets in by the route. */
function letsIn({ access }: RouteAccess, condition: Condition): Answer<AddressSet> {
  const shut = sourcesOf(condition);
  const world = condition.key.name === 'aws:SourceIp' ? INTERNET4.union(INTERNET6) : AddressSet.all;
  const because = [];
  for (const { certainly, possibly, because: why } of access) {
    const sources = certainly.intersect(shut.lower).intersect(world);
    if (!sources.isEmpty) return yes(sources);
    if (!possibly.intersect(shut.upper).intersect(world).isEmpty)
      for (const one of [...why, ...shut.because]) because.push(one);
  }
  return because.length > 0 ? unknown(because) : NO;
}

/** Whether an IP condition of any statement decides a route. */
function hasList(route: RouteAccess, revision: Revision): Answer {
  const conditions = [...conditionsOn(route, 'Allow'), ...conditionsOn(route, 'Deny')];
  const lists = conditions.filter(({ condition }) => condition.list !== undefined);
  return any(...lists.map(({ applies }) => applies), openOn(route, revision));
}

/** Whether a resource names `GET` or `HEAD`. */
function namesReads({ resource }: Statement): boolean {
  return (resource?.values ?? []).some(({ written }) => /\/(?:GET|HEAD)(?:\/|$)/.test(written));
}
