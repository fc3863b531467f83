import { isInvoke } from '../access/decide.ts';
import type { Defect, DefectCode } from '../model/policy.ts';
import { reportsDefects } from './defects.ts';
import { defineRule, type PolicyContext, type Rule } from './rule.ts';
import { leftBeside } from './words.ts';

/** The defects of the grammar, and what is said of each. */
const MESSAGES = {
  'policy-type': 'A policy is an object with a Version and a Statement; this one is {{what}}.',
  'policy-json': 'The policy is not valid JSON: {{message}}',
  'duplicate-element': 'The policy is ambiguous: {{message}}',
  'policy-element': 'A policy has no element "{{written}}"{{hint}}',
  version: '"{{written}}" is no version of the policy language: write 2012-10-17.',
  'statement-missing': 'The policy has no Statement, so it allows nobody anything. Add one.',
  'statement-type': 'A statement is an object with Effect, Principal, Action and Resource; this one is {{what}}.',
  'statement-empty':
    'The list of statements is empty, so the policy allows nobody anything. Add a statement, or remove the policy.',
  element: 'A statement has no element "{{written}}"{{hint}}',
  'element-missing': 'The statement has no {{name}}: API Gateway refuses the policy. Add {{it}}.',
  'element-type': '{{name}} must be {{wanted}}.',
  'element-empty': '{{name}} is empty: name what it is about.',
  'element-pair': '{{second}} excludes {{first}}: a statement has one of them.',
  effect: '"{{written}}" is no effect: write Allow or Deny, with a capital.',
  action:
    '"{{written}}" matches no action of execute-api, so the statement is about no call of the API{{left}}. Write execute-api:Invoke.',
  'principal-type': '{{name}} is "*" or an object such as { "AWS": … }, and not {{written}}.',
  principal: '"{{written}}" is no kind of principal: write AWS, Service, Federated or CanonicalUser.',
  'principal-account':
    '"{{written}}" names no account of twelve digits: API Gateway refuses the policy. Write all twelve.',
  'principal-arn':
    '"{{written}}" is no ARN of an account, a user, a role or a session: API Gateway refuses the policy. Name one.',
  'principal-name': '"{{written}}" is no account, ARN or unique id: API Gateway refuses the policy. Write the ARN.',
  'principal-number': 'Without quotes {{written}} is a number, and loses its leading zero. Quote it.',
  'principal-wildcard':
    '"{{written}}" has a wildcard, which no principal may have. Write it in full, or test aws:PrincipalArn.',
  'condition-type': 'Condition is an object of operators, each with its keys and values.',
  'operator-missing-key': '{{written}} needs an object of condition keys and their values.',
} as const satisfies Partial<Record<DefectCode, string>>;

const reportDefect = reportsDefects(MESSAGES);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const rule: Rule = defineRule({
  id: 'valid-policy',
  description: 'Require policies to follow the grammar of the policy language',
  severity: 'error',
  preset: 'recommended',
  messages: MESSAGES,
  defect(defect, context) {
    const left = defect.code === 'action' && !defect.because ? leftByAction(defect, context) : '';
    reportDefect(defect.code === 'action' ? { ...defect, data: { ...defect.data, left } } : defect, context);
  },
});

export default rule;

/** Who gets in because a `Deny` has no action that a call is. */
function leftByAction({ place }: Defect, context: Pick<PolicyContext, 'api' | 'revision' | 'policy'>): string {
  const statement = context.policy.statements.find(({ action }) => action?.place === place);
  return statement?.action && isInvoke(statement.action).is === 'no' ? leftBeside(context, statement) : '';
}
