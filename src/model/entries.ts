import type { AddressSet } from '../ip/address-set.ts';
import type { Network } from '../ip/network.ts';
import { INTERNET4, UNROUTABLE } from '../ip/special.ts';
import { expression, isHole, textOfUnknown } from '../values/text.ts';
import type { Nature, Unknown } from '../values/value.ts';
import { type Answer, andThen, fromBoolean, NO, unknown, yes } from './answer.ts';
import type { ElementValue, Entry, IdNature, Placed, SourceList, TypedEntry } from './policy.ts';

/** What stands for an unknown entry, or for an unknown number of them. */
export function openEntry(one: Unknown): Entry {
  return { ...openPart(one), composed: true, ...byNature(one) };
}

/** What an entry is that is not known: as far as its type says, an address or none. */
export function byNature(one: Unknown): Pick<Entry, 'address' | 'typed'> {
  const { nature, source } = one;
  const open = { address: unknown([one]) };
  switch (nature) {
    case undefined:
      return open;
    case 'elastic IP address': {
      const id = source?.kind === 'resource' ? source.logicalId : one.id;
      return { address: unknown([{ ...one, isSingle: true }]), typed: { nature, id, within: INTERNET4 } };
    }
    case 'private address':
    case 'private network':
      return { ...open, typed: { nature, id: one.id, within: UNROUTABLE.only(4) } };
    default:
      return { address: yes({ valid: false, reason: nature }) };
  }
}

/** The same of a value of an element or a condition. */
export function openValue(one: Unknown): ElementValue {
  const part = openPart(one);
  return { ...part, text: textOfUnknown(one, part.place.at), known: unknown([one]) };
}

function openPart(one: Unknown): Placed & { readonly written: string } {
  return { place: { at: one.origin.use ?? one.origin.at }, written: expression(one) };
}

/** The address of an entry that reads as one; no for a malformed one, and for one of which its type says how it is written. */
export function addressOf(entry: Entry): Answer<Network> {
  if (entry.typed) return NO;
  return andThen(entry.address, (address) => (address.valid ? yes(address) : NO));
}

/**
 * Asks of the addresses that an entry stands for. Where AWS does not document them (a bare IPv6 address, an IPv4-mapped
 * one) it is asked of the fewest and of the most, and where they differ nothing is decided.
 */
export function ofAddresses(entry: Entry, { lower, upper }: Network, ask: (addresses: AddressSet) => boolean): Answer {
  const [least, most] = [ask(lower), ask(upper)];
  return least === most ? fromBoolean(least) : unknown([undocumented(entry)]);
}

/** Whether an entry stands for more addresses of a family than a network with this prefix. */
export function isWider(entry: Entry, address: Network, prefix: number): Answer {
  const limit = 1n << BigInt((address.family === 4 ? 32 : 128) - prefix);
  return ofAddresses(entry, address, (addresses) => addresses.size(address.family) > limit);
}

export function undocumented(entry: Entry): Unknown {
  return {
    kind: 'unknown',
    id: `what ${entry.written} stands for`,
    reason: `AWS does not say which addresses ${entry.written} stands for`,
    origin: { at: entry.place.at },
  };
}

/** What AWS makes of a list with an entry that is no address; the first of them stands for all. */
export function malformedEntry({ entries }: SourceList): readonly Unknown[] {
  const first = entries.find(({ address }) => address.is === 'yes' && !address.value.valid);
  if (!first) return [];
  const what = first.written === '' ? 'an entry that is no text' : `'${first.written}', which is no address`;
  const reason = `AWS does not say what becomes of ${what}`;
  return [{ kind: 'unknown', id: reason, reason, origin: { at: first.place.at } }];
}

/** An entry that reads as an address. */
export interface ValidEntry {
  readonly entry: Entry;
  readonly address: Network;
}

const valid = new WeakMap<SourceList, readonly ValidEntry[]>();

/** The entries of a list that read as addresses. */
export function validEntries(list: SourceList): readonly ValidEntry[] {
  const known = valid.get(list);
  if (known) return known;
  const found: ValidEntry[] = [];
  for (const entry of list.entries) {
    const { address } = entry;
    if (address.is === 'yes' && address.value.valid) found.push({ entry, address: address.value });
  }
  valid.set(list, found);
  return found;
}

/** The entries of a list that their type makes well written ones, with what keeps their addresses from being known. */
export function typedEntries({ entries }: SourceList): readonly {
  readonly entry: Entry;
  readonly typed: TypedEntry;
  readonly because: readonly Unknown[];
}[] {
  return entries.flatMap((entry) => {
    const { typed, address } = entry;
    return typed && address.is === 'unknown' ? [{ entry, typed, because: address.because }] : [];
  });
}

/** What keeps it from being known whether a typed entry of lists has an address in common with another one that matters. */
export function perhapsShared(
  lists: readonly SourceList[],
  matters: (network: Network) => boolean = () => true,
): readonly Unknown[] {
  const typed = lists.flatMap(typedEntries);
  const known =
    typed.length > 0 ? lists.flatMap((list) => validEntries(list)).filter(({ address }) => matters(address)) : [];
  return typed.flatMap((one) => {
    const meets = ({ within }: Pick<TypedEntry, 'within'>): boolean => !within.intersect(one.typed.within).isEmpty;
    const isShared =
      known.some(({ address }) => meets({ within: address.upper })) ||
      typed.some((other) => other !== one && !isDecided(one.typed, other.typed) && meets(other.typed));
    return isShared ? one.because : [];
  });
}

/** Whether it is known of two Elastic IP addresses whether they are one. */
function isDecided(one: TypedEntry, other: TypedEntry): boolean {
  return one.nature === 'elastic IP address' && other.nature === one.nature;
}

/** What a value is, as far as its type says where it is not known, and as an id by its prefix. */
export function natureOf({ text, known }: Pick<ElementValue, 'text' | 'known'>): Nature | undefined {
  if (known.is === 'yes') return natureOfId(known.value);
  const [only] = text.pieces;
  return text.pieces.length === 1 && only && isHole(only) ? only.unknown.nature : undefined;
}

const PREFIXES: ReadonlyMap<string, IdNature> = new Map<string, IdNature>([
  ['vpc', 'VPC id'],
  ['vpce', 'VPC endpoint id'],
  ['nat', 'NAT gateway id'],
  ['igw', 'internet gateway id'],
  ['eipalloc', 'Elastic IP allocation id'],
  ['sg', 'security group id'],
  ['pl', 'prefix list id'],
  ['subnet', 'subnet id'],
  ['i', 'instance id'],
  ['eni', 'network interface id'],
]);

export function natureOfId(text: string): IdNature | undefined {
  const [, prefix = ''] = /^([a-z]+)-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.exec(text) ?? [];
  return PREFIXES.get(prefix);
}
