import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'lint-plugins-'));
afterAll(() => rmSync(scratch, { recursive: true }));
for (const path of ['biome.json', 'scripts']) cpSync(join(PROJECT, path), join(scratch, path), { recursive: true });
mkdirSync(join(scratch, 'src/values'), { recursive: true });

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly start: { readonly line: number } };
}

/** The lines of a program that a plugin refuses. */
function refusedIn(program: string): readonly number[] {
  writeFileSync(join(scratch, 'src/values/file.ts'), program);
  const biome = join(PROJECT, 'node_modules/.bin/biome');
  const argv = ['lint', '--reporter=json', '--max-diagnostics=none', 'src'];
  const { stdout } = spawnSync(biome, argv, { cwd: scratch, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
  const refused = diagnostics.filter(({ category }) => category === 'plugin');
  return refused.map(({ location: { start } }) => start.line).sort();
}

test('the linter refuses plain objects as tables that a text is looked up in, and no others', () => {
  const program = `const ONE: Readonly<Record<string, number>> = { a: 1 };
const TWO: Record<string, readonly string[]> = {};
const THREE = { a: 1 };
export const asked = (text: string): boolean => text in THREE;
export const NAMES: Readonly<Record<'a' | 'b', number>> = { a: 1, b: 2 };
export const told = (given: Readonly<Record<string, number>>): boolean => 'a' in given || ONE === TWO;
`;
  expect(refusedIn(program)).toEqual([1, 2, 4]);
});

test('the linter refuses a list spread into push, which may be longer than a stack is deep', () => {
  const program = `export const list: number[] = [];
list.push(1, 2);
list.push(...[3, 4]);
for (const one of [5]) list.push(one);
`;
  expect(refusedIn(program)).toEqual([3]);
});
