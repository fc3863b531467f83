import { AddressSet } from '../ip/address-set.ts';
import { addressSet, parseNetwork } from '../ip/network.ts';
import { coversInternet } from '../ip/special.ts';
import { type Answer, fromBoolean, unknown, YES } from '../model/answer.ts';
import { unknownsIn } from '../model/pattern.ts';
import type { Condition, ElementValue } from '../model/policy.ts';
import { matchesAbsent } from '../model/questions.ts';
import { memo } from './memo.ts';
import { type Bounds, complement, listBounds, mayCoverInternet } from './sources.ts';
import { holds, unclear, valuePattern } from './tests.ts';

const complementOf = memo(complement);

/** The addresses for which a condition on the key of the source holds, where a request carries it. */
export function sourcesOf(condition: Condition): Bounds {
  const { operator, list, values, open } = condition;
  if (operator.family === 'null') return boundsOf(holds(condition, []));
  const isEmpty = list ? list.entries.length + list.open.length === 0 : values.length + open.length === 0;
  if (isEmpty)
    return boundsOf(
      unknown([unclear(condition, `AWS does not say what an empty list of ${condition.key.written} means`)]),
    );
  const bounds = list ? listBounds(list) : named(condition);
  return operator.negated ? complementOf(bounds) : bounds;
}

/** All or nothing. */
export function boundsOf(answer: Answer): Bounds {
  if (answer.is === 'unknown') return { lower: AddressSet.empty, upper: AddressSet.all, because: answer.because };
  const set = answer.is === 'yes' ? AddressSet.all : AddressSet.empty;
  return { lower: set, upper: set, because: [] };
}

/** Strings are compared with the address as a text: only an address without a prefix can be the same. */
function named(condition: Condition): Bounds {
  const found = condition.values.map((value) => namedBy(condition, value));
  const open = boundsOf(condition.open.length > 0 ? unknown(condition.open) : { is: 'no' });
  return {
    lower: AddressSet.unionAll(found.map(({ lower }) => lower)),
    upper: AddressSet.unionAll([...found.map(({ upper }) => upper), open.upper]),
    because: [...found.flatMap(({ because }) => because), ...open.because],
  };
}

function namedBy(condition: Condition, value: ElementValue): Bounds {
  const { operator, key } = condition;
  const pattern = valuePattern(value);
  const because = unknownsIn(pattern);
  if (because.length > 0) return boundsOf(unknown(because));
  const text = pattern.join('');
  const isLike = operator.family === 'like' || operator.family === 'arn';
  if (isLike && /^\*+$/.test(text)) return boundsOf(YES);
  if (operator.family !== 'string' && !(isLike && !/[*?]/.test(text))) {
    return boundsOf(
      unknown([unclear(condition, `${key.written} is an address, which ${operator.written} is not for`)]),
    );
  }
  const address = parseNetwork(text);
  const isAddress = address.valid && address.family === 4 && !address.explicitPrefix && !address.mapped;
  const set = isAddress ? addressSet(text) : AddressSet.empty;
  return { lower: set, upper: set, because: [] };
}

/**
 * Whether a condition on `aws:SourceIp` holds behind a VPC endpoint, where the key is absent by one page of AWS and an address
 * that is no client's by another: decided where both say the same.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
export function holdsBehindEndpoint(condition: Condition): Answer {
  const { operator, key } = condition;
  const doubt = unknown([unclear(condition, `AWS does not say what ${key.written} is behind a VPC endpoint`)]);
  if (operator.family !== 'ip' || !condition.list) return doubt;
  const bounds = listBounds(condition.list);
  const isWide = coversInternet(bounds.lower, 4) || coversInternet(bounds.lower, 6);
  const rewritten =
    isWide || mayCoverInternet(bounds, 4) || mayCoverInternet(bounds, 6) ? doubt : fromBoolean(operator.negated);
  const absent = matchesAbsent(operator);
  return rewritten.is !== 'unknown' && absent === (rewritten.is === 'yes') ? fromBoolean(absent) : doubt;
}
