import { expect, test } from 'vitest';
import { AddressSet } from '../../src/ip/address-set.ts';
import { addressSet } from '../../src/ip/network.ts';
import { termsOf } from '../../src/ip/terms.ts';

test.each<[set: AddressSet, terms: readonly string[]]>([
  [AddressSet.empty, []],
  [addressSet('217.128.123.0/24'), ['217.128.123.0/24']],
  [addressSet('217.128.123.0/24').subtract(addressSet('217.128.123.174')), ['217.128.123.0/24 but 217.128.123.174/32']],
  [addressSet('8.8.8.8', '9.9.9.9'), ['8.8.8.8/32', '9.9.9.9/32']],
  // two CIDRs are said as easily as one without another
  [addressSet('8.8.8.0/26').union(addressSet('8.8.8.128/25')), ['8.8.8.0/26', '8.8.8.128/25']],
  [addressSet('8.8.8.0/24', '1.1.1.0/24').subtract(addressSet('8.8.8.9')), ['1.1.1.0/24', '8.8.8.0/24 but 8.8.8.9/32']],
  [AddressSet.all.only(4).subtract(addressSet('8.8.8.8')), ['0.0.0.0/0 but 8.8.8.8/32']],
  // 150 CIDRs
  [
    AddressSet.all.only(4).subtract(addressSet('8.8.8.8', '20.1.1.1', '52.1.1.1', '99.1.1.1', '201.1.1.1')),
    ['0.0.0.0/0 but 8.8.8.8/32 but 20.1.1.1/32 but 52.1.1.1/32 but 99.1.1.1/32 but 201.1.1.1/32'],
  ],
  [addressSet('2600:1f18::/48').subtract(addressSet('2600:1f18::/56')), ['2600:1f18::/48 but 2600:1f18::/56']],
])('%# is said as a person would', (set, terms) => {
  expect(termsOf(set).map(({ network, but }) => [network, ...but].join(' but '))).toEqual(terms);
});
