import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compared } from './sam-access.ts';
import { template } from './sam-drawn.ts';
import { extended } from './sam-extended.ts';
import { isImitated, isThere, translated } from './sam-translator.ts';
import { KEYS } from './sam-values.ts';
import { DIFFERENCES, EACH, type Extended, GIVEN } from './sam-ways.ts';

/** A slow machine is no failure: both sides of the comparison take their time. */
const TIMEOUT = { timeout: 900_000 };
const plain = fc
  .sample(template, { numRuns: 350, seed: 1 })
  .map((one): Extended => ({ template: one, parameters: {} }));
const drawn = [...plain, ...fc.sample(extended, { numRuns: 150, seed: 1 })];

async function same(templates: readonly Extended[]): Promise<void> {
  const outputs = translated(templates);
  const ours = templates.map((one) => compared('t.json', JSON.stringify(one.template), one.parameters));
  for (const [i, output] of (await outputs).entries()) {
    const { template: input, parameters } = templates[i] as Extended;
    const told = { input, parameters, output };
    expect(told).not.toHaveProperty('output.error');
    expect({ ...told, ...ours[i] }).toEqual({ ...told, ...compared('t.json', JSON.stringify(output), parameters) });
  }
}

test('each key of ResourcePolicy is drawn, for APIs and for events', () => {
  const texts = drawn.map((one) => JSON.stringify(one));
  for (const key of KEYS) {
    expect(texts.filter((one) => one.includes(`"${key}":`)).length, key).toBeGreaterThan(30);
    const ofEvents = new RegExp(`"Events":.*"${key}":`);
    expect(texts.filter((one) => ofEvents.test(one)).length, key).toBeGreaterThan(5);
  }
});

describe.runIf(isThere)('500 drawn templates of SAM', TIMEOUT, () => {
  const name = 'have the routes, stages and findings of what SAM makes of them, and let the same callers in';
  test(name, () => same(plain));
  test.runIf(isImitated)(`${name}, after AWS::LanguageExtensions`, () => same(drawn.slice(plain.length)));
});

describe.runIf(isImitated)('what AWS::LanguageExtensions evaluates before SAM', TIMEOUT, () => {
  test('each key of ResourcePolicy behind each function', () =>
    same(Object.values(EACH).map((one) => ({ template: one, parameters: GIVEN }))));

  test('the imitation differs', async () => {
    const outputs = await translated(Object.values(DIFFERENCES).map((one) => ({ template: one, parameters: GIVEN })));
    for (const [i, [name, input]] of Object.entries(DIFFERENCES).entries()) {
      const ours = compared('t.json', JSON.stringify(input), GIVEN);
      expect(ours, name).not.toEqual(compared('t.json', JSON.stringify(outputs[i]), GIVEN));
    }
  });
});
