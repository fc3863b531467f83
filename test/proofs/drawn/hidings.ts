import type { Json } from './templates.ts';

/** The ways in which something may be there that a template does not show. */

export type Members = Readonly<Record<string, Json>>;

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

export type Hidings = Readonly<Record<string, Hiding>>;

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

export const OF_RESOURCES: Hidings = {
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

export const OF_ANYTHING: Hidings = {
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

export const OF_PROPERTIES: Hidings = {
  'a macro among the properties': { may: true, hides: inProperties({ 'Fn::Transform': MACRO }) },
  'a stored include among the properties': { may: true, hides: inProperties({ 'Fn::Transform': STORED }) },
  'a missing include among the properties': { may: true, hides: inProperties({ 'Fn::Transform': MISSING }) },
  'a missing definition': { may: true, hides: inProperties({ Body: { 'Fn::Transform': MISSING } }) },
};

export const OF_POLICY: Hidings = {
  'a parameter': {
    may: true,
    hides: (parts) => ({
      ...inProperties({ Policy: { Ref: 'Hidden' } })(parts, { resources: {} }),
      parameters: { Hidden: { Type: 'String' } },
    }),
  },
  'an import': { may: true, hides: inProperties({ Policy: { 'Fn::ImportValue': 'shared-policy' } }) },
};

export const OF_STATEMENTS: Hidings = {
  'an open list': { may: true, hides: inStatements({ Ref: 'Hidden' }) },
  'a missing include among the statements': { may: true, hides: inStatements({ 'Fn::Transform': MISSING }) },
  'a statement of a macro': { may: true, hides: inStatements({ 'Fn::Transform': MACRO }) },
};

/** What is not known, and can be none of what is missing. */
export const OF_NOTHING: Hidings = {
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
