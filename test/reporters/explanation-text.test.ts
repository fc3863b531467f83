import { expect, test } from 'vitest';
import type { Admission } from '../../src/report/admissions.ts';
import type { AccessExplanation, Explanation } from '../../src/report/explanation.ts';
import { admissionsText } from '../../src/reporters/admissions-text.ts';
import { explanationText } from '../../src/reporters/explanation-text.ts';
import { access, allow, answer, explanation, FULL, HEAD, sourcesOf } from './explanations.ts';
import { PIPE, place } from './reports.ts';

const text = (of: Explanation, context = PIPE): readonly string[] => explanationText(of, context).split('\n');

/** What is said of these ways in to one route. */
function said(...ways: readonly AccessExplanation[]): readonly string[] {
  const route = { stage: 'prod', method: 'GET', path: '/', authorization: 'NONE', access: ways };
  return text(explanation({ apis: [{ ...HEAD, hasPolicy: true, statements: [allow, deny], routes: [route] }] })).slice(
    3,
  );
}

const deny = { sid: 'Guests', effect: 'Deny', location: place('b.yml', 7, 1) } as const;
const because = [{ reason: 'parameter P has no default', location: place('a.yml', 2, 3) }];

test('an API, its route, who gets in and by what', () => {
  const route = { stage: 'prod', method: 'GET', path: '/', authorization: 'NONE', access: [access(['192.0.2.1/32'])] };
  expect(text(explanation({ apis: [{ ...HEAD, hasPolicy: true, statements: [allow], routes: [route] }] }))).toEqual([
    'shop (Api) · REGIONAL · a.yml:3',
    '',
    '  GET / on prod · NONE',
    '    anonymous  192.0.2.1/32',
    '      Allow at line 12',
    '',
  ]);
});

test('what is not known is named with its reason', () => {
  const everybody = { cidrs: ['0.0.0.0/0'], words: 'everybody' };
  expect(said(access(['192.0.2.1/32'], { possibly: everybody, because })).slice(0, 3)).toEqual([
    '    anonymous  192.0.2.1/32 for certain, perhaps everybody',
    '      Allow at line 12',
    '      undecided: parameter P has no default (a.yml:2:3)',
  ]);
});

test('a Deny is named with its Sid and its file', () => {
  const by = [
    { sources: sourcesOf('192.0.2.1/32'), effect: 'allow', statements: [0] },
    { sources: sourcesOf('192.0.2.2/32'), effect: 'deny', statements: [1] },
  ] as const;
  expect(said(access(['192.0.2.1/32'], { by }))[1]).toBe('      Allow at line 12; Deny Guests at b.yml:7');
});

test('statements that let in others each have a line, with whom', () => {
  const by = [
    { sources: sourcesOf('192.0.2.1/32'), effect: 'allow', statements: [0] },
    { sources: sourcesOf('192.0.2.2/32', '192.0.2.9/32'), effect: 'none', statements: [] },
    { sources: sourcesOf('192.0.2.3/32'), effect: 'deny', statements: [1] },
  ] as const;
  expect(said(access(['192.0.2.1/32'], { by })).slice(1, 4)).toEqual([
    '      Allow at line 12 for 192.0.2.1/32',
    '      no statement for all others: what authorizes the caller is enough',
    '      Deny Guests at b.yml:7',
  ]);
});

test('callers and doors of equal access stand together', () => {
  const door = (vpce: string): AccessExplanation['door'] => ({ via: 'vpc-endpoint', vpce });
  const ways = ['account', 'account-allowed'] as const;
  const lines = said(
    ...ways.flatMap((caller) => [
      access(['192.0.2.1/32'], { caller, door: door('vpce-1') }),
      access(['192.0.2.1/32'], { caller, door: door('vpce-2') }),
      access([], { caller, door: door('any other'), by: [] }),
    ]),
  );
  expect(lines.slice(0, 3)).toEqual([
    '    account, account-allowed by VPC endpoint vpce-1, VPC endpoint vpce-2  192.0.2.1/32',
    '      Allow at line 12',
    '    account, account-allowed by any other VPC endpoint  nobody',
  ]);
  expect(lines).toContain("account: a signed caller of the API's account whose own policies say nothing of this API");
});

test('routes of equal access stand together, by their stages', () => {
  const one = access(['192.0.2.1/32']);
  const route = (stage: string, method: string, path: string) => ({
    stage,
    method,
    path,
    authorization: 'NONE',
    access: [one],
  });
  const routes = [
    route('prod', 'GET', '/a'),
    route('prod', 'GET', '/b'),
    route('prod', 'POST', '/c'),
    route('test', 'GET', '/a'),
    route('test', 'GET', '/b'),
    { ...route('prod', 'GET', '/open'), access: [access(['192.0.2.9/32'])] },
  ];
  const lines = text(explanation({ apis: [{ ...HEAD, hasPolicy: true, statements: [allow], routes }] }));
  expect(lines.filter((line) => line.includes(' on '))).toEqual([
    '  GET /a, GET /b on prod, test · NONE',
    '  POST /c on prod · NONE',
    '  GET /open on prod · NONE',
  ]);
});

test('a denial: the cause, the message and what the Allow lacks', () => {
  const denied = answer({
    outcome: 'denied',
    effect: 'none',
    statements: [],
    message: 'User: anonymous is not authorized to perform: execute-api:Invoke',
    misses: [{ statement: allow, lacks: 'condition' }],
  });
  const of = explanation({
    request: { from: '192.0.2.9' },
    answers: [{ ...HEAD, answers: [denied], unanswered: null }],
  });
  expect(text(of).slice(3, -1)).toEqual([
    '    anonymous  denied: no Allow lets 192.0.2.9 in',
    '      User: anonymous is not authorized to perform: execute-api:Invoke',
    '      Allow at line 12 is for such requests, but its conditions leave this one out',
  ]);
});

test('a message that says otherwise than the files', () => {
  const { error, request } = FULL;
  const of = explanation({
    ...(error && { error }),
    ...(request && { request }),
    answers: [{ ...HEAD, answers: [answer()], unanswered: null }],
  });
  expect(text(of)).toContain(
    '      The message says otherwise: what is deployed differs from these files, or the request came from elsewhere.',
  );
});

test('who: how far, by which line, and how many', () => {
  const admission: Omit<Admission, 'extent' | 'sources'> = {
    ...{ stage: 'prod', method: 'GET', path: '/', authorization: 'NONE' },
    ...{ caller: 'anonymous', door: { via: 'internet' }, statements: [allow], because: [] },
  };
  const lines = admissionsText(
    {
      asked: '192.0.2.0/24',
      words: '192.0.2.0/24',
      never: null,
      apis: [
        {
          ...HEAD,
          admissions: [
            { ...admission, extent: 'fully', sources: sourcesOf('192.0.2.0/24') },
            { ...admission, method: 'PUT', extent: 'partly', sources: sourcesOf('192.0.2.0/25') },
          ],
        },
      ],
      looked: 3,
      failures: [],
      notAudited: [],
    },
    PIPE,
  ).split('\n');
  expect(lines).toContain('    anonymous  fully, by Allow at line 12');
  expect(lines).toContain('    anonymous  partly, 192.0.2.0/25, by Allow at line 12');
  expect(lines.at(-2)).toBe('192.0.2.0/24 gets into 1 of 3 APIs');
});

test('what a terminal could obey is escaped', () => {
  const evil = '\u001b[31m\u202e';
  // all but the words that the program itself chooses
  const chosen = /^(?:kind|endpoint|authorization|effect|caller|via|outcome|lacks|from|\d+)$/;
  const hurt = JSON.parse(
    JSON.stringify(FULL, (key, value) => (typeof value === 'string' && !chosen.test(key) ? value + evil : value)),
  ) as Explanation;
  const { request, answers, error, ...rest } = hurt;
  for (const one of [rest, { ...rest, request, answers, error }] as readonly Explanation[])
    expect(explanationText(one, PIPE)).not.toMatch(/[\p{Cc}\p{Cf}](?<!\n)/u);
});

test('wraps at the width of a terminal', () => {
  const lines = text(FULL, { ...PIPE, frames: true, width: 50 });
  expect(lines.filter((line) => line.length > 50)).toEqual([]);
});
