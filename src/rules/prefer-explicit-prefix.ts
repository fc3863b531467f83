import { addressOf } from '../model/entries.ts';
import { replace } from './fixes.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const rule: Rule = defineRule({
  id: 'prefer-explicit-prefix',
  description: 'Require a prefix on IPv6 addresses, and plain IPv4 instead of IPv4-mapped addresses',
  severity: 'warning',
  preset: 'recommended',
  messages: {
    bare: 'AWS documents /32 as the prefix of an address without one and makes no exception for IPv6: {{written}} may let in its whole /32. Write {{single}} for the one address.',
    mapped:
      'AWS does not say whether the IPv4-mapped address {{written}} matches an IPv4 client. Write the IPv4 address instead: {{ipv4}}.',
  },
  entry(entry, { when, report }) {
    when(addressOf(entry), ({ family, explicitPrefix, mapped, single, network }) => {
      const { written } = entry;
      if (mapped)
        report('mapped', entry, {
          data: { written, ipv4: network },
          meaning: single,
          propose: [replace(entry, network)],
        });
      else if (family === 6 && !explicitPrefix)
        report('bare', entry, { data: { written, single }, meaning: single, propose: [replace(entry, single)] });
    });
  },
});

export default rule;
