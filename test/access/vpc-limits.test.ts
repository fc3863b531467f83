import { describe, expect, test } from 'vitest';
import { sourceConditions } from '../../src/access/sources.ts';
import { limitedToVpc } from '../../src/access/vpc-limits.ts';
import { API, parameter, policyOf } from './support.ts';

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const DENY = { ...ALLOW, Effect: 'Deny' };
const IN = { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } };
const NOT_IN = { NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } };
const BY = { StringEquals: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } };
const NOT_BY = { StringNotEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' } };

/** Whether who passes the first list of the policy has to come from a VPC that it names. */
function limited(...statements: readonly object[]): string {
  const policy = policyOf(statements);
  const [source] = sourceConditions(API, policy);
  if (!source) throw new Error('there is no list');
  return limitedToVpc(API, policy, source).is;
}

describe('an allowlist is limited', () => {
  test.each([
    ['by its own statement', [{ ...ALLOW, Condition: { ...IN, ...BY } }]],
    [
      'by a Deny of all others',
      [
        { ...ALLOW, Condition: IN },
        { ...DENY, Condition: NOT_BY },
      ],
    ],
    [
      'by a Deny that compares patterns',
      [
        { ...ALLOW, Condition: IN },
        { ...DENY, Condition: { StringNotLike: { 'aws:SourceVpce': 'vpce-0123*' } } },
      ],
    ],
    [
      'by what alone is allowed',
      [
        { ...DENY, Condition: NOT_IN },
        { ...ALLOW, Condition: BY },
      ],
    ],
    ['by a Deny of all but it', [{ ...DENY, Condition: { ...NOT_IN } }, ALLOW, { ...DENY, Condition: NOT_BY }]],
  ])('%s', (_, statements) => {
    expect(limited(...statements)).toBe('yes');
  });
});

describe('an allowlist is not limited', () => {
  test.each([
    ['where nothing names a VPC', [{ ...ALLOW, Condition: IN }]],
    [
      'by another Allow',
      [
        { ...ALLOW, Condition: IN },
        { ...ALLOW, Condition: BY },
      ],
    ],
    [
      'by a Deny for other routes',
      [
        { ...ALLOW, Condition: IN },
        { ...DENY, Resource: 'execute-api:/prod/*', Condition: NOT_BY },
      ],
    ],
    [
      'by a Deny of some',
      [
        { ...ALLOW, Condition: IN },
        { ...DENY, Condition: BY },
      ],
    ],
    ['by what is left out', [{ ...ALLOW, Condition: { ...IN, ...NOT_BY } }]],
    [
      'by what may be absent',
      [{ ...ALLOW, Condition: { ...IN, StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } } }],
    ],
    [
      'by a pattern that every id matches',
      [{ ...ALLOW, Condition: { ...IN, StringLike: { 'aws:SourceVpce': 'vpce-*' } } }],
    ],
    [
      'by a pattern that every id of a VPC matches',
      [{ ...ALLOW, Condition: { ...IN, StringLike: { 'aws:SourceVpc': '*' } } }],
    ],
    ['where all is allowed as well', [{ ...DENY, Condition: NOT_IN }, { ...ALLOW, Condition: BY }, ALLOW]],
    ['where nothing is allowed', [{ ...DENY, Condition: NOT_IN }]],
    ['by whether there is a VPC', [{ ...ALLOW, Condition: { ...IN, Null: { 'aws:SourceVpce': 'false' } } }]],
    ['by another key', [{ ...ALLOW, Condition: { ...IN, StringEquals: { 'aws:Referer': 'vpce-1' } } }]],
  ])('%s', (_, statements) => {
    expect(limited(...statements)).toBe('no');
  });
});

test('what is not known may limit it', () => {
  const policy = { ...policyOf([{ ...ALLOW, Condition: IN }]), open: [parameter('More')] };
  const [source] = sourceConditions(API, policy);
  expect(source && limitedToVpc(API, policy, source).is).toBe('unknown');
});
