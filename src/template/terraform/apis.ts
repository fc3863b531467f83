import { type Answer, unknown, yes } from '../../model/answer.ts';
import type { Api, Revision } from '../../model/api.ts';
import type { Policy } from '../../model/policy.ts';
import { readPolicy } from '../../policy/reader.ts';
import type { Budget } from '../../values/budget.ts';
import { originOf } from '../../values/text.ts';
import { unknownAt } from '../cloudformation/evaluator.ts';
import { revisionOf } from '../revision.ts';
import { readBody } from './body.ts';
import { readDeployment } from './deployments.ts';
import { readEndpoint } from './endpoint.ts';
import { isExported } from './exported.ts';
import type { Owners } from './owners.ts';
import { policyOf, readPolicies } from './policies.ts';
import { type Document, nameIn, type Resource, textIn } from './resource.ts';
import { readRoute } from './routes.ts';
import { readDomain, readStage } from './stages.ts';

/** An `aws_api_gateway_rest_api` with what belongs to it. */
export function readRestApi(resource: Resource, owners: Owners, document: Document, budget: Budget): Api {
  const own = (type: string): readonly Resource[] => owners.of(resource, `aws_api_gateway_${type}`);
  const astray = (...types: readonly string[]) => types.flatMap((type) => owners.astray(`aws_api_gateway_${type}`));
  const definition = readBody(resource);
  const carriers = readPolicies(resource, own('rest_api_policy'), definition, document);
  const routes = [...definition.routes, ...own('method').map((method) => readRoute(method, document, budget))];
  const open = {
    policies: [...definition.open, ...astray('rest_api_policy').flatMap(({ because }) => because)],
    routes: [...definition.open, ...astray('method', 'stage').flatMap(({ because }) => because)],
  };
  const elsewhere = unknownAt(
    `routes of ${resource.address}`,
    `the ${document.kind} has no methods of ${resource.address}`,
    resource.place,
  );
  const arn = textIn(resource, 'execution_arn');
  return {
    ...base(resource, 'name'),
    kind: 'rest',
    ...(arn !== undefined && { arn }),
    ...readEndpoint(resource),
    revisions: [
      revisionOf(
        carriers.map(({ policy }) => policy),
        routes,
        open,
        elsewhere,
      ),
    ],
    stages: [...own('stage'), ...own('deployment')].flatMap((one) => readStage(one, document)),
    deployments: [
      ...own('deployment').map((one) => readDeployment(one, carriers)),
      ...astray('deployment').map((one) => readDeployment(one.resource, carriers, unknown(one.because))),
    ],
    domains: own('base_path_mapping').flatMap((mapping) => readDomain(mapping, document)),
    exported: isExported(resource, document, budget),
  };
}

/** An `aws_api_gateway_domain_name` that is private, and so has a policy of its own; undefined for any other. */
export function readPrivateDomain(resource: Resource, document: Document): Api | undefined {
  const policy = policyOf(resource, document);
  if (!policy || policy.is === 'no') return undefined;
  return {
    ...base(resource, 'domain_name'),
    kind: 'domain',
    endpoint: yes('PRIVATE'),
    addressType: yes('dualstack'),
    revisions: [withoutRoutes(policy)],
  };
}

/** An `aws_apigatewayv2_api`, which no resource policy governs. */
export function readHttpApi(resource: Resource): Api {
  const { policy, open } = readBody(resource);
  const revision = withoutRoutes(policy && readPolicy(policy.value, originOf(policy.key)));
  return {
    ...base(resource, 'name'),
    kind: 'http',
    endpoint: yes('REGIONAL'),
    addressType: yes('ipv4'),
    revisions: [{ ...revision, policyOpen: [...revision.policyOpen, ...open] }],
  };
}

function withoutRoutes(policy: Answer<Policy> | undefined): Revision {
  return {
    policies: policy?.is === 'yes' ? [policy.value] : [],
    policyOpen: policy?.is === 'unknown' ? policy.because : [],
    routes: [],
    routesOpen: [],
  };
}

function base(resource: Resource, nameAttribute: string): Omit<Api, 'kind' | 'endpoint' | 'addressType' | 'revisions'> {
  const name = nameIn(resource, nameAttribute);
  return {
    id: resource.address,
    place: { at: resource.place },
    ...(name !== undefined && { name }),
    dialect: 'terraform',
    stages: [],
    deployments: [],
    domains: [],
    exported: false,
    parameters: [],
    world: [],
  };
}
