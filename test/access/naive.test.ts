import { describe, expect, test } from 'vitest';
import { evaluate, goesThrough, OWN_ARN, type Request } from './naive.ts';
import { policyOf } from './support.ts';

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const OFFICE = { IpAddress: { 'aws:SourceIp': '217.128.123.174' } };

const get = (path: string, context: Request['context'] = {}, account?: string): Request => ({
  action: 'execute-api:Invoke',
  arn: `${OWN_ARN}/prod/GET/${path}`,
  context,
  ...(account && { account }),
});
const from = (address: string): Request => get('index.html', { 'aws:sourceip': address });

/** The examples of AWS's own pages, and what they say of them. */
describe('a policy', () => {
  test.each([
    ['allows what it allows', [ALLOW], get('pets'), 'allow'],
    ['says nothing of other actions', [ALLOW], { ...get('pets'), action: 'execute-api:InvalidateCache' }, 'neither'],
    ['says nothing of other routes', [{ ...ALLOW, Resource: 'execute-api:/prod/POST/*' }], get('pets'), 'neither'],
    [
      'matches a path parameter by its value',
      [{ ...ALLOW, Resource: 'execute-api:/*/GET/pets/a1b2' }],
      get('pets/a1b2'),
      'allow',
    ],
    [
      'never matches a literal parameter',
      [{ ...ALLOW, Resource: 'execute-api:/*/GET/pets/{petId}' }],
      get('pets/a1b2'),
      'neither',
    ],
    [
      'does not match the root without its slash',
      [{ ...ALLOW, Resource: 'execute-api:/prod/GET' }],
      get(''),
      'neither',
    ],
    ['denies in spite of an allow', [ALLOW, { ...ALLOW, Effect: 'Deny' }], get('pets'), 'deny'],
    ['lets the office in', [{ ...ALLOW, Condition: OFFICE }], from('217.128.123.174'), 'allow'],
    ['lets nobody else in', [{ ...ALLOW, Condition: OFFICE }], from('217.128.123.175'), 'neither'],
    [
      'ignores bits past a prefix',
      [{ ...ALLOW, Condition: { IpAddress: { 'aws:SourceIp': '123.4.5.6/24' } } }],
      from('123.4.5.200'),
      'allow',
    ],
    [
      'keeps the families apart',
      [{ ...ALLOW, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }],
      from('2600::1'),
      'neither',
    ],
    ['takes an absent key for no match', [{ ...ALLOW, Condition: OFFICE }], get('index.html'), 'neither'],
    [
      'takes an absent key for a match of a negated operator',
      [{ ...ALLOW, Effect: 'Deny', Condition: { NotIpAddress: { 'aws:SourceIp': '1.1.1.1' } } }],
      get('x'),
      'deny',
    ],
    [
      'takes an absent key for a match with IfExists',
      [{ ...ALLOW, Condition: { IpAddressIfExists: { 'aws:SourceIp': '1.1.1.1' } } }],
      get('x'),
      'allow',
    ],
    [
      'asks whether a key is absent',
      [{ ...ALLOW, Condition: { Null: { 'aws:SourceVpce': 'true' } } }],
      get('x'),
      'allow',
    ],
    [
      'needs all keys',
      [{ ...ALLOW, Condition: { ...OFFICE, StringEquals: { 'aws:Referer': 'x' } } }],
      from('217.128.123.174'),
      'neither',
    ],
    ['knows an account', [{ ...ALLOW, Principal: { AWS: '444455556666' } }], get('x', {}, '444455556666'), 'allow'],
    ['knows nobody who is anonymous', [{ ...ALLOW, Principal: { AWS: '444455556666' } }], get('x'), 'neither'],
    [
      'negates a principal',
      [{ ...ALLOW, Principal: undefined, NotPrincipal: { AWS: '444455556666' } }],
      get('x'),
      'allow',
    ],
  ] as const)('%s', (_, statements, request, verdict) => {
    expect(evaluate(policyOf(statements), request)).toBe(verdict);
  });
});

describe('a call goes through', () => {
  test.each([
    ['NONE', 'allow', 'neither', true, true],
    ['NONE', 'neither', 'allow', true, false],
    ['CUSTOM', 'neither', 'allow', true, true],
    ['CUSTOM', 'allow', 'neither', true, true],
    ['CUSTOM', 'deny', 'allow', true, false],
    ['CUSTOM', 'allow', 'deny', true, false],
    ['AWS_IAM', 'neither', 'allow', true, true],
    ['AWS_IAM', 'neither', 'allow', false, false],
    ['AWS_IAM', 'allow', 'neither', true, true],
    ['AWS_IAM', 'allow', 'neither', false, false],
    ['COGNITO_USER_POOLS', 'neither', 'allow', true, false],
    ['COGNITO_USER_POOLS', 'allow', 'allow', true, true],
    ['JWT', 'deny', 'allow', true, false],
    ['JWT', 'allow', 'allow', true, true],
    ['JWT', 'neither', 'allow', true, undefined],
    ['JWT', 'allow', 'deny', true, false],
  ] as const)('%s, policy %s, identity %s, same account %s: %s', (authorization, policy, identity, same, through) => {
    expect(goesThrough(authorization, policy, identity, same)).toBe(through);
  });
});
