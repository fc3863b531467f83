import { type Answer, all, andThen, fromBoolean, unknown, yes } from '../model/answer.ts';
import { keyFacts } from '../model/conditions.ts';
import type { Condition } from '../model/policy.ts';
import { matchesAbsent } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';
import { outcome } from './words.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
const rule: Rule = defineRule({
  id: 'no-vpc-condition-on-public-api',
  description: 'Disallow VPC condition keys on public APIs, whose requests never carry them',
  severity: 'error',
  preset: 'recommended',
  endpoint: 'public',
  messages: {
    vpc: 'No request to a public API carries {{key}}: {{effect}} with {{operator}} {{outcome}}. Make the API private, or use aws:SourceIp with the public addresses that call.',
  },
  condition(condition, context) {
    const { statement, when, report } = context;
    const { operator, key } = condition;
    if (!key.name || !operator.name || !keyFacts(key.name).vpc) return;
    const holds = holdsForAbsent(condition);
    // a test that the key is absent means what it says
    const tested = operator.family === 'null' ? andThen(holds, (absent) => fromBoolean(!absent)) : fromBoolean(true);
    when(all(statement.effect, holds, tested), ([effect, isHeld]) =>
      report('vpc', condition, {
        data: {
          key: key.written,
          effect,
          operator: operator.written,
          outcome: outcome(context, effect, { holds: isHeld }),
        },
        cause: [condition, statement],
        meaning: operator.written,
      }),
    );
  },
});

export default rule;

/** Whether the condition holds for a request without the key. */
function holdsForAbsent({ operator, values, open }: Condition): Answer<boolean> {
  if (operator.family !== 'null') return yes(matchesAbsent(operator));
  const [first] = values;
  if (first) return andThen(first.known, (text) => yes(/^true$/i.test(text)));
  return open.length > 0 ? unknown(open) : yes(false);
}
