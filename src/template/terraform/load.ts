import type { Api } from '../../model/api.ts';
import type { Mapping } from '../../source/tree.ts';
import { type Budget, LimitError } from '../../values/budget.ts';
import { unknownAt } from '../../values/value.ts';
import { apiBehind } from '../document/policy.ts';
import { failureOf, unique } from '../failures.ts';
import type { Files } from '../files.ts';
import { type Loaded, TemplateError } from '../loaded.ts';
import type { Told } from '../told.ts';
import { readHttpApi, readPrivateDomain, readRestApi, type Surroundings } from './apis.ts';
import { declarationsOf } from './declarations.ts';
import { readDocument } from './document.ts';
import { exportedFrom } from './exported.ts';
import { nodeIn, stringIn } from './nodes.ts';
import { orderIn } from './order.ts';
import { type Owners, ownersIn } from './owners.ts';
import { policyOf } from './policies.ts';
import { type Document, type Resource, textIn } from './resource.ts';

/** Whether a document is what `terraform show -json` or `tofu show -json` prints. */
export function isTerraform(root: Mapping): boolean {
  const parts = ['values', 'planned_values', 'resource_changes', 'configuration'];
  return nodeIn(root, 'format_version') !== undefined && parts.some((name) => nodeIn(root, name) !== undefined);
}

/** Whether a document is a part of a plan, without what says how its format is read. */
export function isPartOfPlan(root: Mapping): boolean {
  return ['planned_values', 'resource_changes'].some((name) => nodeIn(root, name) !== undefined);
}

/** Whether a document is a state as Terraform stores it, whose form is its own affair. */
export function isStateFile(root: Mapping): boolean {
  return ['terraform_version', 'serial', 'lineage'].every((name) => nodeIn(root, name) !== undefined);
}

/** The APIs of a state, or of what a plan makes of it. */
export function loadTerraform(
  root: Mapping,
  budget: Budget,
  { files, told }: { readonly files: Files; readonly told: Told },
): Loaded {
  const version = stringIn(root, 'format_version') ?? '';
  if (!/^[01]\./.test(version))
    return {
      apis: [],
      failures: [],
      notAudited: [`terraform show -json has a format_version ${version} that is not known`],
    };
  const document = readDocument(root, budget);
  const around = {
    owners: ownersIn(document),
    order: orderIn(document, budget),
    exported: exportedFrom(document, budget),
    budget,
  };
  const apis: Api[] = [];
  const failures: Loaded['failures'][number][] = [];
  const notAudited: string[] = [];
  for (const resource of document.resources) {
    if (isWebSocket(resource)) notAudited.push(`${resource.address}: a WebSocket API has no resource policy`);
    try {
      const api = readApi(resource, document, around) ?? behindPolicy(resource, around.owners, document, told);
      if (api) apis.push(api);
    } catch (error) {
      if (!(error instanceof TemplateError) && !(error instanceof LimitError)) throw error;
      failures.push(failureOf(error));
    }
  }
  return {
    apis: apis.map((api) => ({ worlds: [api] })),
    failures: unique(failures),
    notAudited,
    declarations: declarationsOf(document, files),
  };
}

function isWebSocket(resource: Resource): boolean {
  return resource.type === 'aws_apigatewayv2_api' && textIn(resource, 'protocol_type')?.toUpperCase() === 'WEBSOCKET';
}

function readApi(resource: Resource, document: Document, around: Surroundings): Api | undefined {
  switch (resource.type) {
    case 'aws_api_gateway_rest_api':
      return readRestApi(resource, document, around);
    case 'aws_api_gateway_domain_name':
      return readPrivateDomain(resource, document);
    case 'aws_apigatewayv2_api':
      return isWebSocket(resource) ? undefined : readHttpApi(resource);
    default:
      return undefined;
  }
}

/** The API of a policy that is attached to one elsewhere, or to one that is not known. */
function behindPolicy(resource: Resource, owners: Owners, document: Document, told: Told): Api | undefined {
  const { type, address, place } = resource;
  if (type !== 'aws_api_gateway_rest_api_policy') return undefined;
  const astray = owners.astray(type).find((one) => one.resource === resource);
  if (!astray && !owners.foreign(type).includes(resource)) return undefined;
  const policy = policyOf(resource, document);
  if (!policy || policy.is === 'no') return undefined;
  const reason = `the API that ${address} belongs to is not in this ${document.kind}`;
  const nowhere = astray?.because[0] ?? unknownAt(`the API of ${address}`, reason, place);
  return apiBehind(policy, address, { at: place }, told, nowhere);
}
