import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accessOf } from '../../src/access/access-of.ts';
import type { EndpointType } from '../../src/model/api.ts';
import { apiWith, runs, statements } from './drawn.ts';
import { OWN_ARN } from './naive.ts';
import { policyOf } from './support.ts';

/** Statements as data, whatever they hold. */
type Json = string | { readonly [key: string]: Json } | readonly Json[];
type Rewrite = (value: Json, key: string) => Json;

function rewritten(value: Json, rewrite: Rewrite, key = ''): Json {
  const own = rewrite(value, key);
  if (typeof own === 'string') return own;
  if (Array.isArray(own)) return own.map((one) => rewritten(one, rewrite, key === 'aws:PrincipalAccount' ? key : ''));
  return Object.fromEntries(Object.entries(own).map(([name, one]) => [name, rewritten(one, rewrite, name)]));
}

const NAMES = { Effect: 'Deny', Principal: '*', Action: 'execute-api:InvalidateCache', Resource: `${OWN_ARN}/*` };

/** Who gets in, route by route, without what says why. */
function admitted(policy: readonly object[], endpoint: EndpointType): unknown {
  const { api, revision } = apiWith(policyOf([...policy, NAMES]), endpoint);
  return accessOf(api, revision).flatMap(({ stage, method, path, witness, access }) =>
    access.map(({ caller, door, certainly, possibly }) => ({
      route: `${stage?.name} ${method} ${path} ${witness}`,
      by: `${caller} ${JSON.stringify(Object.entries(door).sort())}`,
      certainly: certainly.cidrs(),
      possibly: possibly.cidrs(),
    })),
  );
}

const reversed: Rewrite = (value) => (Array.isArray(value) ? value.toReversed() : value);

/** Each CIDR of an IP condition as its two halves. */
const halved: Rewrite = (value, key) => {
  if (!/sourceip$/i.test(key) || !Array.isArray(value)) return value;
  return value.flatMap((one): readonly Json[] => {
    const [, first, prefix] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(String(one)) ?? [];
    if (!first || !prefix || Number(prefix) > 31) return [one];
    const bits = Number(prefix);
    const start = first.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    const network = start - (start % 2 ** (32 - bits));
    const text = (address: number): string =>
      [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
    return [`${text(network)}/${bits + 1}`, `${text(network + 2 ** (31 - bits))}/${bits + 1}`];
  });
};

/** The other way to write the same. */
const inOtherWords: Rewrite = (value, key) => {
  if (key === 'Principal') return value === '*' ? { AWS: '*' } : value;
  if (typeof value === 'string' && ['Action', 'NotAction'].includes(key)) return [value.toUpperCase()];
  // a condition compares texts
  if (typeof value !== 'string' || key === 'aws:PrincipalAccount') return value;
  if (value.startsWith('execute-api:/')) return OWN_ARN + value.slice('execute-api:'.length);
  return value === '111122223333' ? 'arn:aws:iam::111122223333:root' : value;
};

test.each([
  ['its statements in another order', (all: object[]) => all.toReversed()],
  ['its values in another order', (all: object[]) => all.map((one) => rewritten(one as Json, reversed) as object)],
  ['its CIDRs in halves', (all: object[]) => all.map((one) => rewritten(one as Json, halved) as object)],
  ['the same in other words', (all: object[]) => all.map((one) => rewritten(one as Json, inOtherWords) as object)],
  ['a statement twice', (all: object[]) => [...all, ...all.slice(0, 1)]],
])('a policy with %s lets the same sources in', (_, rewrite) => {
  fc.assert(
    fc.property(statements, fc.constantFrom<EndpointType>('REGIONAL', 'PRIVATE'), (drawn, endpoint) => {
      const sorted = (found: unknown): unknown => (found as object[]).map((one) => JSON.stringify(one)).sort();
      expect(sorted(admitted(rewrite(drawn), endpoint))).toEqual(sorted(admitted(drawn, endpoint)));
    }),
    { numRuns: runs(200) },
  );
});
