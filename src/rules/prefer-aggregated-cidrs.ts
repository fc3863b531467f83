import { coveredEntries } from '../access/overlaps.ts';
import { AddressSet } from '../ip/address-set.ts';
import { addressSet, type Network } from '../ip/network.ts';
import { Partition } from '../ip/partition.ts';
import { type Answer, NO, unknown, yes } from '../model/answer.ts';
import { typedEntries, validEntries } from '../model/entries.ts';
import type { Entry, SourceList } from '../model/policy.ts';
import { isAllowlist, unknownEntries } from '../model/questions.ts';
import { NARROW_ENOUGH } from './no-broad-source.ts';
import { defineRule, type Proposal, type Rule } from './rule.ts';

/** How many of the CIDRs are named. */
const NAMED = 5;

const rule: Rule = defineRule({
  id: 'prefer-aggregated-cidrs',
  description: 'Disallow lists that are exactly a shorter list of CIDRs',
  severity: 'warning',
  preset: 'strict',
  yieldsTo: ['no-duplicate-cidrs', 'no-overlapping-cidrs'],
  messages: {
    shorter:
      'These {{count}} entries are exactly a list of {{fewer}}: {{example}}. Write the shorter list: a policy has 8,192 characters.',
  },
  list(list, { api, policy, statement, condition, when, report }) {
    const isAdmitting = condition.key.name === 'aws:SourceIp' && isAllowlist(statement, condition).is !== 'no';
    when(aggregated(list, isAdmitting), (merged) => {
      const covered = coveredEntries(api, policy);
      // what another list covers has to go first
      if (list.entries.some((entry) => covered.has(entry))) return;
      const [first] = merged;
      const count = validEntries(list).length;
      const fewer = count - merged.reduce((sum, { entries }) => sum + entries.length - 1, 0);
      report('shorter', list, {
        data: {
          count,
          fewer,
          example: first ? `${first.entries.map(({ written }) => written).join(' and ')} are ${first.cidr}` : '',
        },
        cause: [list],
        meaning: merged.map(({ cidr }) => cidr).join(' '),
        propose: [write(merged)],
      });
    });
  },
});

export default rule;

/** A CIDR and the entries that it is made of. */
interface Merged {
  readonly cidr: string;
  readonly entries: readonly Entry[];
}

/**
 * The CIDRs that several entries of a list make; no where a list is as short as it can be, or has a twin or an overlap. One
 * that no-broad-source would report is better left in its parts.
 */
function aggregated(list: SourceList, isAdmitting: boolean): Answer<readonly Merged[]> {
  const open = unknownEntries(list);
  const because = [...(open.is === 'unknown' ? open.because : []), ...typedEntries(list).flatMap((one) => one.because)];
  if (because.length > 0) return list.entries.length + 2 * list.open.length > 1 ? unknown(because) : NO;
  const exact = validEntries(list).filter(({ address }) => address.lower.equals(address.upper));
  const all = AddressSet.unionAll(exact.map(({ address }) => address.upper));
  // where the parts have more addresses than the whole, some overlap
  const parts = exact.reduce((sum, { address }) => sum + addressesIn(address), 0n);
  if (parts > all.size(4) + all.size(6)) return NO;
  const union = all.cidrs();
  if (union.length === exact.length) return NO;
  const blocks = new Partition(union.map((cidr) => addressSet(cidr)));
  const entries = new Map<number, Entry[]>();
  for (const { entry, address } of exact) {
    const [owner = -1] = blocks.shares(address.upper).owners;
    const made = entries.get(owner);
    if (made) made.push(entry);
    else entries.set(owner, [entry]);
  }
  const merged = union.flatMap((cidr, i) => {
    const made = entries.get(i) ?? [];
    return made.length > 1 && !(isAdmitting && isBroad(cidr)) ? [{ cidr, entries: made }] : [];
  });
  return merged.length > 0 ? yes(merged) : NO;
}

function isBroad(cidr: string): boolean {
  const [address = '', prefix] = cidr.split('/');
  return Number(prefix) < NARROW_ENOUGH[address.includes(':') ? 6 : 4];
}

function addressesIn({ family, prefix }: Network): bigint {
  const bits = family === 4 ? 32 : 128;
  return 1n << BigInt(bits - (prefix ?? bits));
}

/** The first entry of each becomes the CIDR, the others go. */
function write(merged: readonly Merged[]): Proposal {
  const names = merged.map(({ cidr }) => cidr);
  return {
    message: `Write ${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`,
    safe: true,
    everywhere: true,
    changes: merged.flatMap(({ cidr, entries: [first, ...others] }) =>
      first ? [{ at: first, text: cidr }, ...others.map((at) => ({ at }))] : [],
    ),
  };
}
