import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overlaps } from '../../src/access/overlaps.ts';
import { AddressSet } from '../../src/ip/address-set.ts';
import { addressSet } from '../../src/ip/network.ts';
import { API, policyOf } from './support.ts';

const ROUTES = ['execute-api:/*', 'execute-api:/prod/*'];

/** A statement with one list of sources. */
function listing(
  entries: readonly string[],
  { effect = 'Allow', operator = 'IpAddress', resource = ROUTES[0] } = {},
): object {
  return {
    Effect: effect,
    Principal: '*',
    Action: 'execute-api:Invoke',
    Resource: resource,
    Condition: { [operator]: { 'aws:SourceIp': entries } },
  };
}

const denied = (entries: readonly string[]): object => listing(entries, { effect: 'Deny' });
const excepted = (entries: readonly string[]): object => listing(entries, { effect: 'Deny', operator: 'NotIpAddress' });

/** Each covered entry with those that cover it, in the order of the policy. */
function found(...statements: readonly object[]): readonly string[] {
  return overlaps(API, policyOf(statements))
    .covered.toSorted((a, b) => a.member.entry.place.at.start - b.member.entry.place.at.start)
    .map(({ member, by }) => `${member.entry.written} by ${by.map(({ entry }) => entry.written).join(', ')}`);
}

/** Networks of a small space, so that many of them overlap: both families, widths of 28 to 32 and 124 to 128 bits. */
const network = fc.tuple(fc.boolean(), fc.nat(15), fc.nat(4)).map(([ipv6, at, bits]) => {
  const start = at - (at % 2 ** bits);
  return ipv6 ? `2600::${start.toString(16)}/${128 - bits}` : `8.8.8.${start}/${32 - bits}`;
});
const lists = fc.array(fc.array(network, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 });

describe('of lists that add up', () => {
  test('all covered entries can go at once, and the union stays', () => {
    fc.assert(
      fc.property(lists, (entries) => {
        const { covered, because } = overlaps(API, policyOf(entries.map((list) => listing(list))));
        expect(because).toEqual([]);
        const gone = new Set(covered.map(({ member }) => member.entry.place.at.start));
        const policy = policyOf(entries.map((list) => listing(list)));
        const all = policy.statements.flatMap(({ conditions }) =>
          conditions.flatMap(({ list }) => list?.entries ?? []),
        );
        const kept = all.filter(({ place }) => !gone.has(place.at.start)).map(({ written }) => written);
        expect(addressSet(...kept).equals(addressSet(...entries.flat()))).toBe(true);
        // and none of the others can
        for (const [i, one] of kept.entries()) {
          const others = AddressSet.unionAll(kept.filter((_, other) => other !== i).map((other) => addressSet(other)));
          expect(others.covers(addressSet(one))).toBe(false);
        }
      }),
    );
  });

  test('an entry is covered by what is named, and that stays', () => {
    fc.assert(
      fc.property(lists, (entries) => {
        const { covered } = overlaps(API, policyOf(entries.map((list) => listing(list))));
        const gone = new Set(covered.map(({ member }) => member));
        for (const { member, by } of covered) {
          expect(AddressSet.unionAll(by.map(({ address }) => address.lower)).covers(member.address.upper)).toBe(true);
          expect(by.filter((one) => gone.has(one))).toEqual([]);
        }
      }),
    );
  });
});

describe('which lists add up', () => {
  test.each([
    ['two allows of one scope', [listing(['8.8.8.0/28']), listing(['8.8.8.1'])], ['8.8.8.1 by 8.8.8.0/28']],
    ['equals in two: the earlier stays', [listing(['8.8.8.1/32']), listing(['8.8.8.1'])], ['8.8.8.1 by 8.8.8.1/32']],
    ['two denies', [denied(['8.8.8.0/28']), denied(['8.8.8.1'])], ['8.8.8.1 by 8.8.8.0/28']],
    ['an allow and a deny do not', [listing(['8.8.8.0/28']), denied(['8.8.8.1'])], []],
    ['other routes do not', [listing(['8.8.8.0/28']), listing(['8.8.8.1'], { resource: 'execute-api:/prod/*' })], []],
    ['lists of exceptions do not', [excepted(['8.8.8.0/28']), excepted(['8.8.8.1'])], []],
    ['but one by itself does', [excepted(['8.8.8.0/28', '8.8.8.1'])], ['8.8.8.1 by 8.8.8.0/28']],
    ['adjacent ranges are no overlap', [listing(['8.8.8.0/29', '8.8.8.8/29'])], []],
    ['the other family is no overlap', [listing(['::/1', '8.8.8.0/28'])], []],
    [
      'halves, covered by the whole, which stays',
      [listing(['8.8.8.0/29', '8.8.8.8/29']), listing(['8.8.8.0/28'])],
      ['8.8.8.0/29 by 8.8.8.0/28', '8.8.8.8/29 by 8.8.8.0/28'],
    ],
    [
      'what is there without the whole internet',
      [listing(['0.0.0.0/0', '8.8.8.0/28', '8.8.8.1'])],
      ['8.8.8.0/28 by 0.0.0.0/0', '8.8.8.1 by 8.8.8.0/28'],
    ],
  ])('%s', (_, statements, expected) => {
    expect(found(...statements)).toEqual(expected);
  });

  test('what a bare IPv6 address stands for is left open', () => {
    const { covered, because } = overlaps(API, policyOf([listing(['2600::1', '2600::/64'])]));
    expect(covered).toEqual([]);
    expect(because.map(({ reason }) => reason)).toEqual(['AWS does not say which addresses 2600::1 stands for']);
  });
});
