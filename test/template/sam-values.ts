import fc from 'fast-check';

/** What templates of SAM are drawn from, as JSON. Few names, so that what is drawn meets. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Members = Readonly<Record<string, Json>>;

/** What a `ResourcePolicy` is drawn from. */
export const KEYS: readonly string[] = [
  'AwsAccountWhitelist',
  'AwsAccountBlacklist',
  'CustomStatements',
  'IpRangeWhitelist',
  'IpRangeBlacklist',
  'SourceVpcWhitelist',
  'SourceVpcBlacklist',
  'IntrinsicVpcWhitelist',
  'IntrinsicVpcBlacklist',
  'IntrinsicVpceWhitelist',
  'IntrinsicVpceBlacklist',
];

export const PARAMETERS: Members = {
  Env: { Type: 'String' },
  Stage: { Type: 'String', Default: 'live' },
  EndpointType: { Type: 'String', AllowedValues: ['REGIONAL', 'PRIVATE'] },
  Size: { Type: 'String' },
  Address: { Type: 'String', Default: '217.128.123.174' },
  Networks: { Type: 'CommaDelimitedList', Default: '8.8.8.0/24, 9.9.9.9' },
  Joined: { Type: 'String', Default: '1.1.1.1,8.8.4.4' },
  Accounts: { Type: 'CommaDelimitedList', Default: '111122223333,444455556666' },
  Vpc: { Type: 'String', Default: 'vpc-0123456789abcdef0' },
  Vpcs: { Type: 'CommaDelimitedList', Default: 'vpc-0a1b2c3d, vpce-0a1b2c3d' },
};
export const CONDITIONS: Members = {
  IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] },
  IsLarge: { 'Fn::Equals': [{ Ref: 'Size' }, 'large'] },
  Always: { 'Fn::Equals': ['a', 'a'] },
  Never: { 'Fn::Equals': ['a', 'b'] },
};

/** Nothing else depends on this condition: where SAM drops the value, all is the same in both scenarios. */
const either = (yes: Json, no: Json): Json => ({ 'Fn::If': ['IsLarge', yes, no] });
export const ref = (Ref: string): Json => ({ Ref });
export const oneOf = (...values: readonly Json[]): fc.Arbitrary<Json> => fc.constantFrom(...values);
const few = (one: fc.Arbitrary<Json>): fc.Arbitrary<Json> => fc.array(one, { minLength: 1, maxLength: 3 });
const often = <T>(one: fc.Arbitrary<T>, weight: number, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: one }, { weight: 1, arbitrary: other });
/** Some of these members. */
export const some = (members: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<Members> =>
  fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<Members>;
export const maybe = (chance: number, name: string, value: fc.Arbitrary<Json>): fc.Arbitrary<Members> =>
  fc.oneof(
    { weight: chance, arbitrary: value.map((one) => ({ [name]: one })) },
    { weight: 10 - chance, arbitrary: fc.constant({}) },
  );
export const together = (...parts: readonly fc.Arbitrary<Members>[]): fc.Arbitrary<Members> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all));

const network = oneOf(
  '52.94.76.0/22',
  '217.128.123.174',
  '0.0.0.0/0',
  '10.0.0.0/8',
  '2600:1f18::/32',
  'hello',
  ref('Address'),
  { 'Fn::Sub': `\${Address}/32` },
  either('1.1.1.1', '8.8.4.4'),
  either('1.1.1.1', ref('AWS::NoValue')),
  { 'Fn::ImportValue': 'office' },
);
const networks = often(
  few(network),
  3,
  oneOf(
    [],
    '52.94.76.7',
    ref('Networks'),
    ref('Address'),
    either('1.1.1.1', '8.8.4.4'),
    either('1.1.1.1', ref('AWS::NoValue')),
    either(['1.1.1.1', '8.8.8.8'], ['8.8.4.4']),
    { 'Fn::Split': [',', ref('Joined')] },
  ),
);
const accounts = often(few(oneOf('111122223333', ref('AWS::AccountId'))), 4, oneOf([], ref('Accounts')));
const ID = ['vpc-0123456789abcdef0', 'vpce-0123456789abcdef0', 'vpc-0a1b2c3d', 'vpce-0a1b2c3d', 'subnet-0a1b2c3d'];
const vpcs = often(
  few(oneOf(...ID)),
  4,
  oneOf([], 'vpc-0a1b2c3d', either(['vpc-0a1b2c3d'], ['vpc-0123456789abcdef0'])),
);
const written = often(
  few(oneOf('vpc-0a1b2c3d', ref('Network'), ref('Vpc'), { 'Fn::ImportValue': 'vpc' })),
  4,
  oneOf([], ref('Vpcs'), 'vpc-0a1b2c3d', either(['vpc-0a1b2c3d'], ['vpc-0123456789abcdef0'])),
);
const endpoints = often(few(oneOf('vpce-0a1b2c3d', { 'Fn::ImportValue': 'vpce' })), 4, oneOf([], ref('Vpcs')));

const RESOURCES: readonly Json[] = [
  'execute-api:/*',
  'execute-api:/prod/GET/pets/*',
  ['execute-api:/*/GET/*', 'execute-api:/Stage/*'],
  { 'Fn::Sub': `execute-api:/\${Stage}/*` },
  { 'Fn::Join': ['', ['execute-api:/', '*']] },
];
const statement: fc.Arbitrary<Json> = together(
  fc.record({ Effect: oneOf('Allow', 'Allow', 'Deny'), Resource: oneOf(...RESOURCES) }),
  fc.constant({ Principal: '*', Action: 'execute-api:Invoke' }),
  maybe(
    6,
    'Condition',
    fc.oneof(
      networks.map((list): Json => ({ IpAddress: { 'aws:SourceIp': list } })),
      networks.map((list): Json => ({ NotIpAddress: { 'aws:SourceIp': list } })),
      vpcs.map((list): Json => ({ StringNotEquals: { 'aws:SourceVpc': list } })),
    ),
  ),
);
const custom = fc.oneof(
  statement,
  few(statement),
  fc.tuple(statement, statement).map(([one, other]) => either(one, other)),
  statement.map((one) => either(one, ref('AWS::NoValue'))),
  statement.map((one) => [either(one, ref('AWS::NoValue'))]),
  fc.tuple(statement, statement).map(([one, other]) => either([one, other], [other])),
);
export const document: fc.Arbitrary<Json> = few(statement).map(
  (Statement): Json => ({ Version: '2012-10-17', Statement }),
);

export const resourcePolicy = (depth: 'api' | 'event'): fc.Arbitrary<Json> => {
  const lists: Readonly<Record<string, fc.Arbitrary<Json>>> = {
    AwsAccountWhitelist: accounts,
    AwsAccountBlacklist: accounts,
    CustomStatements: custom,
    IpRangeWhitelist: networks,
    IpRangeBlacklist: networks,
    // the translator takes no reference there that it does not resolve
    SourceVpcWhitelist: depth === 'api' ? fc.oneof(vpcs, oneOf(ref('Vpcs'), [ref('Vpc'), 'vpce-0a1b2c3d'])) : vpcs,
    SourceVpcBlacklist: vpcs,
    IntrinsicVpcWhitelist: written,
    IntrinsicVpcBlacklist: written,
    IntrinsicVpceWhitelist: endpoints,
    IntrinsicVpceBlacklist: endpoints,
    IpRangeAllowlist: networks,
  };
  const keys = Object.keys(lists);
  const members = fc
    .uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 3 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((key) => [key, lists[key] as fc.Arbitrary<Json>]))));
  return often<Json>(
    members,
    15,
    members.map((one) => either(one, ref('AWS::NoValue'))),
  );
};
