import fc from 'fast-check';
import type { DrawnRoute, DrawnStatement, DrawnTemplate, Json } from './templates.ts';

/**
 * What the messages tell a user to do, done: for each message a drawn template that has the finding, and the edits that a user
 * makes who reads it.
 */

/** What following an advice does to who gets in. */
export type Effect = 'opens' | 'closes' | 'opens and closes' | 'keeps';

export interface Advice {
  /** The rule and its message, `no-broad-source broad`. */
  readonly of: string;
  readonly given: (routes: readonly DrawnRoute[]) => DrawnTemplate;
  /** One for each way out that the message names. */
  readonly follow: readonly (readonly [Effect, (template: DrawnTemplate) => DrawnTemplate])[];
  /** The authorizations of the routes that it is about: none where absent. */
  readonly authorization?: string;
}

type Test = DrawnStatement['tests'][number];

const [OFFICE, BRANCH, OFFICE6] = ['52.94.76.0/24', '54.239.98.0/24', '2600:1f18:4::/48'];
const VPC: Test = { operator: 'StringEquals', key: 'aws:SourceVpc', values: ['vpc-0a1b2c3d'] };
const OTHER_VPC: Test = { ...VPC, operator: 'StringNotEquals' };
const BY_HTTP: Test = { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] };
const VPCE: Test = { operator: 'StringEquals', key: 'aws:SourceVpce', values: ['vpce-0a1b2c3d'] };

function ip(values: readonly string[], operator = 'IpAddress', key = 'aws:SourceIp'): Test {
  return { operator, key, values };
}

const vpcIp = (values: readonly string[]): Test => ip(values, 'IpAddress', 'aws:VpcSourceIp');
const NET = vpcIp(['10.0.0.0/16']);
const OTHER_NET: Test = { ...NET, operator: 'NotIpAddress' };

function allow(...tests: readonly Test[]): DrawnStatement {
  return { effect: 'Allow', principal: '*', resource: ['execute-api:/*'], tests };
}

function deny(...tests: readonly Test[]): DrawnStatement {
  return { ...allow(...tests), effect: 'Deny' };
}

const on = (resource: string, statement: DrawnStatement): DrawnStatement => ({ ...statement, resource: [resource] });
const by = (principal: Json, statement: DrawnStatement): DrawnStatement => ({ ...statement, principal });

/** A public API with some statements. */
function publicApi(...statements: readonly DrawnStatement[]): Advice['given'] {
  const stages = [{ name: 'live' }];
  return (routes) => ({
    endpoint: 'REGIONAL',
    addressType: 'ipv4',
    statements,
    routes,
    stages,
    domains: [],
    webAcls: [],
  });
}

function privateApi(...statements: readonly DrawnStatement[]): Advice['given'] {
  return (routes) => ({ ...publicApi(...statements)(routes), endpoint: 'PRIVATE' });
}

function dualstack(...statements: readonly DrawnStatement[]): Advice['given'] {
  return (routes) => ({ ...publicApi(...statements)(routes), addressType: 'dualstack' });
}

/** The statements become others. */
const write =
  (...statements: readonly DrawnStatement[]) =>
  (template: DrawnTemplate): DrawnTemplate => ({ ...template, statements });

const authorize =
  (authorization: string) =>
  (template: DrawnTemplate): DrawnTemplate => ({
    ...template,
    routes: template.routes.map((one) => ({ ...one, authorization })),
  });

const ROUTES = (...methods: readonly string[]): readonly DrawnRoute[] =>
  methods.map((method) => ({ method, path: '/admin', authorization: 'NONE' }));

export const DRAWN_ADVICE: readonly Advice[] = [
  {
    of: 'no-wildcard-source entry',
    given: publicApi(allow(ip(['0.0.0.0/0', OFFICE]))),
    follow: [['closes', write(allow(ip([OFFICE])))]],
  },
  {
    of: 'no-wildcard-source union',
    given: publicApi(allow(ip(['0.0.0.0/1', '128.0.0.0/1']))),
    follow: [['closes', write(allow(ip([OFFICE])))]],
  },
  {
    of: 'no-wildcard-source star',
    given: publicApi(allow({ operator: 'StringLike', key: 'aws:SourceIp', values: ['*'] })),
    follow: [['closes', write(allow(ip([OFFICE])))]],
  },
  {
    of: 'no-public-access open',
    given: publicApi(allow()),
    follow: [
      ['closes', write(allow(ip([OFFICE])))],
      ['closes', authorize('AWS_IAM')],
    ],
  },
  {
    of: 'no-voided-allowlist voided',
    given: publicApi(allow(ip([OFFICE])), allow()),
    follow: [
      ['closes', write(allow(ip([OFFICE])))],
      ['closes', write(deny(ip([OFFICE], 'NotIpAddress')), allow())],
    ],
  },
  {
    of: 'no-broad-source broad',
    given: publicApi(allow(ip(['54.0.0.0/8', OFFICE]))),
    follow: [['closes', write(allow(ip([BRANCH, OFFICE])))]],
  },
  {
    of: 'no-unroutable-source unroutable',
    given: publicApi(allow(ip(['10.0.0.0/16', OFFICE]))),
    follow: [['opens', write(allow(ip([BRANCH, OFFICE])))]],
  },
  {
    of: 'no-ipv6-gap gap',
    given: dualstack(deny(ip([OFFICE])), allow()),
    follow: [['closes', write(deny(ip([OFFICE, OFFICE6])), allow())]],
  },
  {
    of: 'no-ipv6-lockout lockout',
    given: dualstack(allow(ip([OFFICE]))),
    follow: [
      ['opens', write(allow(ip([OFFICE, OFFICE6])))],
      ['keeps', (template) => ({ ...template, addressType: 'ipv4' })],
    ],
  },
  {
    of: 'no-host-bits hostBits',
    given: publicApi(allow(ip(['52.94.76.9/24']))),
    follow: [
      ['keeps', write(allow(ip([OFFICE])))],
      ['closes', write(allow(ip(['52.94.76.9/32'])))],
    ],
  },
  {
    of: 'prefer-explicit-prefix bare',
    given: dualstack(allow(ip([OFFICE, '2600:1f18::9']))),
    follow: [['closes', write(allow(ip([OFFICE, '2600:1f18::9/128'])))]],
  },
  {
    of: 'prefer-explicit-prefix mapped',
    given: publicApi(allow(ip([OFFICE, '::ffff:54.239.98.1']))),
    follow: [['opens', write(allow(ip([OFFICE, '54.239.98.1/32'])))]],
  },
  {
    of: 'no-duplicate-cidrs duplicate',
    given: publicApi(allow(ip([OFFICE, BRANCH, OFFICE]))),
    follow: [
      ['keeps', write(allow(ip([OFFICE, BRANCH])))],
      ['keeps', write(allow(ip([BRANCH, OFFICE])))],
    ],
  },
  {
    of: 'no-overlapping-cidrs covered',
    given: publicApi(allow(ip([OFFICE, '52.94.76.9']))),
    follow: [['keeps', write(allow(ip([OFFICE])))]],
  },
  {
    of: 'no-overlapping-cidrs together',
    given: publicApi(allow(ip(['2600:1f18::/33', '2600:1f18:8000::/33', '2600:1f18::9', OFFICE]))),
    follow: [['keeps', write(allow(ip(['2600:1f18::/33', '2600:1f18:8000::/33', OFFICE])))]],
  },
  {
    of: 'no-conflicting-cidrs denied',
    given: publicApi(allow(ip([OFFICE, BRANCH])), deny(ip([BRANCH, '9.9.9.9']))),
    follow: [
      ['keeps', write(allow(ip([OFFICE])), deny(ip([BRANCH, '9.9.9.9'])))],
      ['opens', write(allow(ip([OFFICE, BRANCH])), deny(ip(['9.9.9.9'])))],
    ],
  },
  {
    of: 'no-partly-denied-cidrs partly',
    given: publicApi(allow(ip([OFFICE])), deny(ip(['52.94.76.0/25']))),
    follow: [['keeps', write(allow(ip(['52.94.76.128/25'])), deny(ip(['52.94.76.0/25'])))]],
  },
  {
    of: 'prefer-aggregated-cidrs shorter',
    given: publicApi(allow(ip(['52.94.76.0/25', '52.94.76.128/25']))),
    follow: [['keeps', write(allow(ip([OFFICE])))]],
  },
  {
    of: 'no-source-ip-on-private-api sourceIp',
    given: privateApi(allow(ip(['10.0.0.0/16']), VPC)),
    follow: [['opens', write(allow(vpcIp(['10.0.0.0/16']), VPC))]],
  },
  {
    of: 'no-source-ip-on-private-api unclear',
    given: privateApi(allow({ operator: 'Null', key: 'aws:SourceIp', values: ['false'] }, VPC)),
    follow: [['opens and closes', write(allow(vpcIp(['10.0.0.0/16']), VPC))]],
  },
  {
    of: 'no-vpc-condition-on-public-api vpc',
    given: publicApi(allow(VPCE)),
    follow: [
      ['opens', (template) => ({ ...template, endpoint: 'PRIVATE' })],
      ['opens', write(allow(ip([OFFICE])))],
    ],
  },
  {
    of: 'require-paired-vpc-source alone',
    given: privateApi(allow(vpcIp(['10.0.0.0/16']))),
    follow: [
      ['closes', write(allow(vpcIp(['10.0.0.0/16']), VPC))],
      ['closes', write(allow(vpcIp(['10.0.0.0/16']), VPCE))],
    ],
  },
  {
    of: 'no-open-private-api open',
    given: privateApi(allow()),
    follow: [
      ['closes', write(allow(VPCE))],
      ['closes', write(allow(VPC))],
    ],
  },
  {
    of: 'no-open-private-api together',
    given: privateApi(allow(VPC, NET), deny(OTHER_VPC, OTHER_NET)),
    authorization: 'CUSTOM',
    follow: [['closes', write(allow(VPC, NET), deny(OTHER_VPC), deny(OTHER_NET))]],
  },
  {
    of: 'no-unenforced-allowlist unenforced',
    given: privateApi(allow(VPC, NET)),
    authorization: 'CUSTOM',
    follow: [['closes', write(allow(VPC, NET), deny(OTHER_VPC), deny(OTHER_NET))]],
  },
  {
    of: 'no-unenforced-allowlist unenforced',
    given: publicApi(allow(ip([OFFICE]))),
    authorization: 'CUSTOM',
    follow: [['closes', write(allow(ip([OFFICE])), deny(ip([OFFICE], 'NotIpAddress')))]],
  },
  {
    of: 'no-unenforced-allowlist unenforced',
    given: publicApi(allow(ip([OFFICE])), allow(ip([BRANCH]))),
    authorization: 'CUSTOM',
    follow: [['closes', write(allow(ip([OFFICE])), allow(ip([BRANCH])), deny(ip([OFFICE, BRANCH], 'NotIpAddress')))]],
  },
  {
    of: 'require-allow missing',
    given: publicApi(deny(ip([OFFICE], 'NotIpAddress'))),
    follow: [['opens', write(deny(ip([OFFICE], 'NotIpAddress')), allow())]],
  },
  {
    of: 'no-total-lockout lockout',
    given: publicApi(deny(), allow(ip([OFFICE]))),
    follow: [
      ['opens', write(allow(ip([OFFICE])))],
      ['opens', write(deny(ip([OFFICE], 'NotIpAddress')), allow(ip([OFFICE])))],
    ],
  },
  {
    of: 'no-ineffective-statement allow',
    given: publicApi(allow(ip([BRANCH])), allow(ip([OFFICE]), ip([OFFICE], 'NotIpAddress'))),
    follow: [['opens', write(allow(ip([BRANCH])), allow(ip([OFFICE])))]],
  },
  {
    of: 'no-ineffective-statement deny',
    given: publicApi(allow(), deny(ip([OFFICE]), ip([OFFICE], 'NotIpAddress'))),
    follow: [['closes', write(allow(), deny(ip([OFFICE])))]],
  },
  {
    of: 'no-ineffective-statement allowAlone',
    given: publicApi(allow(ip([BRANCH])), allow(BY_HTTP)),
    follow: [
      ['opens', write(allow(ip([BRANCH])), allow(ip([OFFICE])))],
      ['keeps', write(allow(ip([BRANCH])))],
    ],
  },
  {
    of: 'no-ineffective-statement denyAlone',
    given: publicApi(allow(), deny(BY_HTTP)),
    follow: [
      ['closes', write(allow(), deny(ip([OFFICE])))],
      ['keeps', write(allow())],
    ],
  },
  {
    of: 'no-mismatched-principal principal',
    given: publicApi(by({ AWS: '111122223333' }, allow())),
    follow: [
      ['opens', authorize('AWS_IAM')],
      ['opens', write(allow(ip([OFFICE])))],
    ],
  },
  {
    of: 'no-mismatched-principal key',
    given: publicApi(allow({ operator: 'StringEquals', key: 'aws:PrincipalOrgID', values: ['o-a1b2c3d4e5'] })),
    follow: [
      ['opens', authorize('AWS_IAM')],
      ['opens', write(allow(ip([OFFICE])))],
    ],
  },
  {
    of: 'no-mismatched-principal denyPrincipal',
    given: publicApi(allow(), by({ AWS: '111122223333' }, deny())),
    follow: [['closes', write(allow(), deny(ip([OFFICE])))]],
  },
  {
    of: 'no-mismatched-principal denyKey',
    given: publicApi(allow(), deny({ operator: 'StringEquals', key: 'aws:PrincipalOrgID', values: ['o-a1b2c3d4e5'] })),
    follow: [['closes', write(allow(), deny(ip([OFFICE])))]],
  },
  {
    of: 'no-mismatched-principal denyKey',
    given: publicApi(
      allow(),
      deny({ operator: 'StringNotEquals', key: 'aws:PrincipalOrgID', values: ['o-a1b2c3d4e5'] }),
    ),
    follow: [['opens', write(allow(), deny(ip([OFFICE], 'NotIpAddress')))]],
  },
  {
    of: 'no-optional-source optional',
    given: publicApi(allow(ip([OFFICE], 'IpAddressIfExists'))),
    follow: [['keeps', write(allow(ip([OFFICE])))]],
  },
  {
    of: 'no-spoofable-condition spoofable',
    given: publicApi(allow({ operator: 'StringEquals', key: 'aws:Referer', values: ['https://example.com'] })),
    follow: [['closes', write(allow(ip([OFFICE])))]],
  },
  {
    of: 'no-uncovered-route uncovered',
    given: () =>
      publicApi(allow(), on('execute-api:/*/POST/admin', deny(ip([OFFICE], 'NotIpAddress'))))(ROUTES('POST', 'DELETE')),
    follow: [['closes', write(allow(), on('execute-api:/*/*/admin', deny(ip([OFFICE], 'NotIpAddress'))))]],
  },
  {
    of: 'no-unreachable-route unreachable',
    given: () => publicApi(on('execute-api:/*/POST/admin', allow(ip([OFFICE]))))(ROUTES('POST', 'DELETE')),
    follow: [
      ['opens', write(on('execute-api:/*/*/admin', allow(ip([OFFICE]))))],
      [
        'opens',
        write(
          on('execute-api:/*/POST/admin', allow(ip([OFFICE]))),
          on('execute-api:/*/DELETE/admin', allow(ip([BRANCH]))),
        ),
      ],
    ],
  },
  {
    of: 'no-blocked-preflight blocked',
    given: () => publicApi(on('execute-api:/*/GET/*', allow(ip([OFFICE]))))(ROUTES('GET', 'OPTIONS')),
    follow: [
      [
        'opens',
        write(on('execute-api:/*/GET/*', allow(ip([OFFICE]))), on('execute-api:/*/OPTIONS/*', allow(ip([OFFICE])))),
      ],
    ],
  },
];

const route = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  path: fc.constantFrom<DrawnRoute['path']>('/', '/admin', '/pets', '/pets/{id}'),
});

/** One to three routes, which need an authorization. */
export function routesWith(authorization: string): fc.Arbitrary<readonly DrawnRoute[]> {
  return fc
    .uniqueArray(route, { minLength: 1, maxLength: 3, selector: ({ method, path }) => `${method} ${path}` })
    .map((routes) => routes.map((one) => ({ ...one, authorization })));
}
