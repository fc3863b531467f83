import type { DefectCode } from '../model/policy.ts';
import { reportsDefects } from './defects.ts';
import { defineRule, type Rule } from './rule.ts';

/** The defects of conditions, and what is said of each. */
const MESSAGES = {
  operator: 'There is no operator {{written}}{{hint}}',
  key: 'There is no condition key {{written}}{{hint}}',
  'key-unsupported':
    'No call of an API carries {{written}}: API Gateway does not provide this key, so the condition tests what is never there. Remove it, or use a key that API Gateway provides.',
  'key-duplicate':
    '{{written}} stands twice under one operator; keys are case-insensitive, and only one of them would count. Put all values under one key.',
  'key-not-address':
    '{{operator}} compares addresses, but {{key}} is none: the condition never holds. Use an operator for its type.',
  'key-not-comparable':
    '{{operator}} compares {{key}} as text, and no address is spelt like a CIDR or a pattern. Use {{wanted}}.',
  'qualifier-single':
    '{{key}} has one value: under ForAllValues the condition also holds for requests without the key. Remove the qualifier.',
  'null-qualifier': '{{operator}} is always the same, whatever the request: Null takes no qualifier. Remove it.',
  'null-value': 'Null asks whether a key is absent: its value is "true" or "false", and not "{{written}}".',
} as const satisfies Partial<Record<DefectCode, string>>;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
const rule: Rule = defineRule({
  id: 'valid-condition',
  description: 'Require known operators and keys, and operators that fit their keys',
  severity: 'error',
  preset: 'recommended',
  yieldsTo: ['no-wildcard-source'],
  messages: MESSAGES,
  defect: reportsDefects(MESSAGES),
});

export default rule;
