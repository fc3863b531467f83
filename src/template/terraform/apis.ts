import { unknown, YES, yes } from '../../model/answer.ts';
import type { Api } from '../../model/api.ts';
import { readPolicy } from '../../policy/reader.ts';
import type { Budget } from '../../values/budget.ts';
import { originOf } from '../../values/text.ts';
import { type Unknown, unknownAt } from '../../values/value.ts';
import { revisionOf, withoutRoutes } from '../revision.ts';
import { readBodies, readBody } from './body.ts';
import { readDeployment } from './deployments.ts';
import { readEndpoint } from './endpoint.ts';
import type { Order } from './order.ts';
import { readOverwrites } from './overwrites.ts';
import type { Astray, Owners } from './owners.ts';
import { policyOf, readPolicies } from './policies.ts';
import { beneathPuts } from './puts.ts';
import { type Document, nameIn, type Resource, textIn } from './resource.ts';
import { readRoute } from './routes.ts';
import { readDomain, readStage } from './stages.ts';

/** What decides beside a resource. */
export interface Surroundings {
  readonly owners: Owners;
  readonly order: Order;
  /** Whether the id of an API leaves the document. */
  readonly exported: (api: Resource) => boolean;
  readonly budget: Budget;
}

/** An `aws_api_gateway_rest_api` with what belongs to it. */
export function readRestApi(resource: Resource, document: Document, around: Surroundings): Api {
  const { owners, order, exported, budget } = around;
  const own = (type: string): readonly Resource[] => owners.of(resource, `aws_api_gateway_${type}`);
  const astray = (type: string): readonly Astray[] =>
    owners.astray(`aws_api_gateway_${type}`).map((one) => budget.within(one.resource.place, () => one));
  const doubts = (...types: readonly string[]): readonly Unknown[] =>
    types.flatMap(astray).flatMap(({ because }) => because);
  const bodies = readBodies(resource, own('rest_api_put'));
  const definitions = bodies.flatMap(({ open }) => open);
  const carriers = readPolicies(resource, own('rest_api_policy'), bodies, document).map((carrier) =>
    beneathPuts(carrier, bodies, order),
  );
  const routes = [
    ...bodies.flatMap((body) => body.routes),
    ...own('method').map((method) => readRoute(method, document, budget)),
  ];
  const open = {
    policies: [...definitions, ...doubts('rest_api_policy', 'rest_api_put')],
    routes: [...definitions, ...doubts('method', 'stage', 'rest_api_put')],
  };
  const elsewhere = unknownAt(
    `routes of ${resource.address}`,
    `the ${document.kind} has no methods of ${resource.address}`,
    resource.place,
  );
  const attached = [
    ...own('rest_api_policy').map((one) => ({ policy: one, owner: YES })),
    ...astray('rest_api_policy').map((one) => ({ policy: one.resource, owner: unknown(one.because) })),
  ];
  const arn = textIn(resource, 'execution_arn');
  return {
    ...base(resource, 'name'),
    kind: 'rest',
    ...(arn !== undefined && { arn }),
    ...readEndpoint(resource),
    revisions: [
      {
        ...revisionOf(
          carriers.map(({ policy }) => policy),
          routes,
          open,
          elsewhere,
        ),
        overwrites: bodies.slice(0, 1).flatMap((body) => readOverwrites(body, attached, document)),
      },
    ],
    stages: [...own('stage'), ...own('deployment')].flatMap((one) => readStage(one, document)),
    deployments: [
      ...own('deployment').map((one) => readDeployment(one, carriers, { document, order })),
      ...astray('deployment').map((one) =>
        readDeployment(one.resource, carriers, { document, order }, unknown(one.because)),
      ),
    ],
    domains: own('base_path_mapping').flatMap((mapping) => readDomain(mapping, document)),
    exported: exported(resource),
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
    revisions: [withoutRoutes([policy])],
  };
}

/** An `aws_apigatewayv2_api`, which no resource policy governs. */
export function readHttpApi(resource: Resource): Api {
  const { policy, open } = readBody(resource);
  return {
    ...base(resource, 'name'),
    kind: 'http',
    endpoint: yes('REGIONAL'),
    addressType: yes('ipv4'),
    revisions: [withoutRoutes([policy && readPolicy(policy.value, originOf(policy.key))], open)],
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
