import { takesPath } from '../../../src/access/path.ts';
import type { AddressSet } from '../../../src/ip/address-set.ts';
import { addressSet } from '../../../src/ip/network.ts';
import type { ApiDifference, Differences } from '../../../src/report/differences.ts';
import type { ApiExplanation, Explanation, RouteRef } from '../../../src/report/explanation.ts';
import type { FindingRoute, Report } from '../../../src/report/report.ts';
import { rules } from '../../../src/rules/index.ts';
import { settled } from './settled.ts';
import type { DrawnRoute, DrawnTemplate } from './templates.ts';
import { isTold } from './told.ts';

/** Whether what a run without values says of an assignment is what a run with these values says. */

export type Given = Readonly<Record<string, string>>;

/** What only the one of the two says. */
export interface Disagreement {
  /** Of the run without values, and not so. */
  readonly claimed: readonly string[];
  /** Of the run with values, and neither said nor left open by the other. */
  readonly missed: readonly string[];
}

/** The routes of each finding that is told of an assignment, by rule and place; undefined where it is about none. */
function findingsIn(findings: Report['findings'], given: Given): ReadonlyMap<string, ReadonlySet<string> | undefined> {
  const found = new Map<string, ReadonlySet<string> | undefined>();
  for (const { ruleId, location, scenarios, routes } of findings) {
    if (!isTold(scenarios, given)) continue;
    const key = `${ruleId} ${location.start.line}:${location.start.column}`;
    const told = routes?.filter((one) => isTold(one.scenarios, given)).map(nameOf);
    found.set(key, told && new Set([...(found.get(key) ?? []), ...told]));
  }
  return found;
}

/** What the one has, a finding or a route of it, and the other does not. */
function lacking(some: ReturnType<typeof findingsIn>, other: ReturnType<typeof findingsIn>): readonly string[] {
  return [...some].flatMap(([key, routes]) => {
    if (!other.has(key)) return [key];
    const others = other.get(key);
    return routes && others ? [...routes].filter((one) => !names(others, one)).map((one) => `${key} ${one}`) : [];
  });
}

const nameOf = ({ stage, method, path }: FindingRoute): string => `${method} ${stage} ${path}`;

/** The verbs for which no drawn method is. */
export const OTHERS: readonly string[] = ['PUT', 'DELETE', 'PATCH', 'HEAD'];

/** `ANY` is told verb by verb beside a method that may not exist. */
function names(routes: ReadonlySet<string>, route: string): boolean {
  const as = (verb: string): boolean => routes.has(route.replace(/^\w+/, verb));
  return routes.has(route) || as('ANY') || (route.startsWith('ANY') && OTHERS.every(as));
}

const ruleOf = (key: string): string => key.split(' ')[0] ?? '';
const yieldsTo = new Map(rules.map((rule) => [rule.id, rule.yieldsTo ?? []]));

export function compareReports(all: Report, one: Report, given: Given): Disagreement {
  const told = findingsIn(all.findings, given);
  const found = findingsIn(one.findings, given);
  const open = new Set(all.undecided.filter(({ scenarios }) => isTold(scenarios, given)).flatMap((row) => row.rules));
  // one cause is reported once: with values a rule may speak that was undecided, and another is silent for it
  const givesWay = (id: string): boolean =>
    (yieldsTo.get(id) ?? []).some((other) => open.has(other) && one.findings.some(({ ruleId }) => ruleId === other));
  return {
    claimed: lacking(told, found).filter((key) => !givesWay(ruleOf(key))),
    missed: lacking(found, told).filter((key) => !open.has(ruleOf(key))),
  };
}

interface Bounds {
  readonly certainly: AddressSet;
  readonly possibly: AddressSet;
}

/** What is said of requests: whose they are, their path as it is written, and one of the paths that are meant. */
interface Row {
  readonly about: string;
  readonly caller: string;
  readonly path: string;
  readonly call: string;
  readonly certainly: readonly string[];
  readonly possibly: readonly string[];
}

/**
 * The bounds of the rows of the same requests; where none has their path, of those whose path takes them. Whoever needs no
 * authorization may call with one too, which is asked last.
 */
function boundsOf({ about, caller, path, call }: Row, rows: readonly Row[]): Bounds {
  const same = rows.filter((one) => one.about === about);
  const own = same.filter((one) => one.path === path && one.call === call);
  const alike = same.filter((one) => takesPath(one.path, call));
  const by = (some: readonly Row[], who: string): readonly Row[] => some.filter((one) => one.caller === who);
  const found =
    [by(own, caller), by(alike, caller), by(own, 'anonymous'), by(alike, 'anonymous')].find(
      ({ length }) => length > 0,
    ) ?? [];
  // of alternatives that are told of the same, somebody certainly gets in by one of them
  return {
    certainly: addressSet(...found.flatMap(({ certainly }) => certainly)),
    possibly: addressSet(...found.flatMap(({ possibly }) => possibly)),
  };
}

function compareRows(told: readonly Row[], found: readonly Row[]): Disagreement {
  const exceeds = (some: readonly string[], others: AddressSet): boolean =>
    !addressSet(...some).subtract(others).isEmpty;
  const claimed = told.filter((row) => exceeds(row.certainly, boundsOf(row, found).certainly));
  const missed = found.filter((row) => exceeds(row.possibly, boundsOf(row, told).possibly));
  const inWords = ({ about, caller, path, call }: Row): string => `${about} ${caller} ${path} ${call}`;
  return { claimed: claimed.map(inWords), missed: missed.map(inWords) };
}

export const VERBS: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

/** A route one verb at a time: `ANY` stands for those that have no row, and no method, of their own. */
function verbsOf(route: RouteRef, routes: readonly RouteRef[], methods: readonly DrawnRoute[] = []): readonly string[] {
  if (route.method !== 'ANY') return [route.method];
  const own = [...routes.filter(({ stage }) => stage === route.stage), ...methods].filter(
    ({ path }) => path === route.path,
  );
  return VERBS.filter((verb) => !own.some(({ method }) => method === verb));
}

const callOf = ({ path, witness }: RouteRef): string => witness ?? path.replace(/\{[^{}]*\}/g, 'x');

function explainedRows({ routes }: ApiExplanation): readonly Row[] {
  return routes.flatMap((route) =>
    verbsOf(route, routes).flatMap((verb) =>
      route.access.map(({ caller, door, certainly, possibly }) => ({
        about: [route.stage, verb, JSON.stringify(door)].join(' '),
        caller,
        path: route.path,
        call: callOf(route),
        certainly: certainly.cidrs,
        possibly: possibly.cidrs,
      })),
    ),
  );
}

export function compareExplanations(all: Explanation, one: Explanation, given: Given): Disagreement {
  const told = all.apis.filter(({ scenarios }) => isTold(scenarios, given));
  const number = `${one.apis.length} APIs`;
  if (told.length !== one.apis.length) return { claimed: [`${told.length} APIs`], missed: [number] };
  return compareRows(told.flatMap(explainedRows), one.apis.flatMap(explainedRows));
}

function changedRows({ change, routes }: ApiDifference, methods: readonly DrawnRoute[]): readonly Row[] {
  return routes.flatMap((route) =>
    verbsOf(route, routes, methods).flatMap((verb) =>
      (['opened', 'closed'] as const).map((kind) => ({
        about: [change, kind, route.stage, verb, JSON.stringify(route.door)].join(' '),
        caller: route.caller,
        path: route.path,
        call: callOf(route),
        certainly: route[kind].certainly.cidrs,
        possibly: route[kind].possibly.cidrs,
      })),
    ),
  );
}

export function compareDifferences(
  all: Differences,
  one: Differences,
  given: Given,
  versions: readonly DrawnTemplate[],
): Disagreement {
  const methods = versions.flatMap((version) => settled(version, given).routes);
  const rowsOf = (apis: readonly ApiDifference[]): readonly Row[] => apis.flatMap((api) => changedRows(api, methods));
  return compareRows(rowsOf(all.apis.filter(({ scenarios }) => isTold(scenarios, given))), rowsOf(one.apis));
}
