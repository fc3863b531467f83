import { AddressSet } from './address-set.ts';
import { addressSet } from './network.ts';

/** A network, and what of it is left out. */
export interface Term {
  readonly network: string;
  readonly but: readonly string[];
}

/** Sets of more CIDRs than these are told as they are, or as all but the others. */
const MOST = 64;

/** A set as people say it: `217.128.123.0/24 but 217.128.123.174` where that is shorter than its CIDRs. */
export function termsOf(set: AddressSet): readonly Term[] {
  return set.families.flatMap((family) => {
    const cidrs = set.only(family).cidrs();
    if (cidrs.length <= MOST) return shortest(cidrs, set);
    const all = AddressSet.all.only(family);
    const but = all.subtract(set).cidrs();
    return but.length < cidrs.length ? [{ network: all.cidrs()[0] as string, but }] : cidrs.map(plain);
  });
}

const plain = (network: string): Term => ({ network, but: [] });

/** The fewest terms for CIDRs in order: each alone, or the network around all of them without the rest of it. */
function shortest(cidrs: readonly string[], set: AddressSet): readonly Term[] {
  const [first, ...others] = cidrs;
  const last = others.at(-1);
  if (first === undefined || last === undefined) return cidrs.map(plain);
  const network = around(first, last);
  const but = addressSet(network).subtract(set).cidrs();
  const half = addressSet(lowerHalf(network));
  const middle = cidrs.findIndex((cidr) => !half.covers(addressSet(cidr)));
  const split = [...shortest(cidrs.slice(0, middle), set), ...shortest(cidrs.slice(middle), set)];
  return 1 + but.length < sizeOf(split) ? [{ network, but }] : split;
}

/** How many networks a person has to read. */
export function sizeOf(terms: readonly Term[]): number {
  return terms.reduce((sum, { but }) => sum + 1 + but.length, 0);
}

/** The smallest network that two are in. */
function around(one: string, other: string): string {
  const target = addressSet(one, other);
  const [address = '', prefix = '0'] = one.split('/');
  let length = Number(prefix);
  while (length > 0 && !addressSet(`${address}/${length}`).covers(target)) length -= 1;
  return addressSet(`${address}/${length}`).cidrs()[0] as string;
}

function lowerHalf(network: string): string {
  const [address = '', prefix = '0'] = network.split('/');
  return `${address}/${Number(prefix) + 1}`;
}
