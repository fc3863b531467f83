import { describe, expect, test } from 'vitest';
import { type Call, type Requests, requestsFor, requestsOf } from '../../src/access/requests.ts';
import type { Stage } from '../../src/model/api.ts';
import { API, type Options, parameter, policyOf, setUp } from './support.ts';

const allow = (Resource: string): object => ({
  Effect: 'Allow',
  Principal: '*',
  Action: 'execute-api:Invoke',
  Resource,
});

const inWords = (requests: readonly Requests[]): readonly string[] =>
  requests.map(({ stage, route, method, path, witness, matched }) => {
    const answers = [...matched].map(([index, { is }]) => (is === 'yes' ? `${index}` : `${index}?`));
    const meant = witness === undefined ? path : `${path} (${witness})`;
    return [stage?.name ?? '-', route ? '' : 'any ', method, ' ', meant, ': ', ...answers]
      .join(' ')
      .replace(/ +/g, ' ');
  });

function all(resources: readonly string[], options: Options = {}): readonly string[] {
  const { api, revision } = setUp([policyOf(resources.map(allow))], options);
  return inWords(
    requestsOf(
      api,
      revision,
      revision.policies.flatMap(({ statements }) => statements),
    ),
  );
}

function called(call: Call, resources: readonly string[], options: Options = {}): readonly string[] {
  const { api, revision } = setUp([policyOf(resources.map(allow))], options);
  return inWords(
    requestsFor(
      api,
      revision,
      revision.policies.flatMap(({ statements }) => statements),
      call,
    ),
  );
}

describe('all that can be requested', () => {
  test('a call that another route takes is none of a wider one', () => {
    const resources = ['execute-api:/prod/GET/admin', 'execute-api:/prod/GET/pets/*'];
    const routes = ['GET /{proxy+}', 'GET /admin', 'ANY /pets/{id}'];
    expect(all(resources, { routes: routes.slice(0, 2) })).toEqual([
      'prod GET /{proxy+} (/x) : ',
      'prod GET /{proxy+} (/pets/) : 1',
      'prod GET /admin : 0',
    ]);
    // two statements of one path of that route leave nothing of it to the wider one
    const own = ['execute-api:/prod/GET/pets/7', 'execute-api:/prod/GET/x'];
    expect(all(own, { routes }).filter((row) => row.includes('/{proxy+}'))).toEqual([
      'prod GET /{proxy+} (/y) : ',
      'prod GET /{proxy+} (/x) : 1',
    ]);
  });

  test('verbs that are treated alike are ANY', () => {
    const routes = ['ANY /pets'];
    expect(all(['execute-api:/prod/*'], { routes })).toEqual(['prod ANY /pets : 0']);
    expect(all(['execute-api:/prod/GET/*'], { routes })).toHaveLength(7);
    expect(all(['execute-api:/prod/GET/*'], { routes })).toContain('prod GET /pets : 0');
    expect(all(['execute-api:/prod/GET/*'], { routes })).toContain('prod PUT /pets : ');
  });

  test('paths that are told apart by several verbs stay apart', () => {
    const found = all(['execute-api:/prod/*/pets/7', 'execute-api:/prod/*/7'], { routes: ['ANY /pets/{id}'] });
    expect(found).toEqual(['prod ANY /pets/{id} (/pets/x) : ', 'prod ANY /pets/{id} (/pets/7) : 0 1']);
    const apart = all(['execute-api:/prod/GET/pets/7', 'execute-api:/prod/PUT/pets/8'], { routes: ['ANY /pets/{id}'] });
    expect(apart).toContain('prod GET /pets/{id} (/pets/7) : 0');
    expect(apart).toContain('prod PUT /pets/{id} (/pets/8) : 1');
    expect(apart).toContain('prod POST /pets/{id} : ');
  });

  test('ANY is not about verbs that have a method of their own', () => {
    const routes = ['ANY /pets', 'GET /pets', 'POST /other'];
    expect(all(['execute-api:/prod/GET/*'], { routes })).toEqual([
      'prod ANY /pets : ',
      'prod GET /pets : 0',
      'prod POST /other : ',
    ]);
  });

  test('nor about those whose method may not be there', () => {
    const { api, revision } = setUp([policyOf([allow('execute-api:/prod/GET/*')])], {
      routes: ['ANY /pets', 'GET /pets'],
    });
    const [any, get] = revision.routes as [(typeof revision.routes)[number], (typeof revision.routes)[number]];
    const unsure = {
      ...revision,
      routes: [any, { ...get, exists: { is: 'unknown' as const, because: [parameter('A')] } }],
    };
    const found = inWords(
      requestsOf(
        api,
        unsure,
        revision.policies.flatMap(({ statements }) => statements),
      ),
    );
    expect(found.filter((one) => one.startsWith('prod GET'))).toEqual(['prod GET /pets : 0', 'prod GET /pets : 0']);
  });

  test('without routes whatever there may be', () => {
    expect(all(['execute-api:/prod/*'], { routes: [] })).toEqual(['prod any ANY /* : 0']);
  });

  test('beside known routes whatever an include may bring', () => {
    const { api, revision } = setUp([policyOf([allow('execute-api:/*')])]);
    const open = { ...revision, routesOpen: [parameter('Include')] };
    const found = inWords(
      requestsOf(
        api,
        open,
        revision.policies.flatMap(({ statements }) => statements),
      ),
    );
    expect(found).toEqual(['prod GET /pets : 0', 'prod any ANY /* : 0']);
  });

  test('each stage once, and one that is not known where there is none', () => {
    expect(all(['execute-api:/prod/*'], { stages: ['prod', 'test', 'prod'] })).toEqual([
      'prod GET /pets : 0',
      'test GET /pets : ',
    ]);
    expect(all(['execute-api:/prod/*'], { stages: [] })).toEqual(['- GET /pets : 0?']);
    expect(all(['execute-api:/*'], { stages: [] })).toEqual(['- GET /pets : 0']);
  });
});

describe('the name of a stage', () => {
  const stage = (name: string, ...ids: readonly string[]): Stage => ({
    place: API.place,
    name,
    named: { is: 'unknown', because: ids.map((id) => ({ ...parameter(id), id })) },
    webAcl: { is: 'no' },
  });

  function reasons(one: Stage, resource: string): readonly (string | undefined)[] {
    const { api, revision } = setUp([policyOf([allow(resource)])], { more: { stages: [one] } });
    const [found] = requestsOf(
      api,
      revision,
      revision.policies.flatMap(({ statements }) => statements),
    );
    return [...(found?.matched.values() ?? [])].flatMap((answer) =>
      answer.is === 'unknown' ? answer.because.map(({ reason }) => reason) : ['yes'],
    );
  }

  test.each([
    ['is known in part', stage(`v\${Env}`, 'Ref Env'), 'execute-api:/v1/*', ['parameter Ref Env has no default']],
    ['is no other in that part', stage(`v\${Env}`, 'Ref Env'), 'execute-api:/w1/*', []],
    [
      'may be unknown for an id without Ref',
      stage(`\${Env}`, 'Env'),
      'execute-api:/v1/*',
      ['parameter Env has no default'],
    ],
    ['may be unknown for no reason', stage(`\${Env}`), 'execute-api:/v1/*', [`\${Env} is not known`]],
    ['is not one where what is known of it differs', stage(`\${A}-\${B}`, 'Ref A', 'Ref B'), 'execute-api:/v1/*', []],
    [
      'has the reason of each part',
      stage(`\${A}-\${B}`, 'Ref B', 'Ref A'),
      'execute-api:/a-b/*',
      ['parameter Ref A has no default', 'parameter Ref B has no default'],
    ],
  ])('%s', (_, one, resource, expected) => {
    expect(reasons(one, resource)).toEqual(expected);
  });

  test('says of what is not there that it is not known', () => {
    const { api, revision } = setUp([policyOf([allow('execute-api:/prod/*')])], { stages: [] });
    const [found] = requestsOf(
      api,
      revision,
      revision.policies.flatMap(({ statements }) => statements),
    );
    expect(found?.matched.get(0)).toMatchObject({
      is: 'unknown',
      because: [{ id: 'the stage', reason: 'the stage is not known' }],
    });
  });
});

describe('a call', () => {
  const routes = ['GET /pets/{id}', 'GET /pets/mine', 'GET /{all+}', 'ANY /pets/{id}/toys', 'GET /{id}x'];

  test.each([
    ['GET', '/pets/mine', '/pets/mine'],
    ['get', '/pets/7', '/pets/{id}'],
    ['GET', '/pets/7/8', '/{all+}'],
    ['POST', '/pets/7/toys', '/pets/{id}/toys'],
    ['GET', '/pets/7/toys', '/pets/{id}/toys'],
  ])('%s %s goes to %s', (method, path, expected) => {
    const { api, revision } = setUp([policyOf([])], { routes });
    const found = requestsFor(api, revision, [], { method, path });
    expect(found.map(({ route, ...one }) => [route?.path, one.method, one.path])).toEqual([
      [expected, method.toUpperCase(), path],
    ]);
  });

  test('that no route takes goes nowhere', () => {
    expect(called({ method: 'PUT', path: '/pets/7' }, [], { routes })).toEqual([]);
    expect(called({ method: 'PUT', path: '/pets/7' }, ['execute-api:/*'], { routes: [] })).toEqual([
      'prod any PUT /pets/7 : 0',
    ]);
  });

  test('to one stage, or to each', () => {
    const stages = ['prod', 'test'];
    const call = { method: 'GET', path: '/pets' };
    expect(called(call, ['execute-api:/prod/*'], { stages })).toEqual(['prod GET /pets : 0', 'test GET /pets : ']);
    expect(called({ ...call, stage: 'test' }, ['execute-api:/prod/*'], { stages })).toEqual(['test GET /pets : ']);
    expect(called({ ...call, stage: 'none' }, ['execute-api:/prod/*'], { stages })).toEqual([]);
  });

  test('to a stage that is not known takes it for the one that is called', () => {
    const stages = [`\${Env}`];
    const call = { method: 'GET', path: '/pets' };
    expect(called({ ...call, stage: 'prod' }, ['execute-api:/prod/*'], { stages })).toEqual([`\${Env} GET /pets : 0`]);
    expect(called(call, ['execute-api:/prod/*'], { stages })).toEqual([`\${Env} GET /pets : 0?`]);
    expect(called({ ...call, stage: 'prod' }, ['execute-api:/prod/*'], { stages: [] })).toEqual(['- GET /pets : 0']);
  });
});
