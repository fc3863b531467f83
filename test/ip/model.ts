import fc from 'fast-check';
import { AddressSet, type Family } from '../../src/ip/address-set.ts';

/** A few windows of 16 addresses, at the edges of both families and inside; a model set is the places in them. */
const WINDOWS: readonly (readonly [Family, bigint])[] = [
  [4, 0n],
  [4, 0x0a000000n],
  [4, 2n ** 32n - 16n],
  [6, 0n],
  [6, 0x20010db8n << 96n],
  [6, 2n ** 128n - 16n],
];

export type Model = ReadonlySet<number>;

const PLACES = WINDOWS.length * 16;

export const UNIVERSE: Model = new Set(Array.from({ length: PLACES }, (_, place) => place));

/** Places at random, and whole aligned blocks so that merging has something to merge. */
export const model: fc.Arbitrary<Model> = fc
  .array(fc.tuple(fc.nat(PLACES - 1), fc.constantFrom(1, 1, 2, 4, 8, 16)), { maxLength: 20 })
  .map(
    (blocks) => new Set(blocks.flatMap(([at, size]) => Array.from({ length: size }, (_, i) => at - (at % size) + i))),
  );

/** The address of a place. */
export function addressAt(place: number): readonly [Family, bigint] {
  const [family, start] = WINDOWS[Math.floor(place / 16)] ?? [4, 0n];
  return [family, start + BigInt(place % 16)];
}

/** One address at a time, in the order of the model. */
export function toSet(places: Model): AddressSet {
  const addresses = [...places].map(addressAt);
  return AddressSet.fromRanges(
    addresses.filter(([family]) => family === 4).map(([, address]) => [Number(address), Number(address)]),
    addresses.filter(([family]) => family === 6).map(([, address]) => [address, address]),
  );
}

/** Which places a set has, found from its edges by counting; fails if it has anything else. */
export function toModel(set: AddressSet): Model {
  const places = new Set<number>();
  for (const place of UNIVERSE) {
    const [family, address] = addressAt(place);
    const edges = family === 4 ? set.v4.map(BigInt) : set.v6;
    if (edges.filter((edge) => edge <= address).length % 2 === 1) places.add(place);
  }
  const size = set.size(4) + set.size(6);
  if (size !== BigInt(places.size)) throw new Error(`${size} addresses, of which ${places.size} in the model`);
  return places;
}
