import { describe, expect, test } from 'vitest';
import { FRESH } from '../../src/access/automaton.ts';
import { sourcesOf } from '../../src/access/source-tests.ts';
import { holds, numberOf } from '../../src/access/tests.ts';
import type { Pattern } from '../../src/model/pattern.ts';
import type { Condition } from '../../src/model/policy.ts';
import { parameter, statementOf } from './support.ts';

function conditionOf(operator: string, key: string, value: unknown): Condition {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' };
  const [condition] = statementOf({ ...statement, Condition: { [operator]: { [key]: value } } }).conditions;
  if (!condition) throw new Error('there is no condition');
  return condition;
}

/** What a condition on the caller's user agent says of a value, and why where it does not say it. */
function asked(operator: string, value: unknown, witness: Pattern | undefined): string {
  const answer = holds(conditionOf(operator, 'aws:UserAgent', value), witness);
  return answer.is === 'unknown' ? answer.because.map(({ reason }) => reason).join() : answer.is;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
describe('a condition on a value', () => {
  test.each([
    ['StringEquals', 'curl', 'curl', 'yes'],
    ['StringEquals', 'curl', 'Curl', 'no'],
    ['StringEquals', ['curl', 'wget'], 'wget', 'yes'],
    ['StringEquals', 'c*', 'c*', 'yes'],
    ['StringEquals', 'c*', 'curl', 'no'],
    ['StringEquals', 'c?', 'c?', 'yes'],
    ['StringEquals', 'c?', 'cu', 'no'],
    ['StringEquals', 'c?', 'c*', 'no'],
    ['StringNotEquals', 'curl', 'curl', 'no'],
    ['StringNotEquals', ['curl', 'wget'], 'other', 'yes'],
    ['StringNotEquals', ['curl', 'wget'], 'wget', 'no'],
    ['StringEqualsIgnoreCase', 'CURL', 'curl', 'yes'],
    ['StringEqualsIgnoreCase', 'CURL', 'wget', 'no'],
    ['StringNotEqualsIgnoreCase', 'CURL', 'curl', 'no'],
    ['StringLike', 'c*', 'curl', 'yes'],
    ['StringLike', 'c?rl', 'curl', 'yes'],
    ['StringLike', 'c?', 'curl', 'no'],
    ['StringNotLike', 'c*', 'curl', 'no'],
    ['ArnLike', 'arn:aws:*', 'arn:aws:iam', 'yes'],
    ['ArnEquals', 'arn:aws:*', 'arn:aws:iam', 'yes'],
    ['ArnNotEquals', 'arn:aws:*', 'arn:aws:iam', 'no'],
    ['BinaryEquals', 'QUJD', 'QUJD', 'yes'],
    ['BinaryEquals', 'QUJD', 'qujd', 'no'],
    ['Bool', 'True', 'true', 'yes'],
    ['Bool', 'true', 'false', 'no'],
    ['ForAnyValue:StringEquals', 'curl', 'curl', 'yes'],
    ['ForAllValues:StringEquals', 'curl', 'wget', 'no'],
    ['StringEqualsIfExists', 'curl', 'wget', 'no'],
    ['NumericEquals', '5', '5.0', 'yes'],
    ['NumericEquals', '5', '6', 'no'],
    ['NumericNotEquals', '5', '5', 'no'],
    ['NumericLessThan', '5', '4', 'yes'],
    ['NumericLessThan', '5', '5', 'no'],
    ['NumericLessThanEquals', '5', '5', 'yes'],
    ['NumericLessThanEquals', '5', '6', 'no'],
    ['NumericGreaterThan', '5', '5', 'no'],
    ['NumericGreaterThan', '5', '6', 'yes'],
    ['NumericGreaterThanEquals', '5', '5', 'yes'],
    ['NumericGreaterThanEquals', '5', '4', 'no'],
    ['DateLessThan', '2030-01-01T00:00:00Z', '2029-12-31T23:59:59Z', 'yes'],
    ['DateLessThan', '2030-01-01T00:00:00Z', '2030-01-01T00:00:00Z', 'no'],
    ['DateGreaterThanEquals', '2030-01-01T00:00:00Z', '1893456000', 'yes'],
    ['DateEquals', '2030-01-01', '1893456001', 'no'],
    ['Null', 'true', 'curl', 'no'],
    ['Null', 'False', 'curl', 'yes'],
    ['NumericEquals', 'five', '5', 'five is neither a number nor a time'],
    ['NumericEquals', '5', 'five', '5 is neither a number nor a time'],
    ['StringEqual', 'curl', 'curl', 'there is no operator StringEqual'],
    ['IpAddress', '8.8.8.8', '8.8.8.8', 'aws:UserAgent is no address'],
    ['StringEquals', [], 'curl', 'AWS does not say what an empty list of aws:UserAgent means'],
    ['StringEquals', `\${aws:username}`, 'curl', `\${aws:username} is the request's`],
    ['StringEquals', `a-\${aws:username}-b`, 'a-curl-b', `\${aws:username} is the request's`],
    ['StringEquals', `a-\${aws:username}-b`, 'curl', 'no'],
    ['StringEquals', `\${aws:username}b`, 'curl', 'no'],
  ])('%s %j, and the value is %s: %s', (operator, value, witness, expected) => {
    expect(asked(operator, value, [...witness])).toBe(expected);
  });

  test.each([
    ['StringEquals', 'no'],
    ['StringNotEquals', 'yes'],
    ['StringEqualsIfExists', 'yes'],
    ['StringNotEqualsIfExists', 'yes'],
    ['ForAnyValue:StringEquals', 'no'],
    ['ForAnyValue:StringNotEquals', 'no'],
    ['ForAllValues:StringEquals', 'yes'],
    ['ForAllValues:StringNotEquals', 'yes'],
  ])('%s, and there is no such key: %s', (operator, expected) => {
    expect(asked(operator, 'curl', undefined)).toBe(expected);
  });

  test('Null, and there is no such key', () => {
    expect([asked('Null', 'true', undefined), asked('Null', 'false', undefined)]).toEqual(['yes', 'no']);
    expect(asked('Null', [], undefined)).toBe('no');
  });
});

describe('an unknown value', () => {
  const [agent, other] = [parameter('Agent'), parameter('Other')];
  const open = (operator: string, ...values: readonly (typeof agent)[]): Condition => ({
    ...conditionOf(operator, 'aws:UserAgent', 'curl'),
    open: values,
  });

  test('in a list that is not known is the one that stands for the list, or nobody knows', () => {
    expect(holds(open('StringEquals', agent), [agent]).is).toBe('yes');
    expect(holds(open('StringNotEquals', agent), [agent]).is).toBe('no');
    expect(holds(open('StringEquals', agent), [...'wget'])).toEqual({ is: 'unknown', because: [agent] });
    expect(holds(open('StringEquals', agent), [other]).is).toBe('unknown');
    expect(holds(open('StringEquals', agent), [agent, ...'x']).is).toBe('unknown');
  });

  test('that nobody names is in no list', () => {
    expect(holds(open('StringEquals', agent), [FRESH]).is).toBe('no');
    expect(holds(open('StringNotEquals', agent), [...'vpce-', FRESH]).is).toBe('yes');
  });

  test('of Null may be either', () => {
    const condition = { ...conditionOf('Null', 'aws:UserAgent', []), open: [agent] };
    expect(holds(condition, [...'curl'])).toEqual({ is: 'unknown', because: [agent] });
  });

  test('is compared with no number', () => {
    expect(holds(conditionOf('NumericEquals', 'aws:UserAgent', '5'), [agent])).toEqual({
      is: 'unknown',
      because: [agent],
    });
  });
});

test.each([
  ['12', 12],
  ['-1.25', -1.25],
  ['+3', 3],
  ['2030-01-01T00:00:00Z', 1_893_456_000],
  ['1970-01-01', 0],
  ['12a', undefined],
  ['a12', undefined],
  ['1.', undefined],
  ['x2030-01-01', undefined],
  ['2030', 2030],
  ['', undefined],
])('%j as a number is %j', (text, expected) => {
  expect(numberOf(text)).toBe(expected);
});

/** What of both families passes, at least and at most, and why these differ. */
describe('a condition on the source', () => {
  const passing = (operator: string, value: unknown): readonly [string, string, string] => {
    const { lower, upper, because } = sourcesOf(conditionOf(operator, 'aws:SourceIp', value));
    return [lower.cidrs().join(), upper.cidrs().join(), because.map(({ reason }) => reason).join()];
  };
  const ALL = '0.0.0.0/0,::/0';
  const same = (cidrs: string): readonly [string, string, string] => [cidrs, cidrs, ''];

  test.each([
    ['IpAddress', ['8.8.8.8', '2600::/32'], same('8.8.8.8/32,2600::/32')],
    ['NotIpAddress', ['0.0.0.0/0', '::/0'], same('')],
    ['StringEquals', ['8.8.8.8', '8.8.8.9', 'hello', '8.8.8.0/24'], same('8.8.8.8/31')],
    ['StringNotEquals', ['hello'], same(ALL)],
    ['StringLike', '8.8.8.8', same('8.8.8.8/32')],
    ['StringLike', ['8.8.8.8', '**'], same(ALL)],
    ['StringNotLike', '*', same('')],
    ['StringLike', '', same('')],
    ['ArnLike', '8.8.8.*', ['', ALL, 'aws:SourceIp is an address, which ArnLike is not for']],
    ['StringLike', '8.8.8.?', ['', ALL, 'aws:SourceIp is an address, which StringLike is not for']],
    ['Bool', 'true', ['', ALL, 'aws:SourceIp is an address, which Bool is not for']],
    ['StringEquals', `\${aws:username}`, ['', ALL, `\${aws:username} is the request's`]],
    ['StringEquals', '2600::1', same('')],
    ['StringEquals', '::ffff:8.8.8.8', same('')],
    ['IpAddress', [], ['', ALL, 'AWS does not say what an empty list of aws:SourceIp means']],
    ['Null', 'false', same(ALL)],
    ['Null', 'true', same('')],
  ])('%s %j', (operator, value, expected) => {
    expect(passing(operator, value)).toEqual(expected);
  });

  test('with values that are not known', () => {
    const condition = { ...conditionOf('StringEquals', 'aws:SourceIp', '8.8.8.8'), open: [parameter('More')] };
    const { lower, upper, because } = sourcesOf(condition);
    expect([lower.cidrs(), upper.cidrs(), because]).toEqual([['8.8.8.8/32'], ALL.split(','), [parameter('More')]]);
  });
});
