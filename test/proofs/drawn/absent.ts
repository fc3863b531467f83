import fc from 'fast-check';
import type { Json } from './templates.ts';

/** What claims that something is missing rest on, and the ways in which it may be there all the same. */

type Members = Readonly<Record<string, Json>>;

/** A template in the parts that something can be hidden in. */
export interface Parts {
  readonly transforms: readonly Json[];
  readonly parameters: Members;
  /** Beside the sections. */
  readonly root: Members;
  readonly resources: Members;
  /** The type of the API, where it is none of CloudFormation. */
  readonly type?: string;
  /** Those of the API. */
  readonly properties: Members;
  /** Its statements; none where it has no policy. */
  readonly statements?: readonly Json[];
}

/** Resources that would refute a claim, and what else would, as the property of the API that it is. */
export interface Refuting {
  readonly resources: Members;
  readonly property?: readonly [name: string, value: Json];
}

export function toTemplate({ transforms, parameters, root, resources, type, properties, statements }: Parts): Json {
  const policy = statements && { Policy: { Version: '2012-10-17', Statement: statements } };
  return {
    ...(transforms.length > 0 && { Transform: transforms }),
    ...(Object.keys(parameters).length > 0 && { Parameters: parameters }),
    ...root,
    Resources: {
      Api: { Type: type ?? 'AWS::ApiGateway::RestApi', Properties: { ...properties, ...policy } },
      ...resources,
    },
  };
}

/** A way to hide what refutes a claim; `may` says whether it can be there then. */
export interface Hiding {
  readonly may: boolean;
  readonly hides: (parts: Parts, refuting: Refuting) => Parts;
}

type Hidings = Readonly<Record<string, Hiding>>;

const MACRO = { Name: 'Company', Parameters: { Team: 'shop' } };
const include = (location: string): Json => ({ Name: 'AWS::Include', Parameters: { Location: location } });
const MISSING = include('missing.yml');
const STORED = include('s3://bucket/part.yml');

const inResources =
  (part: Members): Hiding['hides'] =>
  (parts) => ({
    ...parts,
    resources: { ...parts.resources, ...part },
  });
const inProperties =
  (part: Members): Hiding['hides'] =>
  (parts) => ({
    ...parts,
    properties: { ...parts.properties, ...part },
  });
const inStatements =
  (part: Json): Hiding['hides'] =>
  (parts) => ({
    ...parts,
    parameters: { ...parts.parameters, Hidden: { Type: 'String' } },
    statements: [...(parts.statements ?? []), part],
  });

const looped = (parts: Parts, name: string, over: Json, resources: Members): Parts => ({
  ...parts,
  transforms: ['AWS::LanguageExtensions', ...parts.transforms],
  parameters: { ...parts.parameters, Hidden: { Type: 'CommaDelimitedList' } },
  resources: {
    [`Fn::ForEach::${name}`]: [
      'Each',
      over,
      Object.fromEntries(Object.entries(resources).map(([id, one]) => [`${id}\${Each}`, one])),
    ],
    ...parts.resources,
  },
});

const OF_RESOURCES: Hidings = {
  'a loop': { may: true, hides: (parts, { resources }) => looped(parts, 'Hidden', { Ref: 'Hidden' }, resources) },
  'a loop in a loop': {
    may: true,
    hides: (parts, { resources }) => {
      const inner = looped(parts, 'Inner', ['a'], resources).resources['Fn::ForEach::Inner'] as readonly Json[];
      const { resources: made, ...rest } = looped(parts, 'Outer', { Ref: 'Hidden' }, {});
      const outer = ['Name', { Ref: 'Hidden' }, { 'Fn::ForEach::Inner': inner }];
      return { ...rest, resources: { ...made, 'Fn::ForEach::Outer': outer } };
    },
  },
  'an unread stack': {
    may: true,
    hides: inResources({
      Inner: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: 'https://bucket.s3.amazonaws.com/t.yml', Parameters: { Id: { Ref: 'Api' } } },
      },
    }),
  },
  'a missing stack': {
    may: true,
    hides: inResources({
      Inner: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: 'missing.yml', Parameters: { Id: { Ref: 'Api' } } },
      },
    }),
  },
  'a stored include among the resources': { may: true, hides: inResources({ 'Fn::Transform': STORED }) },
  'a missing include among the resources': { may: true, hides: inResources({ 'Fn::Transform': MISSING }) },
};

const OF_ANYTHING: Hidings = {
  'a macro of the template': {
    may: true,
    hides: (parts) => ({ ...parts, transforms: [...parts.transforms, 'Company'] }),
  },
  'a macro with parameters': { may: true, hides: (parts) => ({ ...parts, transforms: [...parts.transforms, MACRO] }) },
  'a macro beside the sections': {
    may: true,
    hides: (parts) => ({ ...parts, root: { ...parts.root, 'Fn::Transform': MACRO } }),
  },
  'a macro among the resources': { may: true, hides: inResources({ 'Fn::Transform': MACRO }) },
};

const OF_PROPERTIES: Hidings = {
  'a macro among the properties': { may: true, hides: inProperties({ 'Fn::Transform': MACRO }) },
  'a stored include among the properties': { may: true, hides: inProperties({ 'Fn::Transform': STORED }) },
  'a missing include among the properties': { may: true, hides: inProperties({ 'Fn::Transform': MISSING }) },
  'a missing definition': { may: true, hides: inProperties({ Body: { 'Fn::Transform': MISSING } }) },
};

const OF_POLICY: Hidings = {
  'a parameter': {
    may: true,
    hides: (parts) => ({
      ...inProperties({ Policy: { Ref: 'Hidden' } })(parts, { resources: {} }),
      parameters: { Hidden: { Type: 'String' } },
    }),
  },
  'an import': { may: true, hides: inProperties({ Policy: { 'Fn::ImportValue': 'shared-policy' } }) },
};

const OF_STATEMENTS: Hidings = {
  'an open list': { may: true, hides: inStatements({ Ref: 'Hidden' }) },
  'a missing include among the statements': { may: true, hides: inStatements({ 'Fn::Transform': MISSING }) },
  'a statement of a macro': { may: true, hides: inStatements({ 'Fn::Transform': MACRO }) },
};

/** What is not known, and can be none of what is missing. */
const OF_NOTHING: Hidings = {
  'a loop over something else': {
    may: false,
    hides: (parts) => looped(parts, 'Topics', { Ref: 'Hidden' }, { Topic: { Type: 'AWS::SNS::Topic' } }),
  },
  'a loop for another API': {
    may: false,
    hides: (parts, { resources }) => {
      const text = JSON.stringify(resources).replaceAll('"Api"', '"Other"');
      const loop = looped(parts, 'Hidden', { Ref: 'Hidden' }, JSON.parse(text));
      return { ...loop, resources: { ...loop.resources, Other: { Type: 'AWS::ApiGateway::RestApi' } } };
    },
  },
  'a transform of AWS': {
    may: false,
    hides: (parts) => ({ ...parts, transforms: [...parts.transforms, 'AWS::SecretsManager-2020-07-23'] }),
  },
};

export const HIDINGS: Hidings = {
  ...OF_RESOURCES,
  ...OF_ANYTHING,
  ...OF_PROPERTIES,
  ...OF_POLICY,
  ...OF_STATEMENTS,
  ...OF_NOTHING,
};

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
