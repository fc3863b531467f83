import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AddressSet } from '../../src/ip/address-set.ts';
import type { Malformation } from '../../src/ip/malformed.ts';
import { addressSet, type Network, parseNetwork } from '../../src/ip/network.ts';

function valid(text: string): Network {
  const entry = parseNetwork(text);
  if (!entry.valid) throw new Error(`${text}: ${entry.reason}`);
  return entry;
}

describe('networks', () => {
  test.each<[text: string, network: string, single: string, prefix: number, hostBits: boolean]>([
    ['203.0.113.0/24', '203.0.113.0/24', '203.0.113.0/32', 24, false],
    ['203.0.113.7/24', '203.0.113.0/24', '203.0.113.7/32', 24, true],
    ['203.0.113.7/32', '203.0.113.7/32', '203.0.113.7/32', 32, false],
    ['203.0.113.7/31', '203.0.113.6/31', '203.0.113.7/32', 31, true],
    ['255.255.255.255/32', '255.255.255.255/32', '255.255.255.255/32', 32, false],
    ['255.255.255.255/1', '128.0.0.0/1', '255.255.255.255/32', 1, true],
    ['0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/32', 0, false],
    ['10.0.0.1/0', '0.0.0.0/0', '10.0.0.1/32', 0, true],
    ['1.10.100.200/9', '1.0.0.0/9', '1.10.100.200/32', 9, true],
    ['::/0', '::/0', '::/128', 0, false],
    ['::1/0', '::/0', '::1/128', 0, true],
    ['2001:DB8:1234:5678::/64', '2001:db8:1234:5678::/64', '2001:db8:1234:5678::/128', 64, false],
    ['2001:db8::1/32', '2001:db8::/32', '2001:db8::1/128', 32, true],
    ['2001:db8::1/128', '2001:db8::1/128', '2001:db8::1/128', 128, false],
    ['2001:db8::1/127', '2001:db8::/127', '2001:db8::1/128', 127, true],
    ['1:2:3:4:5:6:7:8/99', '1:2:3:4:5:6::/99', '1:2:3:4:5:6:7:8/128', 99, true],
    ['1:2:3:4:5:6:7::/112', '1:2:3:4:5:6:7:0/112', '1:2:3:4:5:6:7:0/128', 112, false],
    ['::2:3:4:5:6:7:8/16', '::/16', '0:2:3:4:5:6:7:8/128', 16, true],
    ['1::8/100', '1::/100', '1::8/128', 100, true],
    ['0:0:0:0:0:0:0:0/120', '::/120', '::/128', 120, false],
    ['0001:0002::00ab/128', '1:2::ab/128', '1:2::ab/128', 128, false],
    ['64:ff9b::192.0.2.33/128', '64:ff9b::c000:221/128', '64:ff9b::c000:221/128', 128, false],
    ['1:2:3:4:5:6:192.0.2.33/128', '1:2:3:4:5:6:c000:221/128', '1:2:3:4:5:6:c000:221/128', 128, false],
    ['::1.2.3.4/128', '::102:304/128', '::102:304/128', 128, false],
    ['::ffff:0:0/95', '::fffe:0:0/95', '::ffff:0:0/128', 95, true],
    ['::fffe:1.2.3.4/128', '::fffe:102:304/128', '::fffe:102:304/128', 128, false],
    ['::1:ffff:1.2.3.4/128', '::1:ffff:102:304/128', '::1:ffff:102:304/128', 128, false],
    [
      'ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128',
      'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128',
      'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128',
      128,
      false,
    ],
  ])('%s', (text, network, single, prefix, hostBits) => {
    const entry = valid(text);
    const family = text.includes(':') ? 6 : 4;
    expect({ ...entry, network: entry.network, single: entry.single }).toMatchObject({
      family,
      prefix,
      explicitPrefix: true,
      hostBits,
      unspecified: false,
      mapped: false,
      network,
      single,
    });
    expect(entry.lower.cidrs()).toEqual([network]);
    expect(entry.upper).toBe(entry.lower);
  });

  test('a bare IPv4 address is its /32', () => {
    const entry = valid('203.0.113.7');
    expect(entry).toMatchObject({ family: 4, prefix: 32, explicitPrefix: false, hostBits: false, unspecified: false });
    expect([entry.network, entry.single]).toEqual(['203.0.113.7/32', '203.0.113.7/32']);
    expect(entry.lower.cidrs()).toEqual(['203.0.113.7/32']);
    expect(entry.upper.equals(entry.lower)).toBe(true);
  });

  test('a bare IPv6 address is itself at least, its /32 at most', () => {
    const entry = valid('2001:db8:ffff::1');
    expect(entry).toMatchObject({
      family: 6,
      explicitPrefix: false,
      hostBits: false,
      unspecified: false,
      mapped: false,
    });
    expect(entry.prefix).toBeUndefined();
    expect([entry.network, entry.single]).toEqual(['2001:db8:ffff::1/128', '2001:db8:ffff::1/128']);
    expect([entry.lower.cidrs(), entry.upper.cidrs()]).toEqual([['2001:db8:ffff::1/128'], ['2001:db8::/32']]);
  });

  test.each<[text: string, network: string, single: string, prefix: number, explicit: boolean, hostBits: boolean]>([
    ['::ffff:192.0.2.1', '192.0.2.1/32', '192.0.2.1/32', 32, false, false],
    ['::FFFF:192.0.2.1', '192.0.2.1/32', '192.0.2.1/32', 32, false, false],
    ['::ffff:102:304', '1.2.3.4/32', '1.2.3.4/32', 32, false, false],
    ['0:0:0:0:0:ffff:1.2.3.4/128', '1.2.3.4/32', '1.2.3.4/32', 32, true, false],
    ['::ffff:192.0.2.0/120', '192.0.2.0/24', '192.0.2.0/32', 24, true, false],
    ['::ffff:192.0.2.1/120', '192.0.2.0/24', '192.0.2.1/32', 24, true, true],
    ['::ffff:0:0/96', '0.0.0.0/0', '0.0.0.0/32', 0, true, false],
    ['::ffff:255.255.255.255/97', '128.0.0.0/1', '255.255.255.255/32', 1, true, true],
  ])('%s maps IPv4: nothing at least, %s at most', (text, network, single, prefix, explicitPrefix, hostBits) => {
    const entry = valid(text);
    expect(entry).toMatchObject({ family: 4, prefix, explicitPrefix, hostBits, unspecified: false, mapped: true });
    expect([entry.network, entry.single]).toEqual([network, single]);
    expect([entry.lower.cidrs(), entry.upper.cidrs()]).toEqual([[], [network]]);
  });

  test.each<[string, boolean]>([
    ['0.0.0.0', true],
    ['::', true],
    ['0:0::0', true],
    ['0.0.0.0/32', false],
    ['0.0.0.0/0', false],
    ['::/128', false],
    ['0.0.0.1', false],
    ['::1', false],
  ])('%s is unspecified: %s', (text, unspecified) => {
    expect(valid(text).unspecified).toBe(unspecified);
  });
});

describe('refused', () => {
  test.each<[text: string, reason: Malformation]>([
    ['', 'empty'],
    [' ', 'empty'],
    ['\t\n', 'empty'],
    [' 10.0.0.0/8', 'blanks'],
    ['10.0.0.0/8\n', 'blanks'],
    ['\u00a0::1', 'blanks'],
    ['10.0.0.0 /8', 'blanks'],
    ['10.0.0.0 /  8', 'blanks'],
    ['10.0.0.0/8,10.1.0.0/16', 'separator'],
    ['10.0.0.0/8, 10.1.0.0/16', 'separator'],
    ['10.0.0.0/8 10.1.0.0/16', 'separator'],
    ['10.0.0.0/8;office', 'separator'],
    ['10.0.0.0/8,', 'separator'],
    ['office, home', 'not-an-address'],
    ['10.0.0.1-10.0.0.9', 'range'],
    ['10.0.0.1 - 10.0.0.9', 'range'],
    ['10.0.0.1-9', 'range'],
    ['2001:db8::1-2001:db8::f', 'range'],
    ['10.0.0.0/24-10.0.1.0/24', 'range'],
    ['10.0.0.1-x.10.0.0.9', 'host-name'],
    ['10.0.0.1-', 'not-an-address'],
    ['10.0.0.1-10.0.0.9x', 'host-name'],
    ['*', 'wildcard'],
    ['203.0.*', 'wildcard'],
    ['2001:db8::*', 'wildcard'],
    ['https://example.com/a', 'url'],
    ['HTTP://10.0.0.1', 'url'],
    ['s3+a-b.c://x', 'url'],
    ['1http://10.0.0.1', 'not-an-address'],
    ['[::1]', 'brackets'],
    ['[::1', 'brackets'],
    ['::1]', 'brackets'],
    ['[::1]/128', 'brackets'],
    ['[::1]:', 'brackets'],
    ['[::1]:443', 'port'],
    ['[::1]:443x', 'brackets'],
    ['x[::1]:443', 'brackets'],
    ['1.2.3.4:443', 'port'],
    ['1.2.3.0/24:443', 'port'],
    ['1.2.3.4:', 'not-an-address'],
    ['1.2.3.4:x1', 'not-an-address'],
    ['1.2.3.4:1x', 'not-an-address'],
    ['fe80::1%eth0', 'zone'],
    ['fe80::1%eth0/64', 'zone'],
    ['%eth0', 'not-an-address'],
    ['10.0.0.0/255.0.0.0', 'netmask'],
    ['10.0.0.0/::1', 'prefix-malformed'],
    ['10.0.0.0/33', 'prefix-out-of-bounds'],
    ['10.0.0.0/40', 'prefix-out-of-bounds'],
    ['10.0.0.0/99999999999', 'prefix-out-of-bounds'],
    ['::/129', 'prefix-out-of-bounds'],
    ['::/130', 'prefix-out-of-bounds'],
    ['::/200', 'prefix-out-of-bounds'],
    ['::ffff:1.2.3.4/129', 'prefix-out-of-bounds'],
    ['10.0.0.0/', 'prefix-malformed'],
    ['10.0.0.0/08', 'prefix-malformed'],
    ['10.0.0.0/00', 'prefix-malformed'],
    ['::/064', 'prefix-malformed'],
    ['10.0.0.0/-1', 'prefix-malformed'],
    ['10.0.0.0/+8', 'prefix-malformed'],
    ['10.0.0.0/8.0', 'prefix-malformed'],
    ['10.0.0.0/8/8', 'prefix-malformed'],
    ['10.0.0.0/x8', 'prefix-malformed'],
    ['10.0.0.0/8x', 'prefix-malformed'],
    ['0x7f.0.0.1', 'hexadecimal'],
    ['127.0.0.0X1', 'hexadecimal'],
    ['0x7f000001', 'hexadecimal'],
    ['0x.0.0.1', 'host-name'],
    ['1.2.3', 'too-few-parts'],
    ['10/8', 'too-few-parts'],
    ['3232235521', 'too-few-parts'],
    ['1.2.3/24', 'too-few-parts'],
    ['010.1', 'too-few-parts'],
    ['1.2.3.4.5', 'too-many-parts'],
    ['1.2.3.4.5/8', 'too-many-parts'],
    ['1:2:3:4:5:6:7:8:9', 'too-many-parts'],
    ['1:2:3:4:5:6:7:8:9/64', 'too-many-parts'],
    ['010.0.0.1', 'leading-zeros'],
    ['10.0.0.00', 'leading-zeros'],
    ['10.0.0.01/32', 'leading-zeros'],
    ['::ffff:10.0.0.01', 'leading-zeros'],
    ['256.0.0.1', 'part-out-of-bounds'],
    ['10.0.0.260', 'part-out-of-bounds'],
    ['10.300.0.0/16', 'part-out-of-bounds'],
    ['10.0.0.1000', 'part-out-of-bounds'],
    ['::ffff:10.0.0.256', 'part-out-of-bounds'],
    ['::ffff:10.0.0', 'too-few-parts'],
    ['::10.0.0.0.1', 'too-many-parts'],
    ['office.example.com', 'host-name'],
    ['office.example.com.', 'host-name'],
    ['Office-1.Example.com:443', 'host-name'],
    ['example.com/24', 'host-name'],
    ['1.2.3.x', 'host-name'],
    ['example.com:', 'not-an-address'],
    ['example..com', 'not-an-address'],
    ['.example.com', 'not-an-address'],
    ['a b.example.com', 'not-an-address'],
    ['office.example.com!', 'not-an-address'],
    ['hello', 'not-an-address'],
    ['1..2.3', 'not-an-address'],
    ['1.2.3.', 'not-an-address'],
    ['1.2.3.4.', 'not-an-address'],
    ['.1.2.3.4', 'not-an-address'],
    ['+1.2.3.4', 'not-an-address'],
    ['/24', 'not-an-address'],
    ['1.2.3.4a', 'host-name'],
    ['x1.2.3.4', 'host-name'],
    ['1::2::3', 'not-an-address'],
    [':::', 'not-an-address'],
    [':', 'not-an-address'],
    ['1:', 'not-an-address'],
    [':1', 'not-an-address'],
    ['1:2:3:4:5:6:7', 'not-an-address'],
    ['1:2:3:4:5:6:7:', 'not-an-address'],
    [':2:3:4:5:6:7:8', 'not-an-address'],
    ['1::3:4:5:6:7:8:9', 'not-an-address'],
    ['1:2:3:4::5:6:7:8', 'not-an-address'],
    ['12345::', 'not-an-address'],
    ['::12345', 'not-an-address'],
    ['1:2:3:4:5:6:7:8:12345', 'not-an-address'],
    ['g::', 'not-an-address'],
    ['1.2.3.4::', 'not-an-address'],
    ['::1.2.3.4:5', 'not-an-address'],
    ['1:2:3:4:5:6:7:1.2.3.4', 'not-an-address'],
    ['1:2:3:4:5:1.2.3.4', 'not-an-address'],
    ['::1..2', 'not-an-address'],
    ['00:1a:2b:3c:4d:5e', 'not-an-address'],
    ['arn:aws:iam::123456789012:root', 'not-an-address'],
    ['\u0661.2.3.4', 'not-an-address'],
  ])('%j: %s', (text, reason) => {
    expect(parseNetwork(text)).toEqual({ valid: false, reason });
  });

  test('megabytes, at once', () => {
    for (const part of [
      '1.',
      'a.',
      '1:',
      '::',
      ' ',
      '1',
      '-',
      '/',
      '10.0.0.0-',
      ':1.2.3.4',
      '0x1.',
      'a-b.',
      '%',
      '[',
    ]) {
      for (const end of ['', '!']) expect(parseNetwork(part.repeat(2 ** 20) + end).valid).toBe(false);
    }
    expect(parseNetwork('1.2.3.4,'.repeat(2 ** 17))).toEqual({ valid: false, reason: 'separator' });
  });

  test('a host name has its bounds', () => {
    expect(parseNetwork(`${'a'.repeat(256)}.com`)).toEqual({ valid: false, reason: 'host-name' });
    expect(parseNetwork(`${'a'.repeat(257)}.com`)).toEqual({ valid: false, reason: 'not-an-address' });
  });

  test('a literal of our own must be right', () => {
    expect(() => addressSet('10.0.0.0/8', '10.0.0.0/33')).toThrow(
      new TypeError('"10.0.0.0/33" is no address: prefix-out-of-bounds'),
    );
  });

  test('never throws', () => {
    const piece = fc.constantFrom(
      '0',
      '1',
      '255',
      '256',
      'f',
      '::',
      ':',
      '.',
      '/',
      '-',
      ',',
      ' ',
      '%',
      '[',
      ']',
      '*',
      '0x',
      'z',
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => void parseNetwork(pieces.join(''))));
  });
});

describe('any legal spelling', () => {
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 9, 10, 99, 100, 199, 200, 249, 250, 255));

  test('of IPv4', () => {
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), fc.nat(32), (octets, prefix) => {
        const address = octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
        const first = Number((address >> BigInt(32 - prefix)) << BigInt(32 - prefix));
        const entry = valid(`${octets.join('.')}/${prefix}`);
        expect(entry.upper).toEqual(AddressSet.fromRanges([[first, first + 2 ** (32 - prefix) - 1]], []));
        expect(entry.hostBits).toBe(BigInt(first) !== address);
      }),
    );
  });

  test('of IPv6', () => {
    const group = fc.oneof(fc.constant(0), fc.nat(0xffff));
    const groups = fc.array(group, { minLength: 8, maxLength: 8 });
    // A first group that is not zero is never IPv4-mapped.
    const styles = fc.record({
      pad: fc.boolean(),
      upper: fc.boolean(),
      quad: fc.boolean(),
      from: fc.nat(6),
      to: fc.nat(8),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 0xffff }),
        groups,
        fc.nat(128),
        styles,
        (head, [, ...tail], prefix, style) => {
          const all = [head, ...tail];
          const address = all.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n);
          const hostBits = BigInt(128 - prefix);
          const first = (address >> hostBits) << hostBits;
          const entry = valid(`${spell(all, style)}/${prefix}`);
          expect(entry.upper).toEqual(AddressSet.fromRanges([], [[first, first + (1n << hostBits) - 1n]]));
          expect(entry.hostBits).toBe(first !== address);
          expect(valid(entry.network).upper).toEqual(entry.upper);
        },
      ),
    );
  });

  interface Style {
    readonly pad: boolean;
    readonly upper: boolean;
    readonly quad: boolean;
    readonly from: number;
    readonly to: number;
  }

  /** Compresses the groups of [from, to) if all of them are zero, and writes the last two as a quad if they stay. */
  function spell(all: readonly number[], { pad, upper, quad, from, to }: Style): string {
    const hex = all.map((part) => part.toString(16).padStart(pad ? 4 : 1, '0'));
    const [high = 0, low = 0] = all.slice(6);
    const quadText = [high >> 8, high & 255, low >> 8, low & 255].join('.');
    const end = (at: number): string =>
      [...hex.slice(at, quad && at <= 6 ? 6 : 8), ...(quad && at <= 6 ? [quadText] : [])].join(':');
    const compress = from < to && all.slice(from, to).every((part) => part === 0);
    const text = compress ? `${hex.slice(0, from).join(':')}::${end(to)}` : end(0);
    return upper ? text.toUpperCase() : text;
  }
});
