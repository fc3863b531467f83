import { type AddressSet, BITS, type Family, formatAddress } from './address-set.ts';
import { type Block, blocks, combine, type Edges } from './edges.ts';

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
    const bits = BITS[family];
    const edges = set.edges(family);
    const own = [...blocks(edges, bits)];
    return termsAmong(own, edges, bits).map(({ network, but }) => ({
      network: written(network, family),
      but: but.map((one) => written(one, family)),
    }));
  });
}

interface Parts {
  readonly network: Block;
  readonly but: readonly Block[];
}

function termsAmong(own: readonly Block[], edges: Edges<bigint>, bits: number): readonly Parts[] {
  if (own.length <= MOST) return shortest(own, edges, bits);
  const all: Block = [0n, 0];
  const but = outside(all, edges, bits);
  return but.length < own.length ? [{ network: all, but }] : own.map(alone);
}

const alone = (network: Block): Parts => ({ network, but: [] });

/** The fewest terms for blocks in order: each alone, or the network around all of them without the rest of it. */
function shortest(own: readonly Block[], edges: Edges<bigint>, bits: number): readonly Parts[] {
  const [first, ...others] = own;
  const last = others.at(-1);
  if (first === undefined || last === undefined) return own.map(alone);
  const network = around(first[0], last[0], bits);
  const but = outside(network, edges, bits);
  const half = network[0] + sizeOfBlock(network, bits) / 2n;
  const middle = own.findIndex(([start]) => start >= half);
  const split = [...shortest(own.slice(0, middle), edges, bits), ...shortest(own.slice(middle), edges, bits)];
  return 1 + but.length < sizeOf(split) ? [{ network, but }] : split;
}

/** How many networks a person has to read. */
export function sizeOf(terms: readonly { readonly but: readonly unknown[] }[]): number {
  return terms.reduce((sum, { but }) => sum + 1 + but.length, 0);
}

/** The smallest network that two blocks apart are in, by their first addresses. */
function around(one: bigint, other: bigint, bits: number): Block {
  const apart = BigInt((one ^ other).toString(2).length);
  return [(one >> apart) << apart, bits - Number(apart)];
}

/** What of a network is not in a set. */
function outside(network: Block, edges: Edges<bigint>, bits: number): readonly Block[] {
  const ends = [network[0], network[0] + sizeOfBlock(network, bits)];
  return [
    ...blocks(
      combine(ends, edges, (within, inSet) => within && !inSet),
      bits,
    ),
  ];
}

function sizeOfBlock([, prefix]: Block, bits: number): bigint {
  return 1n << BigInt(bits - prefix);
}

function written([first, prefix]: Block, family: Family): string {
  return `${formatAddress(first, family)}/${prefix}`;
}
