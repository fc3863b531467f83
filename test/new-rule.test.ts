import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'new-rule-'));
afterAll(() => rmSync(scratch, { recursive: true }));
for (const path of ['scripts/new-rule.mjs', 'src/rules', 'test/rules', 'docs/rules'])
  cpSync(join(PROJECT, path), join(scratch, path), { recursive: true });

const newRule = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(scratch, 'scripts/new-rule.mjs'), ...args], { encoding: 'utf8' });
const read = (path: string): string => readFileSync(join(scratch, path), 'utf8');
const linesOf = (path: string): readonly string[] => read(path).split('\n');

test('a new rule gets its files and its places in the lists, which stay as they were', () => {
  const before = { index: linesOf('src/rules/index.ts'), readme: linesOf('docs/rules/README.md') };
  expect(newRule('no-funny-source').status).toBe(0);
  const [index, readme] = [linesOf('src/rules/index.ts'), linesOf('docs/rules/README.md')];
  expect(index.filter((line) => !before.index.includes(line))).toEqual([
    "import noFunnySource from './no-funny-source.ts';",
    '  noFunnySource,',
  ]);
  expect(index.filter((line) => !line.includes('noFunnySource'))).toEqual(before.index);
  expect(readme.filter((line) => !line.includes('no-funny-source'))).toEqual(before.readme);
  const rows = readme.filter((line) => line.startsWith('| ['));
  expect(rows).toEqual([...rows].sort());
  for (const folder of ['src/rules', 'test/rules', 'docs/rules'])
    expect(readdirSync(join(scratch, folder)).filter((name) => name.startsWith('no-funny-source')).length).toBe(1);
});

test.each([
  ['one that is there', ['no-host-bits'], 'choose another name'],
  ['no name', [], 'Name the rule in small words'],
  ['a path', ['../no-such'], 'Name the rule in small words'],
])('%s is refused, and nothing is written', (_, args, message) => {
  const before = read('src/rules/index.ts');
  const { status, stderr } = newRule(...args);
  expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(read('src/rules/index.ts')).toBe(before);
});
