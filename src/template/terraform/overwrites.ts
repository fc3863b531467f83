import { type Answer, all, fromBoolean, not, unknown } from '../../model/answer.ts';
import type { Overwrite } from '../../model/api.ts';
import type { Body } from './body.ts';
import { hasBody, isImported, isMade, isMerged } from './imports.ts';
import { carrierOf, isGiven } from './policies.ts';
import type { Document, Resource } from './resource.ts';

/**
 * The policies that a resource of their own attaches to an API, and an update of its body takes off again: that overwrites
 * what the body does not mention, and the provider puts back only what the API itself is given. A state says nothing of updates.
 */
export function readOverwrites(
  { resource: api, policy, open }: Body,
  attached: readonly { readonly policy: Resource; readonly owner: Answer }[],
  document: Document,
): readonly Overwrite[] {
  const { kind, eras } = document;
  const body = hasBody(api);
  if (kind === 'state' || body.is === 'no' || isGiven(api)) return [];
  const isBare = open.length > 0 ? unknown(open) : fromBoolean(!policy);
  const happens = all(body, isBare, fromBoolean(eras.includes('leaves')), not(isMerged(api)));
  const isNow = !isMade(api) && isImported(api).is === 'yes' && !eras.includes('writes back');
  return attached.flatMap(({ policy: resource, owner }) => {
    const carrier = carrierOf(resource, document);
    if (!carrier) return [];
    return [{ place: carrier.place, happens: all(happens, carrier.policy, owner), atOnce: isNow && isKept(resource) }];
  });
}

/** Whether a plan leaves a resource as it is. */
function isKept({ change }: Resource): boolean {
  return change?.actions.join() === 'no-op';
}
