import { grouped } from '../ip/words.ts';
import { NO, unknown, yes } from '../model/answer.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const LIMIT = 8192;

const rule: Rule = defineRule({
  id: 'max-policy-size',
  description: 'Limit policies to the 8,192 characters that API Gateway takes',
  severity: 'error',
  preset: 'recommended',
  messages: {
    written:
      'The policy has {{size}} characters without blanks; API Gateway takes 8,192 unless the quota was raised. Aggregate its CIDRs, or move the list to AWS WAF.',
    expanded:
      'The policy has {{written}} characters without blanks, and {{size}} once its resources are full ARNs, as API Gateway stores them. AWS does not say which of the two may have at most 8,192. Aggregate its CIDRs, or move the list to AWS WAF.',
  },
  policy(policy, { when, report }) {
    const { written, expanded, open, openMost } = policy.size;
    when(expanded > LIMIT ? yes(true) : expanded + openMost > LIMIT ? unknown(open) : NO, () => {
      const size = grouped(written > LIMIT ? written : expanded);
      report(written > LIMIT ? 'written' : 'expanded', policy, {
        data: { size, written: grouped(written) },
      });
    });
  },
});

export default rule;
