import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'tables-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test('the linter refuses plain objects as tables that a text is looked up in, and no others', () => {
  for (const path of ['biome.json', 'scripts/no-text-table.grit'])
    cpSync(join(PROJECT, path), join(scratch, path), { recursive: true });
  mkdirSync(join(scratch, 'src/values'), { recursive: true });
  writeFileSync(
    join(scratch, 'src/values/file.ts'),
    `const ONE: Readonly<Record<string, number>> = { a: 1 };
const TWO: Record<string, readonly string[]> = {};
const THREE = { a: 1 };
export const asked = (text: string): boolean => text in THREE;
export const NAMES: Readonly<Record<'a' | 'b', number>> = { a: 1, b: 2 };
export const told = (given: Readonly<Record<string, number>>): boolean => 'a' in given || ONE === TWO;
`,
  );
  const { stdout } = spawnSync(
    join(PROJECT, 'node_modules/.bin/biome'),
    ['lint', '--reporter=json', '--max-diagnostics=none', '.'],
    { cwd: scratch, encoding: 'utf8' },
  );
  const { diagnostics } = JSON.parse(stdout) as {
    readonly diagnostics: readonly {
      readonly category: string;
      readonly location: { readonly start: { readonly line: number } };
    }[];
  };
  const refused = diagnostics.filter(({ category }) => category === 'plugin');
  expect(refused.map(({ location: { start } }) => start.line).sort()).toEqual([1, 2, 4]);
});
