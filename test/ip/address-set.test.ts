import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AddressSet, type Family, formatAddress } from '../../src/ip/address-set.ts';
import { addressSet } from '../../src/ip/network.ts';
import { addressAt, type Model, model, toModel, toSet, UNIVERSE } from './model.ts';

const TOP4 = 2 ** 32 - 1;
const TOP6 = 2n ** 128n - 1n;

function filtered(places: Model, keep: (place: number) => boolean): Model {
  return new Set([...places].filter(keep));
}

function sorted(places: Model): number[] {
  return [...places].sort((a, b) => a - b);
}

function isSound(edges: readonly (number | bigint)[]): boolean {
  return edges.length % 2 === 0 && edges.every((edge, i) => i === 0 || (edges[i - 1] as number | bigint) < edge);
}

describe('against sets of single addresses', () => {
  test('a set has the addresses that it was made of, its edges in strict order', () => {
    fc.assert(
      fc.property(model, (a) => {
        const set = toSet(a);
        expect(sorted(toModel(set))).toEqual(sorted(a));
        expect(isSound(set.v4) && isSound(set.v6)).toBe(true);
      }),
    );
  });

  test('union, intersect and subtract', () => {
    fc.assert(
      fc.property(model, model, (a, b) => {
        const [x, y] = [toSet(a), toSet(b)];
        const results = [
          [x.union(y), filtered(UNIVERSE, (place) => a.has(place) || b.has(place))],
          [x.intersect(y), filtered(UNIVERSE, (place) => a.has(place) && b.has(place))],
          [x.subtract(y), filtered(UNIVERSE, (place) => a.has(place) && !b.has(place))],
        ] as const;
        for (const [set, expected] of results) {
          expect(sorted(toModel(set))).toEqual(sorted(expected));
          expect(isSound(set.v4) && isSound(set.v6)).toBe(true);
        }
      }),
    );
  });

  test('covers, equals and isEmpty', () => {
    fc.assert(
      fc.property(model, model, (a, b) => {
        const within = filtered(a, (place) => b.has(place));
        expect(toSet(a).covers(toSet(b))).toBe([...b].every((place) => a.has(place)));
        expect(toSet(a).covers(toSet(within))).toBe(true);
        expect(toSet(a).equals(toSet(b))).toBe(a.size === b.size && within.size === a.size);
        expect(toSet(a).equals(toSet(new Set([...a].reverse())))).toBe(true);
        expect(toSet(a).isEmpty).toBe(a.size === 0);
      }),
    );
  });

  test('size, only, families and sample', () => {
    fc.assert(
      fc.property(model, (a) => {
        const set = toSet(a);
        const families = ([4, 6] as const).filter((family) => [...a].some((place) => addressAt(place)[0] === family));
        expect(set.families).toEqual(families);
        for (const family of [4, 6] as const) {
          const own = filtered(a, (place) => addressAt(place)[0] === family);
          expect(set.size(family)).toBe(BigInt(own.size));
          expect(sorted(toModel(set.only(family)))).toEqual(sorted(own));
        }
        const [first] = sorted(a);
        const [family, address] = addressAt(first ?? 0);
        expect(set.sample()).toBe(first === undefined ? undefined : formatAddress(address, family));
      }),
    );
  });

  test('the union of many is the union of pairs', () => {
    fc.assert(
      fc.property(fc.array(model, { maxLength: 8 }), (models) => {
        const sets = models.map(toSet);
        const pairwise = sets.reduce((union, set) => union.union(set), AddressSet.empty);
        expect(AddressSet.unionAll(sets)).toEqual(pairwise);
        expect(sorted(toModel(pairwise))).toEqual(sorted(new Set(models.flatMap((places) => [...places]))));
      }),
    );
  });

  test('ranges in any order, overlapping and touching', () => {
    const range = fc.tuple(fc.nat(15), fc.nat(15)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(fc.array(range, { maxLength: 6 }), fc.array(range, { maxLength: 6 }), (v4, v6) => {
        const big = v6.map(([first, last]) => [TOP6 - 15n + BigInt(first), TOP6 - 15n + BigInt(last)] as const);
        const within = (ranges: typeof v4, at: number) => ranges.some(([first, last]) => first <= at && at <= last);
        const expected = filtered(UNIVERSE, (p) => (p < 16 && within(v4, p)) || (p >= 80 && within(v6, p - 80)));
        expect(sorted(toModel(AddressSet.fromRanges(v4, big)))).toEqual(sorted(expected));
      }),
    );
  });

  test('laws', () => {
    fc.assert(
      fc.property(model, model, model, (a, b, c) => {
        const [x, y, z] = [toSet(a), toSet(b), toSet(c)];
        expect(x.union(y)).toEqual(y.union(x));
        expect(x.intersect(y.union(z))).toEqual(x.intersect(y).union(x.intersect(z)));
        expect(x.subtract(y.union(z))).toEqual(x.subtract(y).subtract(z));
        expect(x.subtract(y).union(x.intersect(y))).toEqual(x);
        expect(AddressSet.all.subtract(AddressSet.all.subtract(x))).toEqual(x);
        expect(x.only(4).union(x.only(6))).toEqual(x);
      }),
    );
  });
});

describe('cidrs', () => {
  /** The fewest aligned blocks of a window of 16 that are exactly a mask of it: a block whole, or both its halves. */
  function fewest(mask: number, bits = 16): number {
    if (mask === 0) return 0;
    if (mask === 2 ** bits - 1) return 1;
    const half = bits / 2;
    return fewest(mask % 2 ** half, half) + fewest(Math.floor(mask / 2 ** half), half);
  }

  test('round-trip, in order and disjoint', () => {
    fc.assert(
      fc.property(model, (a) => {
        const set = toSet(a);
        const parts = set.cidrs().map((text) => addressSet(text));
        expect(AddressSet.unionAll(parts)).toEqual(set);
        const firsts = parts.map((part) => sorted(toModel(part))[0] ?? -1);
        expect(firsts).toEqual(firsts.toSorted((x, y) => x - y));
        expect(parts.reduce((size, part) => size + part.size(4) + part.size(6), 0n)).toBe(BigInt(a.size));
      }),
    );
  });

  test('are the fewest, for every subset of sixteen addresses', () => {
    for (let mask = 0; mask < 2 ** 16; mask += 7) {
      const places = Array.from({ length: 16 }, (_, i) => i).filter((i) => (mask >> i) % 2 === 1);
      const v4 = AddressSet.fromRanges(
        places.map((i) => [0x0a000000 + i, 0x0a000000 + i]),
        [],
      );
      expect(v4.cidrs().length).toBe(fewest(mask));
    }
  });

  test.each<[string, AddressSet, string[]]>([
    ['nothing', AddressSet.empty, []],
    ['everything', AddressSet.all, ['0.0.0.0/0', '::/0']],
    [
      'all but the first address',
      AddressSet.fromRanges([[2 ** 31 + 1, 2 ** 31 + 3]], []),
      ['128.0.0.1/32', '128.0.0.2/31'],
    ],
    [
      'the last addresses',
      AddressSet.fromRanges([[TOP4 - 2, TOP4]], [[TOP6, TOP6]]),
      ['255.255.255.253/32', '255.255.255.254/31', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128'],
    ],
    [
      'a range that is aligned but too short for its alignment',
      AddressSet.fromRanges([[0, 6]], []),
      ['0.0.0.0/30', '0.0.0.4/31', '0.0.0.6/32'],
    ],
    [
      'IPv4 first',
      addressSet('2001:db8::/32', '::/128', '192.0.2.0/24', '10.0.0.0/8'),
      ['10.0.0.0/8', '192.0.2.0/24', '::/128', '2001:db8::/32'],
    ],
  ])('of %s', (_, set, expected) => {
    expect(set.cidrs()).toEqual(expected);
  });

  test('all but one address takes one CIDR a bit', () => {
    const but4 = AddressSet.all.subtract(addressSet('255.255.255.255', '::/0')).cidrs();
    expect(but4).toHaveLength(32);
    expect([but4[0], but4.at(-1)]).toEqual(['0.0.0.0/1', '255.255.255.254/32']);
    const but6 = AddressSet.all.only(6).subtract(addressSet('::/128')).cidrs();
    expect(but6).toHaveLength(128);
    expect([but6[0], but6.at(-1)]).toEqual(['::1/128', '8000::/1']);
  });
});

describe('the whole of a family', () => {
  test('has its size', () => {
    expect([AddressSet.all.size(4), AddressSet.all.size(6)]).toEqual([2n ** 32n, 2n ** 128n]);
    expect([AddressSet.empty.size(4), AddressSet.empty.size(6)]).toEqual([0n, 0n]);
    expect(AddressSet.fromRanges([[0, TOP4]], [[0n, TOP6]])).toEqual(AddressSet.all);
  });

  test.each<[string, string, string]>([
    ['0.0.0.0/1', '128.0.0.0/1', '0.0.0.0/0'],
    ['::/1', '8000::/1', '::/0'],
  ])('%s and %s are %s', (low, high, all) => {
    expect(addressSet(low, high).equals(addressSet(all))).toBe(true);
    expect(addressSet(high).union(addressSet(low)).cidrs()).toEqual([all]);
    expect(addressSet(low).covers(addressSet(all))).toBe(false);
  });

  test.each<[Family, string]>([
    [4, '0.0.0.0/0'],
    [6, '::/0'],
  ])('IPv%i alone', (family, text) => {
    const whole = AddressSet.all.only(family);
    expect(whole.cidrs()).toEqual([text]);
    expect(whole.equals(AddressSet.all)).toBe(false);
    expect(AddressSet.all.covers(whole)).toBe(true);
    expect(whole.covers(AddressSet.all)).toBe(false);
  });

  test('equal lengths are not yet equal sets', () => {
    expect(addressSet('10.0.0.0/24').equals(addressSet('10.0.0.0/25'))).toBe(false);
    expect(addressSet('2001:db8::/64').equals(addressSet('2001:db8::/65'))).toBe(false);
    expect(addressSet('10.0.0.0/24').equals(addressSet('10.0.0.0/24', '10.0.2.0/24'))).toBe(false);
  });
});

describe('formatAddress', () => {
  test.each<[bigint, Family, string]>([
    [0n, 4, '0.0.0.0'],
    [0x01020304n, 4, '1.2.3.4'],
    [0xffffffffn, 4, '255.255.255.255'],
    [0n, 6, '::'],
    [1n, 6, '::1'],
    [0x20010db8_0000_0000_0001_0000_0000_0001n, 6, '2001:db8::1:0:0:1'],
    [0x20010db8_0000_0001_0001_0001_0001_0001n, 6, '2001:db8:0:1:1:1:1:1'],
    [0x20010db8_0000_0000_0001_0000_0000_0000n, 6, '2001:db8:0:0:1::'],
    [0x00000000_0000_0000_0000_ffff_0102_0304n, 6, '::ffff:102:304'],
    [0xabcdef01_0000_0000_0000_0000_0000_0000n, 6, 'abcd:ef01::'],
    [TOP6, 6, 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ])('%s of IPv%i is %s', (address, family, text) => {
    expect(formatAddress(address, family)).toBe(text);
  });
});
