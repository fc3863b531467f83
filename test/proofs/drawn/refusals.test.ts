import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../../../src/answers/audit.ts';
import type { Finding, Report } from '../../../src/report/report.ts';
import { inMemory } from '../../../src/testing/in-memory.ts';
import { type FakeApi, type FakeAws, type FakeRegion, refused, type Seen, serveAws } from '../../live/server.ts';
import { ACCOUNT, exported, policy, REGION } from '../../live/shop.ts';
import { collectFrom } from '../../live/support.ts';
import { draws } from './draws.ts';

/** The calls that a policy of the auditor may leave out, by what their requests look like. */
const CALLS = {
  GetRestApis: /restapis$/,
  GetStages: /\/stages$/,
  GetExport: /\/exports\//,
  GetDeployment: /\/deployments\//,
  GetResources: /\/resources$/,
  GetAuthorizers: /\/authorizers$/,
  GetDomainNames: /domainnames$/,
  GetBasePathMappings: /basepathmappings$/,
} as const;
type CallName = keyof typeof CALLS;
const NAMES = Object.keys(CALLS) as readonly CallName[];
const SUBSETS = NAMES.flatMap((one, i) => [[one], ...NAMES.slice(i + 1).map((other) => [one, other])]);

const SOURCES = ['8.8.8.0/24', '8.8.8.8', '0.0.0.0/0', '10.0.0.0/8', '2600:1f18::/32'];
const ID = 'a1b2c3d4e5';

const source = fc.constantFrom(...SOURCES);
const deployed = fc.option(source, { nil: undefined });
const method = fc.constantFrom(
  { authorizationType: 'NONE' },
  { authorizationType: 'AWS_IAM' },
  { authorizationType: 'CUSTOM', authorizerId: 'auth1' },
  { authorizationType: 'NONE', apiKeyRequired: true },
);
const type = fc.constantFrom('REGIONAL', 'REGIONAL', 'EDGE', 'PRIVATE');
const family = fc.constantFrom('ipv4', 'dualstack');

/** A Region of one API, now and as it is deployed. */
const regions: fc.Arbitrary<FakeRegion> = fc
  .record({
    now: deployed,
    prod: deployed,
    dev: fc.option(deployed, { nil: null }),
    get: method,
    post: method,
    type,
    family,
    domain: family,
  })
  .map(({ now, prod, dev, get, post, type, family, domain }) => {
    const policyFrom = (cidr: string | undefined): object | undefined =>
      cidr === undefined ? undefined : policy(ID, cidr);
    const own = policyFrom(now);
    const api: FakeApi = {
      id: ID,
      endpointConfiguration: { types: [type], ipAddressType: type === 'PRIVATE' ? 'dualstack' : family },
      ...(own && { policy: own }),
      stages: [
        { stageName: 'prod', deploymentId: 'dep1' },
        ...(dev === null ? [] : [{ stageName: 'dev', deploymentId: 'dep2' }]),
      ],
      exports: { prod: exported(policyFrom(prod)), ...(dev !== null && { dev: exported(policyFrom(dev)) }) },
      resources: [{ id: 'r1', path: '/pets', resourceMethods: { GET: get, POST: post } }],
      authorizers: [{ id: 'auth1', name: 'lambda', type: 'TOKEN' }],
      deployments: { dep1: { '/pets': { GET: { authorizationType: 'NONE' } } } },
    };
    const mapped = {
      domainName: 'api.example.com',
      endpointConfiguration: { types: ['REGIONAL'], ipAddressType: domain },
    };
    return {
      apis: [api],
      domains: [mapped],
      mappings: { 'api.example.com': [{ basePath: '(none)', restApiId: ID, stage: 'prod' }] },
    };
  });

const keyOf = ({ ruleId, api, fingerprint }: Finding): string => `${ruleId} ${api.id} ${fingerprint}`;

function auditOf(documents: ReadonlyMap<string, string>): Report {
  return audit([...documents.keys()].sort(), { fs: inMemory(Object.fromEntries(documents)), preset: 'strict' });
}

describe('calls that are refused', () => {
  let region: FakeRegion = {};
  let without: readonly CallName[] = [];
  let aws: FakeAws;
  beforeAll(async () => {
    const world = {
      [ACCOUNT]: {
        get [REGION]() {
          return region;
        },
      },
    };
    const isRefused = ({ service, what }: Seen): boolean =>
      service === 'apigateway' && without.some((name) => CALLS[name].test(what));
    const reply = (seen: Seen) => (isRefused(seen) ? refused(403, 'AccessDeniedException') : undefined);
    aws = await serveAws(world, { reply, pageSize: 100 });
  });
  afterAll(() => aws.close());

  const collected = async (calls: readonly CallName[]): Promise<ReadonlyMap<string, string>> => {
    without = calls;
    return (await collectFrom(aws)).documents;
  };

  test('make no new finding, and lose none without a word', async () => {
    await fc.assert(
      fc.asyncProperty(regions, fc.constantFrom(...SUBSETS), async (drawn, calls) => {
        region = drawn;
        const whole = auditOf(await collected([]));
        const documents = await collected(calls);
        const part = auditOf(documents);
        expect(whole.failures).toEqual([]);
        const known = new Set(whole.findings.map(keyOf));
        const told = new Set(part.findings.map(keyOf));
        const open = new Set(part.undecided.flatMap(({ rules }) => rules));
        const made = [...told].filter((key) => !known.has(key));
        const lost = calls.includes('GetRestApis')
          ? []
          : [...known].filter((key) => !told.has(key) && !open.has(key.split(' ')[0] ?? ''));
        expect({ calls, made, lost }).toEqual({ calls, made: [], lost: [] });
        // what was refused is a failure of the documents themselves, unless nothing asked for it
        const asked = aws.seen.some(({ what }) => calls.some((name) => CALLS[name].test(what)));
        if (asked && !calls.every((name) => name === 'GetDeployment')) expect(part.failures).not.toEqual([]);
      }),
      draws(40),
    );
  });
});
