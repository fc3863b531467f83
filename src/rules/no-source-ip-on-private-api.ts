import type { Operator } from '../model/conditions.ts';
import { isPrivate, matchesAbsent } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
const rule: Rule = defineRule({
  id: 'no-source-ip-on-private-api',
  description: 'Disallow aws:SourceIp on private APIs, where it is not the address of the client',
  severity: 'error',
  preset: 'recommended',
  messages: {
    sourceIp:
      '{{key}} is not the address of the client on a private API: {{effect}} with {{operator}} {{outcome}}. Use aws:VpcSourceIp together with aws:SourceVpc or aws:SourceVpce.',
    unclear:
      '{{key}} is not the address of the client on a private API, so nothing can rest on it. Use aws:VpcSourceIp together with aws:SourceVpc or aws:SourceVpce.',
  },
  condition(condition, { api, statement, when, report }) {
    const { operator, key } = condition;
    if (key.name !== 'aws:SourceIp') return;
    when(isPrivate(api), () => {
      const meaning = operator.written;
      if (operator.family !== 'ip' || statement.effect.is === 'no')
        report('unclear', condition, { data: { key: key.written }, meaning });
      else {
        when(statement.effect, (effect) => {
          const data = { key: key.written, effect, operator: operator.written, outcome: outcome(effect, operator) };
          report('sourceIp', condition, { data, cause: [condition, statement], meaning });
        });
      }
    });
  },
});

export default rule;

/** The key is absent, or an address that is no client's: what a list of clients then does. */
function outcome(effect: 'Allow' | 'Deny', operator: Operator): string {
  const matches = matchesAbsent(operator);
  if (effect === 'Allow') return matches ? 'always matches and lets everybody in' : 'never matches and lets nobody in';
  return matches ? 'always matches and denies everybody' : 'never matches and denies nobody';
}
