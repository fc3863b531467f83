import { type Answer, unknown } from '../../model/answer.ts';
import type { Place, Policy } from '../../model/policy.ts';
import { readPolicy } from '../../policy/reader.ts';
import { entry } from '../../values/entry.ts';
import { originOf } from '../../values/text.ts';
import { isUnknown, type Unknown, type Value } from '../../values/value.ts';
import type { Body } from './body.ts';
import { nodeIn } from './nodes.ts';
import { afterApply } from './outcomes.ts';
import { LATER } from './pending.ts';
import { linked, type Targets } from './references.ts';
import type { Document, Resource } from './resource.ts';

/** Where a policy of an API is written. */
export interface Carrier {
  readonly resource: Resource;
  readonly attribute: 'policy' | 'body';
  /** The key of the policy. */
  readonly place: Place;
  readonly policy: Answer<Policy>;
}

/**
 * The policies that are written for an API. AWS keeps one, and the provider gives that back as `policy` of the API itself,
 * wherever it came from: it counts beside another one only where the configuration writes it.
 */
export function readPolicies(
  api: Resource,
  attached: readonly Resource[],
  bodies: readonly Body[],
  document: Document,
): readonly Carrier[] {
  const own = carrierOf(api, document);
  const separate = attached.flatMap((one) => carrierOf(one, document) ?? []);
  const extensions = bodies.flatMap(({ resource, policy }): readonly Carrier[] => {
    if (!policy) return [];
    const place = originOf(policy.key);
    return [{ resource, attribute: 'body', place, policy: readPolicy(policy.value, place) }];
  });
  if (isGiven(api)) return [...(own ? [own] : []), ...separate, ...extensions];
  if (separate.length > 0) return [...separate, ...extensions];
  const [extension] = extensions;
  // what another resource puts on the API comes after the API
  if (document.kind === 'plan' && !(extension && extension.resource !== api)) {
    const after = afterApply(api, { ...(own && { had: own }), ...(extension && { extension }) }, document);
    return after ? [after] : [];
  }
  const known = own && own.policy.is !== 'no' && document.kind === 'state';
  return known ? [own] : extensions;
}

/** Whether the configuration gives an API a policy: otherwise `policy` is what AWS has. */
export function isGiven(api: Resource): boolean {
  return nodeIn(api.written, 'policy') !== undefined;
}

export function carrierOf(resource: Resource, document: Document): Carrier | undefined {
  const policy = policyOf(resource, document);
  const written = entry(resource.attributes, 'policy');
  return policy && written && { resource, attribute: 'policy', place: originOf(written.key), policy };
}

/** The `policy` of a resource, a string of JSON; undefined where there is none. */
export function policyOf(resource: Resource, document: Document): Answer<Policy> | undefined {
  const written = entry(resource.attributes, 'policy');
  if (!written) return undefined;
  const { key, value } = written;
  return isUnknown(value) ? unknown([pending(resource, value, document)]) : readPolicy(value, originOf(key));
}

const DOCUMENT: Targets = new Map([['data.aws_iam_policy_document', 'json']]);

/** What keeps a policy from being known before apply, and what to do about it. */
function pending(resource: Resource, value: Unknown, document: Document): Unknown {
  const made = linked(resource, 'policy', DOCUMENT, document);
  const cause = (made.is === 'yes' && firstUnknown(made.value.attributes)) || value;
  const advice = 'write execute-api:/… as its Resource instead of the ARN of the API, and the plan shows the policy';
  const reason = cause.reason.endsWith(LATER) ? `${cause.reason}: ${advice}` : cause.reason;
  return { ...value, reason, origin: cause.origin };
}

function firstUnknown(value: Value): Unknown | undefined {
  if (isUnknown(value)) return value;
  if (value.kind === 'text') return undefined;
  const inside = value.kind === 'list' ? value.items : value.entries.map((one) => one.value);
  for (const one of inside) {
    const found = firstUnknown(one);
    if (found) return found;
  }
  return undefined;
}
