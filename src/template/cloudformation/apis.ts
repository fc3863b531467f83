import { type Answer, all, any, fromBoolean, unknown, YES, yes } from '../../model/answer.ts';
import type { Api, Deployment, Domain, Stage } from '../../model/api.ts';
import type { Place } from '../../model/policy.ts';
import { isPrivate } from '../../model/questions.ts';
import { readPolicy } from '../../policy/reader.ts';
import { display, expression, originOf } from '../../values/text.ts';
import { type Unknown, unknownAt, type Value } from '../../values/value.ts';
import { blame } from '../kernel/blame.ts';
import { readEndpoint } from '../kernel/endpoint.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import {
  exists,
  isDeployed,
  ownedBy,
  property,
  propertyNode,
  reference,
  stringProperty,
} from '../kernel/properties.ts';
import type { Resource } from '../kernel/template.ts';
import { revisionOf, withoutRoutes } from '../revision.ts';
import { type DefinitionProperties, definitionOf } from './definitions.ts';
import { leaves } from './exports.ts';
import { readRoutes } from './routes.ts';
import { hiddenOf } from './unread.ts';
import { hasWebAcl } from './web-acls.ts';

export const API_TYPES: readonly string[] = [
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::DomainNameV2',
  'AWS::ApiGatewayV2::Api',
];

/** A resource as an API in the evaluator's scenario; undefined where it does not exist there, or has no policy to audit. */
export function readApi(resource: Resource, evaluator: Evaluator): Api | undefined {
  const api = read(resource, evaluator);
  // the scenario is complete only now that all of the API was evaluated
  return api && { ...api, world: evaluator.scenario.world };
}

type ApiParts = Omit<Api, 'world'>;

function read(resource: Resource, evaluator: Evaluator): ApiParts | undefined {
  if (!isDeployed(resource, evaluator)) return undefined;
  if (resource.type === 'AWS::ApiGatewayV2::Api') return readHttpApi(resource, evaluator);
  if (resource.type === 'AWS::ApiGateway::DomainNameV2')
    return readPrivateDomain(resource, evaluator, leadsTo(resource, evaluator));
  return readRestApi(resource, evaluator);
}

function readRestApi(resource: Resource, evaluator: Evaluator): ApiParts {
  const definition = definitionOf(resource, { inline: 'Body', location: 'BodyS3Location' }, evaluator);
  const policies = [
    policyProperty(resource, 'Policy', evaluator),
    definition.policy && attach(definition.policy.value, originOf(definition.policy.key)),
  ];
  const routes = [...definition.routes, ...readRoutes(resource.id, evaluator)];
  const { policies: carriers, routes: further, unread } = hiddenOf(resource, evaluator);
  const open = {
    policies: [...definition.open, ...(policies.some((one) => one && one.is !== 'no') ? [] : carriers)],
    routes: [...definition.open, ...further],
  };
  const revision = revisionOf(policies, routes, open, unknownRoute(resource));
  const name = nameOf(resource, 'Name', evaluator);
  return {
    ...base(resource, evaluator),
    kind: 'rest',
    ...(name !== undefined && { name }),
    ...readEndpoint(resource, evaluator),
    revisions: [revision],
    stages: readStages(resource.id, evaluator),
    deployments: readDeployments(resource.id, evaluator),
    domains: readDomains(resource.id, evaluator),
    exported: leaves(resource.id, evaluator),
    unread,
    keepsPolicy: property(resource, 'Policy', evaluator) !== undefined,
  };
}

/** Methods may stand in another template, or be written by hand: without one here nothing is known of them. */
function unknownRoute({ id, key }: Resource): Unknown {
  return unknownAt(`routes of ${id}`, `the template has no methods of ${id}`, key.span);
}

export function base(
  resource: Resource,
  evaluator: Evaluator,
): Pick<Api, 'id' | 'place' | 'dialect' | 'stages' | 'deployments' | 'domains' | 'exported' | 'parameters' | 'stack'> {
  return {
    id: resource.id,
    place: { at: resource.key.span },
    dialect: 'cloudformation',
    parameters: [...evaluator.template.parameters.keys()],
    ...(evaluator.options.parent && { stack: evaluator.options.parent.path }),
    stages: [],
    deployments: [],
    domains: [],
    exported: false,
  };
}

export function policyProperty(
  resource: Resource,
  name: string,
  evaluator: Evaluator,
): ReturnType<typeof readPolicy> | undefined {
  const found = propertyNode(resource, name, evaluator);
  if (!found) return resource.open && unknown([evaluator.opening(resource.open)]);
  const value = evaluator.value(found.value);
  return value && attach(value, { at: found.key.span });
}

const attached = new WeakMap<Value, { place: Place; policy: ReturnType<typeof readPolicy> }>();

/** Scenarios share what is the same in them: a policy that does not depend on any is read once. */
function attach(value: Value, place: Place): ReturnType<typeof readPolicy> {
  const known = attached.get(value);
  if (known && known.place.at.start === place.at.start && known.place.at.file === place.at.file) return known.policy;
  const policy = readPolicy(value, place);
  attached.set(value, { place, policy });
  return policy;
}

export function nameOf(resource: Resource, name: string, evaluator: Evaluator): string | undefined {
  const value = evaluator.scenario.quietly(() => property(resource, name, evaluator));
  if (value?.kind === 'text' && value.scalar !== 'null') return display(value);
  const because = value && blame(value);
  return because && expression(because);
}

/** A private custom domain name, by the properties of `AWS::ApiGateway::DomainNameV2`. */
export function readPrivateDomain(resource: Resource, evaluator: Evaluator, leadsTo?: Answer): ApiParts {
  const name = nameOf(resource, 'DomainName', evaluator);
  return {
    ...base(resource, evaluator),
    kind: 'domain',
    ...(name !== undefined && { name }),
    endpoint: yes('PRIVATE'),
    addressType: yes('dualstack'),
    ...(leadsTo && { leadsTo }),
    revisions: [withoutRoutes([policyProperty(resource, 'Policy', evaluator)])],
  };
}

const [MAPPING, RULE] = ['AWS::ApiGateway::BasePathMappingV2', 'AWS::ApiGatewayV2::RoutingRule'] as const;

/** What leads from a private domain to APIs. */
export const MAPPINGS: readonly string[] = [MAPPING, RULE];

/** What a private domain leads to that this template does not say. */
export function mappedElsewhere({ id, key }: Resource): Answer {
  return unknown([unknownAt(`mappings of ${id}`, `${id} may be mapped elsewhere, too`, key.span)]);
}

/** Whether a private domain is mapped to a private API; nothing where the template maps it to none, and another one may. */
function leadsTo(domain: Resource, evaluator: Evaluator): Answer | undefined {
  const { id } = domain;
  const { byType, resources } = evaluator.template;
  const referring = (type: string): readonly Resource[] =>
    (byType.get(type) ?? []).filter((one) => reference(one, 'DomainNameArn', evaluator) === id);
  const mappings = referring(MAPPING);
  const isOpen = referring(RULE).length > 0 || leaves(id, evaluator);
  if (mappings.length === 0) return undefined;
  return any(
    ...mappings.map((mapping) => {
      const target = resources.get(reference(mapping, 'RestApiId', evaluator) ?? '');
      if (!target)
        return unknown([
          unknownAt(`API of ${mapping.id}`, `the API that ${mapping.id} maps is not known`, mapping.key.span),
        ]);
      return all(
        exists(mapping, evaluator),
        isPrivate(evaluator.scenario.quietly(() => readEndpoint(target, evaluator))),
      );
    }),
    ...(isOpen ? [mappedElsewhere(domain)] : []),
  );
}

/** An HTTP API has no resource policy, whatever its body or its properties say. */
export function readHttpApi(
  resource: Resource,
  evaluator: Evaluator,
  properties: DefinitionProperties = { inline: 'Body', location: 'BodyS3Location' },
): ApiParts {
  const definition = definitionOf(resource, properties, evaluator);
  const own = ['Policy', 'ResourcePolicy'].map((name) => policyProperty(resource, name, evaluator));
  const extension = definition.policy && attach(definition.policy.value, originOf(definition.policy.key));
  const name = nameOf(resource, 'Name', evaluator);
  return {
    ...base(resource, evaluator),
    kind: 'http',
    ...(name !== undefined && { name }),
    endpoint: yes('REGIONAL'),
    addressType: yes('ipv4'),
    revisions: [withoutRoutes([...own, extension], definition.open)],
  };
}

/** How tools end the ids of deployments that follow what they deploy: a new id is a new deployment. */
const HASHED = /[0-9a-f]{8}$/i;

function readDeployments(api: string, evaluator: Evaluator): readonly Deployment[] {
  return ownedBy(api, 'AWS::ApiGateway::Deployment', evaluator)
    .filter((resource) => isDeployed(resource, evaluator))
    .map((resource) => ({
      id: resource.id,
      place: { at: resource.key.span },
      exists: YES,
      follows: fromBoolean(HASHED.test(resource.id)),
    }));
}

/** Stages of their own, and those that deployments make. */
export function readStages(api: string, evaluator: Evaluator): readonly Stage[] {
  return ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment'].flatMap((type) =>
    ownedBy(api, type, evaluator).flatMap((resource): readonly Stage[] => {
      const named = evaluator.scenario.quietly(() => stringProperty(resource, 'StageName', evaluator));
      if (!named || !isDeployed(resource, evaluator)) return [];
      const deployment = type.endsWith('Deployment') ? resource.id : reference(resource, 'DeploymentId', evaluator);
      return [
        {
          place: { at: resource.key.span },
          named,
          name: nameOf(resource, 'StageName', evaluator) ?? '',
          ...(deployment && { deployment }),
          webAcl: hasWebAcl(api, resource, evaluator),
        },
      ];
    }),
  );
}

/** Custom domains that a base path mapping maps to the API. */
export function readDomains(api: string, evaluator: Evaluator): readonly Domain[] {
  return ownedBy(api, 'AWS::ApiGateway::BasePathMapping', evaluator).flatMap((mapping): readonly Domain[] => {
    const id = reference(mapping, 'DomainName', evaluator);
    const name = nameOf(mapping, 'DomainName', evaluator);
    const domain = (evaluator.template.byType.get('AWS::ApiGateway::DomainName') ?? []).find(
      (one) => one.id === id || (name !== undefined && nameOf(one, 'DomainName', evaluator) === name),
    );
    if (!domain || !isDeployed(mapping, evaluator) || !isDeployed(domain, evaluator)) return [];
    return [
      {
        place: { at: domain.key.span },
        name: nameOf(domain, 'DomainName', evaluator) ?? domain.id,
        ...evaluator.scenario.quietly(() => readEndpoint(domain, evaluator)),
      },
    ];
  });
}
