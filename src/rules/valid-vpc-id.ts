import { type Answer, andThen, any, NO, not, unknown, yes } from '../model/answer.ts';
import type { KeyName, Operator, OperatorFamily } from '../model/conditions.ts';
import { natureOf } from '../model/entries.ts';
import type { Condition, ElementValue } from '../model/policy.ts';
import { defineRule, type Rule } from './rule.ts';

interface Kind {
  readonly key: KeyName;
  readonly name: string;
  readonly prefix: string;
  readonly nature: ReturnType<typeof natureOf>;
}

const VPC: Kind = {
  key: 'aws:SourceVpc',
  name: 'VPC',
  prefix: 'vpc-',
  nature: 'VPC id',
};
const ENDPOINT: Kind = {
  key: 'aws:SourceVpce',
  name: 'VPC endpoint',
  prefix: 'vpce-',
  nature: 'VPC endpoint id',
};

const COMPARING: readonly (OperatorFamily | undefined)[] = ['string', 'like', 'arn'];

type Fault = 'swapped' | 'nature' | 'malformed' | 'wildcard';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html */
const rule: Rule = defineRule({
  id: 'valid-vpc-id',
  description: 'Require the ids of VPCs and VPC endpoints to be such ids, under the key they belong to',
  severity: 'error',
  preset: 'recommended',
  yieldsTo: ['no-vpc-condition-on-public-api', 'valid-sam-resource-policy'],
  messages: {
    swapped:
      '{{written}} is the id of a {{is}}, but {{key}} is that of a {{wants}}: the two are never equal. Put it under {{other}}.',
    malformed:
      '{{written}} is no id of a {{wants}}, which {{key}} is compared with: write {{prefix}} and 8 or 17 hexadecimal digits.',
    nature:
      '{{written}} is {{nature}}, but {{key}} is compared with the id of a {{wants}}: the two are never equal. Write the id of the {{wants}}.',
    wildcard:
      '{{written}} has a wildcard, but {{operator}} compares it letter by letter: no id is ever equal. Use {{like}}.',
  },
  value(value, { condition, when, report }) {
    const { operator, key } = condition;
    const wanted = [VPC, ENDPOINT].find((kind) => kind.key === key.name);
    if (!wanted || !COMPARING.includes(operator.family)) return;
    const other = wanted === VPC ? ENDPOINT : VPC;
    const fault = andThen(faultOf(value, operator, wanted, other), (found) => {
      // who has no second endpoint writes a word that is none
      const isWord = found === 'malformed' && NOTHING.test(value.written);
      return isWord ? andThen(not(isBesideAnId(condition, wanted, other)), () => yes(found)) : yes(found);
    });
    when(fault, (message) =>
      report(message, value, {
        data: {
          written: value.written === '' ? "''" : value.written,
          key: key.written,
          operator: operator.written,
          is: other.name,
          nature: inWords(natureOf(value)),
          wants: wanted.name,
          prefix: wanted.prefix,
          other: other.key,
          like: operator.negated ? 'StringNotLike' : 'StringLike',
        },
        cause: [value, condition],
        meaning: value.written,
      }),
    );
  },
});

export default rule;

function faultOf(value: ElementValue, { name = '' }: Operator, wanted: Kind, other: Kind): Answer<Fault> {
  const nature = natureOf(value);
  if (nature === wanted.nature) return NO;
  if (nature !== undefined) return yes(nature === other.nature ? 'swapped' : 'nature');
  return andThen(value.known, (text) => {
    if (text.startsWith(other.prefix)) return yes('swapped');
    if (/[*?]/.test(text)) return /Like$/.test(name) ? NO : yes('wildcard');
    return /^vpce?-(?:[0-9a-f]{8}|[0-9a-f]{17})$/i.test(text) ? NO : yes('malformed');
  });
}

function inWords(nature = ''): string {
  return `${/^[aeiou]/i.test(nature) ? 'an' : 'a'} ${nature}`;
}

const NOTHING = /^(?:none|n\/a|-|)$/i;

function isBesideAnId({ operator, values, open }: Condition, wanted: Kind, other: Kind): Answer {
  const further = open.length > 0 ? unknown(open) : NO;
  return any(...values.map((one) => not(faultOf(one, operator, wanted, other))), further);
}
