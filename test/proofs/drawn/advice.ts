import fc from 'fast-check';
import {
  type Advice,
  allow,
  authorize,
  BRANCH,
  BY_HTTP,
  by,
  deny,
  ip,
  NET,
  OFFICE,
  OTHER_NET,
  OTHER_VPC,
  on,
  privateApi,
  publicApi,
  VPC,
  VPCE,
  vpcIp,
  write,
} from './advised.ts';
import { ENTRY_ADVICE } from './entry-advice.ts';
import type { DrawnRoute } from './templates.ts';

/**
 * What the messages tell a user to do, done: for each message a drawn template that has the finding, and the edits that a user
 * makes who reads it.
 */

const ROUTES = (...methods: readonly string[]): readonly DrawnRoute[] =>
  methods.map((method) => ({ method, path: '/admin', authorization: 'NONE' }));

export const DRAWN_ADVICE: readonly Advice[] = [
  ...ENTRY_ADVICE,
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
