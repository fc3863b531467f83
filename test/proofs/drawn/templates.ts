import fc from 'fast-check';

/** Templates that are drawn: few names, so that what is drawn meets, and conditions on whatever may have one. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The parameters that decide, each with the values that it may have. */
export const PARAMETERS: Readonly<Record<string, readonly string[]>> = { P: ['x', 'y'], Q: ['x', 'y'] };

/** The conditions of every drawn template. */
export type ConditionName = 'IsX' | 'IsNotX' | 'IsQ';

/** Every assignment of the deciding parameters. */
export const ASSIGNMENTS: readonly Readonly<Record<string, string>>[] = ['x', 'y'].flatMap((P) =>
  ['x', 'y'].map((Q) => ({ P, Q })),
);

/** A value, or one that a condition chooses. */
export type Choice<T> = T | { readonly when: ConditionName; readonly yes: T; readonly no: T };

export interface DrawnRoute {
  readonly method: string;
  readonly path: (typeof PATHS)[number];
  readonly authorization: Choice<string>;
  readonly exists?: ConditionName;
  /** The authorization of a second method for the same, which exists where the first one does not. */
  readonly otherwise?: Choice<string>;
}

export interface DrawnStatement {
  readonly effect: Choice<'Allow' | 'Deny'>;
  readonly principal: Json;
  readonly resource: readonly Choice<string>[];
  /** The operator on the key, and its values; none where there is no condition. */
  readonly tests: readonly {
    readonly operator: string;
    readonly key: string;
    readonly values: readonly Choice<string>[];
  }[];
  readonly exists?: ConditionName;
}

/** A custom domain that is mapped to the API: the two are resources of their own. */
export interface DrawnDomain {
  readonly addressType: Choice<'ipv4' | 'dualstack'>;
  readonly exists?: ConditionName;
  readonly mapped?: ConditionName;
}

export interface DrawnTemplate {
  /** The condition that the API itself exists under. */
  readonly exists?: ConditionName;
  readonly deployed?: ConditionName;
  readonly domains: readonly DrawnDomain[];
  /** Web ACLs before the stages of these names. */
  readonly webAcls: readonly { readonly stage: string; readonly exists?: ConditionName }[];
  readonly endpoint: Choice<'REGIONAL' | 'PRIVATE'>;
  readonly addressType: Choice<'ipv4' | 'dualstack'>;
  readonly statements: readonly DrawnStatement[];
  readonly routes: readonly DrawnRoute[];
  readonly stages: readonly { readonly name: string; readonly exists?: ConditionName }[];
}

export const PATHS = ['/', '/admin', '/pets', '/pets/{id}', '/{proxy+}'] as const;

/** Those that resources name are drawn more often. */
const DRAWN_PATHS = [...PATHS, '/admin', '/pets', '/admin'] as const;

export const CIDRS: readonly string[] = [
  '8.8.8.0/24',
  '8.8.8.8',
  '9.9.9.0/24',
  '8.8.0.0/16',
  '0.0.0.0/0',
  '10.0.0.0/8',
  '2600:1f18::/32',
  '::/0',
];

export const RESOURCES: readonly string[] = [
  'execute-api:/*',
  'execute-api:/*',
  'execute-api:/*/GET/admin',
  'execute-api:/*/GET/*',
  'execute-api:/*/*/pets',
  'execute-api:/*/*/pets/*',
  'execute-api:/live/*',
  'execute-api:/*/POST/admin',
];

const condition = fc.constantFrom<ConditionName>('IsX', 'IsNotX', 'IsQ');

/** Mostly the value itself: `share` of a hundred are chosen by a condition. */
function choice<T>(one: fc.Arbitrary<T>, share: number): fc.Arbitrary<Choice<T>> {
  return fc.oneof(
    { weight: 100 - share, arbitrary: one },
    { weight: share, arbitrary: fc.record({ when: condition, yes: one, no: one }) },
  );
}

/** A condition on what has one in so many cases of a hundred. */
function sometimes(share: number): fc.Arbitrary<ConditionName | undefined> {
  return fc.oneof({ weight: 100 - share, arbitrary: fc.constant(undefined) }, { weight: share, arbitrary: condition });
}

const exists = sometimes(50).map((when) => (when ? { exists: when } : {}));
const authorization = choice(fc.constantFrom('NONE', 'NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS', 'JWT'), 20);

const addresses = fc.record({
  operator: fc.constantFrom('IpAddress', 'NotIpAddress'),
  key: fc.constantFrom('aws:SourceIp', 'aws:SourceIp', 'aws:SourceIp', 'aws:VpcSourceIp'),
  values: fc.array(choice(fc.constantFrom(...CIDRS), 15), { minLength: 1, maxLength: 3 }),
});
const endpoints = fc.record({
  operator: fc.constantFrom('StringEquals', 'StringNotEquals'),
  key: fc.constantFrom('aws:SourceVpce', 'aws:SourceVpc'),
  values: fc.constantFrom('vpce-0a1b2c3d', 'vpc-0a1b2c3d').map((id) => [id]),
});

const statement: fc.Arbitrary<DrawnStatement> = fc
  .record({
    effect: choice(fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny'), 10),
    principal: fc.oneof(
      { weight: 8, arbitrary: fc.constant<Json>('*') },
      { weight: 1, arbitrary: fc.constantFrom<Json>({ AWS: '*' }, { AWS: '111122223333' }) },
    ),
    resource: fc.array(choice(fc.constantFrom(...RESOURCES), 10), { minLength: 1, maxLength: 2 }),
    tests: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 5, arbitrary: addresses.map((one) => [one]) },
      { weight: 1, arbitrary: endpoints.map((one) => [one]) },
      { weight: 1, arbitrary: fc.tuple(addresses, endpoints).map((both) => [...both]) },
    ),
  })
  .chain((one) => exists.map((when) => ({ ...one, ...when })));

const route: fc.Arbitrary<DrawnRoute> = fc
  .record({
    method: fc.constantFrom('GET', 'GET', 'POST', 'ANY'),
    path: fc.constantFrom(...DRAWN_PATHS),
    authorization,
  })
  .chain((one) =>
    fc.oneof(
      { weight: 6, arbitrary: exists.map((when) => ({ ...one, ...when })) },
      { weight: 1, arbitrary: authorization.map((otherwise) => ({ ...one, exists: 'IsX' as const, otherwise })) },
    ),
  );

const domain: fc.Arbitrary<DrawnDomain> = fc
  .tuple(choice(fc.constantFrom<'ipv4' | 'dualstack'>('ipv4', 'dualstack'), 15), sometimes(50), sometimes(20))
  .map(([addressType, there, mapped]) => ({
    addressType,
    ...(there && { exists: there }),
    ...(mapped && { mapped }),
  }));

const parts = fc.record({
  endpoint: choice(fc.constantFrom<'REGIONAL' | 'PRIVATE'>('REGIONAL', 'REGIONAL', 'PRIVATE'), 20),
  addressType: choice(fc.constantFrom<'ipv4' | 'dualstack'>('ipv4', 'dualstack'), 25),
  statements: fc.array(statement, { minLength: 1, maxLength: 4 }),
  routes: fc.uniqueArray(route, { minLength: 1, maxLength: 4, selector: ({ method, path }) => `${method} ${path}` }),
  stages: fc.constantFrom<DrawnTemplate['stages']>(
    [{ name: 'live' }],
    [{ name: 'live' }],
    [{ name: 'live' }, { name: 'test', exists: 'IsX' }],
    [{ name: 'live', exists: 'IsNotX' }, { name: 'test' }],
    [{ name: 'live', exists: 'IsQ' }],
    [
      { name: 'live', exists: 'IsX' },
      { name: 'live', exists: 'IsNotX' },
    ],
  ),
  domains: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: domain.map((one) => [one]) }),
  webAcls: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: exists.map((when) => [{ stage: 'live', ...when }]) },
  ),
});

export const templates: fc.Arbitrary<DrawnTemplate> = fc
  .tuple(parts, sometimes(15), sometimes(15))
  .map(([all, there, deployed]) => ({ ...all, ...(there && { exists: there }), ...(deployed && { deployed }) }));

const PARTS = ['exists', 'endpoint', 'addressType', 'statements', 'routes', 'stages'] as const;

/** Two versions of a template: some parts of the later one are as in another. */
export const versions: fc.Arbitrary<readonly [before: DrawnTemplate, after: DrawnTemplate]> = fc
  .tuple(templates, templates, fc.subarray([...PARTS]))
  .map(([before, other, changed]) => [
    before,
    { ...before, ...Object.fromEntries(changed.map((part) => [part, other[part]])) },
  ]);
