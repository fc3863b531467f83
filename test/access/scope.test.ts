import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, meets, type Scope, scopeKey, scopeOf } from '../../src/access/scope.ts';
import { API, statementOf } from './support.ts';

/** How the requests of one scope stand to those of another. */
function relation(outer: Scope, inner: Scope): 'covers' | 'meets' | 'apart' | 'unknown' {
  const [covered, met] = [covers(outer, inner), meets(outer, inner)];
  if (met.is === 'no') return 'apart';
  if (covered.is === 'yes') return 'covers';
  return covered.is === 'no' && met.is === 'yes' ? 'meets' : 'unknown';
}

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };

function scope(statement: object): Scope {
  return scopeOf(API, statementOf({ ...ALLOW, ...statement }));
}

describe('the same requests, written otherwise', () => {
  test.each([
    ['the other way to say everybody', { Principal: { AWS: '*' } }],
    ['an action in another case', { Action: 'Execute-API:invoke' }],
    ['a list of one', { Resource: ['execute-api:/*'] }],
    ['a resource that another covers', { Resource: ['execute-api:/prod/GET/*', 'execute-api:/*'] }],
    ['a condition that always holds', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
  ])('%s', (_, other) => {
    expect(scopeKey(scope(other))).toBe(scopeKey(scope({})));
    expect(relation(scope(other), scope({}))).toBe('covers');
    expect(relation(scope({}), scope(other))).toBe('covers');
  });

  test('an account by its number and by its root', () => {
    const [number, root] = ['111122223333', 'arn:aws:iam::111122223333:root'].map((AWS) =>
      scope({ Principal: { AWS } }),
    );
    expect(number && scopeKey(number)).toBe(root && scopeKey(root));
  });
});

describe('how requests stand to each other', () => {
  test.each([
    ['all routes, one of them', {}, { Resource: 'execute-api:/prod/GET/a' }, 'covers'],
    ['one route, all of them', { Resource: 'execute-api:/prod/GET/a' }, {}, 'meets'],
    ['two stages', { Resource: 'execute-api:/prod/*' }, { Resource: 'execute-api:/dev/*' }, 'apart'],
    ['every resource, all of the API', { Resource: '*' }, {}, 'covers'],
    ['all APIs of the region', { Resource: 'arn:aws:execute-api:*:*:*' }, {}, 'covers'],
    ['too few colons', { Resource: 'arn:aws:execute-api:*' }, {}, 'unknown'],
    ['the ARN of some API', { Resource: 'arn:aws:execute-api:eu-west-1:111122223333:abc/*' }, {}, 'unknown'],
    ['another service', { Resource: 'arn:aws:s3:::shop/*' }, {}, 'apart'],
    [
      'everything but a stage, another',
      { Resource: undefined, NotResource: 'execute-api:/dev/*' },
      { Resource: 'execute-api:/prod/*' },
      'covers',
    ],
    [
      'everything but a stage, that one',
      { Resource: undefined, NotResource: 'execute-api:/dev/*' },
      { Resource: 'execute-api:/dev/GET/a' },
      'apart',
    ],
    ['everybody, an account', {}, { Principal: { AWS: '111122223333' } }, 'covers'],
    ['two accounts', { Principal: { AWS: '111122223333' } }, { Principal: { AWS: '444455556666' } }, 'apart'],
    ['all actions, one', { Action: 'execute-api:*' }, {}, 'covers'],
    ['a further condition inside', {}, { Condition: { StringEquals: { 'aws:Referer': 'x' } } }, 'covers'],
    ['a further condition outside', { Condition: { StringEquals: { 'aws:Referer': 'x' } } }, {}, 'meets'],
    [
      'more values outside',
      { Condition: { StringEquals: { 'aws:Referer': ['x', 'y'] } } },
      { Condition: { StringEquals: { 'aws:Referer': 'x' } } },
      'covers',
    ],
    [
      'other values',
      { Condition: { StringEquals: { 'aws:Referer': 'x' } } },
      { Condition: { StringEquals: { 'aws:Referer': 'y' } } },
      'apart',
    ],
    [
      'fewer exceptions outside',
      { Condition: { StringNotEquals: { 'aws:Referer': 'x' } } },
      { Condition: { StringNotEquals: { 'aws:Referer': ['x', 'y'] } } },
      'covers',
    ],
    [
      'two operators on one key',
      { Condition: { StringLike: { 'aws:Referer': '*x' } } },
      { Condition: { StringEquals: { 'aws:Referer': 'x' } } },
      'unknown',
    ],
  ] as const)('%s: %s, %s', (_, outer, inner, expected) => {
    expect(relation(scope(outer), scope(inner))).toBe(expected);
  });

  test('of what a statement lacks nothing is known', () => {
    const lacking = scopeOf(API, statementOf({ Effect: 'Allow', Principal: '*', Action: '*' }));
    expect([relation(lacking, scope({})), relation(scope({ Resource: 'execute-api:/prod/*' }), lacking)]).toEqual([
      'unknown',
      'unknown',
    ]);
    expect(scopeKey(lacking)).not.toBe(scopeKey(scope({})));
  });
});

describe('against single requests', () => {
  const STAGES = ['prod', 'dev', 'other'];
  const VERBS = ['GET', 'POST', 'DELETE'];
  const ACCOUNTS = ['111122223333', '444455556666', '777788889999'];
  const REFERERS = ['x', 'y', 'z'];
  type Request = {
    readonly account: string;
    readonly action: string;
    readonly route: string;
    readonly referer: string;
  };
  // a wildcard takes slashes too: a path may be called like a verb
  const ROUTES = [...STAGES.flatMap((stage) => VERBS.map((verb) => `/${stage}/${verb}/a`)), '/prod/GET/x/POST/a'];
  const REQUESTS: readonly Request[] = ACCOUNTS.flatMap((account) =>
    ['execute-api:invoke', 'execute-api:invalidatecache'].flatMap((action) =>
      ROUTES.flatMap((route) => REFERERS.map((referer) => ({ account, action, route, referer }))),
    ),
  );

  const some = <T>(...values: readonly T[]): fc.Arbitrary<readonly T[]> => fc.subarray([...values], { minLength: 1 });
  const statement = fc.record({
    negated: fc.record({ principal: fc.boolean(), action: fc.boolean(), resource: fc.boolean() }),
    principals: fc.oneof(fc.constant(['*']), some('111122223333', '444455556666')),
    actions: some('execute-api:Invoke', 'execute-api:InvalidateCache', 'execute-api:*', 'execute-api:Inv*e'),
    routes: some('/*', '/prod/*', '/dev/*', '/*/GET/*', '/prod/GET/a', '/*/POST/?', '/???/*'),
    referers: fc.option(some('x', 'y')),
    unlike: fc.boolean(),
  });
  type Drawn = typeof statement extends fc.Arbitrary<infer T> ? T : never;

  const written = ({ negated, principals, actions, routes, referers, unlike }: Drawn): object => ({
    Effect: 'Allow',
    [negated.principal ? 'NotPrincipal' : 'Principal']: { AWS: principals },
    [negated.action ? 'NotAction' : 'Action']: actions,
    [negated.resource ? 'NotResource' : 'Resource']: routes.map((route) => `execute-api:${route}`),
    ...(referers && { Condition: { [unlike ? 'StringNotEquals' : 'StringEquals']: { 'aws:Referer': referers } } }),
  });

  const matches = (pattern: string, text: string): boolean =>
    new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(text);

  /** Straight from the documentation, for one request. */
  const speaksOf = ({ negated, principals, actions, routes, referers, unlike }: Drawn, request: Request): boolean =>
    principals.some((one) => one === '*' || one === request.account) !== negated.principal &&
    actions.some((one) => matches(one, request.action)) !== negated.action &&
    routes.some((one) => matches(one, request.route)) !== negated.resource &&
    (!referers || referers.includes(request.referer as 'x') !== unlike);

  const scopes = (drawn: Drawn): Scope =>
    scope({ Principal: undefined, Action: undefined, Resource: undefined, ...written(drawn) });

  test('what is covered is covered request by request', () => {
    fc.assert(
      fc.property(statement, statement, (outer, inner) => {
        const answer = covers(scopes(outer), scopes(inner));
        const outside = REQUESTS.some((request) => speaksOf(inner, request) && !speaksOf(outer, request));
        if (answer.is === 'yes') expect(outside).toBe(false);
        if (outside) expect(answer.is).not.toBe('yes');
      }),
      { numRuns: 2000 },
    );
  });

  test('what is apart has no request in common, and what meets has one', () => {
    fc.assert(
      fc.property(statement, statement, (a, b) => {
        const answer = meets(scopes(a), scopes(b));
        const common = REQUESTS.some((request) => speaksOf(a, request) && speaksOf(b, request));
        if (answer.is === 'no') expect(common).toBe(false);
        // what only several patterns together rule out is not worked out
        const simple =
          !a.negated.resource &&
          !b.negated.resource &&
          !a.negated.action &&
          !b.negated.action &&
          !a.negated.principal &&
          !b.negated.principal;
        if (simple && answer.is === 'yes') expect(common).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('scopes of one key cover each other', () => {
    fc.assert(
      fc.property(statement, statement, (a, b) => {
        const [one, other] = [scopes(a), scopes(b)];
        if (scopeKey(one) !== scopeKey(other)) return;
        expect(covers(one, other).is).toBe('yes');
        expect(covers(other, one).is).toBe('yes');
      }),
    );
  });
});
