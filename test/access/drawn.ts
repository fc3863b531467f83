import fc from 'fast-check';
import type { Api, Authorization, EndpointType, Revision, Route, Stage } from '../../src/model/api.ts';
import type { Policy } from '../../src/model/policy.ts';
import { OWN_ARN } from './naive.ts';
import { API } from './support.ts';

/** `npm run prove` draws a hundred times as much, a mutation test a hundredth. */
export function runs(usual: number): number {
  return Math.ceil(usual * (process.env.MODE === 'prove' ? 100 : Number(process.env.SHARE ?? 1)));
}

/** Policies, requests and APIs as they are drawn: few names, so that what is drawn meets. */

export const OWN_ACCOUNT: string = '111122223333';
export const FOREIGN_ACCOUNT: string = '444455556666';
export const ROLE: string = `arn:aws:iam::${OWN_ACCOUNT}:role/deploy`;
export const FOREIGN_ROLE: string = `arn:aws:iam::${FOREIGN_ACCOUNT}:role/partner`;

export const CIDRS: readonly string[] = [
  '52.94.76.0/22',
  '52.94.76.0/24',
  '52.94.77.128/25',
  '217.128.123.174',
  '217.128.123.174/32',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '0.0.0.0/0',
  '10.0.0.0/8',
  '52.94.79.255/20',
  '2600:1f18::/32',
  '2600:1f18:4000::/36',
  '2600:1f18:4000::/128',
  '::/0',
  '8000::/1',
];

const oneOrMore = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));

const principal = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<object>({ Principal: '*' }, { Principal: { AWS: '*' } }) },
  {
    weight: 3,
    arbitrary: oneOrMore(
      fc.constantFrom(OWN_ACCOUNT, `arn:aws:iam::${FOREIGN_ACCOUNT}:root`, ROLE, FOREIGN_ROLE, '*'),
    ).map((AWS): object => ({ Principal: { AWS } })),
  },
  {
    weight: 1,
    arbitrary: oneOrMore(fc.constantFrom(OWN_ACCOUNT, FOREIGN_ACCOUNT, ROLE)).map((AWS): object => ({
      NotPrincipal: { AWS },
    })),
  },
);

const action = fc.oneof(
  { weight: 8, arbitrary: fc.constant<object>({ Action: 'execute-api:Invoke' }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom('Action', 'NotAction'),
        oneOrMore(fc.constantFrom('*', 'execute-api:*', 'EXECUTE-API:inv?ke', 'execute-api:InvalidateCache')),
      )
      .map(([name, value]): object => ({ [name]: value })),
  },
);

const RESOURCES: readonly string[] = [
  '*',
  'execute-api:/*',
  'execute-api:/prod/*',
  'execute-api:/*/GET/*',
  'execute-api:/prod/GET/pets/*',
  'execute-api:/*/*/pets',
  'execute-api:/prod/POST/pets/7',
  'execute-api:/prod/GET/pets/?',
  'execute-api:/*/*/pets/*/owner',
  'execute-api:/*/*/files/*.txt',
  'execute-api:/*/*/files/a/*',
  'execute-api:/*/GET/',
  `${OWN_ARN}/prod/GET/*`,
  `${OWN_ARN}/*`,
  'execute-api:*/*/*',
];

const resource = fc
  .tuple(fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'), oneOrMore(fc.constantFrom(...RESOURCES)))
  .map(([name, value]): object => ({ [name]: value }));

/** Values of keys, with what they are compared with. */
export const VOCABULARY: Readonly<
  Record<string, { readonly values: readonly string[]; readonly tests: fc.Arbitrary<object> }>
> = {
  'aws:SourceIp': { values: [], tests: addresses('aws:SourceIp') },
  'AWS:vpcsourceip': { values: [], tests: addresses('AWS:vpcsourceip') },
  'aws:SourceVpce': {
    values: ['vpce-1', 'vpce-2', 'vpce-12', 'vpce-9'],
    tests: strings('aws:SourceVpce', ['vpce-1', 'vpce-2'], ['vpce-1*', 'vpce-?']),
  },
  'aws:SourceVpc': { values: ['vpc-1', 'vpc-9'], tests: strings('aws:SourceVpc', ['vpc-1'], ['vpc-*']) },
  'aws:Referer': {
    values: [
      'https://a',
      'https://b',
      'https://c',
      'HTTPS://A',
      'HTTPS://*',
      'https://*',
      'xb',
      '*b',
      '*B',
      '*',
      'c',
      '',
    ],
    tests: strings('aws:Referer', ['https://a', 'https://*', '*b', '*']),
  },
  'aws:CurrentTime': {
    values: ['2020-01-01T00:00:00Z', '2025-01-01T00:00:00Z', '2030-01-01T00:00:00Z'],
    tests: fc
      .tuple(
        fc.constantFrom(
          'DateLessThan',
          'DateGreaterThan',
          'DateLessThanEquals',
          'DateGreaterThanEquals',
          'DateNotEquals',
        ),
        fc.constant('2025-01-01T00:00:00Z'),
      )
      .map(([operator, value]) => ({ [operator]: { 'aws:CurrentTime': value } })),
  },
  'aws:SecureTransport': {
    values: ['true'],
    tests: fc.constantFrom('true', 'false').map((value) => ({ Bool: { 'aws:SecureTransport': value } })),
  },
  'aws:PrincipalOrgID': {
    values: ['o-1', 'O-1', 'o-2', 'o-*', 'O-*', 'x'],
    tests: strings('aws:PrincipalOrgID', ['o-1', 'o-*']),
  },
  'aws:PrincipalAccount': {
    values: ['anonymous'],
    tests: strings('aws:PrincipalAccount', [OWN_ACCOUNT, FOREIGN_ACCOUNT, 'anonymous'], ['*', '1*', 'a*']),
  },
  'aws:ViaAWSService': {
    values: [],
    tests: fc.constantFrom('Bool', 'BoolIfExists').map((name) => ({ [name]: { 'aws:ViaAWSService': 'true' } })),
  },
};

function addresses(key: string): fc.Arbitrary<object> {
  const operators = [
    'IpAddress',
    'NotIpAddress',
    'IpAddressIfExists',
    'NotIpAddressIfExists',
    'ForAnyValue:IpAddress',
    'ForAllValues:NotIpAddress',
  ];
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          fc.constantFrom('IpAddress', 'NotIpAddress', ...operators),
          fc.uniqueArray(fc.constantFrom(...CIDRS), { minLength: 1, maxLength: 4 }),
        )
        .map(([operator, values]) => ({ [operator]: { [key]: values } })),
    },
    { weight: 1, arbitrary: fc.constantFrom('true', 'false').map((value) => ({ Null: { [key]: value } })) },
  );
}

/** Patterns are compared as texts too, but for ids, which are no patterns. */
function strings(key: string, values: readonly string[], patterns?: readonly string[]): fc.Arbitrary<object> {
  const exact = [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIfExists',
    'StringEqualsIgnoreCase',
    'ForAllValues:StringEquals',
  ];
  const like = ['StringLike', 'StringNotLike', 'StringNotLikeIfExists', 'ForAnyValue:StringLike'];
  const test = (operators: readonly string[], of: readonly string[]): fc.Arbitrary<object> =>
    fc
      .tuple(fc.constantFrom(...operators), oneOrMore(fc.constantFrom(...of)))
      .map(([operator, value]) => ({ [operator]: { [key]: value } }));
  return fc.oneof(
    { weight: 3, arbitrary: test(exact, values) },
    { weight: 3, arbitrary: test(like, [...values, ...(patterns ?? [])]) },
    { weight: 1, arbitrary: fc.constantFrom('true', 'false').map((value) => ({ Null: { [key]: value } })) },
  );
}

const condition = fc.oneof(
  { weight: 4, arbitrary: addresses('aws:SourceIp') },
  { weight: 3, arbitrary: addresses('aws:VpcSourceIp') },
  ...Object.values(VOCABULARY).map(({ tests }) => ({ weight: 1, arbitrary: tests })),
);

/** Several conditions; two that test the same key by the same operator would be one. */
const conditions = fc.array(condition, { maxLength: 3 }).map((parts) => {
  const merged: Record<string, Record<string, unknown>> = {};
  for (const part of parts)
    for (const [operator, keys] of Object.entries(part)) {
      const own = merged[operator] ?? {};
      merged[operator] = own;
      for (const [key, value] of Object.entries(keys as object))
        if (!Object.keys(own).some((one) => one.toLowerCase() === key.toLowerCase())) own[key] = value;
    }
  return parts.length > 0 ? { Condition: merged } : {};
});

export const statement: fc.Arbitrary<object> = fc
  .tuple(fc.constantFrom('Allow', 'Allow', 'Deny'), principal, action, resource, conditions)
  .map(([Effect, ...parts]) => Object.assign({ Effect }, ...parts) as object);

export const statements: fc.Arbitrary<object[]> = fc.array(statement, { minLength: 1, maxLength: 4 });

/** An API that knows who it is, with a route for each authorization. */
export function apiWith(policy: Policy, endpoint: EndpointType): { readonly api: Api; readonly revision: Revision } {
  const route = (method: string, path: string, authorization: Authorization): Route => ({
    place: API.place,
    method,
    path,
    authorization: { is: 'yes', value: authorization },
    apiKey: { is: 'no' },
    exists: { is: 'yes', value: true },
  });
  const revision: Revision = {
    policies: [policy],
    policyOpen: [],
    routes: [
      route('GET', '/', 'NONE'),
      route('GET', '/pets', 'NONE'),
      route('ANY', '/pets/{id}', 'NONE'),
      route('POST', '/pets/{id}', 'AWS_IAM'),
      route('GET', '/pets/{id}/owner', 'CUSTOM'),
      route('ANY', '/files/{path+}', 'COGNITO_USER_POOLS'),
      route('POST', '/files/{path+}', 'JWT'),
    ],
    routesOpen: [],
  };
  const stages = ['prod', 'test'].map(
    (name): Stage => ({
      ...API.place,
      place: API.place,
      name,
      named: { is: 'yes', value: name },
      webAcl: { is: 'no' },
    }),
  );
  const api: Api = {
    ...API,
    dialect: 'policy',
    endpoint: { is: 'yes', value: endpoint },
    addressType: { is: 'yes', value: 'dualstack' },
    revisions: [revision],
    stages,
  };
  return { api, revision };
}
