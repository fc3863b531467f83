import { expect } from 'vitest';
import type { Access, Door, DoorId, RouteAccess } from '../../../src/access/access.ts';
import { accessOf, accessOfRequest } from '../../../src/access/access-of.ts';
import type { Call } from '../../../src/access/requests.ts';
import type { Api, Revision } from '../../../src/model/api.ts';
import { parse } from '../../../src/source/parse.ts';
import { load } from '../../../src/template/load.ts';
import type { Told } from '../../../src/template/told.ts';
import { NO_FILES } from '../../support/no-files.ts';
import type { Json } from './templates.ts';
import { toText } from './written.ts';

/** Holds two documents of one API against each other, of which the one knows less. */

/** An API as a document gives it. */
export interface Given {
  readonly api: Api;
  readonly revision: Revision;
}

export function given(document: Json, told: Told = {}): Given {
  const { apis, failures } = load(parse({ path: 't.json', text: toText(document) }), {
    given: new Map(),
    imports: () => undefined,
    files: NO_FILES,
    told,
  });
  expect(failures).toEqual([]);
  const [api, ...others] = apis.flatMap(({ worlds }) => worlds);
  const [revision] = api?.revisions ?? [];
  if (!api || !revision || others.length > 0) throw new Error('there is not one API in one scenario');
  return { api, revision };
}

/** The text that is not known as a document shows it, and what it turns out to be. */
type Names = ReadonlyMap<string, string>;

/** Several where patterns meet. */
const idOf = (id: DoorId = 'any other'): string => [id].flat().join();

/** Whether a request by a door may come by one of the document that knows less, which names these ids. */
function isSameDoor(less: Door, more: Door, names: Names, named: ReadonlySet<string>): boolean {
  if (less.via === 'internet' || more.via === 'internet') return less.via === more.via;
  return (['vpce', 'vpc'] as const).every((key) => {
    const [shown, id] = [idOf(less[key]), idOf(more[key])];
    return shown === id || names.get(shown) === id || (shown === 'any other' && !named.has(id));
  });
}

const isGlob = (door: Door): boolean => door.via === 'vpc-endpoint' && /[*?]/.test(`${door.vpce} ${door.vpc}`);

/** The ids that doors are known by; what is not known by what it turns out to be. */
function namedBy(accesses: readonly Access[], names: Names): ReadonlySet<string> {
  const shown = accesses.flatMap(({ door }) => (door.via === 'internet' ? [] : [idOf(door.vpce), idOf(door.vpc)]));
  return new Set(shown.map((id) => names.get(id) ?? id));
}

function faultOf(less: Access, more: Access): string | undefined {
  if (!more.certainly.covers(less.certainly))
    return `certainly ${less.certainly.cidrs()}, not ${more.certainly.cidrs()}`;
  if (!less.possibly.covers(more.possibly)) return `possibly ${less.possibly.cidrs()}, not ${more.possibly.cidrs()}`;
  const isExact = less.certainly.equals(less.possibly);
  return isExact === (less.because.length === 0) ? undefined : 'no reason is given';
}

/** What of a route's access is not within the bounds of the same route where less is known. */
function routeFault(less: RouteAccess, more: RouteAccess, names: Names): string | undefined {
  const named = namedBy(less.access, names);
  for (const access of more.access) {
    // which ids a pattern stands for depends on the others
    if (isGlob(access.door) && !less.access.some(({ door }) => JSON.stringify(door) === JSON.stringify(access.door)))
      continue;
    const same = less.access.filter(
      (one) => one.caller === access.caller && isSameDoor(one.door, access.door, names, named),
    );
    if (same.length === 0) return `nothing is said of ${access.caller} by ${JSON.stringify(access.door)}`;
    for (const one of same) {
      const fault = faultOf(one, access);
      if (fault) return `${access.caller} by ${JSON.stringify(one.door)}: ${fault}`;
    }
  }
  return undefined;
}

const nameOf = ({ stage, method, path, witness }: RouteAccess): string => `${stage?.name} ${method} ${witness ?? path}`;

/** Whatever is known of a route, and the paths that are asked for beside. */
function isSameRoute(less: RouteAccess, more: RouteAccess, [known, all]: readonly [Given, Given]): boolean {
  const isRoute =
    less.route === undefined ||
    known.revision.routes.indexOf(less.route) === all.revision.routes.indexOf(more.route as never);
  const stages = known.api.stages;
  const isStage =
    less.stage === undefined || stages.indexOf(less.stage) === all.api.stages.indexOf(more.stage as never);
  return isRoute && isStage && (less.method === 'ANY' || more.method === 'ANY' || less.method === more.method);
}

/** Every answer of the one that is not within the bounds of the other, which knows less. */
export function faults(known: Given, all: Given, names: Names): readonly string[] {
  const less = accessOf(known.api, known.revision);
  return accessOf(all.api, all.revision).flatMap((more) => {
    const same = less.filter((one) => isSameRoute(one, more, [known, all]));
    const found = same.map((one) => routeFault(one, more, names));
    if (found.includes(undefined)) return [];
    return [`${nameOf(more)}: ${found[0] ?? 'there is no such route'}`];
  });
}

/** Paths that the routes of drawn templates take. */
export const CALLS: readonly string[] = ['/', '/admin', '/pets', '/pets/x', '/pets/admin', '/a/b', '/pets/7/owner'];

/** The same of one call. */
export function callFaults(known: Given, all: Given, names: Names, call: Call): readonly string[] {
  const less = accessOfRequest(known.api, known.revision, call);
  return accessOfRequest(all.api, all.revision, call).flatMap((more) => {
    const same = less.filter((one) => isSameRoute(one, more, [known, all]));
    const found = same.map((one) => routeFault(one, more, names));
    return found.includes(undefined) ? [] : [`${call.method} ${call.path}: ${found[0] ?? 'no route takes it'}`];
  });
}
