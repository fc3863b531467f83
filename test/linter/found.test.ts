import { expect, test } from 'vitest';
import { type ApiScenarios, Found } from '../../src/linter/found.ts';
import type { Api } from '../../src/model/api.ts';
import type { Unknown } from '../../src/values/value.ts';

const inWorlds = (count: number): readonly Api[] =>
  Array.from(
    { length: count },
    (_, i) => ({ world: [{ subject: 'Env', choice: { is: [`v${i}`] } }] }) as unknown as Api,
  );
const truncated = {} as Unknown;
const found = (...groups: readonly (readonly [ApiScenarios, number])[]): Found => {
  const all = new Found();
  for (const [group, count] of groups) for (const api of group.worlds.slice(0, count)) all.add(group, api);
  return all;
};
const texts = (of: Found): readonly string[] => of.claimed.map(({ text }) => text);

const whole: ApiScenarios = { worlds: inWorlds(2) };
const cut: ApiScenarios = { worlds: inWorlds(3), truncated };

test('what holds in all the scenarios that there are is claimed of all', () => {
  expect(texts(found([whole, 2]))).toEqual([]);
  expect(texts(found([whole, 2], [cut, 3]))).toEqual([]);
  expect(texts(found([whole, 2], [cut, 1]))).toEqual([]);
});

test('what holds in all that were looked at is claimed of these', () => {
  expect(texts(found([cut, 3]))).toEqual(['it is one of the 3 scenarios that were looked at']);
  expect(texts(found([cut, 3], [whole, 1]))).toEqual(['it is one of the 3 scenarios that were looked at']);
});

test('what holds in some is claimed of these', () => {
  expect(texts(found([cut, 1]))).toEqual(['Env is v0']);
  expect(texts(found([whole, 1]))).toEqual(['Env is v0']);
});

test('an API of which not all was looked at makes it incomplete', () => {
  expect([found([whole, 2]).complete, found([whole, 2], [cut, 3]).complete]).toEqual([true, false]);
});
