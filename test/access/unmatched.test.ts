import { expect, test } from 'vitest';
import { isUnmatched } from '../../src/access/unmatched.ts';
import { policyOf, setUp } from './support.ts';

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke' };

/** Of each resource whether no request matches it. */
function unmatched(statement: object, routes: readonly string[], stages = ['prod']): readonly string[] {
  const { api, revision } = setUp([policyOf([{ ...ALLOW, ...statement }])], { routes, stages });
  const values = revision.policies.flatMap(({ statements }) =>
    statements.flatMap(({ resource }) => resource?.values ?? []),
  );
  return values.map((value) => isUnmatched(api, revision, value).is);
}

test.each([
  ['one that matches', 'execute-api:/prod/GET/pets', ['no']],
  ['one that does not', 'execute-api:/prod/GET/pet', ['yes']],
  ['each of several by itself', ['execute-api:/prod/GET/pets', 'execute-api:/test/*', '*'], ['no', 'yes', 'no']],
  ['one for preflights', 'execute-api:/*/OPTIONS/pets', ['no']],
  ['one for a value of a parameter', 'execute-api:/*/GET/pets/7', ['no']],
])('%s', (_, Resource, expected) => {
  expect(unmatched({ Resource }, ['GET /pets', 'OPTIONS /pets', 'GET /pets/{id}'])).toEqual(expected);
});

test('whatever the action is', () => {
  const Action = 'execute-api:InvalidateCache';
  expect(unmatched({ Action, Resource: 'execute-api:/prod/GET/pets' }, ['GET /pets'])).toEqual(['no']);
  expect(unmatched({ Action, Resource: 'execute-api:/prod/GET/pet' }, ['GET /pets'])).toEqual(['yes']);
});

test('a stage that is not known may be any', () => {
  expect(
    unmatched({ Resource: ['execute-api:/prod/*', 'execute-api:/prod/POST/*'] }, ['GET /pets'], [`\${Env}`]),
  ).toEqual(['unknown', 'yes']);
});

test('NotResource is not looked at', () => {
  expect(unmatched({ NotResource: 'execute-api:/prod/GET/pet' }, ['GET /pets'])).toEqual(['no']);
});
