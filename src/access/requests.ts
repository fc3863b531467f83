import { type Answer, all, any, NO, not, unknown } from '../model/answer.ts';
import type { Api, Revision, Route, Stage } from '../model/api.ts';
import type { Pattern } from '../model/pattern.ts';
import type { Statement } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import { RouteIndex, VERBS, type Verb } from './route-index.ts';
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

interface CalledRoute extends Pick<Requests, 'route' | 'path'> {
  readonly verbs: readonly Verb[];
}

/** All that can be requested of an API, for each of its stages. */
export function requestsOf(api: Api, revision: Revision, statements: readonly Statement[]): readonly Requests[] {
  const targets = new Targets(api, statements);
  const index = new RouteIndex(revision);
  const routes = [...revision.routes, ...(index.hasUnknown ? [undefined] : [])].map(
    (route): CalledRoute => ({
      ...(route && { route }),
      path: route?.path ?? ANY_PATH,
      verbs: index.verbsOf(route),
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
    return called.flatMap(({ route, path, verbs }) => {
      const found = verbs.map((one) => {
        const before = index.before(route, one.verb);
        return { ...one, before, classes: targets.classes(targets.under(text, one.verb), path, [...before.keys()]) };
      });
      // several classes are alike only where they are the same: elsewhere other paths are meant
      const kindOf = (classes: readonly PathClass[]): unknown => (classes.length === 1 ? classes[0]?.matched : classes);
      const alike =
        (route?.method ?? 'ANY') === 'ANY' &&
        new Set(found.map(({ classes }) => kindOf(classes))).size === 1 &&
        new Set(found.map(({ exists }) => exists)).size === 1;
      return (alike ? found.slice(0, 1) : found).flatMap(({ verb, exists, before, classes }) =>
        classes.flatMap(({ witness, matched, before: taken }): readonly Requests[] => {
          const free = not(any(...taken.map((one) => before.get(one) ?? NO)));
          if (free.is === 'no') return [];
          const rest = {
            path,
            exists: free.is === 'yes' ? exists : all(exists, free),
            ...(classes.length > 1 && { witness }),
            matched,
          };
          return [{ ...(stage && { stage }), ...(route && { route }), method: alike ? 'ANY' : verb, ...rest }];
        }),
      );
    });
  });
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
  call: Call,
): readonly Requests[] {
  return requestsOfCalls(api, revision, statements)(call);
}

/** The same of many calls. */
export function requestsOfCalls(
  api: Api,
  revision: Revision,
  statements: readonly Statement[],
): (call: Call) => readonly Requests[] {
  const targets = new Targets(api, statements);
  const index = new RouteIndex(revision);
  const stages = stagesOf(api, revision);
  return ({ stage, method, path }) => {
    const verb = method.toUpperCase();
    const taking = index.takers(verb, path);
    const possible = stages.filter((one) => stage === undefined || one?.named.is !== 'yes' || one.name === stage);
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
  };
}

/** What is written may be deployed to any stage. */
function stagesOf(api: Api, revision: Revision): readonly (Stage | undefined)[] {
  const isWritten = revision === api.revisions[0];
  const stages = isWritten ? api.stages : (revision.inForceOn ?? api.stages);
  const distinct = [...new Map(stages.map((stage) => [stage.name, stage])).values()];
  return distinct.length > 0 ? distinct : [undefined];
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
