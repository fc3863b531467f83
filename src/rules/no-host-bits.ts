import { wouldDo } from '../access/single.ts';
import { addressSet } from '../ip/network.ts';
import { grouped } from '../ip/words.ts';
import { addressOf } from '../model/entries.ts';
import { replace } from './fixes.ts';
import { defineRule, type Rule } from './rule.ts';

/** AWS ignores the bits: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html */
const rule: Rule = defineRule({
  id: 'no-host-bits',
  description: 'Disallow CIDRs with bits set past their prefix',
  severity: 'warning',
  preset: 'recommended',
  messages: {
    hostBits:
      '{{written}} is all of {{network}}, {{size}} addresses: AWS ignores bits past the prefix. Write the network that is meant.',
  },
  entry(entry, { api, when, report, ...within }) {
    when(addressOf(entry), ({ hostBits, family, network, single, upper }) => {
      if (!hostBits) return;
      const singles = wouldDo(api, within, addressSet(single)) ? [single] : [];
      report('hostBits', entry, {
        data: { written: entry.written, network, size: grouped(upper.size(family)) },
        meaning: network,
        propose: [network, ...singles].map((text) => replace(entry, text)),
      });
    });
  },
});

export default rule;
