import { describe, expect, test } from 'vitest';
import { AddressSet, type Family } from '../../src/ip/address-set.ts';
import { addressSet } from '../../src/ip/network.ts';
import { coversInternet, INTERNET4, INTERNET6, UNROUTABLE } from '../../src/ip/special.ts';

/** [just before, first, last, just after], where nothing before or after means a neighbour that is unroutable too. */
const BLOCKS: readonly (readonly [string | null, string, string, string | null])[] = [
  [null, '0.0.0.0', '0.255.255.255', '1.0.0.0'],
  ['9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'],
  ['100.63.255.255', '100.64.0.0', '100.127.255.255', '100.128.0.0'],
  ['126.255.255.255', '127.0.0.0', '127.255.255.255', '128.0.0.0'],
  ['169.253.255.255', '169.254.0.0', '169.254.255.255', '169.255.0.0'],
  ['172.15.255.255', '172.16.0.0', '172.31.255.255', '172.32.0.0'],
  ['191.255.255.255', '192.0.0.0', '192.0.0.255', '192.0.1.0'],
  ['192.0.1.255', '192.0.2.0', '192.0.2.255', '192.0.3.0'],
  ['192.167.255.255', '192.168.0.0', '192.168.255.255', '192.169.0.0'],
  ['198.17.255.255', '198.18.0.0', '198.19.255.255', '198.20.0.0'],
  ['198.51.99.255', '198.51.100.0', '198.51.100.255', '198.51.101.0'],
  ['203.0.112.255', '203.0.113.0', '203.0.113.255', '203.0.114.0'],
  ['223.255.255.255', '224.0.0.0', '255.255.255.255', null],
  [null, '::/128', '::1/128', '::2/128'],
  [
    '64:ff9b:0:ffff:ffff:ffff:ffff:ffff/128',
    '64:ff9b:1::/128',
    '64:ff9b:1:ffff:ffff:ffff:ffff:ffff/128',
    '64:ff9b:2::/128',
  ],
  ['ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128', '100::/128', '100::ffff:ffff:ffff:ffff/128', '100:0:0:1::/128'],
  [
    '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff/128',
    '2001:db8::/128',
    '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/128',
    '2001:db9::/128',
  ],
  [
    '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128',
    '3fff::/128',
    '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff/128',
    '3fff:1000::/128',
  ],
  [
    'fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128',
    'fc00::/128',
    'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128',
    'fe00::/128',
  ],
  ['fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128', 'fe80::/128', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128', null],
  [null, 'fec0::/128', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128', null],
  [null, 'ff00::/128', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128', null],
];

describe('unroutable', () => {
  test.each(BLOCKS)('%s | %s to %s | %s', (before, first, last, after) => {
    expect(UNROUTABLE.covers(addressSet(first, last))).toBe(true);
    for (const outside of [before, after]) {
      if (outside !== null) expect(UNROUTABLE.intersect(addressSet(outside)).isEmpty).toBe(true);
    }
  });

  test('nothing else', () => {
    const size4 = [24, 24, 22, 24, 16, 20, 8, 8, 16, 17, 8, 8, 29].reduce((sum, bits) => sum + 2n ** BigInt(bits), 0n);
    const size6 = [1, 80, 64, 96, 108, 121, 118, 118, 120].reduce((sum, bits) => sum + 2n ** BigInt(bits), 0n);
    expect([UNROUTABLE.size(4), UNROUTABLE.size(6)]).toEqual([size4, size6]);
  });
});

describe('the whole internet', () => {
  test('is what is routable of a family', () => {
    expect(INTERNET4.union(INTERNET6).union(UNROUTABLE)).toEqual(AddressSet.all);
    expect(INTERNET4.union(INTERNET6).intersect(UNROUTABLE).isEmpty).toBe(true);
    expect([INTERNET4.families, INTERNET6.families]).toEqual([[4], [6]]);
  });

  test.each<[string[], Family[]]>([
    [['0.0.0.0/0'], [4]],
    [['::/0'], [6]],
    [['0.0.0.0/1', '128.0.0.0/1'], [4]],
    [['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/3'], [4]],
    [['0.0.0.0/1'], []],
    [['2000::/3'], []],
    [
      ['0.0.0.0/0', '::/0'],
      [4, 6],
    ],
    [[], []],
  ])('%j covers that of %j', (texts, families) => {
    const set = addressSet(...texts);
    expect(([4, 6] as const).filter((family) => coversInternet(set, family))).toEqual(families);
  });

  test('is missed by one routable address', () => {
    expect(coversInternet(AddressSet.all.subtract(addressSet('8.8.8.8')), 4)).toBe(false);
    expect(coversInternet(AddressSet.all.subtract(addressSet('8.8.8.8')), 6)).toBe(true);
    expect(coversInternet(AddressSet.all.subtract(addressSet('10.0.0.0/8', 'fc00::/7')), 4)).toBe(true);
    expect(coversInternet(AddressSet.all.subtract(addressSet('2600::1/128')), 6)).toBe(false);
  });
});
