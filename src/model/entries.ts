import type { AddressSet } from '../ip/address-set.ts';
import type { Network } from '../ip/network.ts';
import { expression, isHole, textOfUnknown } from '../values/text.ts';
import type { Unknown } from '../values/value.ts';
import { type Answer, andThen, NO, unknown, when, yes } from './answer.ts';
import type { ElementValue, Entry, Placed, SourceList } from './policy.ts';

/** What stands for an unknown entry, or for an unknown number of them. */
export function openEntry(one: Unknown): Entry {
  return { ...openPart(one), composed: true, address: unknown([one]) };
}

/** The same of a value of an element or a condition. */
export function openValue(one: Unknown): ElementValue {
  const part = openPart(one);
  return { ...part, text: textOfUnknown(one, part.place.at), known: unknown([one]) };
}

function openPart(one: Unknown): Placed & { readonly written: string } {
  return { place: { at: one.origin.use ?? one.origin.at }, written: expression(one) };
}

/** The address of an entry that reads as one; no for a malformed one. */
export function addressOf(entry: Entry): Answer<Network> {
  return andThen(entry.address, (address) => (address.valid ? yes(address) : NO));
}

/**
 * Asks of the addresses that an entry stands for. Where AWS does not document them (a bare IPv6 address, an IPv4-mapped
 * one) it is asked of the fewest and of the most, and where they differ nothing is decided.
 */
export function ofAddresses(entry: Entry, { lower, upper }: Network, ask: (addresses: AddressSet) => boolean): Answer {
  const [least, most] = [ask(lower), ask(upper)];
  return least === most ? when(least) : unknown([undocumented(entry)]);
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
  const reason = `AWS does not say what becomes of '${first.written}', which is no address`;
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

/** The AWS type of what an unknown value is the id of, as its parameter or its resource says; empty where neither does. */
export function idType({ text }: ElementValue): string {
  const [only] = text.pieces;
  const source = text.pieces.length === 1 && only && isHole(only) ? only.unknown.source : undefined;
  if (!source || (source.kind === 'resource' && !['Id', 'VpcId'].includes(source.attribute ?? 'Id'))) return '';
  return source.type.replace(/^AWS::SSM::Parameter::Value<(.*)>$/, '$1').replace(/^List<(.*)>$/, '$1');
}
