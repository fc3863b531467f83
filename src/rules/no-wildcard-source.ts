import { listBounds, mayCoverInternet } from '../access/sources.ts';
import type { Family } from '../ip/address-set.ts';
import { coversInternet } from '../ip/special.ts';
import { type Answer, all, andThen, fromBoolean, NO, unknown, yes } from '../model/answer.ts';
import { validEntries } from '../model/entries.ts';
import type { Entry, SourceList } from '../model/policy.ts';
import { hasEffect, isAllowlist } from '../model/questions.ts';
import { type Cause, defineRule, type Rule } from './rule.ts';

const INTERNET: Readonly<Record<Family, string>> = { 4: 'IPv4', 6: 'IPv6' };

const rule: Rule = defineRule({
  id: 'no-wildcard-source',
  description: 'Disallow IP conditions that shut nobody out',
  severity: 'error',
  preset: 'recommended',
  endpoint: 'public',
  messages: {
    entry:
      '{{written}} is the whole {{internet}} internet: this allowlist shuts no {{internet}} client out, whatever else it lists. Remove it and list the networks that may call.',
    union:
      'Together these entries are the whole {{internet}} internet: the allowlist shuts no {{internet}} client out. List the networks that may call.',
    star: '"{{written}}" under {{operator}} matches every address: the condition shuts nobody out. Use {{wanted}} with the CIDRs of the networks that may call.',
  },
  list(list, { condition, statement, when, report }) {
    if (condition.key.name !== 'aws:SourceIp') return;
    for (const family of [4, 6] as const) {
      when(all(isAllowlist(statement, condition), covering(list, family)), ([, { entry, cause }]) =>
        report(entry ? 'entry' : 'union', entry ?? list, {
          data: { internet: INTERNET[family], written: entry?.written ?? '' },
          cause,
          meaning: `IPv${family}`,
        }),
      );
    }
  },
  value(value, { condition, statement, when, report }) {
    const { operator, key } = condition;
    if (key.name !== 'aws:SourceIp' || operator.family !== 'like') return;
    const star = andThen(value.known, (text) => fromBoolean(/^\*+$/.test(text)));
    when(all(hasEffect(statement, operator.negated ? 'Deny' : 'Allow'), star), () => {
      const wanted = operator.negated ? 'NotIpAddress' : 'IpAddress';
      report('star', value, {
        data: { written: value.written, operator: operator.written, wanted },
        cause: [condition, value],
      });
    });
  },
});

export default rule;

/** The one entry that covers a family, else the entries that do together. */
function covering(
  list: SourceList,
  family: Family,
): Answer<{ readonly entry?: Entry; readonly cause: readonly Cause[] }> {
  const known = validEntries(list);
  const alone = known.find(({ address }) => coversInternet(address.lower, family));
  if (alone) return yes({ entry: alone.entry, cause: [alone.entry, alone.address, list] });
  const bounds = listBounds(list);
  if (!coversInternet(bounds.lower, family)) return mayCoverInternet(bounds, family) ? unknown(bounds.because) : NO;
  const members = known.filter(({ address }) => address.family === family);
  return yes({ cause: [...members.map(({ entry }) => entry), list] });
}
