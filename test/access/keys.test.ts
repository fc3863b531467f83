import { describe, expect, test } from 'vitest';
import type { Caller, Door } from '../../src/access/access.ts';
import { FRESH } from '../../src/access/automaton.ts';
import { keyKind, keyOf, witnesses } from '../../src/access/keys.ts';
import { literally } from '../../src/access/tests.ts';
import type { KeyName } from '../../src/model/conditions.ts';
import type { Condition } from '../../src/model/policy.ts';
import { apiOf, policyOf as policyIn } from '../template/support.ts';
import { API, statementOf } from './support.ts';

const conditionsOf = (Condition: object): readonly Condition[] =>
  statementOf({ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*', Condition }).conditions;

const [STAR] = literally(['*']);

/** The witnesses as texts: `~` for what nothing names, `${…}` for what is not known. */
function texts(conditions: readonly Condition[]): readonly string[] | undefined {
  return witnesses(conditions, ['*'])?.map((witness) =>
    witness
      .map((token) =>
        token === FRESH ? '~' : token === STAR ? '*' : typeof token === 'string' ? token : `\${${token.id}}`,
      )
      .join(''),
  );
}

describe('witnesses of a key', () => {
  test.each([
    ['its values, and any other', { StringEquals: { 'aws:UserAgent': ['a', 'b'] } }, ['', 'a', 'b']],
    ['a star is a character of a value', { StringEquals: { 'aws:UserAgent': 'a*' } }, ['', 'a*']],
    ['what a pattern matches, and what not', { StringLike: { 'aws:UserAgent': 'a*' } }, ['', 'a']],
    ['each way to match patterns', { StringLike: { 'aws:UserAgent': ['a*', '*b'] } }, ['', 'a', 'b', 'ab']],
    ['an ARN is a pattern', { ArnEquals: { 'aws:PrincipalArn': 'a*' } }, ['', 'a']],
    [
      'either case where case is ignored',
      { StringEqualsIgnoreCase: { 'aws:UserAgent': 'aB' } },
      ['', 'AB', 'aB', 'ab'],
    ],
    ['one case otherwise', { StringNotEquals: { 'aws:UserAgent': 'aB' } }, ['', 'aB']],
    [
      'true and false, and what is neither',
      { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      ['', 'TRUE', 'true', 'false'],
    ],
    ['numbers below, on and above', { NumericLessThan: { 'aws:MultiFactorAuthAge': 10 } }, ['9', '10', '11']],
    ['numbers between', { NumericLessThan: { 'aws:MultiFactorAuthAge': [30, 10, 30] } }, ['9', '10', '20', '30', '31']],
  ])('%s', (_, condition, expected) => {
    expect(texts(conditionsOf(condition))?.toSorted()).toEqual(expected.toSorted());
  });

  test('several conditions together', () => {
    const conditions = conditionsOf({
      StringEquals: { 'aws:UserAgent': 'a' },
      StringLike: { 'aws:UserAgent': 'b*' },
      StringNotEquals: { 'aws:UserAgent': 'bc' },
    });
    expect(texts(conditions)?.toSorted()).toEqual(['', 'a', 'b', 'bc']);
  });

  test('dates are numbers', () => {
    const conditions = conditionsOf({ DateGreaterThan: { 'aws:CurrentTime': '1970-01-01T00:00:10Z' } });
    expect(texts(conditions)).toEqual(['9', '10', '11']);
  });

  test('none where there are too many', () => {
    const patterns = [...'abcdefghijklmnop'].map((letter) => `*${letter}*`);
    expect(texts(conditionsOf({ StringLike: { 'aws:UserAgent': patterns } }))).toBeUndefined();
  });

  test('a value that is not known is one, whatever stands around it', () => {
    const template = (operator: string, value: string): readonly Condition[] =>
      policyIn(
        apiOf(`Parameters: { Agent: { Type: String }, Agents: { Type: CommaDelimitedList } }
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Policy: { Statement: [{ Condition: { ${operator}: { aws:UserAgent: ${value} } } }] } }
`),
      )?.statements[0]?.conditions ?? [];
    expect(texts(template('StringEquals', '!Ref Agent'))?.toSorted()).toEqual(['', `\${Ref Agent}`]);
    expect(texts(template('StringEquals', `!Sub 'a\${Agent}*'`))?.toSorted()).toEqual(['', `a\${Ref Agent}*`]);
    expect(texts(template('StringLike', `!Sub '?\${Agent}*'`))?.toSorted()).toEqual([
      '',
      `~\${Ref Agent}`,
      `~\${Ref Agent}~`,
    ]);
    expect(texts(template('StringEquals', '!Ref Agents'))?.toSorted()).toEqual(['', `\${Ref Agents}`]);
  });
});

describe('what a key is', () => {
  const INTERNET = 'internet' as const;
  const ENDPOINT = 'vpc-endpoint' as const;

  test.each<[KeyName | undefined, Caller, Door['via'], object]>([
    [undefined, 'anonymous', INTERNET, { is: 'fixed', value: undefined }],
    ['aws:SourceIp', 'anonymous', INTERNET, { is: 'source' }],
    ['aws:SourceIp', 'anonymous', ENDPOINT, { is: 'unclear' }],
    ['aws:VpcSourceIp', 'anonymous', INTERNET, { is: 'fixed', value: undefined }],
    ['aws:VpcSourceIp', 'anonymous', ENDPOINT, { is: 'source' }],
    ['aws:SourceVpce', 'anonymous', INTERNET, { is: 'fixed', value: undefined }],
    ['aws:SourceVpce', 'anonymous', ENDPOINT, { is: 'door' }],
    ['aws:SecureTransport', 'anonymous', INTERNET, { is: 'fixed', value: [...'true'] }],
    ['aws:UserAgent', 'account', INTERNET, { is: 'written' }],
    ['aws:PrincipalArn', 'anonymous', INTERNET, { is: 'fixed', value: undefined }],
    ['aws:PrincipalArn', 'account', INTERNET, { is: 'varying', of: 'caller', optional: false }],
    ['aws:PrincipalType', 'account', INTERNET, { is: 'varying', of: 'caller', optional: false }],
    ['aws:userid', 'foreign-allowed', INTERNET, { is: 'varying', of: 'caller', optional: false }],
    ['aws:username', 'account', INTERNET, { is: 'varying', of: 'caller', optional: true }],
    ['aws:PrincipalAccount', 'foreign-allowed', INTERNET, { is: 'varying', of: 'caller', optional: false }],
    ['aws:PrincipalAccount', 'anonymous', INTERNET, { is: 'either', values: [undefined, [...'anonymous']] }],
    ['aws:PrincipalAccount', 'authorized', ENDPOINT, { is: 'either', values: [undefined, [...'anonymous']] }],
    ['aws:CurrentTime', 'anonymous', INTERNET, { is: 'varying', of: 'call', optional: false }],
    ['execute-api:viaDomainArn', 'anonymous', ENDPOINT, { is: 'varying', of: 'call', optional: true }],
    ['aws:EpochTime', 'anonymous', INTERNET, { is: 'varying', of: 'call', optional: false }],
  ])('%s of %s by %s', (name, caller, via, expected) => {
    expect(keyKind(name, caller, via, API)).toEqual(expected);
  });

  test.each(['account', 'account-allowed'] as const)('the account of %s is that of the API', (caller) => {
    const kind = keyKind('aws:PrincipalAccount', caller, INTERNET, API);
    expect(kind).toMatchObject({ is: 'fixed', value: [{ id: 'Ref AWS::AccountId' }] });
  });

  test.each([
    ['AWS:UserAgent', 'aws:UserAgent'],
    ['aws:PrincipalTag/Team', 'aws:principaltag/team'],
    ['my:Own', 'my:own'],
  ])('%s is the key %s', (written, key) => {
    expect(conditionsOf({ StringEquals: { [written]: 'a' } }).map(keyOf)).toEqual([key]);
  });
});
