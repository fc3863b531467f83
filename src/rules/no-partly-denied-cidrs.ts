import { admittedEntries } from '../access/conflicts.ts';
import { andThen, NO, unknown, yes } from '../model/answer.ts';
import { defineRule, type Rule } from './rule.ts';

/** How many of the networks that are left are named. */
const NAMED = 5;

/** An explicit deny wins: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
const rule: Rule = defineRule({
  id: 'no-partly-denied-cidrs',
  description: 'Disallow entries that are admitted by one statement and denied in part by others',
  severity: 'note',
  preset: 'strict',
  yieldsTo: ['no-source-ip-on-private-api'],
  messages: {
    partly:
      '{{written}} is admitted here, and a part of it is denied by other statements: of it {{left}} get in. List these instead if that is what you mean.',
  },
  sources(policy, { api, revision, when, report }) {
    const { entries, because } = admittedEntries(api, revision, policy);
    for (const { source, entry, address, conflict } of entries) {
      when(
        andThen(conflict, (found) => (found.left.isEmpty ? NO : yes(found))),
        ({ by, left }) => {
          const networks = left.cidrs();
          const more = networks.length > NAMED ? ` and ${networks.length - NAMED} more networks` : '';
          report('partly', entry, {
            data: { written: entry.written, left: networks.slice(0, NAMED).join(', ') + more },
            related: by.map(({ statement }) => ({ message: 'denied in part here', place: statement.place })),
            cause: [entry, source.condition],
            meaning: address.network,
          });
        },
      );
    }
    if (because.length > 0) when(unknown(because), () => {});
  },
});

export default rule;
