import type { Network } from '../ip/network.ts';
import { unknown } from '../model/answer.ts';
import { perhapsShared, typedEntries, undocumented, validEntries } from '../model/entries.ts';
import type { Entry } from '../model/policy.ts';
import { unknownEntries } from '../model/questions.ts';
import { removeEverywhere } from './fixes.ts';
import { type Cause, defineRule, type Rule } from './rule.ts';

const rule: Rule = defineRule({
  id: 'no-duplicate-cidrs',
  description: 'Disallow the same addresses twice in one list',
  severity: 'warning',
  preset: 'recommended',
  messages: {
    duplicate:
      '{{written}} is already listed as {{earlier}}. Remove one of them, or whoever takes the network out later will miss the other.',
  },
  list(list, { when, report }) {
    const seen = new Map<string, Entry>();
    const entries = validEntries(list);
    const alike = (entry: Entry, key: string, network: string, cause: Cause): void => {
      const earlier = seen.get(key);
      if (!earlier) {
        seen.set(key, entry);
        return;
      }
      report('duplicate', entry, {
        data: { written: entry.written, earlier: earlier.written },
        related: [{ message: 'listed here first', place: earlier.place }],
        cause: [entry, cause],
        meaning: network,
        propose: [removeEverywhere(entry)],
      });
    };
    for (const { entry, address } of entries) alike(entry, meaning(address), address.network, address);
    for (const { entry, typed } of typedEntries(list))
      if (typed.nature === 'elastic IP address') alike(entry, `address of ${typed.id}`, typed.id, typed);
    const open = possibleTwins(entries.map(({ address }) => address));
    for (const { entry, address } of entries) if (open.has(address)) when(unknown([undocumented(entry)]), () => {});
    const single = list.entries.length === 1 && list.open.length === 0;
    if (!single) when(unknownEntries(list), () => {});
    const shared = perhapsShared([list], ({ prefix }) => prefix === 32);
    if (shared.length > 0) when(unknown(shared), () => {});
  },
});

export default rule;

/** Equal for equal sets; a bare IPv6 address equals only the same one, since nobody knows what it stands for. */
function meaning({ family, mapped, explicitPrefix, network, single }: Network): string {
  return family === 6 && !explicitPrefix ? `bare ${single}` : mapped ? `mapped ${network}` : network;
}

/** Addresses of which nobody knows what they stand for, and that may stand for the same as another one. */
function possibleTwins(addresses: readonly Network[]): ReadonlySet<Network> {
  const unclear = addresses.filter(({ lower, upper }) => !lower.equals(upper));
  if (unclear.length === 0) return new Set();
  const possible = ({ network, lower, upper }: Network): readonly string[] =>
    lower.equals(upper) ? [network] : [...lower.cidrs(), ...upper.cidrs()];
  const meanings = new Map<string, Set<string>>();
  for (const address of addresses) {
    for (const network of possible(address))
      meanings.set(network, (meanings.get(network) ?? new Set()).add(meaning(address)));
  }
  return new Set(
    unclear.filter((address) => possible(address).some((network) => (meanings.get(network)?.size ?? 0) > 1)),
  );
}
