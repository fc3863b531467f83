import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

/** Who may import whom, two folders deep: nothing else, type imports too. `cli` may import everything. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  text: [],
  source: [],
  ip: [],
  values: ['source'],
  model: ['values', 'ip'],
  policy: ['values', 'model', 'ip', 'text'],
  access: ['model', 'values', 'ip'],
  template: ['source', 'values', 'model', 'text'],
  'template/kernel': ['source', 'values', 'model', 'template'],
  'template/cdk': ['source', 'template', 'template/kernel'],
  'template/cfn-include': ['source', 'values', 'template', 'template/kernel'],
  'template/cloudformation': [
    ...['source', 'values', 'policy', 'model', 'template'],
    ...['template/kernel', 'template/openapi'],
  ],
  'template/document': [
    ...['source', 'values', 'policy', 'model', 'template'],
    ...['template/openapi', 'template/snapshot'],
  ],
  'template/openapi': ['source', 'values', 'policy', 'model', 'template', 'template/kernel'],
  'template/sam': [
    ...['source', 'values', 'policy', 'model', 'template', 'text'],
    ...['template/kernel', 'template/cloudformation', 'template/openapi'],
  ],
  'template/serverless': [
    ...['source', 'values', 'model', 'template'],
    ...['template/kernel', 'template/cloudformation'],
  ],
  'template/snapshot': [
    ...['source', 'values', 'policy', 'model', 'template'],
    ...['template/kernel', 'template/openapi'],
  ],
  'template/terraform': [
    ...['source', 'values', 'policy', 'model', 'template', 'text'],
    ...['template/kernel', 'template/document', 'template/openapi'],
  ],
  // the shape of snapshots aside, which is a file of theirs
  live: ['text'],
  report: [],
  rules: ['model', 'access', 'ip', 'report', 'text'],
  linter: ['rules', 'report', 'model', 'values'],
  explain: ['model', 'access', 'ip', 'values', 'report'],
  session: [
    ...['source', 'values', 'model', 'report', 'text'],
    ...['template', 'template/kernel', 'template/cfn-include'],
  ],
  answers: ['session', 'template', 'linter', 'explain', 'model', 'report'],
  testing: ['answers', 'session', 'rules', 'report'],
  reporters: ['report', 'source', 'reporters/sarif'],
  'reporters/sarif': ['report', 'reporters'],
};

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const SRC = join(PROJECT, 'src');
const scratch = mkdtempSync(join(tmpdir(), 'layering-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function foldersIn(path: string): readonly string[] {
  return readdirSync(join(SRC, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => (path === '' ? name : `${path}/${name}`));
}

const folders = foldersIn('').flatMap((folder) => [folder, ...foldersIn(folder)]);
const isOfCli = (folder: string): boolean => folder.startsWith('cli');

test('every folder is guarded, two deep, and every guarded folder exists', () => {
  for (const folder of Object.keys(MAY_IMPORT)) expect(existsSync(join(SRC, folder)), folder).toBe(true);
  expect(folders.filter((folder) => !isOfCli(folder) && !(folder in MAY_IMPORT))).toEqual([]);
});

test('every permission is used', () => {
  const unused = Object.entries(MAY_IMPORT).flatMap(([folder, allowed]) => {
    const used = new Set(importedBy(folder));
    return allowed.filter((other) => !used.has(other)).map((other) => `${folder} imports ${other}`);
  });
  expect(unused).toEqual([]);
});

/** The folders that the files of a folder import. */
function importedBy(folder: string): readonly string[] {
  const files = readdirSync(join(SRC, folder)).filter((name) => name.endsWith('.ts'));
  const imports = files.flatMap((name) => [
    ...readFileSync(join(SRC, folder, name), 'utf8').matchAll(/(?:from|import\() ?'(\.[^']*)'/g),
  ]);
  return imports.map(([, path = '']) => join(folder, dirname(path)).replaceAll('\\', '/'));
}

test('the linter refuses every import that is not allowed, and no other', () => {
  for (const path of ['biome.json', 'scripts']) cpSync(join(PROJECT, path), join(scratch, path), { recursive: true });
  for (const folder of Object.keys(MAY_IMPORT)) {
    const lines = folders.map((other) => {
      const path = relative(join(SRC, folder), join(SRC, other, 'any.ts'));
      return `import type {} from '${path.startsWith('.') ? path : `./${path}`}';`;
    });
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
      // what lies in a folder is its own
      .filter((other) => other !== folder && !other.startsWith(`${folder}/`) && !allowed.includes(other))
      .map((other) => `${folder} imports ${other}`),
  );
  // a folder may import itself by a name that nobody writes
  const own = Object.keys(MAY_IMPORT).map((folder) => `${folder} imports ${folder}`);
  expect(refused.filter((one) => !own.includes(one)).sort()).toEqual(forbidden.sort());
});

interface Diagnostics {
  readonly diagnostics: readonly {
    readonly location: { readonly path: string; readonly start: { readonly line: number } };
  }[];
}
