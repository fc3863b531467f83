import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { condition } from '../rules/templates.ts';
import { failuresOf, findingsOf, type Outcome, reportOf, run, workspace } from './run.ts';

const OPEN = condition('0.0.0.0/0');

const directory = workspace();
const audit = (cwd: string, ...argv: readonly string[]): Promise<Outcome> =>
  run([...argv, '--format', 'json'], { cwd });
const filesOf = (outcome: Outcome): readonly string[] => [
  ...new Set(findingsOf(outcome).map((row) => row.split(':')[0] as string)),
];

describe('a directory', () => {
  const cwd = directory({
    'b.yml': OPEN,
    'a/z.YAML': OPEN,
    'a/c.template': OPEN,
    'a/b.json': '{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Policy": 5}}}}',
    'a/notes.txt': OPEN,
    'a/yml': OPEN,
    'a/node_modules/x.yml': OPEN,
    'node_modules/x.yml': OPEN,
    '.hidden/x.yml': OPEN,
    'a/.aws-sam/x.yml': OPEN,
    '.x.yml': OPEN,
    '..x.yml': OPEN,
    'empty/notes.txt': '',
  });
  const all = ['..x.yml', '.x.yml', 'a/b.json', 'a/c.template', 'a/z.YAML', 'b.yml'];

  test.each<[names: readonly string[], files: readonly string[]]>([
    [['.'], all],
    [['.', 'a', 'b.yml'], all],
    [['b.yml', '.'], all],
    [['a/'], all.slice(2, 5)],
    [['./a/../a'], all.slice(2, 5)],
    [['.hidden'], ['.hidden/x.yml']],
    [['node_modules'], ['node_modules/x.yml']],
    [
      ['a/notes.txt', 'a/yml'],
      ['a/notes.txt', 'a/yml'],
    ],
  ])('%j', async (names, files) => {
    const outcome = await audit(cwd, ...names);
    expect(filesOf(outcome)).toEqual(files);
    expect(reportOf(outcome).summary.files).toBe(files.length);
  });

  test('is walked in order', async () => {
    const sam = 'Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties: { ProtocolType: WEBSOCKET }\n';
    // in the order in which they are met: a report does not sort them
    const names = ['b/1.yml', 'a.yml', 'b/10.yml', 'c.yml', 'b/2.yml', 'B.yml'];
    const { notAudited } = reportOf(await audit(directory(Object.fromEntries(names.map((name) => [name, sam]))), '.'));
    expect(notAudited.map(({ file }) => file)).toEqual(['B.yml', 'a.yml', 'b/1.yml', 'b/10.yml', 'b/2.yml', 'c.yml']);
  });

  test('outside the working directory is named by the way to it', async () => {
    expect(filesOf(await audit(join(cwd, 'a'), '..', cwd))).toEqual(
      all.map((file) => (file.startsWith('a/') ? file.slice(2) : `../${file}`)).sort(),
    );
  });

  test('without templates is a failure', async () => {
    const outcome = await audit(cwd, 'empty', 'b.yml');
    expect(outcome.code).toBe(2);
    expect(filesOf(outcome)).toEqual(['b.yml']);
    expect(failuresOf(outcome)).toEqual([
      'empty There is no template below this directory: name one, or a directory with .json, .yml, .yaml, .template files (--debug says what was left, and why).',
    ]);
  });
});

describe('what cannot be read is a failure, and the others are audited', () => {
  const cwd = directory({ 'a.yml': OPEN, 'z.yml': OPEN, 'big.yml': '', 'd/at-limit.yml': '' });
  truncateSync(join(cwd, 'big.yml'), 51 * 1024 * 1024);
  truncateSync(join(cwd, 'd/at-limit.yml'), 50 * 1024 * 1024);
  execFileSync('sh', ['-c', 'mkfifo "$0"', join(cwd, 'pipe.yml')]);

  test.each([
    ['gone.yml', 'There is no such file: check the name.'],
    ['gone/deep.yml', 'There is no such file: check the name.'],
    ['a.yml/deep.yml', 'There is no such file, a part of its path is no directory: check the name.'],
    ['x'.repeat(300), 'Its name is too long for a file: check the name.'],
    ['big.yml', 'It is larger than 50 MB: a template is not.'],
    ['pipe.yml', 'It is not a regular file: hand it to --stdin.'],
    ['/dev/null', 'It is not a regular file: hand it to --stdin.'],
  ])('%s', async (name, message) => {
    const outcome = await audit(cwd, 'a.yml', name, 'z.yml');
    const [failure, ...more] = reportOf(outcome).failures;
    expect([failure?.message, more]).toEqual([message, []]);
    expect(basename(failure?.location.file ?? '')).toBe(basename(name));
    expect(failure?.location.start).toEqual({ line: 1, column: 1 });
    expect([filesOf(outcome), outcome.code]).toEqual([['a.yml', 'z.yml'], 2]);
  });

  test('the largest that may be read is', async () => {
    expect(await audit(cwd, 'd')).toMatchObject({ code: 0, stderr: '' });
  });

  test('all the same below a directory', async () => {
    const outcome = await audit(cwd, '.');
    expect(failuresOf(outcome).map((row) => row.split(' ')[0])).toEqual(['big.yml', 'pipe.yml']);
    expect([filesOf(outcome), outcome.code]).toEqual([['a.yml', 'z.yml'], 2]);
  });
});

describe('links', () => {
  const elsewhere = directory({ 'secret.yml': OPEN, 'deep/secret.yml': OPEN });
  const LEADS_OUT = 'It leads out of the root: name a wider one with --root.';
  const LOOPS = 'Its links lead in a circle: mend them.';

  test('within the working directory are followed, but not to directories', async () => {
    const cwd = directory({ 'real/a.txt': OPEN });
    symlinkSync(join(cwd, 'real/a.txt'), join(cwd, 'link.yml'));
    symlinkSync(cwd, join(cwd, 'real/up'));
    symlinkSync(cwd, join(cwd, 'real/up.yml'));
    expect(await audit(cwd, '.').then(filesOf)).toEqual(['link.yml']);
    expect(await audit(cwd, 'real/up').then(filesOf)).toEqual(['real/up/link.yml']);
  });

  test('out of it are refused, unless they are named', async () => {
    const cwd = directory();
    symlinkSync(join(elsewhere, 'secret.yml'), join(cwd, 'link.yml'));
    symlinkSync(join(elsewhere, 'deep'), join(cwd, 'deep'));
    const outcome = await audit(cwd, '.');
    expect([filesOf(outcome), failuresOf(outcome), outcome.code]).toEqual([[], [`link.yml ${LEADS_OUT}`], 2]);
    expect(await audit(cwd, 'link.yml').then(filesOf)).toEqual(['link.yml']);
    expect(await audit(cwd, 'deep').then(filesOf)).toEqual(['deep/secret.yml']);
    expect(await audit(cwd, 'deep/../link.yml', '.').then(filesOf)).toEqual(['link.yml']);
  });

  test('to a directory whose name only starts like an allowed one are refused', async () => {
    const parent = directory({ 'root-2/secret.yml': OPEN });
    mkdirSync(join(parent, 'root'));
    symlinkSync(join(parent, 'root-2/secret.yml'), join(parent, 'root/link.yml'));
    expect(await audit(join(parent, 'root'), '.').then(failuresOf)).toEqual([`link.yml ${LEADS_OUT}`]);
  });

  test('in a circle, and to nothing, are failures', async () => {
    const cwd = directory();
    symlinkSync('b.yml', join(cwd, 'a.yml'));
    symlinkSync('a.yml', join(cwd, 'b.yml'));
    symlinkSync('gone', join(cwd, 'c.yml'));
    const failures = [`a.yml ${LOOPS}`, `b.yml ${LOOPS}`, 'c.yml There is no such file: check the name.'];
    expect(await audit(cwd, '.').then(failuresOf)).toEqual(failures);
    expect(await audit(cwd, 'a.yml').then(failuresOf)).toEqual(failures.slice(0, 1));
  });

  test('a working directory that is one itself is no hindrance', async () => {
    const real = directory({ 'a.yml': OPEN });
    const link = join(directory(), 'cwd');
    symlinkSync(real, link);
    expect(await audit(link, '.').then(filesOf)).toEqual(['a.yml']);
  });
});

test('names are shown with their odd characters escaped', async () => {
  const cwd = directory();
  writeFileSync(join(cwd, 'a\u001b[31m\n.yml'), OPEN);
  const { stdout } = await run(['.'], { cwd });
  expect(stdout.split('\n')[0]).toBe('a\\u001b[31m\\u000a.yml');
});
