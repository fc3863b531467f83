import { type Answer, unknown, YES } from '../model/answer.ts';
import type { Api, Revision, Route, Stage } from '../model/api.ts';
import type { Pattern } from '../model/pattern.ts';
import type { Statement } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import { isOpen, takesPath } from './path.ts';
import { ANY_PATH, type Matched, type PathClass, Targets } from './targets.ts';

/** Requests to one route that the resources of all statements treat alike. */
export interface Requests {
  /** Absent where the document has no stages. */
  readonly stage?: Stage;
  /** Absent where the document does not know its routes: whatever there may be. */
  readonly route?: Route;
  /** `ANY` where all verbs of the route are treated alike. */
  readonly method: string;
  readonly path: string;
  /** One of the paths, where the values of a parameter are treated differently. */
  readonly witness?: string;
  /** Whether the route takes a call, where one is asked about. */
  readonly taken?: Answer;
  /** By the index of the statement: whether its `Resource` or `NotResource` matches them. Absent where it does not. */
  readonly matched: Matched;
}

/** The verbs that `ANY` stands for. */
const VERBS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const;

interface CalledRoute extends Pick<Requests, 'route' | 'path'> {
  readonly verbs: readonly string[];
}

const UNKNOWN_ROUTE: CalledRoute = { path: ANY_PATH, verbs: VERBS };

/** All that can be requested of an API, for each of its stages. */
export function requestsOf(api: Api, revision: Revision, statements: readonly Statement[]): readonly Requests[] {
  const targets = new Targets(api, statements);
  const known = revision.routes.map((route) => ({ route, path: route.path, verbs: verbsOf(route, revision) }));
  const routes: readonly CalledRoute[] = [...known, ...(hasUnknownRoutes(revision) ? [UNKNOWN_ROUTE] : [])];
  const asked = stagesOf(api, revision).map((stage) => ({ stage, called: routes }));
  // what may be called on a stage that is not known
  if (asked[0]?.stage && revision === api.revisions[0] && api.unread && api.unread.stages.length > 0)
    asked.push({ stage: undefined, called: [UNKNOWN_ROUTE] });
  return asked.flatMap(({ stage, called }) => {
    const text = stageText(stage, api);
    const heads = new Map<string, ReturnType<Targets['under']>>();
    const under = (verb: string): ReturnType<Targets['under']> => {
      const head = heads.get(verb) ?? targets.under(text, verb);
      heads.set(verb, head);
      return head;
    };
    return called.flatMap(({ route, path, verbs }) => {
      const found = verbs.map((verb) => ({ verb, classes: targets.classes(under(verb), path) }));
      // several classes are alike only where they are the same: elsewhere other paths are meant
      const kindOf = (classes: readonly PathClass[]): unknown => (classes.length === 1 ? classes[0]?.matched : classes);
      const alike =
        (route?.method ?? 'ANY') === 'ANY' && new Set(found.map(({ classes }) => kindOf(classes))).size === 1;
      return (alike ? found.slice(0, 1) : found).flatMap(({ verb, classes }) =>
        classes.map(({ witness, matched }) => ({
          ...(stage && { stage }),
          ...(route && { route }),
          method: alike ? 'ANY' : verb,
          path,
          ...(classes.length > 1 && { witness }),
          matched,
        })),
      );
    });
  });
}

function hasUnknownRoutes({ routes, routesOpen }: Revision): boolean {
  return routesOpen.length > 0 || routes.length === 0;
}

/** A call by its path, `/pets/7`, which is no template. */
export interface Call {
  /** Every stage where absent. */
  readonly stage?: string;
  readonly method: string;
  readonly path: string;
}

/** The requests of a call, for each stage that it may go to; none where no route takes it. */
export function requestsFor(
  api: Api,
  revision: Revision,
  statements: readonly Statement[],
  { stage, method, path }: Call,
): readonly Requests[] {
  const targets = new Targets(api, statements);
  const verb = method.toUpperCase();
  const possible = stagesOf(api, revision).filter(
    (one) => stage === undefined || one?.named.is !== 'yes' || one.name === stage,
  );
  return takersOf(revision, verb, path).flatMap(({ route, taken }) =>
    possible.flatMap((one) => {
      const text = one?.named.is === 'yes' || stage === undefined ? stageText(one, api) : [...stage];
      return targets.classes(targets.under(text, verb), path).map(({ matched }) => ({
        ...(one && { stage: one }),
        ...(route && { route }),
        method: verb,
        path,
        taken,
        matched,
      }));
    }),
  );
}

interface Taker {
  /** Absent where the document does not know its routes. */
  readonly route?: Route;
  readonly taken: Answer;
}

/** The routes that may take a call: the most specific one, and what comes before it and may not be there, or not take it. */
function takersOf(revision: Revision, verb: string, path: string): readonly Taker[] {
  const found: Taker[] = [];
  const because: Unknown[] = [];
  const candidates = revision.routes
    .filter((one) => verbsOf(one, revision).includes(verb) && takesPath(one.path, path))
    .sort((a, b) => compareText(specificity(a.path), specificity(b.path)));
  for (const route of candidates) {
    if (isOpen(route.path)) because.push(unknownPath(route));
    found.push({ route, taken: because.length > 0 ? unknown(because.slice()) : YES });
    if (route.exists.is === 'unknown') because.push(...route.exists.because);
    if (route.exists.is === 'yes' && !isOpen(route.path)) return found;
  }
  return hasUnknownRoutes(revision) ? [...found, { taken: YES }] : found;
}

function unknownPath({ path, place }: Route): Unknown {
  return { kind: 'unknown', id: `path ${path}`, reason: `which calls ${path} takes is not known`, origin: place };
}

/**
 * API Gateway takes a literal segment before a parameter, and that before a greedy one. What is not known comes as early as it
 * may, but behind its like: no two routes are the same.
 */
function specificity(path: string): string {
  const kind = (part: string): string =>
    isOpen(part) ? '0' : /^\{.*\+\}$/.test(part) ? '2' : /^\{.*\}$/.test(part) ? '1' : '0';
  return `${path.split('/').map(kind).join('')}${isOpen(path) ? ' ' : ''}`;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What is written may be deployed to any stage. */
function stagesOf(api: Api, revision: Revision): readonly (Stage | undefined)[] {
  const isWritten = revision === api.revisions[0];
  const stages = isWritten ? api.stages : (revision.inForceOn ?? api.stages);
  const distinct = [...new Map(stages.map((stage) => [stage.name, stage])).values()];
  return distinct.length > 0 ? distinct : [undefined];
}

/** `ANY` stands for the verbs that have no method of their own on its path. */
function verbsOf(route: Route, { routes }: Revision): readonly string[] {
  if (route.method !== 'ANY') return [route.method];
  const own = new Set(
    routes.filter(({ path, exists }) => path === route.path && exists.is === 'yes').map((one) => one.method),
  );
  return VERBS.filter((verb) => !own.has(verb));
}

/** The name of a stage; unknown parts stand in it as `${Environment}`. */
function stageText(stage: Stage | undefined, { place, unread }: Api): Pattern {
  const [hidden] = unread?.stages ?? [];
  if (!stage) return [hidden ?? { kind: 'unknown', id: 'the stage', reason: 'the stage is not known', origin: place }];
  const because = stage.named.is === 'unknown' ? stage.named.because : [];
  return stage.name.split(/(\$\{[^{}]*\})/).flatMap((part): Pattern => {
    if (!/^\$\{.*\}$/.test(part)) return [...part];
    const name = part.slice(2, -1);
    const known = because.find(({ id }) => id === name || id === `Ref ${name}`);
    const unknown: Unknown = {
      kind: 'unknown',
      id: `Ref ${name}`,
      reason: `${part} is not known`,
      origin: stage.place,
    };
    return [known ?? unknown];
  });
}
