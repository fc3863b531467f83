import { type Answer, unknown } from '../../model/answer.ts';
import { unknownAt } from '../../values/value.ts';
import type { Body } from './body.ts';
import { isMade } from './imports.ts';
import type { Order } from './order.ts';
import type { Carrier } from './policies.ts';
import type { Resource } from './resource.ts';

/**
 * A policy of an API on which a plan puts another definition: that overwrites what the definition does not mention, unless the
 * plan attaches the policy afterwards.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-update.html
 */
export function beneathPuts(carrier: Carrier, bodies: readonly Body[], order: Order): Carrier {
  const { resource } = carrier;
  const over = bodies.find(
    (body) =>
      body.resource.type === 'aws_api_gateway_rest_api_put' &&
      body.resource !== resource &&
      !body.policy &&
      isMade(body.resource) &&
      !isAttachedAfter(resource, body.resource, order),
  );
  if (!over || carrier.policy.is === 'no') return carrier;
  return { ...carrier, policy: lostTo(over.resource) };
}

function isAttachedAfter(policy: Resource, put: Resource, order: Order): boolean {
  const isAttached = isMade(policy) || policy.change?.actions.includes('update') === true;
  return policy.type === 'aws_api_gateway_rest_api_policy' && isAttached && order(policy, put).is === 'yes';
}

function lostTo({ address, place }: Resource): Answer<never> {
  const reason = `${address} overwrites the API, and may take off a policy that its body does not have`;
  return unknown([unknownAt(address, reason, place)]);
}
