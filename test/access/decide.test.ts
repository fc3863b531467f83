import { describe, expect, test } from 'vitest';
import type { Access } from '../../src/access/access.ts';
import { accessOf } from '../../src/access/access-of.ts';
import type { Authorization } from '../../src/model/api.ts';
import type { Policy, Statement } from '../../src/model/policy.ts';
import type { Unknown } from '../../src/values/value.ts';
import { type Options, parameter, policyOf, setUp } from './support.ts';

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const DENY = { ...ALLOW, Effect: 'Deny' };
const from = (...cidrs: readonly string[]): object => ({ Condition: { IpAddress: { 'aws:SourceIp': cidrs } } });

/** The access of the only caller, after a change to the first statement. */
function first(statements: readonly object[], change: Partial<Statement> = {}, options: Options = {}): Access {
  const policy = policyOf(statements);
  const [head, ...rest] = policy.statements;
  const changed: Policy = { ...policy, statements: [{ ...(head as Statement), ...change }, ...rest] };
  const { api, revision } = setUp([changed], options);
  const [access] = accessOf(api, revision).flatMap((route) => route.access);
  if (!access) throw new Error('there is no access');
  return access;
}

const bounds = ({ certainly, possibly }: Pick<Access, 'certainly' | 'possibly'>): readonly string[] =>
  [certainly, possibly].map((set) => set.cidrs().join() || 'nobody');
const reasons = ({ because }: { readonly because: readonly Unknown[] }): readonly string[] =>
  because.map(({ reason }) => reason);

describe('an action', () => {
  test.each([
    ['execute-api:Invoke', 'yes'],
    ['EXECUTE-API:INVOKE', 'yes'],
    ['execute-api:*', 'yes'],
    ['*', 'yes'],
    ['execute-api:Inv?ke', 'yes'],
    ['execute-api:InvalidateCache', 'no'],
    ['lambda:*', 'no'],
  ])('%s speaks of a call: %s', (Action, expected) => {
    expect(first([{ ...ALLOW, Action }]).certainly.isEmpty).toBe(expected === 'no');
    expect(first([{ ...ALLOW, Action: undefined, NotAction: Action }]).certainly.isEmpty).toBe(expected === 'yes');
  });

  test('may be in a list of which not all is known', () => {
    const [statement] = policyOf([{ ...ALLOW, Action: 'execute-api:InvalidateCache' }]).statements;
    const action = { ...(statement as Statement).action, open: [parameter('Actions')] } as NonNullable<
      Statement['action']
    >;
    const access = first([ALLOW], { action });
    expect(bounds(access)).toEqual(['nobody', '0.0.0.0/0']);
    expect(reasons(access)).toEqual(['parameter Actions has no default']);
    const values = policyOf([ALLOW]).statements[0]?.action?.values ?? [];
    expect(bounds(first([ALLOW], { action: { ...action, values } }))).toEqual(['0.0.0.0/0', '0.0.0.0/0']);
  });
});

test('what AWS does not say of a list holds of every list of the same addresses', () => {
  const present = (...cidrs: readonly string[]): object => ({
    Condition: { IpAddressIfExists: { 'aws:SourceIp': cidrs } },
  });
  const behind = (...cidrs: readonly string[]): Access =>
    first(
      [
        { ...ALLOW, ...present('81.2.69.0/24') },
        { ...DENY, ...present(...cidrs) },
      ],
      {},
      { endpoint: 'PRIVATE' },
    );
  // whoever is allowed is denied
  expect(bounds(behind('81.2.69.0/25', '81.2.69.128/25', '81.2.69.7'))).toEqual(['nobody', 'nobody']);
  expect(behind('81.2.69.0/25').possibly.isEmpty).toBe(false);
});

describe('what makes the difference is said, and nothing else', () => {
  test('a statement, or conditions, that may hold more', () => {
    const one = first([ALLOW], { open: [parameter('More')] });
    expect([...bounds(one), ...reasons(one)]).toEqual(['nobody', '0.0.0.0/0', 'parameter More has no default']);
    const other = first([ALLOW], { conditionsOpen: [parameter('Limits')] });
    expect([...bounds(other), ...reasons(other)]).toEqual(['nobody', '0.0.0.0/0', 'parameter Limits has no default']);
    const both = first([ALLOW], { open: [parameter('More')], conditionsOpen: [parameter('Limits')] });
    expect(reasons(both)).toEqual(['parameter More has no default', 'parameter Limits has no default']);
  });

  test('an effect that is not known, or that AWS refuses', () => {
    const effect = { is: 'unknown', because: [parameter('Effect')] } as const;
    const perhaps = first([ALLOW], { effect });
    expect([...bounds(perhaps), ...reasons(perhaps)]).toEqual([
      'nobody',
      '0.0.0.0/0',
      'parameter Effect has no default',
    ]);
    const beside = first([DENY, ALLOW], { effect });
    expect([...bounds(beside), ...reasons(beside)]).toEqual(['nobody', '0.0.0.0/0', 'parameter Effect has no default']);
    const refused = first([{ ...ALLOW, Effect: 'allow' }]);
    expect(reasons(refused)).toEqual(['AWS refuses a statement that lacks an element or has a wrong one']);
  });

  test('not what speaks of other sources', () => {
    const list = first([
      { ...ALLOW, ...from('8.8.8.8') },
      {
        ...ALLOW,
        Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01' }, IpAddress: { 'aws:SourceIp': '8.8.8.8' } },
      },
    ]);
    expect([...bounds(list), ...reasons(list)]).toEqual(['8.8.8.8/32', '8.8.8.8/32']);
    const twice = first([
      {
        ...ALLOW,
        Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01' }, IpAddress: { 'aws:SourceIp': '8.8.8.8' } },
      },
      { ...ALLOW, ...from('::1') },
    ]);
    expect([...bounds(twice), ...reasons(twice)]).toEqual([
      'nobody',
      '8.8.8.8/32',
      'aws:CurrentTime depends on the request',
    ]);
  });

  test('each of the conditions that are not known', () => {
    const access = first([
      {
        ...ALLOW,
        Condition: { StringEquals: { 'aws:SecureTransport': `\${aws:a}` }, Bool: { 'aws:SourceIp': 'true' } },
      },
    ]);
    expect(reasons(access)).toEqual([
      `\${aws:a} is the request's`,
      'aws:SourceIp is an address, which Bool is not for',
    ]);
  });
});

describe('what one statement matches', () => {
  const matching = (statement: object, authorization: Authorization = 'NONE'): readonly string[] => {
    const policy = policyOf([statement]);
    const { api, revision } = setUp([policy], { authorization });
    const [access] = accessOf(api, revision).flatMap((route) => route.access);
    return bounds((access as Access).matching(policy.statements[0] as Statement));
  };
  const ALL = '0.0.0.0/0,::/0';

  test('is chosen by who writes what an Allow asks for, and avoided where a Deny does', () => {
    const Condition = { StringEquals: { 'aws:Referer': 'https://a' } };
    expect(matching({ ...ALLOW, Condition })).toEqual([ALL, ALL]);
    expect(matching({ ...DENY, Condition })).toEqual(['nobody', ALL]);
  });

  test('is certain where it is so for every caller and at every time', () => {
    expect(matching({ ...ALLOW, Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01' } } })).toEqual([
      'nobody',
      ALL,
    ]);
    expect(matching({ ...ALLOW, Principal: { AWS: 'arn:aws:iam::111122223333:role/x' } }, 'AWS_IAM')).toEqual([
      'nobody',
      ALL,
    ]);
  });

  test('is nothing for a statement that does not speak of the route', () => {
    expect(matching({ ...ALLOW, Resource: 'execute-api:/*/POST/*' })).toEqual(['nobody', 'nobody']);
  });
});

describe('evidence', () => {
  const evidence = (statements: readonly object[]): readonly string[] =>
    first(statements)
      .by()
      .map(
        ({ effect, sources, statements: own }) =>
          `${effect} ${own.map(({ index }) => index).join('+')} ${sources.cidrs().join()}`,
      );

  test('stands in the order of the statements, each set of sources with all that decide it', () => {
    expect(
      evidence([
        { ...ALLOW, ...from('8.8.8.0/31') },
        { ...ALLOW, ...from('8.8.8.1/32', '9.9.9.9/32') },
        { ...DENY, ...from('9.9.9.9/32', '7.7.7.7/32') },
      ]),
    ).toEqual(['allow 0 8.8.8.0/32', 'allow 0+1 8.8.8.1/32', 'deny 2 7.7.7.7/32,9.9.9.9/32']);
  });

  test('of the later statement stands later, whatever the addresses are', () => {
    expect(
      evidence([
        { ...DENY, ...from('200.0.0.0/32') },
        { ...ALLOW, ...from('1.1.1.1/32', '200.0.0.1/32') },
      ]),
    ).toEqual(['deny 0 200.0.0.0/32', 'allow 1 1.1.1.1/32,200.0.0.1/32']);
  });

  test('has an Allow that may match, and no Deny that only may', () => {
    const until = (date: string): object => ({ Condition: { DateLessThan: { 'aws:CurrentTime': date } } });
    const allow = { ...ALLOW, ...until('2030-01-01') };
    expect(evidence([allow, { ...DENY, ...until('2029-01-01') }])).toEqual(['allow 0 0.0.0.0/0']);
  });

  test('has no Allow that a Deny stands beside whenever it matches', () => {
    const sometimes = { Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01' } } };
    expect(
      evidence([
        { ...ALLOW, ...sometimes },
        { ...DENY, ...sometimes },
      ]),
    ).toEqual([]);
  });
});
