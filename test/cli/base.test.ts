import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { condition as listing, method, parameter } from '../rules/templates.ts';
import { findingsOf, type Outcome, reportOf, run, workspace } from './run.ts';

const condition = (sources: string, head = ''): string => listing(sources, { head, resources: method('GET') });
const directory = workspace();
const audit = (cwd: string, ...argv: readonly string[]): Promise<Outcome> =>
  run([...argv, '--format', 'json'], { cwd, env: { PATH: process.env.PATH ?? '' } });
const kept = (outcome: Outcome): readonly string[] =>
  findingsOf(outcome).filter((row) => row.endsWith('no-undeployed-policy'));

test('an earlier file', async () => {
  const cwd = directory({ 'old.yml': condition('8.8.8.8'), 'new.yml': condition('9.9.9.9') });
  expect(kept(await audit(cwd, 'new.yml'))).toEqual([]);
  expect(kept(await audit(cwd, 'new.yml', '--base', 'old.yml'))).toEqual(['new.yml:9:7 no-undeployed-policy']);
  expect(kept(await audit(cwd, 'new.yml', '--base', 'new.yml'))).toEqual([]);
});

test('an earlier file that cannot be read is a failure', async () => {
  const cwd = directory({ 'new.yml': condition('9.9.9.9') });
  const outcome = await audit(cwd, 'new.yml', '--base', 'gone.yml');
  expect(outcome.code).toBe(2);
  expect(reportOf(outcome).failures.map(({ message, location }) => `${location.file} ${message}`)).toEqual([
    'gone.yml In the base: There is no such file: check the name.',
  ]);
});

test('the same files in git', async () => {
  const cwd = directory({ 'a.yml': condition('8.8.8.8') });
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd, encoding: 'utf8' });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'first');
  writeFileSync(join(cwd, 'a.yml'), condition('9.9.9.9'));
  writeFileSync(join(cwd, 'b.yml'), condition('9.9.9.9'));
  // b.yml is new: nothing is held against it
  expect(kept(await audit(cwd, '.', '--base', 'git:HEAD'))).toEqual(['a.yml:9:7 no-undeployed-policy']);
  expect(kept(await audit(cwd, 'b.yml', '--base', 'git:HEAD'))).toEqual([]);
  expect(kept(await audit(cwd, 'b.yml', '--base', 'git:HEAD:a.yml'))).toEqual(['b.yml:9:7 no-undeployed-policy']);
});

test('two nested stacks of one template', async () => {
  const stack = (id: string, office: string): string =>
    `  ${id}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yml, Parameters: { Office: ${office} } } }\n`;
  const parent = (b: string): string => `Resources:\n${stack('A', '8.8.8.8')}${stack('B', b)}`;
  const child = condition('!Ref Office', parameter('Office'));
  const cwd = directory({
    'old/parent.yml': parent('9.9.9.9'),
    'old/child.yml': child,
    'new/parent.yml': parent('1.1.1.1'),
    'new/child.yml': child,
  });
  const outcome = await audit(cwd, 'new/parent.yml', '--base', 'old/parent.yml');
  expect(kept(outcome)).toHaveLength(1);
  expect(outcome.stdout).toMatch(/to 1\.1\.1\.1, and closes .* to 9\.9\.9\.9/);
  const same = await run(['diff', 'old/parent.yml', 'old/parent.yml'], { cwd });
  expect(same.stdout).toBe('nobody newly gets in and nobody is kept out, in 2 APIs\n');
});
