import { expect, test } from 'vitest';
import { describe as inWords } from '../../src/model/scenario.ts';
import { acrossSets } from '../../src/session/across-sets.ts';
import type { Unknown } from '../../src/values/value.ts';
import { listing, loaded } from '../template/support.ts';

const when = `Parameters: { Env: { Type: String }, Office: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }`;
const text = listing('!If [IsProd, 1.1.1.1, 2.2.2.2]', when);

test('one set is none', () => {
  const only = loaded(text);
  expect(acrossSets([{ set: undefined, loaded: only }])).toBe(only);
  expect(acrossSets([{ set: 'prod', loaded: only }])).toBe(only);
});

test('an API has the scenarios of each set', () => {
  const { apis } = acrossSets([
    { set: 'prod', loaded: loaded(text, { given: { Env: 'prod' } }) },
    { set: 'any', loaded: loaded(text) },
  ]);
  expect(apis.map(({ worlds }) => worlds.map(({ world }) => inWords(world)))).toEqual([
    ['parameter set is prod', 'parameter set is any and Env is prod', 'parameter set is any and Env is not prod'],
  ]);
});

test('scenarios that were not looked at are those of a set', () => {
  const { apis, ...rest } = loaded(text, { given: { Env: 'prod' } });
  const at = apis[0]?.worlds[0]?.place.at;
  if (!at) throw new Error('no API');
  const truncated: Unknown = { kind: 'unknown', id: 'more', reason: 'there are more', origin: { at } };
  const joined = acrossSets([
    { set: 'a', loaded: { apis, ...rest } },
    { set: 'b', loaded: { ...rest, apis: apis.map((api) => ({ ...api, truncated })) } },
  ]);
  expect(joined.apis.map((api) => api.truncated?.reason)).toEqual(['with b, there are more']);
});

test('a set in which there is no such API is a scenario without it', () => {
  const some = listing('1.1.1.1', when).replace('  Api:\n', '  Api:\n    Condition: IsProd\n');
  const { apis } = acrossSets([
    { set: 'prod', loaded: loaded(some, { given: { Env: 'prod' } }) },
    { set: 'dev', loaded: loaded(some, { given: { Env: 'dev' } }) },
  ]);
  expect(apis.map(({ worlds, absent }) => [worlds.map(({ world }) => inWords(world)), absent?.map(inWords)])).toEqual([
    [['parameter set is prod'], ['parameter set is dev']],
  ]);
});
