import { grouped } from '../ip/words.ts';
import { all, andThen, yes } from '../model/answer.ts';
import { addressOf, isWider } from '../model/entries.ts';
import { isAllowlist } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

/** Prefixes that are not wide yet, by family. */
export const NARROW_ENOUGH = { 4: 16, 6: 32 } as const;

const rule: Rule = defineRule({
  id: 'no-broad-source',
  description: 'Disallow allowlist entries wider than /16 (IPv4) or /32 (IPv6)',
  severity: 'warning',
  preset: 'recommended',
  endpoint: 'public',
  yieldsTo: ['no-wildcard-source', 'no-unroutable-source'],
  messages: {
    broad:
      '{{written}} lets in {{size}} addresses, more than one organization is likely to call from. List the networks that really call, none of them wider than a /{{narrow}}.',
  },
  entry(entry, { condition, statement, when, report }) {
    if (condition.key.name !== 'aws:SourceIp') return;
    const wide = andThen(addressOf(entry), (address) =>
      andThen(isWider(entry, address, NARROW_ENOUGH[address.family]), () => yes(address)),
    );
    when(all(isAllowlist(statement, condition), wide), ([, { family, network, upper }]) =>
      report('broad', entry, {
        data: {
          written: entry.written,
          size: grouped(upper.size(family)),
          narrow: NARROW_ENOUGH[family],
        },
        meaning: network,
      }),
    );
  },
});

export default rule;
