import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, linkSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { condition, method, parameter } from '../rules/templates.ts';
import { node, PROGRAM } from './program.ts';
import { run as main, type Outcome, workspace } from './run.ts';

// a process, on machines of all kinds
vi.setConfig({ testTimeout: 60_000 });

const directory = workspace();
const CLEAN = condition('!Ref Office', { resources: method('GET'), head: parameter('Office') });
const PART = `Resources:
  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yml } }
`;

const run = (cwd: string, line: string): Promise<Outcome> => main(line.split(' '), { cwd });

describe('a report never takes the place of what it is made from', () => {
  const files = (): string => {
    const cwd = directory({
      'a.yml': CLEAN,
      'b.yml': PART,
      'child.yml': CLEAN,
      'vpc.yml': 'Resources: { Vpc: { Type: AWS::EC2::VPC } }\n',
      'values.json': '{ "Office": "8.8.8.8/32" }',
      'samconfig.toml': '[prod.deploy.parameters]\nparameter_overrides = "Office=8.8.8.8/32"\n',
    });
    symlinkSync('a.yml', join(cwd, 'link.yml'));
    linkSync(join(cwd, 'a.yml'), join(cwd, 'twin.txt'));
    execFileSync('git', ['init', '--quiet', cwd]);
    return cwd;
  };

  test.each<[line: string, output: string]>([
    ['a.yml', 'a.yml'],
    ['.', 'a.yml'],
    ['a.yml', './link.yml'],
    ['link.yml', 'a.yml'],
    ['a.yml', 'twin.txt'],
    ['b.yml', 'child.yml'],
    ['vpc.yml', 'vpc.yml'],
    ['gone.yml a.yml', 'a.yml'],
    ['a.yml --parameter-file values.json', 'values.json'],
    ['a.yml --env prod', 'samconfig.toml'],
    ['b.yml --base a.yml', 'a.yml'],
    ['explain a.yml', 'a.yml'],
    ['who 8.8.8.8 a.yml', 'a.yml'],
    ['diff a.yml b.yml', 'a.yml'],
    ['diff a.yml b.yml', 'b.yml'],
  ])('%s -o %s', async (line, output) => {
    const cwd = files();
    const before = readFileSync(join(cwd, output), 'utf8');
    expect(await run(cwd, `${line} -o ${output}`)).toEqual({
      code: 2,
      stdout: '',
      stderr: `ipaudit: cannot write the report to ${output}: it would take the place of a file that was read; name another one\n`,
    });
    expect(readFileSync(join(cwd, output), 'utf8')).toBe(before);
  });

  // where standard input has a name
  test.skipIf(!existsSync('/dev/stdin'))('that comes by standard input', () => {
    const cwd = files();
    const input = openSync(join(cwd, 'a.yml'), 'r');
    const argv = [PROGRAM, '--stdin', '-o', 'a.yml'];
    const { status } = spawnSync(process.execPath, argv, { cwd, stdio: [input, 'ignore', 'ignore'] });
    closeSync(input);
    expect([status, readFileSync(join(cwd, 'a.yml'), 'utf8')]).toEqual([2, CLEAN]);
  });

  test('but of the last report', async () => {
    const cwd = files();
    for (const format of ['json', 'stylish', 'json'])
      expect((await run(cwd, `. -f ${format} -o report.json`)).stderr).toBe('');
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'))).toMatchObject({ version: 1 });
  });
});

describe('a folder that cannot be made', () => {
  // Node makes folders there without an end
  test.skipIf(!existsSync('/proc/self'))('is an error', async () => {
    const cwd = directory({ 'a.yml': CLEAN });
    const { code, stderr } = await node([PROGRAM, 'a.yml', '-o', '/proc/x/y'], { cwd, timeout: 20_000 });
    expect([code, stderr]).toEqual([
      2,
      'ipaudit: cannot write the report to /proc/x/y: There is no such file: check the name.\n',
    ]);
  });
});

test('with a report in a file, the log has what it came to', async () => {
  const cwd = directory({ 'a.yml': condition('0.0.0.0/0', { resources: method('GET') }) });
  expect(await run(cwd, 'a.yml -f json -o out.json')).toEqual({
    code: 1,
    stdout: '✖ 1 problem (1 error, 0 warnings)\n',
    stderr: '',
  });
});

test('two formats are one too many', async () => {
  const cwd = directory({ 'a.yml': CLEAN });
  expect(await run(cwd, 'a.yml -f json -f sarif')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'ipaudit: --format takes one of json, sarif: run once for each\n',
  });
  expect((await run(cwd, 'a.yml -f json -f json')).code).toBe(0);
});
