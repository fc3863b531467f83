import { type Answer, all, any, not, unknown, YES } from '../model/answer.ts';
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
  /** Whether there are such requests: of a route with a condition of its own, of the verbs that `ANY` has beside such a one. */
  readonly exists: Answer;
  /** One of the paths, where the values of a parameter are treated differently. */
  readonly witness?: string;
  /** By the index of the statement: whether its `Resource` or `NotResource` matches them. Absent where it does not. */
  readonly matched: Matched;
}

/** The verbs that `ANY` stands for. */
const VERBS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const;

interface CalledRoute extends Pick<Requests, 'route' | 'path'> {
  readonly verbs: readonly Verb[];
}

/** All that can be requested of an API, for each of its stages. */
export function requestsOf(api: Api, revision: Revision, statements: readonly Statement[]): readonly Requests[] {
  const targets = new Targets(api, statements);
  const routes = [...revision.routes, ...(hasUnknownRoutes(revision) ? [undefined] : [])].map(
    (route): CalledRoute => ({
      ...(route && { route }),
      path: route?.path ?? ANY_PATH,
      verbs: verbsOf(route, revision),
    }),
  );
  const asked = stagesOf(api, revision).map((stage) => ({ stage, called: routes }));
  // what may be called on a stage that is not known
  const hidden = api.unread?.stages ?? [];
  if (asked[0]?.stage && revision === api.revisions[0] && hidden.length > 0) {
    const exists = unknown(hidden);
    asked.push({ stage: undefined, called: [{ path: ANY_PATH, verbs: VERBS.map((verb) => ({ verb, exists })) }] });
  }
  return asked.flatMap(({ stage, called }) => {
    const text = stageText(stage, api);
    const heads = new Map<string, ReturnType<Targets['under']>>();
    const under = (verb: string): ReturnType<Targets['under']> => {
      const head = heads.get(verb) ?? targets.under(text, verb);
      heads.set(verb, head);
      return head;
    };
    return called.flatMap(({ route, path, verbs }) => {
      const found = verbs.map((one) => ({ ...one, classes: targets.classes(under(one.verb), path) }));
      // several classes are alike only where they are the same: elsewhere other paths are meant
      const kindOf = (classes: readonly PathClass[]): unknown => (classes.length === 1 ? classes[0]?.matched : classes);
      const alike =
        (route?.method ?? 'ANY') === 'ANY' &&
        new Set(found.map(({ classes }) => kindOf(classes))).size === 1 &&
        new Set(found.map(({ exists }) => exists)).size === 1;
      return (alike ? found.slice(0, 1) : found).flatMap(({ verb, exists, classes }) =>
        classes.map(({ witness, matched }) => ({
          ...(stage && { stage }),
          ...(route && { route }),
          method: alike ? 'ANY' : verb,
          path,
          exists,
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
  const taking = takersOf(revision, verb, path);
  const possible = stagesOf(api, revision).filter(
    (one) => stage === undefined || one?.named.is !== 'yes' || one.name === stage,
  );
  return possible.flatMap((one) => {
    const text = one?.named.is === 'yes' || stage === undefined ? stageText(one, api) : [...stage];
    return targets.classes(targets.under(text, verb), path).flatMap(({ matched }) =>
      taking.map(({ route, exists }) => ({
        ...(one && { stage: one }),
        ...(route && { route }),
        method: verb,
        path,
        exists,
        matched,
      })),
    );
  });
}

interface Taker {
  /** Absent where the document does not know its routes. */
  readonly route?: Route;
  readonly exists: Answer;
}

/** The routes that may take a call: the most specific one, and those behind one that may not be there, or not take it. */
function takersOf(revision: Revision, verb: string, path: string): readonly Taker[] {
  const taking: Taker[] = [];
  const nearest = revision.routes
    .filter((one) => takesPath(one.path, path))
    .sort((a, b) => compareText(specificity(a.path), specificity(b.path)));
  let free: Answer = YES;
  for (const route of nearest) {
    const own = verbsOf(route, revision).find((one) => one.verb === verb);
    if (!own) continue;
    const takes = isOpen(route.path) ? all(own.exists, unknown([unknownPath(route)])) : own.exists;
    taking.push({ route, exists: all(free, takes) });
    free = all(free, not(takes));
    if (free.is === 'no') return taking;
  }
  return hasUnknownRoutes(revision) ? [...taking, { exists: free }] : taking;
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

interface Verb {
  readonly verb: string;
  /** One answer for all verbs of which the same is known. */
  readonly exists: Answer;
}

/** `ANY` stands for the verbs that have no method of their own on its path. */
function verbsOf(route: Route | undefined, { routes, routesOpen }: Revision): readonly Verb[] {
  // beside routes that are known there may be no other
  const exists = route?.exists ?? (routes.length > 0 ? unknown(routesOpen) : YES);
  if (route && route.method !== 'ANY') return [{ verb: route.method, exists }];
  return VERBS.flatMap((verb) => {
    const own = routes.filter(({ path, method }) => path === route?.path && method === verb);
    const free = own.length === 0 ? exists : all(exists, not(any(...own.map((one) => one.exists))));
    return free.is === 'no' ? [] : [{ verb, exists: free }];
  });
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
