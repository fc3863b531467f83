import { overlaps } from '../access/overlaps.ts';
import { unknown } from '../model/answer.ts';
import { isPublic } from '../model/questions.ts';
import { removeEverywhere } from './fixes.ts';
import { defineRule, type Rule } from './rule.ts';

/** How many of the entries that cover one are named. */
const NAMED = 3;

const rule: Rule = defineRule({
  id: 'no-overlapping-cidrs',
  description: 'Disallow entries that other entries of the same effect cover',
  severity: 'warning',
  preset: 'recommended',
  yieldsTo: ['no-duplicate-cidrs', 'no-wildcard-source'],
  messages: {
    covered:
      '{{written}} says nothing: {{by}} already covers all of it. Remove it, or whoever takes the wider one out later will miss it.',
    together: '{{written}} says nothing: {{by}} together cover all of it. Remove it, or the wider ones.',
  },
  sources(policy, { api, when, report }) {
    const { covered, because } = overlaps(api, policy);
    for (const { member, by, source, inOwnList } of covered) {
      // what AWS does not say of the source behind a VPC endpoint may hang on what one list has by itself
      const safe = inOwnList || source.condition.key.name !== 'aws:SourceIp' || isPublic(api).is === 'yes';
      const names = by.slice(0, NAMED).map(({ entry }) => entry.written);
      const more = by.length > NAMED ? ` and ${by.length - NAMED} more` : '';
      report(by.length === 1 ? 'covered' : 'together', member.entry, {
        data: { written: member.entry.written, by: names.join(', ') + more },
        related: by.slice(0, NAMED).map(({ entry }) => ({ message: 'covered here', place: entry.place })),
        // the networks and not the entries: a rule that speaks of the list as a whole says nothing of this one
        cause: [member, ...by].map(({ address }) => address),
        meaning: member.address.network,
        propose: [removeEverywhere(member.entry, safe)],
      });
    }
    if (because.length > 0) when(unknown(because), () => {});
  },
});

export default rule;
