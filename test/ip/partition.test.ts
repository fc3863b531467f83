import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AddressSet } from '../../src/ip/address-set.ts';
import { addressSet } from '../../src/ip/network.ts';
import { Neighbours, Partition } from '../../src/ip/partition.ts';
import { type Model, model, toModel, toSet } from './model.ts';

const sorted = (places: Iterable<number>): number[] => [...places].sort((a, b) => a - b);

describe('against sets of single addresses', () => {
  test('each address belongs to the first set that has it', () => {
    fc.assert(
      fc.property(fc.array(model, { maxLength: 8 }), model, (sets, asked) => {
        const ownerOf = (place: number): number => sets.findIndex((set) => set.has(place));
        const { owners, rest } = new Partition(sets.map(toSet)).shares(toSet(asked));
        const expected = new Set([...asked].map(ownerOf).filter((owner) => owner >= 0));
        expect(owners).toEqual(sorted(expected));
        expect(sorted(toModel(rest))).toEqual(sorted([...asked].filter((place) => ownerOf(place) < 0)));
      }),
    );
  });

  test('a group that asks is told of the others, however its sets lie among theirs', () => {
    const groups = fc.array(fc.array(model, { minLength: 1, maxLength: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(groups, fc.nat(4), model, (drawn, asking, asked) => {
        const flat = drawn.flatMap((sets, group) => sets.map((set) => ({ set, group })));
        const neighbours = new Neighbours(
          flat.map(({ set }) => toSet(set)),
          flat.map(({ group }) => group),
        );
        const { owners, rest } = neighbours.shares(toSet(asked), asking);
        const isOthers = (place: number, some = flat): boolean =>
          some.some(({ set, group }) => group !== asking && set.has(place));
        expect(sorted(toModel(rest))).toEqual(sorted([...asked].filter((place) => !isOthers(place))));
        const named = owners.map((owner) => flat[owner] as (typeof flat)[number]);
        for (const { group, set } of named) {
          expect(group).not.toBe(asking);
          expect([...asked].some((place) => set.has(place))).toBe(true);
        }
        for (const place of asked) expect(isOthers(place, named)).toBe(isOthers(place));
      }),
    );
  });

  test('sets that own nothing can go together, and the union stays', () => {
    fc.assert(
      fc.property(fc.array(model, { maxLength: 8 }), (sets) => {
        const { owners } = new Partition(sets.map(toSet));
        const union = (some: readonly Model[]): AddressSet => AddressSet.unionAll(some.map(toSet));
        const kept = sets.filter((_, i) => owners.has(i));
        expect(union(kept).equals(union(sets))).toBe(true);
        for (const [i, set] of sets.entries()) {
          const own = [...set].some((place) => !sets.slice(0, i).some((earlier) => earlier.has(place)));
          expect(owners.has(i)).toBe(own);
        }
      }),
    );
  });
});

describe('a union', () => {
  const halves = [
    addressSet('52.94.76.0/23'),
    addressSet('52.94.78.0/23'),
    addressSet('52.94.77.0/24'),
    addressSet('52.94.76.0/22'),
  ];
  const partition = new Partition(halves);

  test('covers what it has together', () => {
    expect([...partition.owners]).toEqual([0, 1]);
    expect(partition.shares(addressSet('52.94.77.128/25'))).toEqual({ owners: [0], rest: AddressSet.empty });
  });

  test('leaves what it lacks', () => {
    const { owners, rest } = partition.shares(addressSet('52.94.64.0/20', '2600::/16'));
    expect(owners).toEqual([0, 1]);
    expect(rest.cidrs()).toEqual(['52.94.64.0/21', '52.94.72.0/22', '2600::/16']);
  });
});

test('nothing belongs to nobody', () => {
  const partition = new Partition([]);
  expect(partition.shares(addressSet('10.0.0.0/8')).rest.cidrs()).toEqual(['10.0.0.0/8']);
  expect(partition.shares(AddressSet.empty)).toEqual({ owners: [], rest: AddressSet.empty });
});
