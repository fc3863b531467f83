import { undocumented, validEntries } from '../model/entries.ts';
import type { Entry, ValidAddress } from '../model/policy.ts';
import { unknownEntries } from '../model/questions.ts';
import { unknown } from '../model/answer.ts';
import { defineRule, type Rule } from './rule.ts';

const rule: Rule = defineRule({
  id: 'no-duplicate-cidrs',
  description: 'Disallow the same addresses twice in one list',
  severity: 'warning',
  preset: 'recommended',
  messages: {
    duplicate: '{{written}} is already listed as {{earlier}}. Remove one of them, or whoever takes the network out later will miss the other.',
  },
  list(list, { when, report }) {
    const seen = new Map<string, Entry>();
    const entries = validEntries(list);
    for (const { entry, address } of entries) {
      const key = meaning(address);
      const earlier = seen.get(key);
      if (!earlier) seen.set(key, entry);
      else {
        const related = [{ message: 'listed here first', place: earlier.place }];
        report('duplicate', entry, { data: { written: entry.written, earlier: earlier.written }, related, meaning: address.network });
      }
    }
    for (const { entry, address } of entries) {
      const twin = !address.mapped && !address.lower.equals(address.upper) && entries.some((other) => other.address.explicitPrefix && (other.address.upper.equals(address.lower) || other.address.upper.equals(address.upper)));
      if (twin) when(unknown([undocumented(entry)]), () => {});
    }
    const single = list.entries.length === 1 && list.open.length === 0;
    if (!single) when(unknownEntries(list), () => {});
  },
});

export default rule;

/** Equal for equal sets; a bare IPv6 address equals only the same one, since nobody knows what it stands for. */
function meaning({ family, mapped, explicitPrefix, network, single }: ValidAddress): string {
  return family === 6 && !explicitPrefix ? `bare ${single}` : mapped ? `mapped ${network}` : network;
}
