import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
/** The lines of --debug. */
const debug = async (cwd: string, ...argv: readonly string[]): Promise<readonly string[]> =>
  (await run([...argv, '--debug'], { cwd })).stderr.split('\n').slice(0, -1);
/** Files that all hold the same API. */
const open = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, OPEN]));

describe('without a file', () => {
  test('the working directory is searched', async () => {
    const outcome = await audit(directory(open('a.yml', 'b/c.json')));
    expect([filesOf(outcome), outcome.code]).toEqual([['a.yml'], 2]);
    const { stdout } = await run(['explain'], { cwd: directory(open('b/a.yml')) });
    expect(stdout).toContain(' · b/a.yml:3\n');
  });

  test('files without an API are no failure, no files are one', async () => {
    const nothing = directory({ 'package.json': '{}', 'empty.json': '', 'a.yml': 'broken: [' });
    expect(await run([], { cwd: nothing })).toEqual({
      code: 0,
      stdout: 'nothing to audit: no API Gateway REST API in 3 files\n',
      stderr: '',
    });
    const outcome = await audit(directory({ 'README.md': OPEN }));
    expect(outcome.code).toBe(2);
    expect(failuresOf(outcome)).toEqual([
      '. There is no template below this directory: name one, or a directory with .json, .yml, .yaml, .template files (--debug says what was left, and why).',
    ]);
  });

  test.each(['.aws-sam/build/template.yaml', '.serverless/cloudformation-template-update-stack.json', 'packaged.yaml'])(
    'what a build leaves is audited where it is named: %s',
    async (name) => {
      const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
      const Condition = { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } };
      const Policy = { Version: '2012-10-17', Statement: { ...statement, Condition } };
      const made = JSON.stringify({ Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Policy } } } });
      expect(filesOf(await audit(directory({ [name]: made }), name))).toEqual([name]);
    },
  );

  test('folders with a dot are named where nothing else was found', async () => {
    const hidden = open('.chalice/a.yml', '.aws-sam/build/b.yml', '.git/c.yml');
    const outcome = await run([], { cwd: directory({ 'package.json': '{}', ...hidden }) });
    const why = 'warning: .aws-sam/, .chalice/ were passed over: name a folder with a dot to have it searched\n';
    expect([outcome.code, outcome.stderr]).toEqual([0, why]);
    const found = await run([], { cwd: directory({ ...open('a.yml'), ...hidden }) });
    expect(found.stderr).toBe('');
    expect(filesOf(await audit(directory(hidden), '.chalice', '.aws-sam'))).toEqual([
      '.aws-sam/build/b.yml',
      '.chalice/a.yml',
    ]);
  });

  test('standard input is audited alone', async () => {
    const outcome = await run(['--stdin', '--format', 'json'], { cwd: directory(open('a.yml')) });
    expect(failuresOf(outcome)).toEqual(['<stdin> The file is empty: there is no template in it.']);
  });
});

describe('ignore files', () => {
  test.each<[what: string, files: Readonly<Record<string, string>>, found: readonly string[]]>([
    ['a name, at any depth', { '.gitignore': 'a.yml\n' }, ['b/c/d.yml', 'b/e.yml']],
    ['a path', { '.gitignore': '/a.yml\nb/c/\n' }, ['b/a.yml', 'b/e.yml']],
    ['a pattern and its exception', { '.gitignore': '*.yml\r\n!e.yml\r\n' }, ['b/e.yml']],
    ['of a folder speak of what is below it', { 'b/.gitignore': '/a.yml\nc\n' }, ['a.yml', 'b/e.yml']],
    ['nested ones have the last word', { '.gitignore': '*.yml', 'b/.gitignore': '!a.yml' }, ['b/a.yml']],
    ['.ipauditignore has the same form', { 'b/.ipauditignore': '*\n!e.yml\n' }, ['a.yml', 'b/e.yml']],
    ['.ipauditignore has the last word', { '.ipauditignore': '!/b/c/', 'b/.gitignore': '*' }, ['a.yml', 'b/c/d.yml']],
    ['comments and blanks', { '.gitignore': '# a.yml\n\n  \n' }, ['a.yml', 'b/a.yml', 'b/c/d.yml', 'b/e.yml']],
    ['capitals count', { '.gitignore': 'A.yml\nB/\n' }, ['a.yml', 'b/a.yml', 'b/c/d.yml', 'b/e.yml']],
  ])('%s', async (_, files, found) => {
    const cwd = directory({ ...open('a.yml', 'b/a.yml', 'b/c/d.yml', 'b/e.yml'), ...files });
    expect(filesOf(await audit(cwd))).toEqual(found);
  });

  test('are asked as git does', async () => {
    const names = [
      'a.yml',
      'x/a.yml',
      'x/y/a.yml',
      'x/y/z/b.yml',
      'log/1.yml',
      'x/log/2.yml',
      'é.yml',
      'a b.yml',
      '[1].yml',
    ];
    const cwd = directory({
      ...open(...names),
      '.gitignore': '/x/*\n!/x/y\nx/**/b.yml\nlog/\n\\[1].yml\na\\ b.yml\né.yml\n',
      'x/y/.gitignore': '!b.yml\n',
    });
    execFileSync('git', ['init', '--quiet', cwd]);
    const listed = execFileSync(
      'git',
      ['-c', 'core.quotePath=false', 'ls-files', '-oz', '--exclude-standard', '*.yml'],
      { cwd },
    );
    const expected = listed.toString().split('\0').filter(Boolean).sort();
    expect(expected.length).toBeGreaterThan(2);
    expect(filesOf(await audit(cwd))).toEqual(expected);
  });

  test('above a directory count up to the root', async () => {
    const cwd = directory({ ...open('p/a.yml', 'p/b.yml', 'p/q/b.yml'), '.gitignore': 'b.yml\n', 'p/.git/HEAD': '' });
    expect(filesOf(await audit(cwd, 'p/q', 'p'))).toEqual(['p/a.yml']);
    // here the repository begins in p
    expect(filesOf(await audit(join(cwd, 'p')))).toEqual(['a.yml', 'b.yml', 'q/b.yml']);
    expect(filesOf(await audit(join(cwd, 'p/q'), '--root', '../..', '..'))).toEqual(['../a.yml']);
  });

  test('say nothing of what is named, as the cdk.out that every project ignores', async () => {
    const cwd = directory({
      ...open('a.yml', 'cdk.out/b.yml', 'cdk.out/asset/c.yml', 'lib/d.yml'),
      '.gitignore': 'cdk.out\n*.yml\n',
      'cdk.out/.gitignore': 'asset\n',
    });
    expect(filesOf(await audit(cwd, 'cdk.out'))).toEqual(['cdk.out/b.yml']);
    expect(filesOf(await audit(cwd, '.', 'lib/d.yml'))).toEqual(['lib/d.yml']);
    expect((await audit(cwd)).code).toBe(2);
    writeFileSync(join(cwd, '.ipauditignore'), '!cdk.out/\n');
    expect(filesOf(await audit(cwd))).toEqual(['cdk.out/b.yml']);
  });

  test('that git would not read are not read', async () => {
    const elsewhere = directory({ rules: '*' });
    const cwd = directory(open('a.yml', 'b/a.yml'));
    symlinkSync(join(elsewhere, 'rules'), join(cwd, '.gitignore'));
    mkdirSync(join(cwd, 'b/.gitignore'));
    const outcome = await audit(cwd);
    expect([filesOf(outcome), failuresOf(outcome)]).toEqual([['a.yml', 'b/a.yml'], []]);
  });

  test('above the root are not read, links to a folder or not', async () => {
    const parent = directory({ '.gitignore': '*', 'real/a.yml': OPEN });
    symlinkSync('real', join(parent, 'link'));
    expect(filesOf(await audit(join(parent, 'link')))).toEqual(['a.yml']);
  });
});

describe('hostile ignore files', () => {
  const failing = async (pattern: string): Promise<readonly string[]> => {
    const outcome = await audit(directory({ ...open('a.yml', 'b/a.yml'), '.gitignore': pattern }));
    expect(filesOf(outcome)).toContain('a.yml');
    return failuresOf(outcome);
  };

  test('a megabyte of patterns is too much, and is not respected', async () => {
    expect(await failing('a.yml\n'.repeat(180_000))).toEqual([
      '.gitignore With it more than 10000 patterns are in force, so it is not respected: shorten it.',
    ]);
  });

  test('that is so where many share them', async () => {
    const cwd = directory({
      ...open('a/b/c.yml'),
      '.gitignore': 'x\n'.repeat(6_000),
      'a/.gitignore': 'c.yml\n'.repeat(6_000),
    });
    expect(filesOf(await audit(cwd))).toEqual(['a/b/c.yml']);
    expect(failuresOf(await audit(cwd)).map((row) => row.split(' ')[0])).toEqual(['a/.gitignore']);
  });

  test('patterns without an end match nothing', async () => {
    expect(
      await failing(`${'a*'.repeat(500_000)}\n${'['.repeat(1_000)}\n${'('.repeat(1_000)}\n\\\n!\n[z-a].yml\n`),
    ).toEqual([]);
  });

  test('patterns that could be tried in many ways', async () => {
    const deep = 'a/'.repeat(60);
    const file = `${deep}${'a'.repeat(200)}.yml`;
    const cwd = directory({
      ...open(file),
      '.gitignore': `${'a/**/'.repeat(20)}b\n/**/**/**/**/x\n${'*a'.repeat(100)}b\n${'*a*/'.repeat(60)}b\n**/a/**/a/**/b\n`,
    });
    const outcome = await audit(cwd);
    expect(filesOf(outcome)).toEqual([file]);
    expect(failuresOf(outcome)).toEqual([
      '.gitignore Line 1 has more than 2 times "/**/", so it is not respected: shorten it.',
    ]);
  });

  test('bytes that are no text', async () => {
    const cwd = directory({
      ...open('a.yml', 'b.yml'),
      '.gitignore': Buffer.from([0xff, 0x0a, 0x00, 0x0a, ...Buffer.from('b.yml')]),
    });
    expect(filesOf(await audit(cwd))).toEqual(['a.yml']);
  });

  test('too large to be read', async () => {
    const cwd = directory({ ...open('a.yml'), '.gitignore': '' });
    truncateSync(join(cwd, '.gitignore'), 51 * 1024 * 1024);
    const outcome = await audit(cwd);
    expect(filesOf(outcome)).toEqual(['a.yml']);
    expect(failuresOf(outcome)).toEqual(['.gitignore It is larger than 50 MB: a template is not.']);
  });
});

describe('what is dismissed by its text', () => {
  const utf16 = (text: string, isBig = false): Buffer => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return isBig ? bytes.swap16() : bytes;
  };

  test('is neither parsed nor a failure, unless it is named', async () => {
    const latin1 = Buffer.from('name: caf\u00e9\n', 'latin1');
    const cwd = directory({ 'a.yml': latin1, 'b.json': utf16('{}'), 'c.json': '', 'd.yml': 'a: [', 'e.yml': OPEN });
    const outcome = await audit(cwd);
    expect([filesOf(outcome), failuresOf(outcome)]).toEqual([['e.yml'], []]);
    expect(reportOf(outcome).summary.files).toBe(5);
    expect(failuresOf(await audit(cwd, 'a.yml', 'b.json', 'c.json', 'd.yml', '.'))).toEqual([
      'a.yml The file is not valid UTF-8 (byte 0xE9): save it as UTF-8.',
      'b.json The file is encoded as UTF-16: save it as UTF-8.',
      'c.json The file is empty: there is no template in it.',
      'd.yml The text ends inside brackets: close them.',
    ]);
  });

  test.each([false, true])('not what may hold an API in another encoding (big-endian: %s)', async (isBig) => {
    const outcome = await audit(directory({ 'a.yml': utf16(OPEN, isBig), 'b.yml': OPEN }));
    expect(filesOf(outcome)).toEqual(['b.yml']);
    expect(failuresOf(outcome)).toEqual(['a.yml The file is encoded as UTF-16: save it as UTF-8.']);
  });

  test('but what exports a value to another template', async () => {
    const cwd = directory({
      'network.yml':
        "AWSTemplateFormatVersion: '2010-09-09'\nOutputs:\n  Net: { Value: 0.0.0.0/0, Export: { Name: 'office' } }\n",
      'shop.yml': condition('!ImportValue office'),
    });
    expect(findingsOf(await audit(cwd)).map((row) => row.split(' ')[0])).toContain('network.yml:3:17');
  });
});

test('folders without an end are not followed to it', async () => {
  const cwd = directory(open('a.yml'));
  let deep = cwd;
  // a path may have 4,096 bytes
  for (let i = 0; i < 1_900; i += 1) deep = join(deep, 'd');
  mkdirSync(deep, { recursive: true });
  const outcome = await audit(cwd);
  expect(filesOf(outcome)).toEqual(['a.yml']);
  expect(failuresOf(outcome)).toEqual([
    `${'d/'.repeat(101).slice(0, -1)} It lies more than 100 folders deep: name it to have it searched.`,
  ]);
});

test.skipIf(process.getuid?.() === 0)('a folder that may not be listed is a failure', async () => {
  const cwd = directory(open('a.yml', 'b/c.yml'));
  chmodSync(join(cwd, 'b'), 0);
  const outcome = await audit(cwd);
  chmodSync(join(cwd, 'b'), 0o700);
  expect(failuresOf(outcome)).toEqual(['b It may not be opened by this user: change its permissions.']);
});

describe('--debug', () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }],
  });

  test('says why each file was taken or left, in the order of a report', async () => {
    const cwd = directory({
      ...open('b.yml', 'old/c.yml', 'node_modules/x.yml', '.aws-sam/x.yml'),
      'a.json': policy,
      'c.yml': 'AWS::ApiGateway: [',
      'd.yml': 'Description: AWS::ApiGateway::RestApi\n',
      'e.yml': 'Resources: {}\n',
      'identity.json': policy.replace('"Principal":"*",', ''),
      'notes.md': '',
      'sam.yml': 'Resources:\n  Api: { Type: AWS::Serverless::Api, Properties: { StageName: live } }\n',
      'swagger.yml': "swagger: '2.0'\nx-amazon-apigateway-binary-media-types: []\npaths: {}\n",
      'serverless.yml': 'service: shop\nprovider: aws\nfunctions: { a: { handler: a, events: [{ http: GET / }] } }\n',
      'z.json': Buffer.from(`\ufeff${policy}`, 'utf16le'),
      '.gitignore': '# old\nold/\n',
    });
    symlinkSync('old', join(cwd, 'link.yml'));
    symlinkSync('gone', join(cwd, 'lost.yml'));
    expect(await debug(cwd)).toEqual([
      'left   .aws-sam/: a folder with a dot is entered only when it is named',
      'left   .gitignore: its ending is none of a template',
      'taken  a.json: policy',
      'taken  b.yml: CloudFormation',
      'left   c.yml: not readable: The text ends inside brackets: close them.',
      'left   d.yml: not audited: this is no document that is known: name a template, a definition, a policy, or what its tool makes of it',
      'left   e.yml: its text names no API',
      'left   identity.json: not audited: no statement has a Principal: this reads like an identity policy, not like the resource policy of an API',
      'left   link.yml: a link to a directory is not followed',
      'left   lost.yml: not readable: There is no such file: check the name.',
      'left   node_modules/: node_modules is entered only when it is named',
      'left   notes.md: its ending is none of a template',
      'left   old/: ignored by .gitignore:2',
      'taken  sam.yml: AWS SAM',
      'taken  serverless.yml: Serverless Framework',
      'taken  swagger.yml: OpenAPI',
      'left   z.json: not readable: The file is encoded as UTF-16: save it as UTF-8.',
    ]);
  });

  test('names the ignore file, and the file as it was named where it was', async () => {
    const cwd = directory({ ...open('p/a.yml', 'p/b.yml'), 'p/.gitignore': '*.yml\n!a.yml\n' });
    expect(await debug(join(cwd, 'p'))).toEqual([
      'left   .gitignore: its ending is none of a template',
      'taken  a.yml: CloudFormation',
      'left   b.yml: ignored by .gitignore:1',
    ]);
    expect(await debug(cwd, 'p', './p/b.yml')).toContain('taken  p/b.yml: CloudFormation');
    expect(await debug(join(cwd, 'p'), '--root', '..', '../p')).toContain('left   b.yml: ignored by .gitignore:1');
  });

  test('is said by explain and who too, and of standard input', async () => {
    const cwd = directory(open('a.yml'));
    expect(await debug(cwd, 'explain')).toEqual(['taken  a.yml: CloudFormation']);
    expect(await debug(cwd, 'who', '203.0.113.9')).toEqual(['taken  a.yml: CloudFormation']);
    expect(await debug(cwd, '--stdin')).toEqual([
      'left   <stdin>: not readable: The file is empty: there is no template in it.',
    ]);
  });

  test('cannot be made to write to the terminal', async () => {
    const cwd = directory();
    writeFileSync(join(cwd, 'a\u001b[31m\n\u202e.yml'), OPEN);
    writeFileSync(join(cwd, 'b\u0007.txt'), '');
    expect(await debug(cwd)).toEqual([
      'taken  a\\u001b[31m\\u000a\\u202e.yml: CloudFormation',
      'left   b\\u0007.txt: its ending is none of a template',
    ]);
  });

  test('leaves the report as it is', async () => {
    const cwd = directory(open('a.yml', 'b.txt'));
    const [quiet, loud] = [await run(['a.yml'], { cwd }), await run(['a.yml', '--debug'], { cwd })];
    expect([loud.stdout, loud.code]).toEqual([quiet.stdout, quiet.code]);
    expect(quiet.stderr).toBe('');
  });
});
