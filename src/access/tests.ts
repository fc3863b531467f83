import { type Answer, andThen, any, fromBoolean, NO, not, unknown, YES } from '../model/answer.ts';
import { areApart } from '../model/ids.ts';
import { type Pattern, patternOf, unknownsIn } from '../model/pattern.ts';
import type { Condition, ElementValue } from '../model/policy.ts';
import { matchesAbsent } from '../model/questions.ts';
import type { Unknown } from '../values/value.ts';
import { FRESH } from './automaton.ts';
import { matchesText } from './reading.ts';

/** The value of a key in a request, which has no wildcards; undefined where the request does not carry the key. */
export type Witness = Pattern | undefined;

/**
 * Whether a condition on a key that is no source holds for a value of the key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function holds(condition: Condition, witness: Witness): Answer {
  const { operator, values, open } = condition;
  if (operator.family === undefined) return unknown([unclear(condition, `there is no operator ${operator.written}`)]);
  if (operator.family === 'null') return holdsNull(condition, witness !== undefined);
  if (witness === undefined) return fromBoolean(matchesAbsent(operator));
  if (values.length + open.length === 0)
    return unknown([unclear(condition, `AWS does not say what an empty list of ${condition.key.written} means`)]);
  const found = any(...values.map((value) => matchesValue(condition, value, witness)), isOneOf(condition, witness));
  return operator.negated ? not(found) : found;
}

/**
 * Whether a value is in a list that is not known. What stands for the list is; what nobody names is in none, unless the list
 * may hold a wildcard.
 */
function isOneOf({ open, operator: { family } }: Condition, witness: Pattern): Answer {
  const [only] = witness;
  const standsFor = witness.length === 1 && typeof only === 'object' ? only : undefined;
  if (open.some(({ id }) => id === standsFor?.id)) return YES;
  const mayBeOne = !witness.includes(FRESH) || family === 'like' || family === 'arn';
  const others = open.filter((one) => !standsFor || !areApart(one, standsFor));
  return others.length > 0 && mayBeOne ? unknown(others) : NO;
}

/** `Null` with `true` holds where the key is absent. */
function holdsNull({ values, open }: Condition, present: boolean): Answer {
  const [value] = values;
  if (!value) return open.length > 0 ? unknown(open) : NO;
  return andThen(value.known, (text) => fromBoolean((text.toLowerCase() === 'true') !== present));
}

function matchesValue(condition: Condition, value: ElementValue, witness: Pattern): Answer {
  const wanted = valuePattern(value);
  const { family, name = '' } = condition.operator;
  switch (family) {
    case 'like':
    case 'arn':
      return matchesText(wanted, witness);
    case 'string':
    case 'binary':
      return name.endsWith('IgnoreCase') ? equals(lower(wanted), lower(witness)) : equals(wanted, witness);
    case 'bool':
      return equals(lower(wanted), lower(witness));
    case 'numeric':
    case 'date':
      return compares(condition, wanted, witness);
    default:
      return unknown([unclear(condition, `${condition.key.written} is no address`)]);
  }
}

/** `${aws:username}` in a value is a policy variable: what it stands for is the request's. */
export function valuePattern({ text, place }: ElementValue): Pattern {
  const tokens = patternOf(text);
  const written = tokens.map((token) => (typeof token === 'string' ? token : '\0')).join('');
  if (!written.includes('${')) return tokens;
  const origin: Unknown['origin'] = { at: place.at };
  const result: Pattern[number][] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const [variable] = /^\$\{[^{}]*\}/.exec(written.slice(at)) ?? [];
    if (!variable) result.push(tokens[at] as Pattern[number]);
    else {
      result.push({ kind: 'unknown', id: variable, reason: `${variable} is the request's`, origin });
      at += variable.length - 1;
    }
  }
  return result;
}

function lower(pattern: Pattern): Pattern {
  return pattern.map((token) => (typeof token === 'string' ? token.toLowerCase() : token));
}

/**
 * Whether a text is a value of the request; what stands for a wildcard elsewhere stands for itself here. What nobody names is
 * no text that is not known either: that one has a witness of its own.
 */
function equals(text: Pattern, witness: Pattern): Answer {
  return witness.includes(FRESH) ? NO : matchesText(literally(text), literally(witness));
}

export const literally = (text: Pattern): Pattern =>
  text.map((token) => (token === '*' ? '\ue000' : token === '?' ? '\ue001' : token));

/** Numbers and times, of which an unclear one is compared with nothing. */
function compares(condition: Condition, wanted: Pattern, witness: Pattern): Answer {
  const because = [...unknownsIn(wanted), ...unknownsIn(witness)];
  if (because.length > 0) return unknown(because);
  const [limit, value] = [numberOf(wanted.join('')), numberOf(witness.join(''))];
  if (limit === undefined || value === undefined)
    return unknown([unclear(condition, `${wanted.join('')} is neither a number nor a time`)]);
  const name = (condition.operator.name ?? '').replace(/^(?:Numeric|Date)(?:Not)?/, '');
  const answers: ReadonlyMap<string, boolean> = new Map(
    Object.entries({
      Equals: value === limit,
      LessThan: value < limit,
      LessThanEquals: value <= limit,
      GreaterThan: value > limit,
      GreaterThanEquals: value >= limit,
    }),
  );
  return fromBoolean(answers.get(name) ?? false);
}

/** A number, or a time as seconds since 1970. */
export function numberOf(text: string): number | undefined {
  if (/^[-+]?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  const time = /^\d{4}-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time / 1000;
}

export function unclear({ key, operator, place }: Condition, reason: string): Unknown {
  return { kind: 'unknown', id: `${operator.written} ${key.written}: ${reason}`, reason, origin: { at: place.at } };
}
