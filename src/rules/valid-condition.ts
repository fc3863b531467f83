import { sourcesOf } from '../access/source-tests.ts';
import { holds } from '../access/tests.ts';
import type { Api } from '../model/api.ts';
import type { Condition, Defect, DefectCode } from '../model/policy.ts';
import { carries } from '../model/questions.ts';
import { reportsDefects } from './defects.ts';
import { defineRule, filling, type PolicyContext, type Rule } from './rule.ts';
import { leftIn } from './words.ts';

/** The defects of conditions, and what is said of each. */
const MESSAGES = {
  operator: 'There is no operator {{written}}. Use an operator of IAM{{hint}}',
  key: 'There is no condition key {{written}}. Use a key that API Gateway provides{{hint}}',
  'key-unsupported':
    'No call of an API carries {{written}}: API Gateway does not provide this key, so the condition tests what is never there. Remove it, or use a key that API Gateway provides.',
  'key-duplicate':
    '{{written}} stands twice under one operator; keys are case-insensitive, and only one of them would count. Put all values under one key.',
  'key-not-address': '{{operator}} compares addresses, and {{key}} is none. Use an operator for its type.',
  'key-not-comparable': '{{operator}} compares {{key}} as text: no CIDR equals an address. Use {{wanted}}.',
  'qualifier-single':
    '{{key}} has one value: under ForAllValues the condition also holds for requests without the key. Remove the qualifier.',
  'null-qualifier': '{{operator}} is always the same, whatever the request: Null takes no qualifier. Remove it.',
  'null-value': 'Null asks whether a key is absent: its value is "true" or "false", and not "{{written}}".',
} as const satisfies Partial<Record<DefectCode, string>>;

/** What is said of the condition for which a `Deny` never matches, and of one that always holds. */
const IN_VAIN = {
  keyHolds:
    'No request carries {{written}}, so {{effect}} with {{operator}} always holds: the rest of the statement decides alone. Use a key that API Gateway provides{{hint}}',
  keyInVain:
    'No request carries {{written}}, so this Deny never matches: {{left}} still gets in. Use a key that API Gateway provides{{hint}}',
  textInVain:
    'No address equals what {{key}} is compared with, so this Deny never matches: {{left}} still gets in. Use {{wanted}}.',
} as const;

const reportDefect = reportsDefects(MESSAGES);

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
const rule: Rule = defineRule({
  id: 'valid-condition',
  description: 'Require known operators and keys, and operators that fit their keys',
  severity: 'error',
  preset: 'recommended',
  yieldsTo: ['no-wildcard-source'],
  messages: { ...MESSAGES, ...IN_VAIN },
  defect(defect, context) {
    const claim = claimOf(defect, context);
    if (!claim) return reportDefect(defect, context);
    const { data, place, subject } = defect;
    filling(context)(
      claim.message,
      { place },
      {
        data: { hint: '.', ...data, ...claim.data },
        cause: [defect, ...(subject ? [subject] : [])],
        meaning: Object.values(data).join(' '),
      },
    );
  },
});

export default rule;

const IN_VAIN_BY_CODE: ReadonlyMap<DefectCode, keyof typeof IN_VAIN> = new Map([
  ['key', 'keyInVain'],
  ['key-unsupported', 'keyInVain'],
  ['key-not-comparable', 'textInVain'],
]);

interface Claim {
  readonly message: keyof typeof IN_VAIN;
  readonly data: Readonly<Record<string, string>>;
}

/** What comes of a condition that always or never holds: who gets in by a `Deny` that never matches. */
function claimOf(
  { code, subject }: Defect,
  { api, revision, policy }: Pick<PolicyContext, 'api' | 'revision' | 'policy'>,
): Claim | undefined {
  const message = IN_VAIN_BY_CODE.get(code);
  const statement = policy.statements.find(({ conditions }) => conditions.some((one) => one === subject));
  const condition = statement?.conditions.find((one) => one === subject);
  if (!message || !statement || !condition || statement.effect.is !== 'yes') return undefined;
  const effect = statement.effect.value;
  if (message === 'keyInVain' && !condition.key.name && holds(condition, undefined).is === 'yes')
    return { message: 'keyHolds', data: { effect, operator: condition.operator.written } };
  if (effect !== 'Deny' || !failsAlways(condition, api)) return undefined;
  const left = leftIn(api, revision, statement);
  return left === undefined ? undefined : { message, data: { left } };
}

/** Whether no request meets a condition: its key is never there, or its address never equals a text. */
function failsAlways(condition: Condition, api: Api): boolean {
  if (!condition.key.name) return holds(condition, undefined).is === 'no';
  return carries(api, condition).is === 'yes' && sourcesOf(condition).upper.isEmpty;
}
