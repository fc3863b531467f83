import { type Answer, all, any, not, unknown, YES } from '../model/answer.ts';
import type { Revision, Route } from '../model/api.ts';
import type { Unknown } from '../values/value.ts';
import { isOpen, takesPath } from './path.ts';

/** The verbs that `ANY` stands for. */
export const VERBS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const;

export interface Verb {
  readonly verb: string;
  /** One answer for all verbs of which the same is known. */
  readonly exists: Answer;
}

export interface Taker {
  /** Absent where the document does not know its routes. */
  readonly route?: Route;
  readonly exists: Answer;
}

/** Routes below one beginning of their paths, segment by segment. */
interface Branch {
  readonly literal: Map<string, Branch>;
  parameter?: Branch;
  /** Those whose paths end here. */
  readonly routes: Route[];
  /** Those that a greedy parameter ends. */
  readonly greedy: Route[];
}

/** The routes of a revision, made to be asked often which of them takes a call. */
export class RouteIndex {
  readonly #revision: Revision;
  readonly #byPath = new Map<string, Route[]>();
  readonly #verbs = new Map<Route | undefined, readonly Verb[]>();
  readonly #root = branch();
  /** Those that no tree can hold: a part of their paths is not known. */
  readonly #others: Route[] = [];

  constructor(revision: Revision) {
    this.#revision = revision;
    for (const route of revision.routes) {
      const beside = this.#byPath.get(route.path) ?? [];
      this.#byPath.set(route.path, beside);
      beside.push(route);
      this.#add(route);
    }
  }

  /** Whether there may be routes that the document does not know. */
  get hasUnknown(): boolean {
    const { routes, routesOpen } = this.#revision;
    return routesOpen.length > 0 || routes.length === 0;
  }

  /** `ANY` stands for the verbs that have no method of their own on its path. */
  verbsOf(route: Route | undefined): readonly Verb[] {
    const verbs = this.#verbs.get(route) ?? this.#readVerbs(route);
    this.#verbs.set(route, verbs);
    return verbs;
  }

  /** The routes that may take a call: the most specific one, and those behind one that may not be there, or not take it. */
  takers(verb: string, path: string): readonly Taker[] {
    const others = this.#others.filter((one) => takesPath(one.path, path));
    const nearest = [...below(this.#root, path.split('/'), 0), ...others].sort((a, b) =>
      compareText(specificity(a.path), specificity(b.path)),
    );
    const taking: Taker[] = [];
    let free: Answer = YES;
    for (const route of nearest) {
      const own = this.verbsOf(route).find((one) => one.verb === verb);
      if (!own) continue;
      const takes = isOpen(route.path) ? all(own.exists, unknown([unknownPath(route)])) : own.exists;
      taking.push({ route, exists: all(free, takes) });
      free = all(free, not(takes));
      if (free.is === 'no') return taking;
    }
    return this.hasUnknown ? [...taking, { exists: free }] : taking;
  }

  /** The paths of other routes that take some of the calls to one by a verb, and whether each is there. */
  before(route: Route | undefined, verb: string): ReadonlyMap<string, Answer> {
    const found = new Map<string, Answer>();
    if (!route || isOpen(route.path) || !route.path.includes('{')) return found;
    const own = specificity(route.path);
    for (const [path, others] of this.#byPath) {
      if (path === route.path || isOpen(path) || !mayShare(path.split('/'), route.path.split('/'))) continue;
      if (compareText(specificity(path), own) >= 0) continue;
      const there = others.flatMap((one) => this.verbsOf(one).filter((other) => other.verb === verb));
      if (there.length > 0) found.set(path, any(...there.map(({ exists }) => exists)));
    }
    return found;
  }

  #readVerbs(route: Route | undefined): readonly Verb[] {
    const { routes, routesOpen } = this.#revision;
    // beside routes that are known there may be no other
    const exists = route?.exists ?? (routes.length > 0 ? unknown(routesOpen) : YES);
    if (route && route.method !== 'ANY') return [{ verb: route.method, exists }];
    const beside = (route && this.#byPath.get(route.path)) ?? [];
    return VERBS.flatMap((verb) => {
      const own = beside.filter(({ method }) => method === verb);
      const free = own.length === 0 ? exists : all(exists, not(any(...own.map((one) => one.exists))));
      return free.is === 'no' ? [] : [{ verb, exists: free }];
    });
  }

  #add(route: Route): void {
    const segments = route.path.split('/');
    const isGreedy = GREEDY.test(segments.at(-1) ?? '');
    const inner = isGreedy ? segments.slice(0, -1) : segments;
    if (inner.some((one) => /[{}]/.test(one) && !PARAMETER.test(one))) {
      this.#others.push(route);
      return;
    }
    const at = inner.reduce(branchFor, this.#root);
    (isGreedy ? at.greedy : at.routes).push(route);
  }
}

/** Whether some path may be one of both. */
function mayShare(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [one[0], other[0]];
  if (a === undefined || b === undefined) return one.length === other.length;
  if (GREEDY.test(a) || GREEDY.test(b)) return true;
  return (a === b || a.includes('{') || b.includes('{')) && mayShare(one.slice(1), other.slice(1));
}

const PARAMETER = /^\{[^{}]*[^{}+]\}$/;
const GREEDY = /^\{[^{}]*\+\}$/;

function branch(): Branch {
  return { literal: new Map(), routes: [], greedy: [] };
}

function branchFor(at: Branch, segment: string): Branch {
  if (PARAMETER.test(segment)) {
    at.parameter ??= branch();
    return at.parameter;
  }
  const next = at.literal.get(segment) ?? branch();
  at.literal.set(segment, next);
  return next;
}

/** The routes below a branch that take the rest of a path. */
function below(at: Branch, path: readonly string[], from: number): readonly Route[] {
  if (from === path.length) return at.routes;
  const segment = path[from] as string;
  const literal = at.literal.get(segment);
  const isRest = segment !== '' || from + 1 < path.length;
  return [
    ...(literal ? below(literal, path, from + 1) : []),
    ...(at.parameter && segment !== '' ? below(at.parameter, path, from + 1) : []),
    ...(isRest ? at.greedy : []),
  ];
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
    isOpen(part) ? '0' : GREEDY.test(part) ? '2' : /^\{.*\}$/.test(part) ? '1' : '0';
  return `${path.split('/').map(kind).join('')}${isOpen(path) ? ' ' : ''}`;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
