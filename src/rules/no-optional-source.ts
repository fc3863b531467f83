import { hasEffect } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const rule: Rule = defineRule({
  id: 'no-optional-source',
  description: 'Disallow IpAddressIfExists in Allow statements',
  severity: 'warning',
  preset: 'recommended',
  yieldsTo: ['no-source-ip-on-private-api', 'no-vpc-condition-on-public-api'],
  messages: {
    optional:
      '{{operator}} lets in every request that carries no {{key}}, such as one through a VPC endpoint, whatever its source. Use IpAddress.',
  },
  condition(condition, { statement, when, report }) {
    const { operator, key } = condition;
    if (operator.name !== 'IpAddress' || !operator.ifExists) return;
    when(hasEffect(statement, 'Allow'), () =>
      report('optional', operator, {
        data: { operator: operator.written, key: key.written },
        cause: [condition],
        meaning: key.written.toLowerCase(),
      }),
    );
  },
});

export default rule;
