/**
 * The algebra of one family. A set is its sorted edges: [start, end, start, end, …], each end one past the last
 * address, no two equal. So touching ranges are always merged, and every operation is one sweep that compares only.
 */
export type Edges<T extends number | bigint> = readonly T[];

/** Whether an address of both, one or neither set is in the result; (false, false) must give false. */
type Keep = (inA: boolean, inB: boolean) => boolean;

/** The set of the addresses that `keep` says. Linear. */
export function combine<T extends number | bigint>(a: Edges<T>, b: Edges<T>, keep: Keep): Edges<T> {
  const edges: T[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const nextA = a[i];
    const nextB = b[j];
    const edge = nextB === undefined || (nextA !== undefined && nextA < nextB) ? nextA : nextB;
    if (edge === undefined) return edges;
    if (nextA === edge) i++;
    if (nextB === edge) j++;
    const inside = edges.length % 2 === 1;
    if (keep(i % 2 === 1, j % 2 === 1) !== inside) edges.push(edge);
  }
}

/** Whether all of a set is in another one. Ends at the first range that is not. */
export function isWithin<T extends number | bigint>(inner: Edges<T>, outer: Edges<T>): boolean {
  let at = 0;
  for (const [start, end] of pairs(inner)) {
    for (let last = outer[at + 1]; last !== undefined && last < end; last = outer[at + 1]) at += 2;
    const first = outer[at];
    if (first === undefined || first > start) return false;
  }
  return true;
}

/** Sorts ascending, in place or not. */
type Sort<T> = (points: T[]) => ArrayLike<T>;

/** The union of many sets at once. */
export function unite<T extends number | bigint>(sets: Iterable<Edges<T>>, sort: Sort<T>): Edges<T> {
  return sweep(...ends(sets, sort));
}

/** Whether no address is in two of the sets. */
export function areApart<T extends number | bigint>(sets: Iterable<Edges<T>>, sort: Sort<T>): boolean {
  const [starts, stops] = ends(sets, sort);
  for (let i = 1; i < starts.length; i++) if ((starts[i] as T) < (stops[i - 1] as T)) return false;
  return true;
}

function ends<T extends number | bigint>(
  sets: Iterable<Edges<T>>,
  sort: Sort<T>,
): readonly [starts: ArrayLike<T>, ends: ArrayLike<T>] {
  const starts: T[] = [];
  const stops: T[] = [];
  for (const set of sets) {
    let inside = false;
    for (const edge of set) {
      (inside ? stops : starts).push(edge);
      inside = !inside;
    }
  }
  return [sort(starts), sort(stops)];
}

/** Starts and ends are sorted apart: a gap lies before a start that as many ends precede as other starts do. */
function sweep<T extends number | bigint>(starts: ArrayLike<T>, ends: ArrayLike<T>): Edges<T> {
  const edges: T[] = [];
  let lastEnd: T | undefined;
  for (let i = 0; ; i++) {
    const start = starts[i];
    if (lastEnd !== undefined && (start === undefined || lastEnd < start)) edges.push(lastEnd);
    if (start === undefined) return edges;
    if (lastEnd === undefined || lastEnd < start) edges.push(start);
    lastEnd = ends[i];
  }
}

/** A CIDR. */
export type Block = readonly [first: bigint, prefix: number];

/** The fewest aligned blocks that are exactly the set, in order. */
export function* blocks(edges: Edges<bigint>, bits: number): Generator<Block> {
  for (const [start, end] of pairs(edges)) {
    let at = start;
    while (at < end) {
      const power = Math.min(log2(lowestBit(at | (1n << BigInt(bits)))), log2(end - at));
      yield [at, bits - power];
      at += 1n << BigInt(power);
    }
  }
}

/** The ranges of a set: [first address, one past the last]. */
export function* pairs<T extends number | bigint>(edges: Edges<T>): Generator<readonly [T, T]> {
  for (let i = 0; ; i += 2) {
    const start = edges[i];
    const end = edges[i + 1];
    if (start === undefined || end === undefined) return;
    yield [start, end];
  }
}

function lowestBit(value: bigint): bigint {
  return value & -value;
}

/** Rounded down; of a value of at least one. */
function log2(value: bigint): number {
  return value >> 32n === 0n ? 31 - Math.clz32(Number(value)) : 32 + log2(value >> 32n);
}
