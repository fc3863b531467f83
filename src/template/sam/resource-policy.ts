import { type Answer, andThen, yes } from '../../model/answer.ts';
import type { Route } from '../../model/api.ts';
import type { Defect, Policy } from '../../model/policy.ts';
import { readPolicy } from '../../policy/reader.ts';
import { policySize } from '../../policy/size.ts';
import { resolveAlias } from '../../source/tree.ts';
import { entry } from '../../values/entry.ts';
import { literal, originOf, type Text, textAt, textOfUnknown } from '../../values/text.ts';
import type { Dict, DictEntry, Unknown, Value } from '../../values/value.ts';
import { ofNull } from '../kernel/blame.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { property, propertyNode } from '../kernel/properties.ts';
import type { Resource } from '../kernel/template.ts';
import type { Definition } from '../openapi/definition.ts';
import { defect } from './defects.ts';
import { functionOf } from './evaluated.ts';
import { type ApiEvent, calledBy, isOfFunction } from './events.ts';
import { byPath } from './routes.ts';
import { customIn, customStatements, dict, itemsOf, statementsOf } from './statements.ts';
import type { Taken } from './taken.ts';
import { type Written, writtenIn } from './written.ts';

/** An API, and what its policy is made of. */
interface Sources {
  readonly resource: Resource;
  readonly events: readonly ApiEvent[];
  /** The routes that the policies of events are about, and those that the API's own is: preflights too. */
  readonly written: readonly Route[];
  readonly made: readonly Route[];
  readonly stage: Text;
  readonly definition: Definition;
  readonly evaluator: Evaluator;
}

interface SamPolicy {
  readonly policy?: Answer<Policy>;
  readonly open: readonly Unknown[];
  readonly defects: readonly Defect[];
}

/** A `ResourcePolicy`, with the routes and the stage that SAM writes it for. */
interface Part extends Written {
  readonly routes: readonly Route[];
  readonly stage: Text;
}

/** The policy that SAM puts into the definition: what `Auth.ResourcePolicy` of the API and of its events say, and what stood there. */
export function readResourcePolicy(sources: Sources): SamPolicy {
  const { resource, made, stage, definition, evaluator } = sources;
  const own = writtenIn(resource, evaluator, true);
  const fromEvents = partsOfEvents(sources);
  const parts: readonly Part[] = [...(own ? [{ ...own, routes: made, stage }] : []), ...fromEvents];
  const outside = propertyNode(resource, 'ResourcePolicy', evaluator);
  const policy = combined(definition.policy, parts);
  const defects = [
    ...parts.flatMap((part) => part.defects),
    ...(outside ? [{ code: 'sam-outside' as const, place: { at: outside.key.span }, data: {} }] : []),
  ];
  return {
    ...(policy && { policy }),
    open: parts.flatMap(({ open }) => open),
    defects: policy?.is === 'yes' ? defects.map((one) => withEntry(one, policy.value)) : defects,
  };
}

function partsOfEvents({ resource, events, written, stage, evaluator }: Sources): readonly Part[] {
  const isNamed = literal(stage) !== undefined && !isFunction(resource, evaluator);
  return events.flatMap((event): readonly Part[] => {
    const found = writtenIn(event.resource, evaluator, false);
    if (!found) return [];
    const { path } = calledBy(event, evaluator);
    const routes = written.filter((route) => route.path === path);
    const at = event.key.span;
    if (!isOfFunction(event)) {
      const own = property(event.resource, 'Stage', evaluator);
      if (own?.kind === 'text') return [{ ...found, routes, stage: own }];
      return [
        {
          ...found,
          routes,
          stage: textOfUnknown(ofNull(at), at),
          defects: [...found.defects, defect('sam-machine', found)],
        },
      ];
    }
    if (isNamed) return [{ ...found, routes, stage }];
    // SAM writes the stage of its own there where the name is a function
    return [{ ...found, routes, stage: textAt('Stage', at), defects: [...found.defects, defect('sam-stage', found)] }];
  });
}

/** A mapping of one function is no literal name, whatever its value is. */
function isFunction(resource: Resource, evaluator: Evaluator): boolean {
  const node = propertyNode(resource, 'StageName', evaluator)?.value;
  const value = node && resolveAlias(node);
  const isWritten = value === undefined || (value.kind === 'scalar' && value.tag === undefined);
  return !isWritten && functionOf(node, evaluator, false) !== undefined;
}

/** SAM appends its statements to those of the definition. A policy stands at the key of the API's own, or at an event's. */
function combined(definition: DictEntry | undefined, parts: readonly Part[]): Answer<Policy> | undefined {
  const before = definition?.value;
  const first = parts.find(
    ({ policy, routes, stage }) => leaves(customIn(policy)) || statementsOf(policy, routes, stage).length > 0,
  );
  if (!first || (before && before.kind !== 'dict'))
    return definition && readPolicy(definition.value, originOf(definition.key));
  const statement = before && entry(before, 'Statement')?.value;
  const there = statement ? itemsOf(statement) : [];
  const place = originOf(first.key);
  const whole = (items: readonly Value[]): Dict => ({
    ...dict(place.at, {
      Version: textAt('2012-10-17', place.at),
      Statement: { kind: 'list', items, open: [], origin: place },
    }),
    open: before?.open ?? [],
  });
  const together = whole(withStatements(there, parts, (routes) => [routes]));
  const size = policySize(whole(withStatements(there, parts, byPath)));
  return andThen(readPolicy(together, place), (policy) => yes({ ...policy, size }));
}

/** Whether a policy is left where these are its only statements: a function may leave nothing of it. */
function leaves(custom: Taken | undefined): boolean {
  return custom !== undefined && !(custom.isFunction && itemsOf(custom.value).length === 0);
}

function withStatements(
  there: readonly Value[],
  parts: readonly Part[],
  grouped: (routes: readonly Route[]) => readonly (readonly Route[])[],
): readonly Value[] {
  const made = parts.flatMap(({ policy, routes, stage }) =>
    grouped(routes).flatMap((group) => statementsOf(policy, group, stage)),
  );
  const custom = parts.flatMap(({ policy }) => customIn(policy) ?? []);
  const isAlone = there.length + made.length === 0 && custom.length === 1;
  return [...there, ...made, ...custom.flatMap((one) => customStatements(one, isAlone))];
}

/** Rules about entries and ids have nothing to say of a list within a list that SAM made one, nor of pieces. */
function withEntry(one: Defect, { statements }: Policy): Defect {
  if (one.code !== 'sam-nested' && one.code !== 'sam-apart') return one;
  const conditions = statements.flatMap(({ place, conditions: own }) =>
    place.at.start === one.place.at.start ? own : [],
  );
  const subject = one.code === 'sam-nested' ? conditions.flatMap(({ list }) => list?.entries ?? [])[0] : conditions[0];
  return subject ? { ...one, subject } : one;
}
