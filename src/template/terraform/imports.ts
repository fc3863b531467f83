import { type Answer, andThen, any, fromBoolean, NO, unknown, YES } from '../../model/answer.ts';
import { isUnknown, unknownAt } from '../../values/value.ts';
import { isSame } from './changes.ts';
import { mappingIn, nodeIn } from './nodes.ts';
import { answerIn, attribute, type Resource } from './resource.ts';

/**
 * Whether the provider puts the body on an API when the plan is applied: as it makes the API, and where the body or its
 * parameters change.
 */
export function isImported(api: Resource): Answer {
  const { change, address, place } = api;
  const body = hasBody(api);
  if (body.is !== 'yes') return body;
  if (!change) return unknown([unknownAt(address, `the plan does not say what it does to ${address}`, place)]);
  if (isMade(api)) return YES;
  const values = mappingIn(api.node, 'values');
  const isChanged = (name: string): Answer => {
    const value = attribute(api, name);
    return isUnknown(value)
      ? unknown([value])
      : fromBoolean(!isSame(nodeIn(change.before, name), nodeIn(values, name)));
  };
  return change.actions.includes('update') ? any(isChanged('body'), isChanged('parameters')) : NO;
}

/** Whether an API has a body; an empty one is none. */
export function hasBody(api: Resource): Answer {
  return andThen(answerIn(api, 'body') ?? NO, (body) => fromBoolean(body.trim() !== ''));
}

/** Whether a plan makes a resource, or makes it anew. */
export function isMade({ change }: Resource): boolean {
  return change !== undefined && (change.actions.includes('create') || !change.before);
}

/** Whether the body leaves on the API what it does not mention; otherwise it overwrites that. */
export function isMerged(api: Resource): Answer {
  return andThen(answerIn(api, 'put_rest_api_mode') ?? NO, (mode) => fromBoolean(mode === 'merge'));
}
