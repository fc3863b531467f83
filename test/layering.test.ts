import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

/** Who may import whom: nothing else, type imports too. `cli` may import everything. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  source: [],
  ip: [],
  values: ['source'],
  model: ['values', 'ip'],
  policy: ['values', 'model', 'ip'],
  access: ['model', 'values', 'ip'],
  template: ['source', 'values', 'policy', 'model'],
  'template/cloudformation': ['source', 'values', 'policy', 'model'],
  // the shape of snapshots aside, which is a file of template's
  live: [],
  report: ['values'],
  rules: ['model', 'access', 'ip', 'report'],
  linter: ['rules', 'report', 'model', 'access', 'values'],
  explain: ['model', 'access', 'ip', 'values', 'report'],
  audit: ['source', 'values', 'model', 'template', 'linter', 'explain', 'report'],
  reporters: ['report', 'source'],
  'reporters/sarif': ['report', 'source'],
};

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const folders = readdirSync(join(PROJECT, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const scratch = mkdtempSync(join(tmpdir(), 'layering-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test('every folder is guarded, and every guarded folder exists', () => {
  for (const folder of Object.keys(MAY_IMPORT)) expect(existsSync(join(PROJECT, 'src', folder)), folder).toBe(true);
  expect(folders.filter((folder) => folder !== 'cli' && !(folder in MAY_IMPORT))).toEqual([]);
});

test('the linter refuses every import that is not allowed, and no other', () => {
  for (const path of ['biome.json', 'scripts']) cpSync(join(PROJECT, path), join(scratch, path), { recursive: true });
  for (const folder of Object.keys(MAY_IMPORT)) {
    const up = '../'.repeat(folder.split('/').length);
    const lines = folders.map((other) => `import type {} from '${up}${other}/any.ts';`);
    mkdirSync(join(scratch, 'src', folder), { recursive: true });
    writeFileSync(join(scratch, 'src', folder, 'file.ts'), `${lines.join('\n')}\n`);
  }
  const { stdout } = spawnSync(
    join(PROJECT, 'node_modules/.bin/biome'),
    ['lint', '--reporter=json', '--max-diagnostics=none', '--only=style/noRestrictedImports', '.'],
    { cwd: scratch, encoding: 'utf8' },
  );
  const { diagnostics } = JSON.parse(stdout) as Diagnostics;
  const refused = diagnostics.map(({ location: { path, start } }) => {
    const folder = dirname(path).replace(/^src\//, '');
    return `${folder} imports ${folders[start.line - 1]}`;
  });
  const forbidden = Object.entries(MAY_IMPORT).flatMap(([folder, allowed]) =>
    folders
      .filter((other) => !allowed.includes(other) && other !== folder.split('/')[0])
      .map((other) => `${folder} imports ${other}`),
  );
  // a folder may import itself by a name that nobody writes
  const own = Object.keys(MAY_IMPORT).map((folder) => `${folder} imports ${folder.split('/')[0]}`);
  expect(refused.filter((one) => !own.includes(one)).sort()).toEqual(forbidden.sort());
});

interface Diagnostics {
  readonly diagnostics: readonly {
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
}
