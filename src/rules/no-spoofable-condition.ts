import { all, any, fromBoolean, NO, not, unknown } from '../model/answer.ts';
import { keyFacts } from '../model/conditions.ts';
import { hasEffect, testsSource } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-referer */
const rule: Rule = defineRule({
  id: 'no-spoofable-condition',
  description: 'Disallow statements that rest on headers which the caller writes',
  severity: 'warning',
  preset: 'recommended',
  messages: {
    spoofable:
      '{{key}} is a header that the caller writes as it likes: this condition keeps out nobody who knows it. Restrict the sources with aws:SourceIp, or the callers with an authorizer.',
  },
  condition(condition, { statement, when, report }) {
    const { key, operator } = condition;
    if (!key.name || !keyFacts(key.name).spoofable) return;
    const rests = any(hasEffect(statement, 'Allow'), all(hasEffect(statement, 'Deny'), fromBoolean(operator.negated)));
    const { conditions, conditionsOpen } = statement;
    const beside = conditionsOpen.length > 0 ? unknown(conditionsOpen) : NO;
    when(all(rests, not(any(fromBoolean(conditions.some(testsSource)), beside))), () =>
      report('spoofable', condition, {
        data: { key: key.written },
        meaning: `${operator.written} ${key.name}`,
      }),
    );
  },
});

export default rule;
