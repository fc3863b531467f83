import { matchesAbsent } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';
import { outcome } from './words.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
const rule: Rule = defineRule({
  id: 'no-source-ip-on-private-api',
  description: 'Disallow aws:SourceIp on private APIs, where it is not the address of the client',
  severity: 'error',
  preset: 'recommended',
  endpoint: 'private',
  messages: {
    sourceIp:
      '{{key}} is not the address of the client on a private API: {{effect}} with {{operator}} {{outcome}}. Use aws:VpcSourceIp together with aws:SourceVpc or aws:SourceVpce.',
    unclear:
      '{{key}} is not the address of the client on a private API, so nothing can rest on it. Use aws:VpcSourceIp together with aws:SourceVpc or aws:SourceVpce.',
  },
  // the key is absent, or an address that is no client's: a list of clients is as good as none
  condition(condition, context) {
    const { statement, when, report } = context;
    const { operator, key } = condition;
    if (key.name !== 'aws:SourceIp') return;
    const meaning = operator.written;
    // AWS does not say whether the key is absent or holds another address
    const isOpen = matchesAbsent(operator) !== operator.negated;
    if (operator.family !== 'ip' || isOpen || statement.effect.is === 'no') {
      report('unclear', condition, { data: { key: key.written }, meaning });
      return;
    }
    when(statement.effect, (effect) => {
      const data = {
        key: key.written,
        effect,
        operator: operator.written,
        outcome: outcome(context, effect, { holds: operator.negated }),
      };
      report('sourceIp', condition, { data, cause: [condition, statement], meaning });
    });
  },
});

export default rule;
