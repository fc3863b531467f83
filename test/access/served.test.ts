import { expect, test } from 'vitest';
import type { RouteAccess } from '../../src/access/access.ts';
import { accessOf } from '../../src/access/access-of.ts';
import { allowlistsOn, blocklistsOn, callableRoutes, deniesLike, routesOf } from '../../src/access/routes.ts';
import { admitsIpv6, nameNoIpv6, servedSources, servesIpv6 } from '../../src/access/served.ts';
import type { Api } from '../../src/model/api.ts';
import { parameter, policyOf, setUp } from './support.ts';

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const DENY = { ...ALLOW, Effect: 'Deny' };
const from = (...cidrs: readonly string[]): object => ({ Condition: { IpAddress: { 'aws:SourceIp': cidrs } } });
const except = (...cidrs: readonly string[]): object => ({ Condition: { NotIpAddress: { 'aws:SourceIp': cidrs } } });
const UNKNOWN = { is: 'unknown', because: [parameter('Families')] } as const;

function route(statements: readonly object[], more: Partial<Api> = {}, routes = ['GET /pets']): RouteAccess {
  const { api, revision } = setUp([policyOf(statements)], { more, routes });
  const [one] = accessOf(api, revision);
  if (!one) throw new Error('there is no route');
  return one;
}

test('IPv6 is served by a dualstack endpoint, by a mapped domain, or nobody knows', () => {
  const { api } = setUp([]);
  const domain = { place: api.place, name: 'd', endpoint: api.endpoint };
  const served = (more: Partial<Api>): string => servesIpv6({ ...api, ...more }).is;
  expect(served({})).toBe('no');
  expect(served({ addressType: { is: 'yes', value: 'dualstack' } })).toBe('yes');
  expect(served({ addressType: UNKNOWN })).toBe('unknown');
  expect(served({ domains: [{ ...domain, addressType: { is: 'yes', value: 'dualstack' } }] })).toBe('yes');
  expect(served({ domains: [{ ...domain, addressType: { is: 'yes', value: 'ipv4' } }] })).toBe('no');
  expect(servesIpv6({ ...api, addressType: UNKNOWN })).toEqual(UNKNOWN);
});

test('a private endpoint serves both families', () => {
  const { api } = setUp([]);
  const { lower, upper, because } = servedSources(api, 'vpc-endpoint');
  expect([lower.families, upper.families, because]).toEqual([[4, 6], [4, 6], []]);
  expect(servedSources(api, 'internet').upper.families).toEqual([4]);
});

test('IPv6 clients get in, or not, or nobody knows', () => {
  const dualstack = { addressType: { is: 'yes', value: 'dualstack' } } as const;
  expect(admitsIpv6(route([ALLOW], dualstack)).is).toBe('yes');
  expect(admitsIpv6(route([{ ...ALLOW, ...from('8.8.8.8') }], dualstack)).is).toBe('no');
  expect(admitsIpv6(route([ALLOW])).is).toBe('no');
  expect(admitsIpv6(route([ALLOW], { addressType: UNKNOWN }))).toEqual(UNKNOWN);
  expect(admitsIpv6(route([ALLOW], { endpoint: { is: 'yes', value: 'PRIVATE' } })).is).toBe('no');
});

test('lists name no IPv6 source, all together', () => {
  const named = (...statements: readonly object[]): string => nameNoIpv6(allowlistsOn(route(statements))).is;
  expect(named({ ...ALLOW, ...from('8.8.8.8') }, { ...ALLOW, ...from('9.9.9.9') })).toBe('yes');
  expect(named({ ...ALLOW, ...from('8.8.8.8') }, { ...ALLOW, ...from('2600::/32') })).toBe('no');
  expect(named({ ...ALLOW, ...from('8.8.8.8') }, { ...DENY, ...except('2600::/32') })).toBe('no');
  const open = allowlistsOn(route([{ ...ALLOW, ...from('8.8.8.8') }])).map((one) => ({
    ...one,
    list: { ...one.list, open: [parameter('More')] },
  }));
  expect(nameNoIpv6(open)).toEqual({ is: 'unknown', because: [parameter('More')] });
});

test('lists admit, or keep out', () => {
  const all = route([
    { ...ALLOW, ...from('1.1.1.1') },
    { ...ALLOW, ...except('2.2.2.2') },
    { ...DENY, ...from('3.3.3.3') },
    { ...DENY, ...except('4.4.4.4') },
    { ...ALLOW, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } },
    { ...ALLOW, Resource: 'execute-api:/*/POST/*', ...from('5.5.5.5') },
  ]);
  const entries = (lists: ReturnType<typeof allowlistsOn>): readonly string[] =>
    lists.flatMap(({ list }) => list.entries.map(({ written }) => written));
  expect(entries(allowlistsOn(all))).toEqual(['1.1.1.1', '4.4.4.4']);
  expect(entries(blocklistsOn(all))).toEqual(['2.2.2.2', '3.3.3.3']);
});

test('a Deny tests the source of a route, or may', () => {
  const { api, revision } = setUp(
    [policyOf([ALLOW, { ...DENY, Resource: 'execute-api:/*/GET/*', ...except('8.8.8.8') }])],
    {
      routes: ['GET /pets', 'POST /pets', 'OPTIONS /pets'],
    },
  );
  const routes = callableRoutes(api, revision);
  expect(routes.map(({ method }) => method)).toEqual(['GET', 'POST']);
  const [denied] = revision.policies.flatMap((policy) => policy.statements.flatMap(({ conditions }) => conditions));
  if (!denied) throw new Error('there is no condition');
  const byVpc = { ...denied, key: { written: 'aws:SourceVpc', name: 'aws:SourceVpc' as const } };
  expect(routes.map((one) => deniesLike(byVpc, one, revision).is)).toEqual(['no', 'no']);
  expect(routes.map((one) => deniesLike(denied, one, revision).is)).toEqual(['yes', 'no']);
  const [policy] = revision.policies;
  const open = { ...revision, policies: policy ? [{ ...policy, open: [parameter('More')] }] : [] };
  expect(routes.map((one) => deniesLike(denied, one, open).is)).toEqual(['yes', 'unknown']);
  expect(routesOf(api, revision, policy?.statements[1] as never).map(({ method }) => method)).toEqual(['GET']);
});
