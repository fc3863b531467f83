import { ruleTester } from './rule-tester.ts';
import { ENVIRONMENTS, parameter, template, withPolicy } from './templates.ts';

const negated = (name: string, means: string) => ({
  message: 'negated',
  data: { name, means, positive: name.replace('Not', '') },
});
const PRINCIPAL = negated('NotPrincipal', 'everybody but those that it names, anonymous clients among them');
const ACTION = negated('NotAction', 'every action but those that it names');
const RESOURCE = negated('NotResource', 'every route but those that it names, those of tomorrow among them');

/** A statement of these elements. */
const statement = (effect: string, principal: string, action: string, resource: string): string => `
- Effect: ${effect}
  ${principal}: { AWS: '111122223333' }
  ${action}: execute-api:Invoke
  ${resource}: execute-api:/*/GET/*`;

ruleTester('no-negated-element', {
  valid: [
    {
      name: 'an Allow that names what is allowed',
      text: template(statement('Allow', 'Principal', 'Action', 'Resource')),
    },
    { name: 'a Deny with all of them', text: template(statement('Deny', 'NotPrincipal', 'NotAction', 'NotResource')) },
    {
      name: 'negated operators',
      text: template(`${statement('Allow', 'Principal', 'Action', 'Resource')}
  Condition: { NotIpAddress: { aws:SourceIp: 8.8.8.8 } }`),
    },
    {
      name: 'an effect that there is not',
      otherRules: ['valid-policy'],
      text: template(statement('allow', 'NotPrincipal', 'Action', 'Resource')),
    },
  ],
  invalid: [
    {
      name: 'NotPrincipal',
      text: template(statement('Allow', '«NotPrincipal»', 'Action', 'Resource')),
      findings: [PRINCIPAL],
    },
    {
      name: 'NotAction',
      text: template(statement('Allow', 'Principal', '«NotAction»', 'Resource')),
      findings: [ACTION],
    },
    {
      name: 'NotResource',
      text: template(statement('Allow', 'Principal', 'Action', '«NotResource»')),
      findings: [RESOURCE],
    },
    {
      name: 'all of them, on a private API',
      text: template(statement('Allow', '«NotPrincipal»', '«NotAction»', '«NotResource»'), { endpoint: 'PRIVATE' }),
      findings: [PRINCIPAL, ACTION, RESOURCE],
    },
    {
      name: 'whatever its value is',
      text: template(`
- Effect: Allow
  Principal: '*'
  Action: execute-api:Invoke
  «NotResource»: !ImportValue resource`),
      findings: [RESOURCE],
    },
    {
      name: 'an effect of one scenario',
      text: template(statement('!If [IsProd, Deny, Allow]', 'Principal', 'Action', '«NotResource»'), {
        head: ENVIRONMENTS,
      }),
      findings: [{ ...RESOURCE, scenarios: ['Env is dev'] }],
    },
    {
      name: 'JSON in a string',
      text: withPolicy(`
Policy: |
  { "Statement": { "Effect": "Allow", "«NotPrincipal»": { "AWS": "111122223333" },
    "Action": "execute-api:Invoke", "Resource": "*" } }`),
      findings: [PRINCIPAL],
    },
    {
      name: 'a policy by itself',
      file: 'policy.json',
      text: `{ "Statement": [{ "Effect": "Allow", "Principal": "*", "«NotAction»": "execute-api:InvalidateCache", "Resource": "*" }] }`,
      findings: [ACTION],
    },
  ],
  undecided: [
    {
      name: 'an effect that is not known',
      text: template(statement('!Ref Effect', 'Principal', 'Action', 'NotResource'), { head: parameter('‹Effect›') }),
      reasons: ['parameter Effect has no default'],
    },
    {
      name: 'statements that are not known',
      text: withPolicy('Policy: { Statement: [!Ref Statement] }', { head: parameter('‹Statement›') }),
      reasons: ['parameter Statement has no default'],
    },
  ],
});
