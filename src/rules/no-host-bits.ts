import { addressOf } from '../model/entries.ts';
import { replace } from './fixes.ts';
import { defineRule, type Rule } from './rule.ts';
import { grouped } from './words.ts';

/** AWS ignores the bits: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html */
const rule: Rule = defineRule({
  id: 'no-host-bits',
  description: 'Disallow CIDRs with bits set past their prefix',
  severity: 'warning',
  preset: 'recommended',
  messages: {
    hostBits:
      '{{written}} has bits set past its prefix; AWS ignores them and takes all of {{network}}, {{size}} addresses. Write {{network}} if you mean the network, {{single}} if you mean the one address.',
  },
  entry(entry, { when, report }) {
    when(addressOf(entry), ({ hostBits, family, network, single, upper }) => {
      if (!hostBits) return;
      const size = grouped(upper.size(family));
      report('hostBits', entry, {
        data: { written: entry.written, network, single, size },
        meaning: network,
        propose: [replace(entry, network, false), replace(entry, single, false)],
      });
    });
  },
});

export default rule;
