import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'ipaudit package ')));
afterAll(() => rmSync(scratch, { recursive: true }));
const installed = join(scratch, 'node_modules/ipaudit');

const inProject = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { cwd: scratch, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

beforeAll(() => {
  const packed = join(scratch, 'packed');
  mkdirSync(packed);
  // `prepare` builds what is packed
  execFileSync('npm', ['pack', '--silent', '--pack-destination', packed], { cwd: PROJECT });
  writeFileSync(join(scratch, 'package.json'), '{ "private": true, "type": "module" }');
  const [tarball] = readdirSync(packed);
  inProject('npm', 'install', '--silent', '--offline', '--no-audit', '--no-fund', join(packed, tarball as string));
  copyFileSync(join(PROJECT, 'examples/office-only.yml'), join(scratch, 'template.yml'));
});

test('it installs alone, in a folder whose name has blanks', () => {
  expect(readdirSync(join(scratch, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['ipaudit']);
});

test('its program runs', () => {
  expect(inProject('npx', '--no', '--', 'ipaudit', '--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('its manifest is what tools expect', async () => {
  expect((await publint({ pkgDir: installed })).messages).toEqual([]);
});

test('its types need nothing that is not in it', () => {
  const program = `import { createSession, defineRule, inMemory, type Finding } from 'ipaudit';
const rule = defineRule({
  id: 'require-sid',
  description: 'Require a name for every statement',
  severity: 'warning',
  preset: 'recommended',
  messages: { missing: 'Statement {{number}} has no Sid. Give it one.' },
  statement(statement, { report }) {
    if (statement.sid === undefined) report('missing', statement, { data: { number: statement.index + 1 } });
  },
});
const text = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*" }] }';
const session = createSession(inMemory({ 'policy.json': text }), { ownRules: [rule] });
export const found: readonly Finding[] = session.lint(['policy.json']).findings;
`;
  writeFileSync(join(scratch, 'program.ts'), program);
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023'],
    types: [],
    outDir: 'out',
  };
  writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  inProject(join(PROJECT, 'node_modules/.bin/tsc'), '-p', '.');
  const run = "import('./out/program.js').then(({ found }) => console.log(found.map(({ message }) => message).join()))";
  expect(inProject('node', '-e', run)).toContain('Statement 1 has no Sid. Give it one.');
});

const examples = [...readFileSync(join(PROJECT, 'docs/api.md'), 'utf8').matchAll(/```js\n(.*?)```/gs)].map(
  ([, code], i) => [i + 1, code as string] as const,
);

test.each(examples)('example %i of docs/api.md runs', (i, code) => {
  const file = join(scratch, `example-${i}.js`);
  writeFileSync(file, code);
  expect(inProject('node', file)).not.toBe('');
});
