import { describe, expect, test } from 'vitest';
import type { Caller } from '../../src/access/access.ts';
import { identities, isPrincipal, mayCall, NOBODY_NAMED, seenByPolicy } from '../../src/access/caller.ts';
import type { Api } from '../../src/model/api.ts';
import type { PrincipalElement } from '../../src/model/policy.ts';
import type { Text } from '../../src/values/text.ts';
import type { Unknown } from '../../src/values/value.ts';
import { API, parameter, policyOf, setUp, statementOf } from './support.ts';

const OWN = '111122223333';
const ROLE = `arn:aws:iam::${OWN}:role/deploy:x`;

/** An API that knows its account, since its policy names it. */
const { api: KNOWN } = setUp(
  [
    policyOf([
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: `arn:aws:execute-api:eu-west-1:${OWN}:a1b2c3d4e5/*`,
      },
    ]),
  ],
  { dialect: 'policy' },
);

function element(Principal: unknown, name = 'Principal'): PrincipalElement {
  const { principal } = statementOf({ Effect: 'Allow', [name]: Principal, Action: '*', Resource: '*' });
  if (!principal) throw new Error('there is no principal');
  return principal;
}

/** The text with unknown parts, which stand in it as `${…}`. */
function withUnknown(text: string, unknowns: Readonly<Record<string, Unknown>>): PrincipalElement {
  const [value, ...others] = element({ AWS: text }).values;
  const [piece] = value?.text.pieces ?? [];
  if (!value || others.length > 0 || !piece || 'unknown' in piece) throw new Error('one text is meant');
  const pieces = text.split(/(\$\{\w+\})/).flatMap((part): Text['pieces'] => {
    const unknown = unknowns[part.slice(2, -1)];
    if (part === '') return [];
    return unknown ? [{ unknown, at: API.place.at }] : [{ ...piece, text: part }];
  });
  return { ...element({ AWS: text }), values: [{ ...value, text: { ...value.text, pieces } }] };
}

const reference = (name: string): Unknown => ({ ...parameter(name), id: `Ref ${name}` });

test('a text that begins as an account may be the own one, and is not everybody', () => {
  const principal = withUnknown(`1\${Rest}`, { Rest: reference('Rest') });
  const said = (['anonymous', 'account', 'foreign-allowed'] as const).map(
    (caller) => isPrincipal(principal, caller, NOBODY_NAMED, KNOWN).is,
  );
  expect(said).toEqual(['no', 'unknown', 'unknown']);
});

test.each([
  ['AWS::IAM::Role', 'Arn', ['no', 'unknown', 'no']],
  ['AWS::IAM::User', 'Arn', ['no', 'unknown', 'no']],
  // a role that SAM makes is none of the resources that are written
  ['', 'Arn', ['no', 'unknown', 'unknown']],
  ['AWS::Serverless::Function', 'Role', ['unknown', 'unknown', 'unknown']],
  ['Custom::Partner', 'Arn', ['unknown', 'unknown', 'unknown']],
  ['AWS::CloudFormation::Stack', 'Outputs.Arn', ['unknown', 'unknown', 'unknown']],
] as const)(
  'what %s gives as %s may be the caller: written alone, in a list, as a list',
  (type, attribute, expected) => {
    const source = { kind: 'resource', logicalId: 'Who', type, attribute } as const;
    const given: Unknown = { ...parameter('Who'), id: `GetAtt Who.${attribute}`, source };
    const alone = withUnknown(`\${Who}`, { Who: given });
    const open: PrincipalElement = { ...alone, values: [], open: [given] };
    for (const principal of [alone, open]) {
      const said = (['anonymous', 'account', 'foreign-allowed'] as const).map(
        (caller) => isPrincipal(principal, caller, NOBODY_NAMED, KNOWN).is,
      );
      expect(said).toEqual(expected);
    }
  },
);

describe('whom a principal speaks of', () => {
  const is = (principal: PrincipalElement, caller: Caller, identity = NOBODY_NAMED, api: Api = KNOWN): string =>
    isPrincipal(principal, caller, identity, api).is;

  test.each([
    ['everybody', element('*'), ['yes', 'yes', 'yes']],
    ['everybody, otherwise', element({ AWS: '*' }), ['yes', 'yes', 'yes']],
    ['every user of a service, which is nobody here', element({ Service: '*' }), ['no', 'no', 'no']],
    ['the account', element({ AWS: OWN }), ['no', 'yes', 'no']],
    ['the root of the account', element({ AWS: `arn:aws:iam::${OWN}:root` }), ['no', 'yes', 'no']],
    ['the root in another partition', element({ AWS: `arn:aws-cn:iam::${OWN}:root` }), ['no', 'yes', 'no']],
    ['a role, which is not named', element({ AWS: ROLE }), ['no', 'no', 'no']],
    ['another account, which is not named', element({ AWS: '444455556666' }), ['no', 'no', 'no']],
    ['all but the account', element({ AWS: OWN }, 'NotPrincipal'), ['yes', 'no', 'yes']],
    ['a text that is no principal', element({ AWS: 'nobody' }), ['no', 'no', 'no']],
    ['a number that is no account', element({ AWS: '1234' }), ['no', 'no', 'no']],
    ['a text as long as an account', element({ AWS: 'abcdefghijkl' }), ['no', 'no', 'no']],
    ['an ARN without a name', element({ AWS: `arn:aws:iam::${OWN}` }), ['no', 'no', 'no']],
    ['what is no ARN', element({ AWS: `urn:aws:iam::${OWN}:root` }), ['no', 'no', 'no']],
  ])('%s', (_, principal, expected) => {
    const callers = ['anonymous', 'account', 'foreign-allowed'] as const;
    expect(callers.map((caller) => is(principal, caller))).toEqual(expected);
  });

  test('a role, of those that are this role', () => {
    const [, key = ''] = identities('account', [element({ AWS: ROLE })], KNOWN);
    expect(key).toBe(ROLE);
    expect(is(element({ AWS: ROLE }), 'account', key)).toBe('yes');
    expect(is(element({ AWS: OWN }), 'account', key)).toBe('yes');
    expect(is(element({ AWS: `${ROLE}2` }), 'account', key)).toBe('no');
  });

  test('an account, of those that are a role of it', () => {
    const role = 'arn:aws:iam::444455556666:role/x';
    expect(is(element({ AWS: '444455556666' }), 'foreign-allowed', role)).toBe('yes');
    expect(is(element({ AWS: '444455556667' }), 'foreign-allowed', role)).toBe('no');
    expect(is(element({ AWS: role }), 'foreign-allowed', role)).toBe('yes');
  });

  test('an account that may be that of the API', () => {
    expect(is(element({ AWS: OWN }), 'account', NOBODY_NAMED, API)).toBe('unknown');
    expect(is(element({ AWS: OWN }), 'account', OWN, API)).toBe('unknown');
  });

  test('the account by its pseudo parameter', () => {
    const account = reference('AWS::AccountId');
    for (const text of [`\${Account}`, `arn:aws:iam::\${Account}:root`]) {
      const own = withUnknown(text, { Account: account });
      expect([is(own, 'account', NOBODY_NAMED, API), is(own, 'anonymous', NOBODY_NAMED, API)]).toEqual(['yes', 'no']);
    }
  });

  test('a parameter may be everybody, but not where it is a part of an ARN, or what a resource gives', () => {
    const who = reference('Who');
    expect(is(withUnknown(`\${Who}`, { Who: who }), 'anonymous')).toBe('unknown');
    expect(is(withUnknown(`\${Who}`, { Who: who }), 'account')).toBe('unknown');
    expect(is(withUnknown(`arn:aws:iam::\${Who}`, { Who: who }), 'anonymous')).toBe('no');
    expect(is(withUnknown(`12\${Who}`, { Who: who }), 'anonymous')).toBe('no');
    const resource = { kind: 'resource', logicalId: 'Role', type: 'AWS::IAM::Role' } as const;
    const given = withUnknown(`\${Who}`, { Who: { ...who, source: { ...resource, attribute: 'Arn' } } });
    expect(is(given, 'anonymous')).toBe('no');
    expect(is(withUnknown(`\${Who}`, { Who: { ...who, source: resource } }), 'anonymous')).toBe('unknown');
  });

  test('a list of which not all is known', () => {
    const more = { ...element({ AWS: OWN }), open: [parameter('More')] };
    expect([is(more, 'account'), is(more, 'anonymous')]).toEqual(['yes', 'unknown']);
  });
});

describe('who a caller may be', () => {
  const named = [element({ AWS: [ROLE, OWN, '444455556666'], Service: OWN }), element('*')];
  test.each<[Caller, Api, readonly string[]]>([
    ['anonymous', KNOWN, ['']],
    ['cognito', KNOWN, ['']],
    ['account', KNOWN, ['', ROLE, OWN]],
    ['foreign-allowed', KNOWN, ['', '444455556666']],
    ['account', API, ['', ROLE, OWN, '444455556666']],
    ['foreign-allowed', API, ['', ROLE, OWN, '444455556666']],
  ])('%s', (caller, api, expected) => {
    expect(identities(caller, named, api)).toEqual(expected);
  });

  test('to a policy, which does not see what else lets it in', () => {
    const callers = [
      'anonymous',
      'authorized',
      'cognito',
      'token',
      'account',
      'account-allowed',
      'foreign-allowed',
    ] as const;
    expect(callers.map(seenByPolicy)).toEqual([
      'anonymous',
      'anonymous',
      'anonymous',
      'anonymous',
      'account',
      'account',
      'foreign-allowed',
    ]);
  });
});

test('a statement speaks of a kind of caller where it speaks of one of them', () => {
  const statement = (Principal: unknown): ReturnType<typeof statementOf> =>
    statementOf({ Effect: 'Allow', Principal, Action: '*', Resource: '*' });
  const speaks = (Principal: unknown): readonly string[] =>
    (['anonymous', 'account', 'foreign-allowed'] as const).map(
      (caller) => mayCall(KNOWN, statement(Principal), caller).is,
    );
  expect(speaks('*')).toEqual(['yes', 'yes', 'yes']);
  expect(speaks({ AWS: ROLE })).toEqual(['no', 'yes', 'no']);
  expect(speaks({ AWS: '444455556666' })).toEqual(['no', 'no', 'yes']);
  expect(mayCall(KNOWN, statementOf({ Effect: 'Allow', Action: '*', Resource: '*' }), 'anonymous').is).toBe('no');
});
