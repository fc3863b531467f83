import { CONDITIONS, type Json, KEYS, type Members, PARAMETERS, ref } from './sam-values.ts';

/** Templates that `AWS::LanguageExtensions` evaluates before SAM looks, with the value of each parameter. */
export interface Extended {
  readonly template: Members;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A value for each key of a `ResourcePolicy`. */
const VALUES: Members = Object.fromEntries(
  KEYS.map((key): [string, Json] => {
    if (key === 'CustomStatements') return [key, [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }]];
    if (key.startsWith('Aws')) return [key, ['111122223333', '444455556666']];
    if (key.startsWith('IpRange')) return [key, ['52.94.76.0/22', '217.128.123.174']];
    return [key, key.includes('Vpce') ? ['vpce-0a1b2c3d'] : ['vpc-0a1b2c3d', 'vpc-0123456789abcdef0']];
  }),
);

type Way = (value: Json) => Json | undefined;

const isStrings = (value: Json): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
const ofStrings =
  (way: (value: readonly string[]) => Json): Way =>
  (value) =>
    isStrings(value) ? way(value) : undefined;

export const isMembers = (value: Json | undefined): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Ways to write a value behind functions; none for a value that they cannot make. */
export const WAYS: Readonly<Record<string, Way>> = {
  'Fn::If': (value) => ({ 'Fn::If': ['Always', value, ref('AWS::NoValue')] }),
  'the second branch of Fn::If': (value) => ({ 'Fn::If': ['Never', ['1.1.1.1'], value] }),
  'Fn::If in Fn::If': (value) => ({ 'Fn::If': ['Always', { 'Fn::If': ['Never', '', value] }, ''] }),
  'DefaultValue of Fn::FindInMap': (value) => ({
    'Fn::FindInMap': ['Lists', 'row', ref('Env'), { DefaultValue: value }],
  }),
  'Fn::Split': ofStrings((value) => ({ 'Fn::Split': ['|', value.join('|')] })),
  'Fn::Split of Fn::Join': ofStrings((value) => ({ 'Fn::Split': [';', { 'Fn::Join': [';', value] }] })),
  'Fn::Sub in a list': ofStrings((value) => value.map((one) => ({ 'Fn::Sub': one }))),
  'Fn::Select in a list': ofStrings((value) => value.map((_, i) => ({ 'Fn::Select': [`${i}`, value] }))),
  // what an index counts where nothing is left of an item is not documented
  'Fn::Select': (value) => (isMembers(value) && 'Fn::If' in value ? undefined : { 'Fn::Select': ['1', ['', value]] }),
};

export const SECTIONS: Members = {
  Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
  Parameters: PARAMETERS,
  Conditions: CONDITIONS,
  Mappings: { Lists: { row: { none: 'none' }, values: VALUES } },
};
export const GIVEN: Readonly<Record<string, string>> = {
  Env: 'prod',
  Size: 'large',
  EndpointType: 'REGIONAL',
};

const lambda = (event: Members): Members => ({
  Type: 'AWS::Serverless::Function',
  Properties: {
    Handler: 'pets.handle',
    Runtime: 'nodejs22.x',
    CodeUri: 's3://code/pets.zip',
    Events: { Pets: { Type: 'Api', Properties: { Path: '/pets', Method: 'get', RestApiId: ref('Api'), ...event } } },
  },
});

/** One API with a policy of its own, of its only event, or without one. */
function written(policy: Json, where: 'api' | 'event' | 'none'): Members {
  const auth: Members = { Auth: { ResourcePolicy: policy } };
  return {
    ...SECTIONS,
    Resources: {
      Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'prod', ...(where === 'api' && auth) } },
      List: lambda(where === 'event' ? auth : {}),
    },
  };
}

/** Each key of `ResourcePolicy` behind each function, of an API and of an event, by what it is. */
export const EACH: Readonly<Record<string, Members>> = Object.fromEntries(
  (['api', 'event'] as const).flatMap((where) =>
    KEYS.flatMap((key) => {
      const value = VALUES[key] as Json;
      const ways = Object.entries(WAYS).map(([name, way]): [string, Json | undefined] => [name, way(value)]);
      const row: Json = { 'Fn::FindInMap': ['Lists', 'values', key] };
      return [...ways, ['Fn::FindInMap', isStrings(value) ? row : undefined] as const].flatMap(([name, made]) =>
        made === undefined ? [] : [[`${key} of an ${where} behind ${name}`, written({ [key]: made }, where)] as const],
      );
    }),
  ),
);

const ITEM = `\${Key}`;
const LOOP = {
  'Fn::ForEach::Keys': ['Key', ['IpRangeWhitelist'], { [ITEM]: ['8.8.8.8'] }],
};
/** Where the imitation does something else than AWS documents, or what nobody documents. */
export const DIFFERENCES: Readonly<Record<string, Members>> = {
  'loops below the first level of properties are left to SAM, though AWS expands them': written(LOOP, 'api'),
  'functions in Globals are left to SAM, which nobody documents': {
    ...written({}, 'none'),
    Globals: {
      Api: {
        Auth: { ResourcePolicy: { 'Fn::If': ['Always', { IpRangeWhitelist: ['8.8.8.8'] }, ref('AWS::NoValue')] } },
      },
    },
  },
};
