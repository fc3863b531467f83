import { sourceConditions } from '../access/sources.ts';
import { limitedToVpc } from '../access/vpc-limits.ts';
import { all, not } from '../model/answer.ts';
import { isAllowlist } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-vpcsourceip */
const rule: Rule = defineRule({
  id: 'require-paired-vpc-source',
  description: 'Require allowlists of aws:VpcSourceIp to name a VPC or a VPC endpoint too',
  severity: 'warning',
  preset: 'recommended',
  endpoint: 'private',
  messages: {
    alone:
      'Every VPC may use these ranges, those of other accounts too: {{key}} alone does not say whose addresses they are. Test aws:SourceVpc or aws:SourceVpce for the same requests.',
  },
  sources(policy, { api, when, report }) {
    for (const source of sourceConditions(api, policy)) {
      const { condition, statement } = source;
      if (condition.key.name !== 'aws:VpcSourceIp') continue;
      when(all(isAllowlist(statement, condition), not(limitedToVpc(api, policy, source))), () =>
        report('alone', condition, { data: { key: condition.key.written }, meaning: condition.operator.written }),
      );
    }
  },
});

export default rule;
