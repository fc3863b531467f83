import { AddressSet } from '../../../src/ip/address-set.ts';
import { addressSet } from '../../../src/ip/network.ts';
import { UNROUTABLE } from '../../../src/ip/special.ts';
import type { DoorName, RouteRef } from '../../../src/report/explanation.ts';
import type { Finding, FindingRoute } from '../../../src/report/report.ts';
import { diffTexts, explainTexts } from '../../support/memory.ts';
import { changed, statementOf, stepsOf, valueAt, without } from './edits.ts';
import type { DrawnRoute, Json } from './templates.ts';
import { toText } from './written.ts';

/** Who gets in by one door, as one kind of caller: of those that there are. */
export interface Row {
  readonly caller: string;
  readonly door: DoorName;
  /** Where nobody knows what authorizes callers: if it is what lets this kind in. */
  readonly gets: AddressSet;
}

/** A route, as far as a policy treats the values of its parameters alike. */
export interface RouteRows extends RouteRef {
  /** The method that it is one of, which may be `ANY`. */
  readonly verb: string;
  readonly rows: readonly Row[];
}

/** Of a template in which nothing but an authorization is not known. */
export function rowsOf(template: Json, drawn: readonly DrawnRoute[]): readonly RouteRows[] {
  return explainTexts({ 't.json': toText(template) }).apis.flatMap(({ routes }) =>
    routes.map(({ access, ...route }) => ({
      ...route,
      verb: drawn.some(({ method, path }) => method === route.method && path === route.path) ? route.method : 'ANY',
      rows: access.map(({ caller, door, possibly }) => {
        const sources = addressSet(...possibly.cidrs);
        return { caller, door, gets: door.via === 'internet' ? sources.subtract(UNROUTABLE) : sources };
      }),
    })),
  );
}

type Named = Pick<RouteRef, 'stage' | 'method' | 'path'> & { readonly verb?: string };

/** Which changes count: all where nothing is said. */
interface Among {
  readonly isMeant?: (route: Named) => boolean;
  readonly callers?: readonly string[];
  readonly sources?: AddressSet;
}

/** A finding of a template, and what is so of the template or would be of a changed one. */
export class Trial {
  readonly template: Json;
  readonly finding: Finding;
  readonly routes: readonly RouteRows[];

  constructor(template: Json, finding: Finding, routes: readonly RouteRows[]) {
    this.template = template;
    this.finding = finding;
    this.routes = routes;
  }

  get steps(): ReturnType<typeof stepsOf> {
    return stepsOf(this.finding.location.path ?? '');
  }

  get statement(): ReturnType<typeof stepsOf> {
    return statementOf(this.steps);
  }

  /** Whether the finding names a route. */
  readonly names: NonNullable<Among['isMeant']> = (route) =>
    (this.finding.routes ?? []).some((one) => isOf(one, route));

  /** Of the routes that the finding names those on which something is not so: for no value of their parameters, or not for all. */
  unlike(test: (route: RouteRows) => boolean, how: 'some' | 'every' = 'some'): readonly string[] {
    const named = this.finding.routes ?? [];
    if (named.length === 0) return ['it names no route'];
    return named.flatMap((one) => {
      const same = this.routes.filter((route) => isOf(one, route));
      return same.length > 0 && same[how](test) ? [] : [`not so on ${one.stage} ${one.method} ${one.path}`];
    });
  }

  /** What changes once the template is changed. */
  changes(after: Json, { isMeant = () => true, callers, sources = AddressSet.all }: Among = {}): readonly string[] {
    const inFile = (one: Json) => ({ 't.json': toText(one) });
    return diffTexts(inFile(this.template), inFile(after))
      .apis.flatMap(({ routes }) => routes)
      .filter((route) => isMeant(route) && (callers?.includes(route.caller) ?? true))
      .flatMap(({ method, path, caller, opened, closed }) =>
        [...opened.certainly.cidrs, ...closed.certainly.cidrs]
          .filter((cidr) => !addressSet(cidr).intersect(sources).isEmpty)
          .map((cidr) => `${method} ${path} ${caller} ${cidr}`),
      );
  }

  /** What changes without something; nothing where it is the only member of a list, which cannot go. */
  without(steps: readonly (string | number)[] = this.steps, among?: Among): readonly string[] {
    return this.isAlone(steps) ? [] : this.changes(without(this.template, steps), among);
  }

  /** What changes without the condition that is pointed at, or a value of. */
  withoutCondition(among?: Among): readonly string[] {
    return this.changes(without(this.template, this.steps.slice(0, this.steps.lastIndexOf('Condition') + 3)), among);
  }

  isAlone(steps: readonly (string | number)[] = this.steps): boolean {
    const list = valueAt(this.template, steps.slice(0, -1));
    return !Array.isArray(list) || list.length < 2;
  }

  /** What changes with other members in place of one of a list. */
  replacing(members: readonly Json[]): readonly string[] {
    const list = changed(this.template, this.steps.slice(0, -1), (was) =>
      (was as readonly Json[]).flatMap((one, i) => (i === this.steps.at(-1) ? members : [one])),
    );
    return this.changes(list);
  }
}

/** A finding may name a method of the route or the verb of a request; preflights are meant by none. */
function isOf(named: FindingRoute, { stage, method, verb = method, path }: Named): boolean {
  if (named.stage !== stage || named.path !== path || method === 'OPTIONS') return false;
  return named.method === method || named.method === verb;
}
