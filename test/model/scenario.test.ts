import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allows, type Choice, describe as inWords, mergeWorlds, type World } from '../../src/model/scenario.ts';

const ANY: Choice = { not: [] };
const fact = (subject: string, choice: Choice, domain: Choice = ANY): World[number] => ({ subject, choice, domain });

describe('a scenario in words', () => {
  test.each([
    [[fact('Environment', { is: ['prod'] })], 'Environment is prod'],
    [[fact('Environment', { is: ['dev', 'qa'] })], 'Environment is dev or qa'],
    [[fact('Environment', { not: ['prod', 'qa'] })], 'Environment is not prod or qa'],
    [[fact('Vpce', { not: [''] }), fact('IsPrivate', { is: ['true'] })], "Vpce is not '' and IsPrivate is true"],
  ])('%#', (world, text) => {
    expect(inWords(world)).toBe(text);
  });
});

describe('scenarios put together', () => {
  const stages: Choice = { is: ['dev', 'qa', 'prod'] };

  test('two that differ in one parameter become one', () => {
    const worlds = [[fact('Stage', { is: ['dev'] }, stages)], [fact('Stage', { is: ['qa'] }, stages)]];
    expect(mergeWorlds(worlds)).toEqual([[fact('Stage', { is: ['dev', 'qa'] }, stages)]]);
  });

  test('a parameter that may be anything is left out', () => {
    const worlds = [
      [fact('Stage', { is: ['dev', 'qa'] }, stages), fact('A', { is: ['x'] })],
      [fact('Stage', { is: ['prod'] }, stages), fact('A', { is: ['x'] })],
    ];
    expect(mergeWorlds(worlds)).toEqual([[fact('A', { is: ['x'] })]]);
  });

  test('one value and all others are anything', () => {
    const worlds = [[fact('Stage', { is: ['prod'] })], [fact('Stage', { not: ['prod'] })]];
    expect(mergeWorlds(worlds)).toEqual([[]]);
  });

  test('two that differ in more stay two', () => {
    const worlds = [
      [fact('A', { is: ['x'] }), fact('B', { is: ['x'] })],
      [fact('A', { not: ['x'] }), fact('B', { not: ['x'] })],
    ];
    expect(mergeWorlds(worlds)).toEqual(worlds);
  });

  test('hold in the same cases as before', () => {
    const values = ['x', 'y', 'z'];
    const choices = fc.oneof(
      fc.subarray(values, { minLength: 1 }).map((is): Choice => ({ is })),
      fc.subarray(values).map((not): Choice => ({ not })),
    );
    const worlds = fc.array(
      fc.record({ A: choices, B: choices }).map(({ A, B }): World => [fact('A', A), fact('B', B)]),
      { maxLength: 5 },
    );
    const concrete = fc.record({ A: fc.constantFrom(...values, 'other'), B: fc.constantFrom(...values, 'other') });
    fc.assert(
      fc.property(worlds, concrete, (before, values) => {
        const holds = (world: World): boolean =>
          world.every(({ subject, choice }) => allows(choice, values[subject as 'A' | 'B']));
        expect(mergeWorlds(before).some(holds)).toBe(before.some(holds));
      }),
    );
  });
});
