import { NO, unknown } from '../model/answer.ts';
import { defineRule, type Rule } from './rule.ts';

const rule: Rule = defineRule({
  id: 'no-two-policies',
  description: 'Disallow two resource policies for one API',
  severity: 'error',
  preset: 'recommended',
  kinds: ['rest'],
  messages: {
    second:
      'The API {{id}} has two resource policies, and AWS does not say which one wins. Keep one of them, with the statements of both.',
  },
  revision({ policies, policyOpen }, { api, when, report }) {
    const [first, ...others] = policies.toSorted((a, b) => a.place.at.start - b.place.at.start);
    for (const policy of others)
      report('second', policy, {
        data: { id: api.id },
        ...(first && { related: [{ message: 'the first policy is here', place: first.place }] }),
      });
    if (others.length === 0) when(policies.length + policyOpen.length > 1 ? unknown(policyOpen) : NO, () => {});
  },
});

export default rule;
