import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compared } from './sam-access.ts';
import { template } from './sam-drawn.ts';
import { type Json, KEYS } from './sam-values.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = file('../../.venv/bin/python');
const isThere = existsSync(PYTHON);
if (!isThere) process.stderr.write('skipped: there is no .venv with the translator of SAM, which .ci/run makes\n');

/** A slow machine is no failure: both sides of the comparison take their time. */
const TIMEOUT = { timeout: 300_000 };
const templates = fc.sample(template, { numRuns: 500, seed: 1 });

/** What SAM's own translator makes of templates: one process for all of them. */
async function translated(): Promise<readonly Json[]> {
  const python = spawn(PYTHON, [file('../fixtures/sam/translate.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  python.stdin.end(JSON.stringify(templates));
  return JSON.parse(await text(python.stdout));
}

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
    const outputs = translated();
    const ours = templates.map((input) => compared('t.json', JSON.stringify(input)));
    for (const [i, output] of (await outputs).entries()) {
      const told = { input: templates[i], output };
      expect(output).not.toHaveProperty('error');
      expect({ ...told, ...ours[i] }).toEqual({ ...told, ...compared('t.json', JSON.stringify(output)) });
    }
  });
});
