import { AddressSet } from './address-set.ts';
import type { Edges } from './edges.ts';

/** What of a set belongs to whom, and what to nobody. */
export interface Shares {
  /** Indexes of the owners, ascending. */
  readonly owners: readonly number[];
  readonly rest: AddressSet;
}

/**
 * Sets that may overlap, cut into disjoint ranges, each of which belongs to the first set that has it. So a set that owns
 * nothing is covered by those before it, alone or together, and all such sets can go at once. Made in n log n of the ranges.
 */
export class Partition {
  /** Indexes of the sets that own something. */
  readonly owners: ReadonlySet<number>;
  readonly #v4: Column<number>;
  readonly #v6: Column<bigint>;

  constructor(sets: readonly AddressSet[]) {
    this.#v4 = paint(sets.map(({ v4 }) => v4));
    this.#v6 = paint(sets.map(({ v6 }) => v6));
    this.owners = new Set([...this.#v4.owners, ...this.#v6.owners].filter((owner) => owner >= 0));
  }

  /** Who owns what is in a set, some left out who own nothing then. Linear in the ranges of the partition that it meets. */
  shares(set: AddressSet, isOut: (owner: number) => boolean = () => false): Shares {
    const owners = new Set<number>();
    const rest = new AddressSet(divide(this.#v4, set.v4, owners, isOut), divide(this.#v6, set.v6, owners, isOut));
    return { owners: [...owners].sort((a, b) => a - b), rest };
  }
}

/** Sets in groups that follow each other, which each of the groups asks for what belongs to the others. */
export class Neighbours {
  readonly #sets: readonly AddressSet[];
  readonly #groups: readonly unknown[];
  readonly #all: ReadonlySet<unknown>;
  readonly #first: Partition;
  #last: Partition | undefined;

  constructor(sets: readonly AddressSet[], groups: readonly unknown[]) {
    this.#sets = sets;
    this.#groups = groups;
    this.#all = new Set(groups);
    this.#first = new Partition(sets);
  }

  /** What belongs to the first and to the last set that have it belongs to others, unless both are of the group that asks. */
  shares(set: AddressSet, asking: unknown): Shares {
    const own = (index: number): boolean => this.#groups[index] === asking;
    const { owners, rest } = this.#first.shares(set, own);
    if (rest.isEmpty || !this.#all.has(asking)) return { owners, rest };
    this.#last ??= new Partition(this.#sets.toReversed());
    const turned = (index: number): number => this.#sets.length - 1 - index;
    const more = this.#last.shares(rest, (index) => own(turned(index)));
    const others = new Set([...owners, ...more.owners.map(turned)]);
    return { owners: [...others].sort((a, b) => a - b), rest: more.rest };
  }
}

/** The cell at i goes from edge i to the next one; its owner is -1 where it has none. */
interface Column<T extends number | bigint> {
  readonly edges: readonly T[];
  readonly owners: Int32Array;
}

/** Paints the cells in the order of the sets, and leaps over those that are painted. */
function paint<T extends number | bigint>(sets: readonly Edges<T>[]): Column<T> {
  const edges: T[] = [...new Set(sets.flatMap((set) => [...set]))].sort((a, b) => (a < b ? -1 : 1));
  const owners = new Int32Array(edges.length).fill(-1);
  const next = Int32Array.from({ length: edges.length + 1 }, (_, i) => i);
  sets.forEach((set, index) => {
    for (let range = 0; range < set.length; range += 2) {
      const last = firstFrom(edges, set[range + 1] as T);
      for (let i = unpainted(next, firstFrom(edges, set[range] as T)); i < last; i = unpainted(next, i)) {
        owners[i] = index;
        next[i] = i + 1;
      }
    }
  });
  return { edges, owners };
}

/** The first cell from i on that has no owner; halves the way for those who come later. */
function unpainted(next: Int32Array, from: number): number {
  let i = from;
  while (next[i] !== i) {
    next[i] = next[next[i] as number] as number;
    i = next[i] as number;
  }
  return i;
}

/** Notes who owns what of the ranges; the edges of what nobody does. */
function divide<T extends number | bigint>(
  { edges, owners }: Column<T>,
  ranges: Edges<T>,
  found: Set<number>,
  isOut: (owner: number) => boolean,
): Edges<T> {
  const rest: T[] = [];
  const leave = (start: T, end: T): void => {
    if (start >= end) return;
    if (rest.at(-1) === start) rest.pop();
    else rest.push(start);
    rest.push(end);
  };
  for (let range = 0; range < ranges.length; range += 2) {
    const [start, end] = [ranges[range] as T, ranges[range + 1] as T];
    let at: T = start;
    const first = firstFrom(edges, start);
    for (let i = edges[first] === start ? first : Math.max(0, first - 1); i < edges.length; i++) {
      const [from, to] = [edges[i] as T, (edges[i + 1] ?? edges[i]) as T];
      if (from >= end) break;
      const owner = owners[i] ?? -1;
      if (owner < 0 || to <= at || isOut(owner)) continue;
      leave(at, from);
      found.add(owner);
      at = to;
    }
    leave(at, end);
  }
  return rest;
}

/** The index of the first edge that is not below a point. */
function firstFrom<T extends number | bigint>(edges: readonly T[], point: T): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const edge = edges[middle] as T;
    if (edge < point) low = middle + 1;
    else high = middle;
  }
  return low;
}
