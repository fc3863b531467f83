import { describe, expect, test } from 'vitest';
import { uncoveredBy, uncoveredRoutes } from '../../src/access/uncovered.ts';
import type { Statement } from '../../src/model/policy.ts';
import { type Options, parameter, policyOf, setUp } from './support.ts';

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const OFFICE = { 'aws:SourceIp': '8.8.8.0/24' };

const except = (Resource: unknown): object => ({
  ...ALLOW,
  Effect: 'Deny',
  Resource,
  Condition: { NotIpAddress: OFFICE },
});
const block = (Resource: unknown): object => ({ ...ALLOW, Effect: 'Deny', Resource, Condition: { IpAddress: OFFICE } });

/** What the last statement leaves open: stage, verb and path, and how many IPv4 addresses get in. */
function left(statements: readonly object[], options: Options): unknown {
  const { api, revision } = setUp([policyOf(statements)], options);
  const deny = revision.policies[0]?.statements.at(-1) as Statement;
  const answer = uncoveredRoutes(api, revision, deny);
  if (answer.is !== 'yes') return answer.is;
  for (const { route } of answer.value.routes) expect(uncoveredBy(api, revision, route)).toEqual([deny]);
  return answer.value.routes.map(
    ({ route, sources }) =>
      `${route.stage?.name} ${route.method} ${route.path}: ${sources.size(4) > 256n ? 'all but the office' : 'the office'}`,
  );
}

const BOTH = { routes: ['GET /pets', 'POST /pets'] };
const ADMIN = { routes: ['GET /admin', 'GET /admin/{id}', 'GET /other'] };

describe('a Deny leaves open', () => {
  test.each([
    [
      'another verb of the path',
      [ALLOW, except('execute-api:/*/GET/*')],
      BOTH,
      ['prod POST /pets: all but the office'],
    ],
    ['another verb, to whom it blocks', [ALLOW, block('execute-api:/*/GET/*')], BOTH, ['prod POST /pets: the office']],
    [
      'another stage',
      [ALLOW, except('execute-api:/prod/*')],
      { stages: ['prod', 'test'] },
      ['test GET /pets: all but the office'],
    ],
    ['the path above', [ALLOW, except('execute-api:/*/GET/admin/*')], ADMIN, ['prod GET /admin: all but the office']],
    [
      'the path above, written as an ARN',
      [ALLOW, except('arn:aws:execute-api:*:*:*/*/GET/admin/*')],
      ADMIN,
      ['prod GET /admin: all but the office'],
    ],
    [
      'what an authorizer lets in',
      [{ ...ALLOW, Resource: 'execute-api:/*/GET/*' }, except('execute-api:/*/GET/*')],
      { routes: ['GET /pets', 'POST /pets CUSTOM'] },
      ['prod POST /pets: all but the office'],
    ],
    [
      'reads, where it covers reads of another stage',
      [ALLOW, except('execute-api:/prod/*')],
      { stages: ['prod', 'test'], routes: ['GET /pets'] },
      ['test GET /pets: all but the office'],
    ],
    [
      'writes by one verb of any',
      [ALLOW, except('execute-api:/*/GET/*')],
      { routes: ['GET /pets', 'PUT /pets'] },
      ['prod PUT /pets: all but the office'],
    ],
  ])('%s', (_, statements, options, expected) => {
    expect(left(statements, options)).toEqual(expected);
  });
});

describe('a Deny leaves nothing open', () => {
  test.each([
    ['where it covers all', [ALLOW, except('execute-api:/*')], BOTH],
    ['on paths that it does not speak of', [ALLOW, except('execute-api:/*/*/admin')], ADMIN],
    ['above a path that it names alone', [ALLOW, except('execute-api:/*/GET/admin/7')], ADMIN],
    [
      'for values of a parameter that it names alone',
      [ALLOW, except('execute-api:/*/GET/pets/7')],
      { routes: ['GET /pets/{id}'] },
    ],
    ['where nobody gets in', [{ ...ALLOW, Resource: 'execute-api:/*/GET/*' }, except('execute-api:/*/GET/*')], BOTH],
    [
      'where another list decides',
      [
        { ...ALLOW, Resource: 'execute-api:/*/GET/*' },
        { ...ALLOW, Resource: 'execute-api:/*/POST/*', Condition: { IpAddress: OFFICE } },
        except('execute-api:/*/GET/*'),
      ],
      BOTH,
    ],
    [
      'of public reads, where it guards writes',
      [ALLOW, except('execute-api:/*/POST/*')],
      { routes: ['GET /pets', 'POST /pets', 'HEAD /pets'] },
    ],
    ['of preflights', [ALLOW, except('execute-api:/*/GET/*')], { routes: ['GET /pets', 'OPTIONS /pets'] }],
    ['without an IP condition', [ALLOW, { ...ALLOW, Effect: 'Deny', Resource: 'execute-api:/*/GET/*' }], BOTH],
    ['by an Allow', [ALLOW, { ...ALLOW, Resource: 'execute-api:/*/GET/*', Condition: { IpAddress: OFFICE } }], BOTH],
  ])('%s', (_, statements, options) => {
    expect(left(statements, options)).toBe('no');
  });

  test('of reads, but where it names some of them', () => {
    const routes = ['GET /pets', 'POST /pets', 'HEAD /pets'];
    expect(left([ALLOW, except(['execute-api:/*/POST/*', 'execute-api:/*/HEAD/*'])], { routes })).toEqual([
      'prod GET /pets: all but the office',
    ]);
  });
});

test('what is not known is not decided', () => {
  const stages = [`\${Env}`, 'prod'];
  expect(left([ALLOW, except('execute-api:/prod/*')], { stages })).toBe('unknown');
  const policy = policyOf([ALLOW, except('execute-api:/*/GET/*')]);
  const { api, revision } = setUp([{ ...policy, open: [parameter('More')] }], BOTH);
  expect(uncoveredRoutes(api, revision, policy.statements[1] as Statement).is).toBe('unknown');
});
