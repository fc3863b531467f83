import { UNROUTABLE } from '../ip/special.ts';
import { andThen, yes } from '../model/answer.ts';
import { addressOf, ofAddresses } from '../model/entries.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip */
const rule: Rule = defineRule({
  id: 'no-unroutable-source',
  description: 'Disallow addresses that never call a public API: private, reserved and documentation ranges',
  severity: 'error',
  preset: 'recommended',
  endpoint: 'public',
  yieldsTo: ['no-wildcard-source', 'valid-cidr'],
  messages: {
    unroutable:
      'No request from {{written}} ever reaches a public API: these addresses are not routed on the internet, so the entry matches nobody. List the public address that its clients call from, that of the instance or of the NAT gateway.',
    typed:
      'No request from {{written}} ever reaches a public API: it is a {{nature}} of a VPC, so the entry matches nobody. List the public address that its clients call from, that of the instance or the Elastic IP address of the NAT gateway.',
  },
  entry(entry, { condition, when, report }) {
    if (condition.key.name !== 'aws:SourceIp') return;
    const { typed, written } = entry;
    if (typed && UNROUTABLE.covers(typed.within)) {
      report('typed', entry, { data: { written, nature: typed.nature }, meaning: typed.id });
      return;
    }
    const found = andThen(addressOf(entry), (address) => {
      const never = ofAddresses(entry, address, (addresses) => !addresses.isEmpty && UNROUTABLE.covers(addresses));
      return andThen(never, () => yes(address));
    });
    when(found, ({ network }) => report('unroutable', entry, { data: { written }, meaning: network }));
  },
});

export default rule;
