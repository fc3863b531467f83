import { admittedEntries } from '../access/conflicts.ts';
import { andThen, NO, unknown, yes } from '../model/answer.ts';
import { defineRule, type Rule } from './rule.ts';

/** An explicit deny wins: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
const rule: Rule = defineRule({
  id: 'no-conflicting-cidrs',
  description: 'Disallow entries that are admitted by one statement and denied in full by others',
  severity: 'error',
  preset: 'recommended',
  yieldsTo: ['no-source-ip-on-private-api'],
  messages: {
    denied:
      '{{written}} is admitted here, but {{by}} deny all of it on every route that this admits it to, and a deny wins: nobody gets in by this entry. Remove it here, or take it out of what is denied.',
  },
  sources(policy, { api, revision, when, report }) {
    const { entries, because } = admittedEntries(api, revision, policy);
    for (const { source, entry, address, conflict } of entries) {
      const inFull = andThen(conflict, (found) => (found.left.isEmpty ? yes(found.by) : NO));
      when(inFull, (by) =>
        report('denied', entry, {
          data: { written: entry.written, by: by.length === 1 ? "another statement's sources" : 'other statements' },
          related: by.map(({ statement }) => ({ message: 'denied here', place: statement.place })),
          cause: [entry, source.condition],
          meaning: address.network,
        }),
      );
    }
    if (because.length > 0) when(unknown(because), () => {});
  },
});

export default rule;
