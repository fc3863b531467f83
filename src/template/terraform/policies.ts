import { type Answer, unknown } from '../../model/answer.ts';
import type { Policy } from '../../model/policy.ts';
import { readPolicy } from '../../policy/reader.ts';
import { originOf } from '../../values/text.ts';
import { isUnknown, type Unknown, type Value } from '../../values/value.ts';
import { entry } from '../openapi/definition.ts';
import type { Body } from './body.ts';
import { nodeIn } from './nodes.ts';
import { linked, type Targets } from './references.ts';
import type { Document, Resource } from './resource.ts';

/** Where a policy of an API is written. */
export interface Carrier {
  readonly resource: Resource;
  readonly attribute: 'policy' | 'body';
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
  const separate = attached.flatMap((one) => carrierOf(one, document));
  const extension = bodies.flatMap(({ resource, policy }): readonly Carrier[] =>
    policy ? [{ resource, attribute: 'body', policy: readPolicy(policy.value, originOf(policy.key)) }] : [],
  );
  if (nodeIn(api.written, 'policy')) return [...own, ...separate, ...extension];
  if (separate.length > 0) return [...separate, ...extension];
  // a plan may change the body, and shows the policy as it was; of a state it is what AWS has
  const [first, second] = document.kind === 'plan' ? [extension, own] : [own, extension];
  return first.some(({ policy }) => policy.is !== 'no') ? first : second;
}

function carrierOf(resource: Resource, document: Document): readonly Carrier[] {
  const policy = policyOf(resource, document);
  return policy ? [{ resource, attribute: 'policy', policy }] : [];
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
  return { ...value, reason: `${cause.id} is known only after apply: ${advice}`, origin: cause.origin };
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
