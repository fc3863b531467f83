import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compared } from './sam-access.ts';
import { template } from './sam-drawn.ts';
import { isThere, translated } from './sam-translator.ts';
import { KEYS } from './sam-values.ts';

/** A slow machine is no failure: both sides of the comparison take their time. */
const TIMEOUT = { timeout: 300_000 };
const templates = fc.sample(template, { numRuns: 500, seed: 1 });

test('each key of ResourcePolicy is drawn, for APIs and for events', () => {
  const drawn = templates.map((one) => JSON.stringify(one));
  for (const key of KEYS) {
    expect(drawn.filter((one) => one.includes(`"${key}":`)).length, key).toBeGreaterThan(30);
    const ofEvents = new RegExp(`"Events":.*"${key}":`);
    expect(drawn.filter((one) => ofEvents.test(one)).length, key).toBeGreaterThan(5);
  }
});

describe.runIf(isThere)('500 drawn templates of SAM', TIMEOUT, () => {
  test('have the routes, stages and findings of what SAM makes of them, and let the same callers in', async () => {
    const outputs = translated(templates);
    const ours = templates.map((input) => compared('t.json', JSON.stringify(input)));
    for (const [i, output] of (await outputs).entries()) {
      const told = { input: templates[i], output };
      expect(output).not.toHaveProperty('error');
      expect({ ...told, ...ours[i] }).toEqual({ ...told, ...compared('t.json', JSON.stringify(output)) });
    }
  });
});
