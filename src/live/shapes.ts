import type { Authorizer, EndpointConfiguration, Method, Resource, RestApi, Stage } from '@aws-sdk/client-api-gateway';
import type * as Shape from '../template/snapshot/shape.ts';
import { decodePolicy } from './policy-text.ts';

// What AWS answers, cut down to what the documents hold.

export function apiShape({ id = '', name, policy, ...listed }: RestApi): Shape.ApiSnapshot['api'] {
  const decoded = decodePolicy(policy);
  const { endpointConfiguration, disableExecuteApiEndpoint } = listed;
  return {
    id,
    ...(name !== undefined && { name }),
    ...(decoded !== undefined && { policy: decoded }),
    ...(endpointConfiguration && { endpointConfiguration: endpointShape(endpointConfiguration) }),
    ...(disableExecuteApiEndpoint !== undefined && { disableExecuteApiEndpoint }),
  };
}

export function endpointShape({
  types,
  ipAddressType,
  vpcEndpointIds,
}: EndpointConfiguration): Shape.EndpointConfiguration {
  return {
    ...(types && { types }),
    ...(ipAddressType !== undefined && { ipAddressType }),
    ...(vpcEndpointIds && { vpcEndpointIds: [...vpcEndpointIds].sort() }),
  };
}

export function stageShape({ stageName = '', deploymentId, canarySettings, webAclArn }: Stage): Shape.StageSnapshot {
  return {
    stageName,
    ...(deploymentId !== undefined && { deploymentId }),
    ...(canarySettings && {
      canarySettings: {
        ...(canarySettings.deploymentId !== undefined && { deploymentId: canarySettings.deploymentId }),
        ...(canarySettings.percentTraffic !== undefined && { percentTraffic: canarySettings.percentTraffic }),
      },
    }),
    ...(webAclArn !== undefined && { webAclArn }),
  };
}

export function resourcesShape(resources: readonly Resource[]): Shape.ApiSnapshot['resources'] & object {
  return resources
    .map(({ path = '/', resourceMethods = {} }) => ({ path, methods: methodsShape(resourceMethods) }))
    .sort((a, b) => compare(a.path, b.path));
}

type MethodAnswer = Pick<Method, keyof Shape.MethodSnapshot>;

/** Methods by their verbs, in the order of those. */
export function methodsShape(methods: Readonly<Record<string, MethodAnswer>>): Record<string, Shape.MethodSnapshot> {
  const verbs = Object.keys(methods).sort();
  return Object.fromEntries(verbs.map((verb) => [verb, methodShape(methods[verb] ?? {})]));
}

export function authorizerShape({
  id = '',
  name,
  type,
}: Authorizer): NonNullable<Shape.ApiSnapshot['authorizers']>[number] {
  return { id, ...(name !== undefined && { name }), type: type ?? 'unknown' };
}

function methodShape({ authorizationType, authorizerId, apiKeyRequired }: MethodAnswer): Shape.MethodSnapshot {
  return {
    ...(authorizationType !== undefined && { authorizationType }),
    ...(authorizerId !== undefined && { authorizerId }),
    ...(apiKeyRequired !== undefined && { apiKeyRequired }),
  };
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
