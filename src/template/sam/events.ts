import type { Answer } from '../../model/answer.ts';
import type { Route } from '../../model/api.ts';
import { type Mapping, type Node, resolveAlias, type Scalar, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { mergedMember, mergedMembers } from '../../values/convert.ts';
import { display, expression, literal } from '../../values/text.ts';
import { type Unknown, unknownAt } from '../../values/value.ts';
import { isEvaluatedBefore } from '../cloudformation/extensions.ts';
import { blame } from '../kernel/blame.ts';
import { callOf, isLoop, scalarOf } from '../kernel/calls.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { unexpanded } from '../kernel/loops.ts';
import { exists, property, propertyNode } from '../kernel/properties.ts';
import type { Resource, Template } from '../kernel/template.ts';
import { functionOf, isNone, nodeForSam, nodesForSam } from './evaluated.ts';
import { mappingOf } from './globals.ts';

/** The API that SAM makes for events which name none. */
export const IMPLICIT = 'ServerlessRestApi';

/** An `Api` event of a function or a state machine: it adds a route to an API. */
export interface ApiEvent {
  readonly key: Scalar;
  /** `Properties`, as those of a resource: the same functions read them. */
  readonly resource: Resource;
  readonly owner: Resource;
  readonly exists: Answer;
}

/** The events of all functions and state machines: SAM's policies speak of the paths of those too that do not exist. */
export function eventsIn(evaluator: Evaluator): readonly ApiEvent[] {
  const read = (node: Node | undefined): readonly Node[] => {
    const left = nodeForSam(node, evaluator);
    return left ? [left] : [];
  };
  return ownersIn(evaluator.template).flatMap((owner) => {
    const there = exists(owner, evaluator);
    return eventsOf(owner, read, evaluator.budget).map((event) => ({ ...event, exists: there }));
  });
}

/** What keeps events of functions and state machines from being known: loops among them over lists that are not. */
export function hiddenEvents(evaluator: Evaluator): readonly Unknown[] {
  return ownersIn(evaluator.template).flatMap((owner) => {
    const events = mappingOf(nodeForSam(propertyNode(owner, 'Events', evaluator)?.value, evaluator));
    const members = events ? mergedMembers(events, evaluator.budget) : [];
    return members.filter(isLoop).map((member) => unexpanded(member, evaluator));
  });
}

const FUNCTION = 'AWS::Serverless::Function';

export const isOfFunction = ({ owner }: ApiEvent): boolean => owner.type === FUNCTION;

function ownersIn({ byType }: Template): readonly Resource[] {
  return [FUNCTION, 'AWS::Serverless::StateMachine'].flatMap((type) => byType.get(type) ?? []);
}

/** The first event of each function and state machine that may add to the API which SAM makes. */
export function implicitEvents(template: Template, budget: Budget): readonly Omit<ApiEvent, 'exists'>[] {
  const read = (node: Node | undefined): readonly Node[] => nodesForSam(node, template);
  return ownersIn(template).flatMap((owner) => {
    const first = eventsOf(owner, read, budget).find(({ resource: { properties } }) => {
      const id = properties && mergedMember(properties, 'RestApiId', budget);
      return !id || read(id.value).some((one) => isNone(one) || writtenId(one) === IMPLICIT);
    });
    return first ?? [];
  });
}

/** The logical id that a `Ref` or a string names. */
function writtenId(node: Node): string | undefined {
  const value = resolveAlias(node);
  const call = callOf(value);
  const named = call?.name === 'Ref' ? call.argument : call ? undefined : value;
  return named?.kind === 'scalar' ? scalarText(named) : undefined;
}

/** The events of one function, as far as they are written out; `read` gives what SAM may find in the place of a node. */
function eventsOf(
  owner: Resource,
  read: (node: Node | undefined) => readonly Node[],
  budget: Budget,
): readonly Omit<ApiEvent, 'exists'>[] {
  const within = (mapping: Mapping | undefined, name: string): readonly Mapping[] =>
    read(mapping && mergedMember(mapping, name, budget)?.value).flatMap((node) => mappingOf(node) ?? []);
  return within(owner.properties, 'Events').flatMap((events) =>
    mergedMembers(events, budget).flatMap(({ key, value }) =>
      read(value).flatMap((node) => {
        const event = mappingOf(node);
        const type = event && scalarOf(mergedMember(event, 'Type', budget)?.value);
        if (!type || scalarText(type) !== 'Api') return [];
        const [properties] = within(event, 'Properties');
        return [{ key, owner, resource: { id: scalarText(key), key, type: 'Api', ...(properties && { properties }) } }];
      }),
    ),
  );
}

/** The logical id of the API that an event adds to; undefined for one of another template. */
export function apiOf({ resource }: ApiEvent, evaluator: Evaluator): string | undefined {
  const id = nodeForSam(propertyNode(resource, 'RestApiId', evaluator)?.value, evaluator);
  if (!id || isNone(id)) return IMPLICIT;
  const value = functionOf(id, evaluator, false) === undefined ? evaluator.value(id) : undefined;
  return value?.kind === 'text' ? literal(value) : writtenId(id);
}

/** Why SAM refuses the template for the API that an event names: it takes a reference, or a name. */
export function refusedApiOf({ resource, owner }: ApiEvent, evaluator: Evaluator): Unknown | undefined {
  const id = propertyNode(resource, 'RestApiId', evaluator);
  if (!id || writtenId(id.value) !== undefined || isEvaluatedBefore(evaluator.template)) return undefined;
  const at = id.key.span;
  const reason = `SAM refuses a function as RestApiId of the event ${resource.id} of ${owner.id}`;
  return unknownAt(`RestApiId ${at.file.path}:${at.start}`, reason, at);
}

/** The verb and the path that an event is called by; unknown parts of the path stand in it as `${…}`. */
export function calledBy({ resource }: ApiEvent, evaluator: Evaluator): Pick<Route, 'method' | 'path'> {
  const method = property(resource, 'Method', evaluator);
  const path = property(resource, 'Path', evaluator);
  const verb = method?.kind === 'text' && !blame(method) ? display(method).toUpperCase() : 'ANY';
  const written = path?.kind === 'text' ? display(path) : path?.kind === 'unknown' ? expression(path) : '';
  return { method: verb === '*' ? 'ANY' : verb, path: written.startsWith('/') ? written : `/${written}` };
}
