import { type Answer, all, any, yes } from '../../model/answer.ts';
import type { Api, Domain } from '../../model/api.ts';
import { isPrivate as isPrivateApi } from '../../model/questions.ts';
import { mergedMember } from '../../values/convert.ts';
import { literal } from '../../values/text.ts';
import { MAPPINGS, mappedElsewhere, nameOf, readPrivateDomain } from '../cloudformation/apis.ts';
import { leaves, mentionedIn } from '../cloudformation/exports.ts';
import { readAddressType, readEndpoint, readType, withUsualAddresses } from '../kernel/endpoint.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { exists, property, propertyNode } from '../kernel/properties.ts';
import type { Resource } from '../kernel/template.ts';
import { nodeForSam } from './evaluated.ts';
import { mappingOf } from './globals.ts';

/**
 * `Domain` of an API as the resource that SAM makes of it.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-domainconfiguration.html
 */
function domainIn(resource: Resource, evaluator: Evaluator): Resource | undefined {
  const node = propertyNode(resource, 'Domain', evaluator);
  const properties = mappingOf(nodeForSam(node?.value, evaluator));
  return node && properties && { id: `${resource.id}.Domain`, key: node.key, type: 'Domain', properties };
}

function isPrivate(domain: Resource, evaluator: Evaluator): boolean {
  const type = property(domain, 'EndpointConfiguration', evaluator);
  return type?.kind === 'text' && literal(type) === 'PRIVATE';
}

/** The domain that an API sets up, where it maps it to the internet: a private one takes nobody to a public API. */
export function domainsOf(resource: Resource, evaluator: Evaluator): readonly Domain[] {
  const domain = domainIn(resource, evaluator);
  return evaluator.scenario.quietly(() => {
    if (!domain || isPrivate(domain, evaluator)) return [];
    const named = domain.properties && mergedMember(domain.properties, 'DomainName', evaluator.budget);
    const type = property(domain, 'EndpointConfiguration', evaluator);
    const addresses = property(domain, 'IpAddressType', evaluator);
    return [
      {
        place: { at: (named ?? domain).key.span },
        name: nameOf(domain, 'DomainName', evaluator) ?? resource.id,
        ...withUsualAddresses(type ? readType(type) : yes('REGIONAL')),
        ...(addresses && { addressType: readAddressType(addresses) }),
      },
    ];
  });
}

/** A private domain, which has a policy of its own. */
export function readDomainOf(resource: Resource, evaluator: Evaluator): Omit<Api, 'world'> | undefined {
  const domain = domainIn(resource, evaluator);
  if (!domain || !isPrivate(domain, evaluator)) return undefined;
  return { ...readPrivateDomain(domain, evaluator, leadsTo(resource, domain, evaluator)), dialect: 'sam' };
}

/** Whether a private API is behind a private domain, which those that name it share. */
function leadsTo({ id, type }: Resource, domain: Resource, evaluator: Evaluator): Answer {
  const { byType } = evaluator.template;
  const made = `${id}.DomainNameV2`;
  const mappings = MAPPINGS.flatMap((one) => byType.get(one) ?? []);
  const isMapped = mappings.some(({ properties }) => properties && mentionedIn(properties).has(made));
  const nameIn = (one: Resource | undefined): string | undefined => one && nameOf(one, 'DomainName', evaluator);
  const name = nameIn(domain);
  const sharing = (byType.get(type) ?? []).filter(
    (one) => one.id === id || (name !== undefined && nameIn(domainIn(one, evaluator)) === name),
  );
  return any(
    ...sharing.map((one) =>
      all(exists(one, evaluator), isPrivateApi(evaluator.scenario.quietly(() => readEndpoint(one, evaluator)))),
    ),
    ...(isMapped || leaves(made, evaluator) ? [mappedElsewhere(domain)] : []),
  );
}
