import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { maxFileSize } from '../../src/cli/file-system.ts';
import { service } from '../support/serverless.ts';
import { failuresOf, type Outcome, reportOf, run, workspace } from './run.ts';

const directory = workspace();

describe('the environment', () => {
  const cwd = directory({ 'serverless.yml': service(`["\${env:OFFICE}", "\${env:SECRET}"]`) });
  const env = { OFFICE: '0.0.0.0/0', SECRET: '8.0.0.0/8' };
  const audit = (...argv: readonly string[]): Promise<Outcome> =>
    run(['serverless.yml', ...argv, '--format', 'json'], { cwd, env });
  const said = async (...argv: readonly string[]): Promise<readonly string[]> => {
    const { findings, undecided } = reportOf(await audit(...argv));
    return [...findings.map(({ ruleId }) => ruleId), ...undecided.map(({ reason }) => reason)];
  };
  const unknown = (name: string): string => `environment variable ${name} is known at deployment only`;

  test.each<[line: string, expected: readonly string[]]>([
    ['', [unknown('OFFICE'), unknown('SECRET')]],
    ['--allow-env OFFICE', ['no-wildcard-source', unknown('SECRET')]],
    ['--allow-env OFFICE --allow-env SECRET', ['no-wildcard-source', 'no-broad-source']],
    ['--allow-env OTHER', [unknown('OFFICE'), unknown('SECRET')]],
    ['--allow-env OFFICE --parameters env:OFFICE=8.8.8.8', [unknown('SECRET')]],
  ])('with %s', async (line, expected) => {
    expect(await said(...line.split(' ').filter((word) => word !== ''))).toEqual(expected);
  });

  test('nothing that is not allowed is in what is said', async () => {
    const { stdout, stderr } = await audit('--allow-env', 'OFFICE');
    expect(`${stdout}${stderr}`).not.toContain('8.0.0.0');
  });

  test('of explain and who too', async () => {
    const explained = await run(['explain', 'serverless.yml', '--allow-env', 'OFFICE'], { cwd, env });
    expect(explained.stdout).toContain('everybody');
    const asked = await run(['who', '9.9.9.9', 'serverless.yml', '--allow-env', 'OFFICE'], { cwd, env });
    expect(asked.stdout).toContain('GET /pets');
  });

  test('a name of every object is no variable', async () => {
    const other = directory({ 'serverless.yml': service(`["\${env:constructor}"]`) });
    const outcome = await run(['serverless.yml', '--allow-env', 'constructor', '--format', 'json'], { cwd: other });
    expect(reportOf(outcome).undecided.map(({ reason }) => reason)).toEqual([unknown('constructor')]);
  });

  test('a .env file is never read', async () => {
    const other = directory({
      'serverless.yml': `useDotenv: true\n${service(`["\${env:OFFICE}"]`)}`,
      '.env': 'OFFICE=0.0.0.0/0\n',
    });
    const { findings, undecided } = reportOf(await run(['serverless.yml', '--format', 'json'], { cwd: other }));
    expect([findings, undecided.map(({ reason }) => reason)]).toEqual([[], [unknown('OFFICE')]]);
  });
});

describe('files that a service may not bring in', () => {
  const root = directory({ 'secret.yml': 'a: 0.0.0.0/0\n', 'project/x.yml': '' });
  const outside = join(root, 'secret.yml');

  test.each([
    ['above the root', '../secret.yml'],
    ['by a long way', 'a/../../secret.yml'],
    ['by its absolute path', outside],
    ['by a link', 'link.yml'],
    ['of the system', '/etc/passwd'],
  ])('%s', async (_, name) => {
    const cwd = directory({
      'project/serverless.yml': service(`["\${file(${name}):a}"]`),
      'secret.yml': 'a: 0.0.0.0/0\n',
    });
    symlinkSync(outside, join(cwd, 'project/link.yml'));
    const outcome = await run(['serverless.yml', '--root', '.', '--format', 'json'], { cwd: join(cwd, 'project') });
    expect(failuresOf(outcome)).toEqual([
      `serverless.yml ${name} is not read. It leads out of the root: name a wider one with --root.`,
    ]);
    const { findings, undecided, failures } = reportOf(outcome);
    expect([outcome.code, findings]).toEqual([2, []]);
    expect(undecided.map(({ reason }) => reason)).toEqual([`${name} is not read`]);
    const { start, end } = failures[0]?.location ?? {};
    expect([start, end]).toEqual([
      { line: 10, column: 51 },
      { line: 10, column: 51 + `\${file(${name}):a}`.length },
    ]);
  });

  test('a name that begins with a tilde is no home directory', async () => {
    const cwd = directory({ 'serverless.yml': service(`["\${file(~/secret.yml):a}"]`) });
    const { undecided, failures } = reportOf(await run(['serverless.yml', '--format', 'json'], { cwd }));
    expect([failures, undecided.map(({ reason }) => reason)]).toEqual([[], ['~/secret.yml is not there']]);
  });

  test('one that is too large', async () => {
    const cwd = directory({
      'serverless.yml': service(`["\${file(huge.yml):a}"]`),
      'huge.yml': new Uint8Array(maxFileSize + 1),
    });
    const outcome = await run(['serverless.yml', '--format', 'json'], { cwd });
    expect(failuresOf(outcome)).toEqual([
      'serverless.yml huge.yml is not read. It is larger than 50 MB: a template is not.',
    ]);
    expect(reportOf(outcome).summary.apis).toBe(1);
  });
});
