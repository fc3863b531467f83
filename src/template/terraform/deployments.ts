import { type Answer, all, any, fromBoolean, NO, unknown, YES } from '../../model/answer.ts';
import type { Deployment } from '../../model/api.ts';
import { type Unknown, unknownAt } from '../../values/value.ts';
import { isIndex } from './alike.ts';
import { nodeIn } from './nodes.ts';
import type { Order } from './order.ts';
import type { Carrier } from './policies.ts';
import { type Reference, referencesIn } from './references.ts';
import { attribute, type Document, type Resource } from './resource.ts';

/** An `aws_api_gateway_deployment` of an API with these policies; `owner` says whether it is one. */
export function readDeployment(
  resource: Resource,
  carriers: readonly Carrier[],
  { document, order }: { readonly document: Document; readonly order: Order },
  owner: Answer = YES,
): Deployment {
  const separate = carriers.filter((one) => one.resource.type === 'aws_api_gateway_rest_api_policy');
  const hidden = isTriggered(resource);
  return {
    id: resource.address,
    place: { at: resource.place },
    exists: owner,
    follows: any(all(...carriers.map((carrier) => takesIn(resource, carrier, document))), hidden),
    ordered: any(all(...separate.map((carrier) => order(resource, carrier.resource))), hidden),
  };
}

/** Whether `replace_triggered_by` may refer to the policy: a plan shows that it is there, and not what it refers to. */
function isTriggered({ address, place, change }: Resource): Answer {
  const reason = `the plan does not say what ${address} has in replace_triggered_by`;
  return change?.reason === 'replace_by_triggers' ? unknown([unknownAt(address, reason, place)]) : NO;
}

/**
 * Whether the triggers of a deployment change with a policy.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
 */
function takesIn(deployment: Resource, carrier: Carrier, { kind, isVague }: Document): Answer {
  const triggers = attribute(deployment, 'triggers');
  if (!triggers) return NO;
  const because = (reason: string): Unknown => unknownAt(`${deployment.address}.triggers`, reason, deployment.place);
  const expression = nodeIn(deployment.written, 'triggers');
  if (!expression) {
    const advice = kind === 'state' ? ': audit a plan' : '';
    return unknown([because(`the ${kind} does not say what makes the triggers of ${deployment.address}${advice}`)]);
  }
  if (expression.kind === 'mapping' && nodeIn(expression, 'constant_value')) return NO;
  const references = referencesIn(expression, deployment.module);
  const isKnown = ({ to, text }: Reference): boolean => (to ? to.attribute !== 'triggers' : isResource(text));
  const known = references.filter((one) => isIndex(one) || isKnown(one));
  const isOpen = references.length > known.length || references.length === 0;
  const parts = `the plan does not say which attributes the triggers of ${deployment.address} are made of`;
  const hidden = `a local value, a variable, a file or a time makes the triggers of ${deployment.address}`;
  const isWhole = references.some((one) => isToAll(one, carrier));
  // what is indexed is named without its attribute, too
  const isPart = isWhole && (isVague || references.some(isIndex));
  return any(
    fromBoolean(isIn(references, carrier) || (isWhole && !isPart)),
    isPart ? unknown([because(parts)]) : NO,
    isOpen ? unknown([because(hidden)]) : NO,
  );
}

const isResource = (reference: string): boolean => /^(?:data\.)?[a-z0-9]+_[\w-]+\./.test(reference);

/** Whether a reference is to a resource, or to its block, and to no attribute of it. */
function isToAll({ to, text, module }: Reference, { resource }: Carrier): boolean {
  if (to) return to.resource === resource && to.attribute === '';
  return module === resource.module && text === `${resource.type}.${resource.name}`;
}

/** Whether references take in a policy: as it is carried, or all that it is made from beside the API. */
function isIn(references: readonly Reference[], { resource, attribute, policy }: Carrier): boolean {
  if (policy.is === 'no') return true;
  if (references.some(({ to }) => to?.resource === resource && to.attribute === attribute)) return true;
  const expression = nodeIn(resource.written, attribute);
  const sources = expression ? referencesIn(expression, resource.module) : [];
  const made = sources.filter(({ to }) => to?.resource.type !== 'aws_api_gateway_rest_api');
  const isSame = (a: Reference, b: Reference): boolean => a.text === b.text && a.module === b.module;
  return made.length > 0 && made.every((source) => references.some((one) => isSame(one, source)));
}
