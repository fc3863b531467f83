import { expect, test } from 'vitest';
import { cidrInWords, neverCalls, sourcesOf } from '../../src/explain/sources-in-words.ts';
import { AddressSet } from '../../src/ip/address-set.ts';
import { addressSet } from '../../src/ip/network.ts';
import { UNROUTABLE } from '../../src/ip/special.ts';

const IPV4 = AddressSet.all.only(4);
const INTERNET = IPV4.subtract(UNROUTABLE);
const set = (...cidrs: readonly string[]): AddressSet => addressSet(...cidrs);
const every = (...but: readonly string[]): AddressSet => IPV4.subtract(set(...but));

test.each<[sources: AddressSet, words: string]>([
  [AddressSet.empty, 'nobody'],
  [IPV4, 'everybody'],
  // what is left out never calls
  [INTERNET, 'everybody'],
  [every('10.0.0.0/8'), 'everybody'],
  [set('217.128.123.174'), '1 address: 217.128.123.174'],
  [every('217.128.123.174'), 'everybody but 1 address: 217.128.123.174'],
  [set('217.128.123.0/24').subtract(set('217.128.123.174')), '255 addresses: 217.128.123.0/24 but .174'],
  [set('81.2.64.0/20').subtract(set('81.2.69.7')), '4,095 addresses: 81.2.64.0/20 but 81.2.69.7'],
  [set('81.2.69.0/24', '10.0.0.0/16'), '256 addresses: 81.2.69.0/24; no request comes from 10.0.0.0/16'],
  [set('10.0.0.0/16'), 'nobody: no request comes from 10.0.0.0/16'],
  [set('52.0.0.0/8', '8.8.8.8'), '16,777,217 addresses: 8.8.8.8, 52.0.0.0/8'],
  [
    set(...Array.from({ length: 8 }, (_, i) => `52.94.76.${2 * i}`)),
    '8 addresses: 52.94.76.0, 52.94.76.2, 52.94.76.4, 52.94.76.6, 52.94.76.8 and 3 more CIDRs',
  ],
])('%#: %2$s', (sources, words) => {
  expect(sourcesOf(sources, INTERNET).words).toBe(words);
});

test('behind a VPC endpoint private addresses are those of callers', () => {
  expect(sourcesOf(set('10.0.0.0/16'), AddressSet.all).words).toBe('65,536 addresses: 10.0.0.0/16');
  expect(sourcesOf(IPV4, AddressSet.all).words).toBe('every IPv4 address');
});

test('why no request comes from a network', () => {
  expect(neverCalls('10.0.12.34/32')).toBe(
    "no request comes from 10.0.12.34: it would come from the NAT gateway's address",
  );
  expect(neverCalls('203.0.113.0/24')).toBe('no request comes from 203.0.113.0/24: it is no address of the internet');
  expect(neverCalls('8.8.8.8/32')).toBeUndefined();
  expect(neverCalls('8.0.0.0/5')).toBeUndefined();
  expect(cidrInWords('2600::1/128')).toBe('2600::1');
});
