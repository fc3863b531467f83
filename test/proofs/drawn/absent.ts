import fc from 'fast-check';
import {
  type Hidings,
  type Members,
  OF_ANYTHING,
  OF_NOTHING,
  OF_POLICY,
  OF_PROPERTIES,
  OF_RESOURCES,
  OF_STATEMENTS,
  type Parts,
  type Refuting,
} from './hidings.ts';
import type { Json } from './templates.ts';

/** What claims that something is missing rest on, and what may hide it. */

const kinds = (...some: readonly Hidings[]): readonly string[] =>
  [OF_ANYTHING, OF_NOTHING, ...some].flatMap((one) => Object.keys(one));

export interface Claim {
  readonly rule: string;
  readonly parts: fc.Arbitrary<{ readonly own: Parts; readonly refuting: Refuting }>;
  /** What may hide the thing, and what cannot. */
  readonly hidden: readonly string[];
}

const API = { Ref: 'Api' };
const ROOT = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
const method = (verb: string, resource: Json = ROOT, authorization = 'NONE'): Json => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: { RestApiId: API, ResourceId: resource, HttpMethod: verb, AuthorizationType: authorization },
});
const deployment = { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: API } };
const stage = (name: string): Json => ({
  Type: 'AWS::ApiGateway::Stage',
  Properties: { RestApiId: API, StageName: name, DeploymentId: { Ref: 'Deployment20202020' } },
});

const verbs = fc.constantFrom('GET', 'POST', 'PUT');
const networks = fc.constantFrom('8.8.8.0/24', '9.9.9.9', '52.94.0.0/16');
const statement = (effect: string, resource: string, network?: string): Json => ({
  Effect: effect,
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource: resource,
  ...(network !== undefined && { Condition: { IpAddress: { 'aws:SourceIp': network } } }),
});

const EMPTY = { transforms: [], parameters: {}, root: {} } as const;
const types = (one: string): Members => ({ EndpointConfiguration: { Types: [one] } });
const deployed = (verb: string): Members => ({
  Method: method(verb),
  Deployment20202020: deployment,
  Stage: stage('live'),
});

const policy: NonNullable<Refuting['property']> = ['Policy', { Statement: [statement('Allow', 'execute-api:/*')] }];
/** The only resource that could attach a policy. */
const attaching: Members = { Attach: { Type: 'Custom::Policy', Properties: { Api: API } } };

/** That an API of a type has no policy. */
const noPolicy = (rule: string, type: string): Claim => ({
  rule,
  parts: verbs.map((verb) => ({
    own: { ...EMPTY, resources: deployed(verb), properties: types(type) },
    refuting: { resources: attaching, property: policy },
  })),
  hidden: kinds(OF_PROPERTIES, OF_POLICY),
});

export const CLAIMS: Readonly<Record<string, Claim>> = {
  'no policy of a private API': noPolicy('require-private-api-policy', 'PRIVATE'),
  'no policy of a public API': noPolicy('require-policy', 'REGIONAL'),
  'no Allow': {
    rule: 'require-allow',
    parts: fc.tuple(verbs, networks).map(([verb, network]) => ({
      own: {
        ...EMPTY,
        resources: deployed(verb),
        properties: types('REGIONAL'),
        statements: [statement('Deny', 'execute-api:/*', network)],
      },
      refuting: { resources: attaching },
    })),
    hidden: kinds(OF_STATEMENTS),
  },
  'no deployment': {
    rule: 'no-undeployed-policy',
    parts: fc.tuple(verbs, networks).map(([verb, network]) => ({
      own: {
        ...EMPTY,
        resources: { Method: method(verb) },
        properties: types('REGIONAL'),
        statements: [statement('Allow', 'execute-api:/*', network)],
      },
      refuting: { resources: { Deployment: deployment } },
    })),
    hidden: kinds(OF_RESOURCES),
  },
  'no such route': {
    rule: 'no-unmatched-resource',
    parts: fc.tuple(verbs, networks).map(([verb, network]) => ({
      own: {
        ...EMPTY,
        resources: deployed(verb),
        properties: types('REGIONAL'),
        statements: [
          statement('Allow', 'execute-api:/*', network),
          statement('Allow', 'execute-api:/*/PATCH/', network),
        ],
      },
      refuting: { resources: { Hidden: method('PATCH') } },
    })),
    hidden: kinds(OF_RESOURCES),
  },
  'no such stage': {
    rule: 'no-unmatched-resource',
    parts: fc.tuple(verbs, networks).map(([verb, network]) => ({
      own: {
        ...EMPTY,
        resources: deployed(verb),
        properties: types('REGIONAL'),
        statements: [statement('Allow', 'execute-api:/*', network), statement('Allow', 'execute-api:/test/*', network)],
      },
      refuting: { resources: { Test: stage('test') } },
    })),
    hidden: kinds(OF_RESOURCES),
  },
  'no route that admits anybody': {
    rule: 'no-total-lockout',
    parts: fc.tuple(verbs, networks).map(([verb, network]) => ({
      own: {
        ...EMPTY,
        resources: deployed(verb),
        properties: types('REGIONAL'),
        statements: [statement('Allow', 'execute-api:/*'), statement('Deny', `execute-api:/*/${verb}/`)],
      },
      refuting: { resources: { Hidden: method('PATCH', ROOT, network === '9.9.9.9' ? 'CUSTOM' : 'NONE') } },
    })),
    hidden: kinds(OF_RESOURCES),
  },
  'no stage that admits anybody': {
    rule: 'no-total-lockout',
    parts: verbs.map((verb) => ({
      own: {
        ...EMPTY,
        resources: deployed(verb),
        properties: types('REGIONAL'),
        statements: [statement('Allow', 'execute-api:/*'), statement('Deny', 'execute-api:/live/*')],
      },
      refuting: { resources: { Test: stage('test') } },
    })),
    hidden: kinds(OF_RESOURCES),
  },
};
