import { AddressSet, type Family } from './address-set.ts';
import { addressSet } from './network.ts';

/** What no client on the internet has as its address. */
export const UNROUTABLE: AddressSet = addressSet(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/127',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:db8::/32',
  '3fff::/20',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
);

/** What clients in a VPC usually have; AWS keeps the first addresses of every subnet for itself. */
export const IN_A_VPC: AddressSet = addressSet('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16').subtract(
  addressSet('10.0.0.0/30', '172.16.0.0/30', '192.168.0.0/30'),
);

/** Every address of the family, unroutable ones left aside. */
export const INTERNET4: AddressSet = AddressSet.all.only(4).subtract(UNROUTABLE);
export const INTERNET6: AddressSet = AddressSet.all.only(6).subtract(UNROUTABLE);

/** Whether the whole internet of the family is in the set. */
export function coversInternet(set: AddressSet, family: Family): boolean {
  return set.covers(family === 4 ? INTERNET4 : INTERNET6);
}
