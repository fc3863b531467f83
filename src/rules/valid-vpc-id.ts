import { type Answer, andThen, NO, yes } from '../model/answer.ts';
import type { OperatorFamily } from '../model/conditions.ts';
import { defineRule, type Rule } from './rule.ts';

type Fault = 'swapped' | 'malformed' | 'wildcard';

const COMPARING: readonly (OperatorFamily | undefined)[] = ['string', 'like', 'arn'];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html */
const rule: Rule = defineRule({
  id: 'valid-vpc-id',
  description: 'Require the ids of VPCs and VPC endpoints to be such ids, under the key they belong to',
  severity: 'error',
  preset: 'recommended',
  messages: {
    swapped:
      '{{written}} is the id of a {{is}}, but {{key}} is that of a {{wants}}: the two are never equal. Put it under {{other}}.',
    malformed:
      '{{written}} is no id of a {{wants}}, which {{key}} is compared with: write {{prefix}} and 8 or 17 hexadecimal digits.',
    wildcard:
      '{{written}} has a wildcard, but {{operator}} compares it letter by letter: no id is ever equal. Use {{like}}.',
  },
  value(value, { condition: { operator, key }, when, report }) {
    if ((key.name !== 'aws:SourceVpc' && key.name !== 'aws:SourceVpce') || !COMPARING.includes(operator.family)) return;
    const endpoint = key.name === 'aws:SourceVpce';
    const names = ['VPC', 'VPC endpoint'];
    const [is, wants] = endpoint ? names : names.toReversed();
    const takesPatterns = /Like$/.test(operator.name ?? '');
    when(
      andThen(value.known, (text) => faultOf(text, endpoint ? 'vpce-' : 'vpc-', takesPatterns)),
      (fault) => {
        const data = {
          written: value.written === '' ? "''" : value.written,
          key: key.written,
          operator: operator.written,
          is: is as string,
          wants: wants as string,
          prefix: endpoint ? 'vpce-' : 'vpc-',
          other: endpoint ? 'aws:SourceVpc' : 'aws:SourceVpce',
          like: operator.negated ? 'StringNotLike' : 'StringLike',
        };
        report(fault, value, { data, meaning: value.written });
      },
    );
  },
});

export default rule;

function faultOf(text: string, prefix: 'vpc-' | 'vpce-', pattern: boolean): Answer<Fault> {
  if (text.startsWith(prefix === 'vpc-' ? 'vpce-' : 'vpc-')) return yes('swapped');
  if (/[*?]/.test(text)) return pattern ? NO : yes('wildcard');
  return /^vpce?-(?:[0-9a-f]{8}|[0-9a-f]{17})$/i.test(text) ? NO : yes('malformed');
}
