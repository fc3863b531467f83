import { describe, expect, test } from 'vitest';
import { alwaysHolds, compatible, impliedBy, type Limit, limitKey, limitOf } from '../../src/access/limit.ts';
import type { Condition } from '../../src/model/policy.ts';
import { apiOf, policyOf } from '../template/support.ts';

/** A condition as YAML; `!Ref Name`, `!Ref Names` and `!Ref Other` are not known. */
function condition(yaml: string): Condition {
  const text = `Parameters:
  Name: { Type: String }
  Other: { Type: String }
  Names: { Type: CommaDelimitedList }
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Policy: { Statement: [{ Condition: { ${yaml} } }] } } }
`;
  const [found] = policyOf(apiOf(text))?.statements[0]?.conditions ?? [];
  if (!found) throw new Error('there is no condition');
  return found;
}

const limit = (yaml: string): Limit => limitOf(condition(yaml));
const vpce = (operator: string, values: string): string => `${operator}: { aws:SourceVpce: ${values} }`;

describe('a condition that always holds', () => {
  test.each([
    ["Bool: { aws:SecureTransport: 'true' }", true],
    ['Bool: { aws:securetransport: TRUE }', true],
    ["Bool: { aws:SecureTransport: 'false' }", false],
    ['Bool: { aws:SecureTransport: [true, false] }', false],
    ['Bool: { aws:SecureTransport: [] }', false],
    ['Bool: { aws:SecureTransport: !Ref Name }', false],
    ['Bool: { aws:SecureTransport: !Ref Names }', false],
    ["Bool: { aws:MultiFactorAuthPresent: 'true' }", false],
    ["StringEquals: { aws:SecureTransport: 'true' }", false],
  ])('%s: %s', (yaml, expected) => {
    expect(alwaysHolds(condition(yaml))).toBe(expected);
  });
});

describe('whether the one lets through what the other does', () => {
  test.each([
    ['the same', vpce('StringEquals', 'vpce-1'), vpce('StringEquals', 'vpce-1'), 'yes'],
    ['more values', vpce('StringEquals', '[vpce-1, vpce-2]'), vpce('StringEquals', 'vpce-1'), 'yes'],
    ['fewer values', vpce('StringEquals', 'vpce-1'), vpce('StringEquals', '[vpce-1, vpce-2]'), 'no'],
    ['a pattern', vpce('StringLike', 'vpce-*'), vpce('StringLike', 'vpce-1'), 'yes'],
    ['fewer that are kept out', vpce('StringNotEquals', 'vpce-1'), vpce('StringNotEquals', '[vpce-1, vpce-2]'), 'yes'],
    ['more that are kept out', vpce('StringNotEquals', '[vpce-1, vpce-2]'), vpce('StringNotEquals', 'vpce-1'), 'no'],
    ['another key', 'StringEquals: { aws:SourceVpc: vpc-1 }', vpce('StringEquals', 'vpce-1'), 'no'],
    ['another operator', vpce('StringLike', 'vpce-1'), vpce('StringEquals', 'vpce-1'), 'unknown'],
    ['another qualifier', vpce("'ForAnyValue:StringEquals'", 'vpce-1'), vpce('StringEquals', 'vpce-1'), 'unknown'],
    ['with IfExists', vpce('StringEqualsIfExists', 'vpce-1'), vpce('StringEquals', 'vpce-1'), 'unknown'],
    [
      'values that are not known',
      vpce('StringEquals', 'vpce-1'),
      vpce('StringEquals', '[vpce-1, !Ref Name]'),
      'unknown',
    ],
    ['the same unknown value', vpce('StringEquals', '!Ref Name'), vpce('StringEquals', '!Ref Name'), 'yes'],
    ['two unknown values', vpce('StringEquals', '!Ref Name'), vpce('StringEquals', '!Ref Other'), 'unknown'],
    ['a list that is not known', vpce('StringEquals', '!Ref Names'), vpce('StringEquals', 'vpce-1'), 'unknown'],
    ['of a list that is not known', vpce('StringEquals', 'vpce-1'), vpce('StringEquals', '!Ref Names'), 'unknown'],
    [
      'networks by what they mean',
      'IpAddress: { aws:SourceIp: 8.8.8.0/24 }',
      'IpAddress: { aws:SourceIp: 8.8.8.9/24 }',
      'yes',
    ],
    ['two networks', 'IpAddress: { aws:SourceIp: 8.8.8.0/24 }', 'IpAddress: { aws:SourceIp: 9.9.9.0/24 }', 'no'],
    [
      'a network that is not known',
      'IpAddress: { aws:SourceIp: 8.8.8.0/24 }',
      'IpAddress: { aws:SourceIp: !Ref Name }',
      'unknown',
    ],
    [
      'the same unknown network',
      'IpAddress: { aws:SourceIp: !Ref Name }',
      'IpAddress: { aws:SourceIp: !Ref Name }',
      'yes',
    ],
    ['what is no network', 'IpAddress: { aws:SourceIp: hello }', 'IpAddress: { aws:SourceIp: hello }', 'yes'],
    ['a key in another case', 'StringEquals: { AWS:sourcevpce: a }', vpce('StringEquals', 'a'), 'yes'],
    ['a key of its own in another case', 'StringEquals: { my:Key: a }', 'StringEquals: { MY:key: a }', 'yes'],
  ])('%s', (_, outer, inner, is) => {
    expect(impliedBy(limit(outer), limit(inner)).is).toBe(is);
  });

  test('what is not compared says so, of both', () => {
    const [one, other] = [limit(vpce('StringLike', 'a')), limit(vpce('StringEquals', 'a'))];
    const answer = impliedBy(one, other);
    expect(answer).toMatchObject({
      because: [
        {
          kind: 'unknown',
          reason: 'two operators test aws:SourceVpce, and what passes both is not worked out',
          origin: one.place,
        },
      ],
    });
    const third = impliedBy(limit(vpce('StringLike', 'b')), other);
    expect(third.is === 'unknown' && third.because[0]?.id).not.toBe(answer.is === 'unknown' && answer.because[0]?.id);
  });
});

describe('whether a request may pass both', () => {
  test.each([
    ['two keys', 'StringEquals: { aws:SourceVpc: vpc-1 }', vpce('StringEquals', 'vpce-1'), 'yes'],
    ['a value of both', vpce('StringEquals', '[vpce-1, vpce-2]'), vpce('StringEquals', '[vpce-2, vpce-3]'), 'yes'],
    ['no value of both', vpce('StringEquals', 'vpce-1'), vpce('StringEquals', 'vpce-2'), 'no'],
    ['what neither keeps out', vpce('StringNotEquals', 'vpce-1'), vpce('StringNotEquals', 'vpce-2'), 'yes'],
    ['another operator', vpce('StringLike', 'vpce-1'), vpce('StringEquals', 'vpce-2'), 'unknown'],
    ['values that are not known', vpce('StringEquals', 'vpce-1'), vpce('StringEquals', '!Ref Names'), 'unknown'],
    ['the other way round', vpce('StringEquals', '!Ref Names'), vpce('StringEquals', 'vpce-1'), 'unknown'],
  ])('%s', (_, one, other, is) => {
    expect(compatible(limit(one), limit(other)).is).toBe(is);
  });
});

describe('which are the same', () => {
  const key = (yaml: string): string => limitKey(limit(yaml));

  test('values in any order', () => {
    expect(key(vpce('StringEquals', '[a, b]'))).toBe(key(vpce('StringEquals', '[b, a]')));
  });

  test.each([
    ['other values', vpce('StringEquals', 'a'), vpce('StringEquals', 'b')],
    ['another operator', vpce('StringEquals', 'a'), vpce('StringLike', 'a')],
    ['another key', vpce('StringEquals', 'a'), 'StringEquals: { aws:SourceVpc: a }'],
    ['IfExists', vpce('StringEquals', 'a'), vpce('StringEqualsIfExists', 'a')],
    ['a qualifier', vpce('StringEquals', 'a'), vpce("'ForAllValues:StringEquals'", 'a')],
    ['a list that is not known', vpce('StringEquals', 'a'), vpce('StringEquals', '!Ref Names')],
  ])('not %s', (_, one, other) => {
    expect(key(one)).not.toBe(key(other));
  });
});
