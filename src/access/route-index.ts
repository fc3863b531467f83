import type { Revision, Route } from '../model/api.ts';
import { takesPath } from './path.ts';

/** The verbs that `ANY` stands for. */
export const VERBS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const;

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
  readonly #verbs = new Map<string, Set<string>>();
  readonly #root = branch();
  /** Those that no tree can hold: a part of their paths is not known. */
  readonly #others: Route[] = [];

  constructor({ routes }: Revision) {
    for (const route of routes) {
      const own = this.#verbs.get(route.path) ?? new Set<string>();
      if (route.exists.is === 'yes') own.add(route.method);
      this.#verbs.set(route.path, own);
      this.#add(route);
    }
  }

  /** `ANY` stands for the verbs that have no method of their own on its path. */
  verbsOf(route: Route | undefined): readonly string[] {
    if (!route) return VERBS;
    if (route.method !== 'ANY') return [route.method];
    const own = this.#verbs.get(route.path);
    return VERBS.filter((verb) => !own?.has(verb));
  }

  /** The route that API Gateway takes for a call. */
  taking(verb: string, path: string): Route | undefined {
    const found = find(this.#root, path.split('/'), 0, (route) => this.#has(route, verb));
    const others = this.#others.filter((one) => this.#has(one, verb) && takesPath(one.path, path));
    const [route] = [...(found ? [found] : []), ...others].sort((a, b) =>
      compareText(specificity(a.path), specificity(b.path)),
    );
    return route;
  }

  #has(route: Route, verb: string): boolean {
    return this.verbsOf(route).includes(verb);
  }

  #add(route: Route): void {
    const segments = route.path.split('/');
    const isGreedy = isKind(segments.at(-1) ?? '', GREEDY);
    const inner = isGreedy ? segments.slice(0, -1) : segments;
    if (inner.some((one) => /[{}]/.test(one) && !isKind(one, PARAMETER))) {
      this.#others.push(route);
      return;
    }
    let at = this.#root;
    for (const segment of inner) at = below(at, segment);
    (isGreedy ? at.greedy : at.routes).push(route);
  }
}

const PARAMETER = /^\{[^{}]*[^{}+]\}$/;
const GREEDY = /^\{[^{}]*\+\}$/;
const isKind = (segment: string, kind: RegExp): boolean => kind.test(segment);

function branch(): Branch {
  return { literal: new Map(), routes: [], greedy: [] };
}

function below(at: Branch, segment: string): Branch {
  if (isKind(segment, PARAMETER)) {
    at.parameter ??= branch();
    return at.parameter;
  }
  const next = at.literal.get(segment) ?? branch();
  at.literal.set(segment, next);
  return next;
}

/** API Gateway takes a literal segment before a parameter, and that before a greedy one. */
function find(at: Branch, path: readonly string[], from: number, fits: (route: Route) => boolean): Route | undefined {
  if (from === path.length) return at.routes.find(fits);
  const segment = path[from] as string;
  const literal = at.literal.get(segment);
  const near =
    (literal && find(literal, path, from + 1, fits)) ??
    (at.parameter && segment !== '' ? find(at.parameter, path, from + 1, fits) : undefined);
  const isRest = segment !== '' || from + 1 < path.length;
  return near ?? (isRest ? at.greedy.find(fits) : undefined);
}

function specificity(path: string): string {
  const kind = (part: string): string => (/^\{.*\+\}$/.test(part) ? '2' : /^\{.*\}$/.test(part) ? '1' : '0');
  return path.split('/').map(kind).join('');
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
