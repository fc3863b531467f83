import { type Answer, andThen, any, fromBoolean } from '../../model/answer.ts';
import type { Domain, Stage } from '../../model/api.ts';
import { readEndpoint } from './endpoint.ts';
import { linked, type Targets } from './references.ts';
import { answerIn, type Document, nameIn, type Resource, textIn } from './resource.ts';

const DEPLOYMENT: Targets = new Map([['aws_api_gateway_deployment', 'id']]);
const STAGE: Targets = new Map([['aws_api_gateway_stage', 'arn']]);
const DOMAIN: Targets = new Map([['aws_api_gateway_domain_name', 'domain_name']]);

/** The stage that an `aws_api_gateway_stage` is, or that a deployment with a `stage_name` makes. */
export function readStage(resource: Resource, document: Document): readonly Stage[] {
  const named = answerIn(resource, 'stage_name');
  if (!named) return [];
  const link = linked(resource, 'deployment_id', DEPLOYMENT, document);
  const isOwn = resource.type === 'aws_api_gateway_deployment';
  const deployment = isOwn ? resource : link.is === 'yes' ? link.value : undefined;
  return [
    {
      place: { at: resource.place },
      name: nameIn(resource, 'stage_name') ?? '',
      named,
      ...(deployment && { deployment: deployment.address }),
      webAcl: hasWebAcl(resource, document),
    },
  ];
}

const associated = new WeakMap<Document, readonly Answer<Resource>[]>();

/** A stage tells of its web ACL in a state; in a plan an `aws_wafv2_web_acl_association` does. */
function hasWebAcl(stage: Resource, document: Document): Answer {
  const known = associated.get(document) ?? associationsIn(document);
  associated.set(document, known);
  return any(
    fromBoolean((textIn(stage, 'web_acl_arn') ?? '') !== ''),
    ...known.map((one) => andThen(one, (associated) => fromBoolean(associated === stage))),
  );
}

function associationsIn(document: Document): readonly Answer<Resource>[] {
  const associations = document.resources.filter(({ type }) => type === 'aws_wafv2_web_acl_association');
  return associations.map((one) => linked(one, 'resource_arn', STAGE, document));
}

/** The custom domain that an `aws_api_gateway_base_path_mapping` maps. */
export function readDomain(mapping: Resource, document: Document): readonly Domain[] {
  const link = linked(mapping, 'domain_name', DOMAIN, document);
  if (link.is !== 'yes') return [];
  const { value: domain } = link;
  return [
    {
      place: { at: domain.place },
      name: nameIn(domain, 'domain_name') ?? domain.address,
      ...readEndpoint(domain),
    },
  ];
}
