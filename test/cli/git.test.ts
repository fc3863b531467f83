import { execFileSync } from 'node:child_process';
import { chownSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { condition, method } from '../rules/templates.ts';
import { failuresOf, findingsOf, run as main, type Outcome, workspace } from './run.ts';

// processes for each test, on machines of all kinds
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const directory = workspace();
const ENV = { PATH: process.env.PATH ?? '', HOME: directory() };
const run = (cwd: string, line: string): Promise<Outcome> => main(line.split(' '), { cwd, env: ENV });
const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: ENV,
  });

const allowing = (office: string): string => condition(office, { resources: method('GET') });

/** A repository of these files, committed; then `a.yml` is changed and committed again. */
function repository(
  files: Readonly<Record<string, string>> = {},
  links: Readonly<Record<string, string>> = {},
): string {
  const cwd = directory({ 'a.yml': allowing('217.128.123.0/24'), ...files });
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(cwd, name));
  git(cwd, 'init', '--quiet', '--initial-branch=main');
  git(cwd, 'config', 'uploadpack.allowFilter', 'true');
  git(cwd, 'add', '.');
  git(cwd, 'commit', '--quiet', '--message=first');
  writeFileSync(join(cwd, 'a.yml'), allowing('52.94.76.0/24'));
  git(cwd, 'commit', '--quiet', '--all', '--message=second');
  return cwd;
}

function clone(of: string, ...options: readonly string[]): string {
  const cwd = join(directory(), 'clone');
  git(of, 'clone', '--quiet', ...options, `file://${of}`, cwd);
  return cwd;
}

const refusal = (words: string) => ({ code: 2, stdout: '', stderr: `ipaudit: ${words}\n` });

describe('a clone that has not all', () => {
  /** By its version git says itself that it may not fetch, or nothing but that it is missing. */
  const PARTIAL =
    /^ipaudit: git (?:says: could not fetch \w+ from promisor remote|has not got .* here): this clone is partial; clone without --filter\n$/;
  const expectPartial = ({ code, stdout, stderr }: Outcome): void => {
    expect(stderr).toMatch(PARTIAL);
    expect([code, stdout]).toEqual([2, '']);
  };

  test('of the files does not pass for one without them', async () => {
    const full = repository({ 'd/b.yml': allowing('8.8.8.8/32') });
    const base = await run(clone(full), '--base git:HEAD~1 -f json a.yml');
    expect([base.code, findingsOf(base)]).toEqual([1, ['a.yml:9:7 no-undeployed-policy']]);

    const partial = clone(full, '--filter=blob:none');
    expectPartial(await run(partial, '--base git:HEAD~1 a.yml'));
    expectPartial(await run(partial, '--base git:HEAD~1'));
    expectPartial(await run(partial, 'diff git:HEAD~1:a.yml a.yml'));
    // what both commits have is there, and what is new is new
    writeFileSync(join(partial, 'new.yml'), allowing('8.8.8.8/32'));
    const fresh = await run(partial, '--base git:HEAD~1 -f json d/b.yml new.yml');
    expect([fresh.code, failuresOf(fresh)]).toEqual([0, []]);
  });

  test('of a link', async () => {
    const full = repository({}, { 'link.yml': 'a.yml', 'other.yml': 'a.yml' });
    rmSync(join(full, 'link.yml'));
    symlinkSync('./a.yml', join(full, 'link.yml'));
    git(full, 'commit', '--quiet', '--all', '--message=third');
    const partial = clone(full, '--filter=blob:none');
    expectPartial(await run(partial, '--base git:HEAD~2 link.yml'));
    expectPartial(await run(partial, '--base git:HEAD~2 other.yml'));
  });

  test('of the folders', async () => {
    const cwd = clone(repository(), '--filter=tree:0', '--no-checkout');
    const { code, stdout, stderr } = await run(cwd, '--base git:HEAD~1 a.yml');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^ipaudit: git says: /);
  });

  test('of the commits', async () => {
    const cwd = clone(repository(), '--depth=1');
    const words = `this clone is shallow; fetch its history, in GitHub Actions with fetch-depth: 0`;
    expect(await run(cwd, '--base git:HEAD~1 a.yml')).toEqual(refusal(`git knows no commit 'HEAD~1' here: ${words}`));
    expect(await run(cwd, 'diff git:main~1 .')).toEqual(refusal(`git knows no commit 'main~1' here: ${words}`));
    expect((await run(cwd, '--base git:HEAD a.yml')).code).toBe(0);
  });

  test('of its objects, as its disk is broken', async () => {
    const cwd = repository();
    const oid = git(cwd, 'rev-parse', 'HEAD~1:a.yml').trim();
    rmSync(join(cwd, '.git/objects', oid.slice(0, 2), oid.slice(2)));
    expect(await run(cwd, '--base git:HEAD~1 a.yml')).toEqual(
      refusal("git has not got a.yml of 'HEAD~1' here: this clone is partial; clone without --filter"),
    );
  });
});

describe('what git refuses it says itself', () => {
  test('no repository', async () => {
    const cwd = directory({ 'a.yml': allowing('8.8.8.8/32') });
    expect(await run(cwd, '--base git:HEAD a.yml')).toEqual(
      refusal('git says: not a git repository (or any of the parent directories): .git'),
    );
  });

  test('no commit of that name', async () => {
    expect(await run(repository(), '--base git:nowhere a.yml')).toEqual(
      refusal("git knows no commit 'nowhere' here: check the name, or fetch it"),
    );
  });

  test.skipIf(process.getuid?.() !== 0)('a repository of somebody else', async () => {
    const cwd = repository();
    for (const path of [cwd, join(cwd, '.git')]) chownSync(path, 12_345, 12_345);
    for (const line of ['--base git:HEAD a.yml', 'diff git:HEAD:a.yml a.yml'])
      expect((await run(cwd, line)).stderr).toMatch(
        /^ipaudit: git says: detected dubious ownership in repository at .* git config --global --add safe\.directory /,
      );
  });

  test('a path outside of the repository', async () => {
    const { code, stderr } = await run(repository(), 'diff git:HEAD:../x.yml a.yml');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^ipaudit: git says: '.*' is outside repository at /);
  });
});

describe('links are followed within the version', () => {
  const outside = directory({ 'secret.yml': allowing('0.0.0.0/0') });
  const cwd = repository(
    { 't/ok.yml': allowing('8.8.8.8/32'), 's/part.yml': allowing('8.8.8.8/32') },
    {
      't/ln.yml': 'ok.yml',
      't/up.yml': '../a.yml',
      folder: 't',
      't/s.yml': '../s',
      'chain.yml': 'folder/ln.yml',
    },
  );
  const SAME = 'nobody newly gets in and nobody is kept out';

  test.each([
    ['t', 't', 3],
    ['t/ln.yml', 't/ln.yml', 1],
    ['t/ln.yml', 't/ok.yml', 1],
    ['folder', 'folder', 3],
    ['folder/ln.yml', 'folder/ln.yml', 1],
    ['chain.yml', 'chain.yml', 1],
  ])('%s is what it is on the disk as %s', async (old, now, count) => {
    expect(await run(cwd, `diff --fail-on any git:HEAD:${old} ${now}`)).toEqual({
      code: 0,
      stdout: `${SAME}, in ${count === 1 ? '1 API' : `${count} APIs`}\n`,
      stderr: '',
    });
  });

  test('an earlier version behind a link is found', async () => {
    const outcome = await run(cwd, '--base git:HEAD~1 -f json t/up.yml');
    expect([findingsOf(outcome), failuresOf(outcome)]).toEqual([['t/up.yml:9:7 no-undeployed-policy'], []]);
  });

  test.each([
    ['/etc/passwd', 'It leads out of this version: commit what it leads to.'],
    [join(outside, 'secret.yml'), 'It leads out of this version: commit what it leads to.'],
    ['../../secret.yml', 'It leads out of this version: commit what it leads to.'],
    ['x.yml', 'Its links lead in a circle: mend them.'],
    ['gone.yml', 'There is no such file in HEAD: check the name.'],
    ['a.yml/b.yml', 'There is no such file in HEAD: check the name.'],
  ])('a link to %s is a failure', async (target, message) => {
    const other = repository({}, { 'x.yml': target });
    for (const path of ['x.yml', '.']) {
      const outcome = await run(other, `diff -f json git:HEAD:${path} a.yml`);
      expect([outcome.code, failuresOf(outcome)]).toEqual([2, [`x.yml ${message}`]]);
    }
  });

  test('what a file brings in', async () => {
    const stack = (url: string): string =>
      `Resources: { S: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url} } } }\n`;
    const other = repository(
      { 'p.yml': stack('link/child.yml'), 'q.yml': stack('out.yml'), 'r/child.yml': allowing('8.8.8.8/32') },
      { link: 'r', 'out.yml': join(outside, 'secret.yml') },
    );
    expect((await run(other, 'diff --fail-on any git:HEAD:p.yml p.yml')).stdout).toBe(`${SAME}, in 1 API\n`);
    const outcome = await run(other, 'diff -f json git:HEAD:q.yml p.yml');
    expect(failuresOf(outcome)).toEqual([
      'q.yml out.yml is not read. It leads out of this version: commit what it leads to.',
    ]);
  });
});

test('a name with a line break asks git for nothing else', async () => {
  const cwd = repository({ 'd/x\nHEAD:a.yml': allowing('0.0.0.0/0') });
  const outcome = await run(cwd, 'diff -f json git:HEAD:d d');
  expect(outcome.code).toBe(0);
});

test('a file in a submodule is not taken for a new one', async () => {
  const cwd = repository();
  git(cwd, 'clone', '--quiet', cwd, 'sub');
  git(cwd, 'add', 'sub');
  git(cwd, 'commit', '--quiet', '--message=third');
  const says = 'It is in a submodule: ask for a version of that, from there.';
  const base = await run(cwd, '--base git:HEAD sub/a.yml -f json');
  expect([base.code, failuresOf(base)]).toEqual([2, [`sub/a.yml In the base: ${says}`]]);
  const compared = await run(cwd, 'diff git:HEAD:sub sub -f json');
  expect([compared.code, failuresOf(compared)]).toEqual([2, [`sub ${says}`]]);
});
