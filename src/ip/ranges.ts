/** An address as a number: IPv4 as a number, IPv6 as a bigint. */
export type Address = number | bigint;

/** Addresses from the first to the last, both among them. */
export type Range<A extends Address> = readonly [first: A, last: A];

/** Sorted by their first address, disjoint, and never adjacent. */
export type Ranges<A extends Address> = readonly Range<A>[];

/** Any ranges as sorted disjoint ones. */
export function normalize<A extends Address>(ranges: Ranges<A>, next: (address: A) => A): Ranges<A> {
  const sorted = isSorted(ranges) ? ranges : ranges.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const merged: Range<A>[] = [];
  let open: Range<A> | undefined;
  for (const range of sorted) {
    if (open && range[0] <= next(open[1])) {
      if (range[1] > open[1]) open = [open[0], range[1]];
    } else {
      if (open) merged.push(open);
      open = range;
    }
  }
  if (open) merged.push(open);
  return merged;
}

function isSorted<A extends Address>(ranges: Ranges<A>): boolean {
  return ranges.every(([first], i) => i === 0 || (ranges[i - 1] as Range<A>)[0] <= first);
}

export function intersect<A extends Address>(a: Ranges<A>, b: Ranges<A>): Ranges<A> {
  const common: Range<A>[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i] as Range<A>, b[j] as Range<A>];
    const first = x[0] > y[0] ? x[0] : y[0];
    const last = x[1] < y[1] ? x[1] : y[1];
    if (first <= last) common.push([first, last]);
    if (x[1] < y[1]) i += 1;
    else j += 1;
  }
  return common;
}

/** What of `a` is not in `b`. */
export function subtract<A extends Address>(a: Ranges<A>, b: Ranges<A>, next: (address: A) => A, previous: (address: A) => A): Ranges<A> {
  const rest: Range<A>[] = [];
  let j = 0;
  for (const [first, last] of a) {
    let from: A | undefined = first;
    while (j < b.length && (b[j] as Range<A>)[1] < first) j += 1;
    for (let k = j; from !== undefined && k < b.length && (b[k] as Range<A>)[0] <= last; k += 1) {
      const [start, end] = b[k] as Range<A>;
      if (start > from) rest.push([from, previous(start)]);
      from = end < last ? next(end) : undefined;
      j = k;
    }
    if (from !== undefined) rest.push([from, last]);
  }
  return rest;
}

export function covers<A extends Address>(a: Ranges<A>, b: Ranges<A>): boolean {
  let i = 0;
  return b.every(([first, last]) => {
    while (i < a.length && (a[i] as Range<A>)[1] < first) i += 1;
    const range = a[i];
    return range !== undefined && range[0] <= first && last <= range[1];
  });
}

export function equal<A extends Address>(a: Ranges<A>, b: Ranges<A>): boolean {
  return a.length === b.length && a.every(([first, last], i) => first === b[i]?.[0] && last === b[i]?.[1]);
}
