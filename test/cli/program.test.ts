import { readFileSync, statSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { helpText } from '../../src/cli/help.ts';
import type { Report } from '../../src/report/report.ts';
import { condition, method } from '../rules/templates.ts';
import { node, PROGRAM } from './program.ts';
import { type Outcome, workspace } from './run.ts';

// a process for each test, on machines of all kinds
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const directory = workspace();
const COUNT = 5000;
const cwd = directory({
  'open.yml': condition('0.0.0.0/0', { resources: method('GET') }),
  'clean.yml': condition('8.8.8.8/32', { resources: method('GET') }),
  'broken.yml': 'AWS::ApiGateway: [',
  // 5,000 lines, one finding each
  'many.yml': condition(Array.from({ length: COUNT }, () => 'hello')),
});

const run = (line: string, more: { input?: string; readAtMost?: number } = {}): Promise<Outcome> =>
  node([PROGRAM, ...line.split(' ')], { cwd, ...more });

test('is a program of its own', () => {
  expect(readFileSync(PROGRAM, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(statSync(PROGRAM).mode & 0o111).toBe(0o111);
});

test.each([
  ['clean.yml', 0],
  ['open.yml', 1],
  ['broken.yml open.yml', 2],
  ['gone.yml', 2],
])('%s ends with %i, with all it has to say on stdout', async (line, expected) => {
  const { code, stdout, stderr } = await run(line);
  expect([code, stderr]).toEqual([expected, '']);
  expect(stdout).not.toBe('');
});

test('a report in full', async () => {
  expect(await run('open.yml')).toEqual({
    code: 1,
    stdout: `open.yml
  18:31  error  0.0.0.0/0 is the whole IPv4 internet: this allowlist shuts no IPv4 client out, whatever else it lists. Remove it and list the networks that may call.  no-wildcard-source

✖ 1 problem (1 error, 0 warnings)
`,
    stderr: '',
  });
});

test('help and version', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(await run('--help')).toEqual({ code: 0, stdout: helpText(), stderr: '' });
  expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('all bytes of a big report arrive', async () => {
  const { code, stdout } = await run('many.yml --format json');
  expect(code).toBe(1);
  expect(stdout.length).toBeGreaterThan(1_000_000);
  const { findings, summary } = JSON.parse(stdout) as Report;
  expect(findings.filter(({ ruleId }) => ruleId === 'valid-cidr')).toHaveLength(COUNT);
  expect(summary.errors).toBe(findings.filter(({ severity }) => severity === 'error').length);
});

test('a reader that has gone away is no error', async () => {
  const { code, stdout, stderr } = await run('many.yml', { readAtMost: 10 });
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toMatch(/^many\.yml\n/);
});

test('standard input', async () => {
  const { code, stdout } = await run('--stdin --stdin-filename x.yml', {
    input: condition('0.0.0.0/0', { resources: method('GET') }),
  });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^x\.yml\n {2}18:31 {2}error {2}/);
});

test.each(['--formt json', '--rule x open.yml', '--stdin open.yml', 'open.yml -o open.yml/x'])(
  '%s: one line on stderr, no stack',
  async (line) => {
    const { code, stdout, stderr } = await run(line);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ipaudit: .+\n$/);
  },
);
