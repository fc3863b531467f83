import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allowing, exported, snapshot } from '../support/snapshots.ts';
import { type Outcome, run, workspace } from './run.ts';

const directory = workspace();
const SNAPSHOT = '111122223333/eu-west-1/a1b2c3d4e5.json';
const live = (sources: readonly string[]): string =>
  snapshot({ policy: allowing(...sources), stages: [{ stageName: 'prod', export: exported(allowing(...sources)) }] });
const template = (sources: string, more = ''): string => `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: shop
      EndpointConfiguration: { Types: [REGIONAL] }
      Body:
        openapi: 3.0.1
        paths: { /pets: { get: {} } }
      Policy:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: execute-api:Invoke
            Resource: execute-api:/*
            Condition: { IpAddress: { aws:SourceIp: ${sources} } }
${more}`;
const diff = (cwd: string, ...argv: readonly string[]): Promise<Outcome> =>
  run(['diff', ...argv], { cwd, env: { PATH: process.env.PATH ?? '' } });

describe('two files', () => {
  const cwd = directory({ 'old.yml': template('[8.8.8.8, 9.9.9.9]'), 'new.yml': template('[8.8.8.8, 1.1.1.1]') });

  test('for people', async () => {
    expect((await diff(cwd, 'old.yml', 'new.yml')).stdout).toBe(`shop (Api) · REGIONAL · new.yml:2

  GET /pets · NONE
    anonymous  opened to 1 address: 1.1.1.1; closed to 1 address: 9.9.9.9

who gets in changes in 1 of 1 API
`);
  });

  test('for a pull request', async () => {
    expect(
      (await diff(cwd, 'old.yml', 'new.yml', '--format', 'markdown')).stdout,
    ).toBe(`### who gets in changes in 1 of 1 API

#### \`shop\` in \`new.yml\`

| route | caller | opened to | closed to |
| --- | --- | --- | --- |
| \`GET /pets\` | anonymous | \`1 address: 1.1.1.1\` | \`1 address: 9.9.9.9\` |
`);
  });

  test('the endpoints by which callers of a private API come', async () => {
    const by = (ids: string): string =>
      template(ids)
        .replace('REGIONAL', 'PRIVATE')
        .replace('IpAddress: { aws:SourceIp', 'StringEquals: { aws:SourceVpce');
    const files = directory({ 'old.yml': by('vpce-0a1b2c3d'), 'new.yml': by('[vpce-0a1b2c3d, vpce-0d1c2b3a]') });
    const { stdout } = await diff(files, 'old.yml', 'new.yml', '--format', 'markdown');
    expect(stdout).toContain('| `GET /pets` | anonymous by `VPC endpoint vpce-0d1c2b3a` | `everybody` |  |');
  });

  test('for programs', async () => {
    const { stdout } = await diff(cwd, 'old.yml', 'new.yml', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      apis: [
        {
          id: 'Api',
          change: 'changed',
          routes: [
            {
              stage: null,
              method: 'GET',
              path: '/pets',
              caller: 'anonymous',
              door: { via: 'internet' },
              opened: { certainly: ['1.1.1.1/32'], possibly: ['1.1.1.1/32'] },
              closed: { certainly: ['9.9.9.9/32'], possibly: ['9.9.9.9/32'] },
              because: [],
            },
          ],
        },
      ],
      summary: { apis: 1, changed: 1 },
    });
  });

  test('that say the same', async () => {
    const { stdout, code } = await diff(cwd, 'old.yml', 'old.yml', '--fail-on', 'any', '--fail-on', 'undecided');
    expect([stdout, code]).toEqual(['nobody newly gets in and nobody is kept out, in 1 API\n', 0]);
  });

  test.each([
    [['opened'], 1],
    [['closed'], 1],
    [['any'], 1],
    [['undecided'], 0],
    [[], 0],
  ])('--fail-on %j exits %d', async (changes, code) => {
    const options = changes.flatMap((one) => ['--fail-on', one]);
    expect((await diff(cwd, 'old.yml', 'new.yml', ...options)).code).toBe(code);
  });

  test('of which one is not there', async () => {
    const { stdout, code } = await diff(cwd, 'gone.yml', 'new.yml');
    expect(stdout).toContain('gone.yml:1:1  There is no such file: check the name.');
    expect(code).toBe(2);
  });
});

test('what is not told exactly may be anything, and says why', async () => {
  const cwd = directory({
    'old.yml': template('8.8.8.8'),
    'new.yml': `Parameters: { Office: { Type: String } }\n${template('[8.8.8.8, !Ref Office]')}`,
  });
  const { stdout, code } = await diff(cwd, 'old.yml', 'new.yml', '--fail-on', 'undecided');
  expect(stdout).toContain('perhaps opened to');
  expect(stdout).toContain('undecided: parameter Office has no default (new.yml:1:15)');
  expect(code).toBe(1);
  expect((await diff(cwd, 'old.yml', 'new.yml', '--fail-on', 'opened')).code).toBe(0);
});

test('scenarios are compared with those that can hold together, and named', async () => {
  const head = `Parameters: { Env: { Type: String, AllowedValues: [dev, prod] } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }
`;
  const cwd = directory({
    'old.yml': head + template('!If [IsProd, 8.8.8.8, 9.9.9.9]'),
    'new.yml': head + template('!If [IsProd, 8.8.8.8, 1.1.1.1]'),
  });
  const { stdout } = await diff(cwd, 'old.yml', 'new.yml');
  expect(stdout).toBe(`shop (Api) · REGIONAL · new.yml:4
  when Env is dev

  GET /pets · NONE
    anonymous  opened to 1 address: 1.1.1.1; closed to 1 address: 9.9.9.9

who gets in changes in 1 of 1 API
`);
});

test('directories of snapshots: what stages run is compared', async () => {
  const cwd = directory({
    [`monday/${SNAPSHOT}`]: live(['8.8.8.8']),
    [`friday/${SNAPSHOT}`]: snapshot({
      policy: allowing('1.1.1.1'),
      stages: [{ stageName: 'prod', export: exported(allowing('8.8.8.8')) }],
    }),
  });
  expect((await diff(cwd, 'monday', 'friday')).stdout).toBe('nobody newly gets in and nobody is kept out, in 1 API\n');
});

test('an API that is new, and one that is gone', async () => {
  const cwd = directory({
    'old/a.yml': template('8.8.8.8'),
    'new/a.yml': template('8.8.8.8'),
    'new/b.yml': template('9.9.9.9').replaceAll('Api:', 'Other:'),
  });
  expect((await diff(cwd, 'old', 'new')).stdout).toContain('It was not there before.');
  expect((await diff(cwd, 'new', 'old')).stdout).toContain('It is not there any more.');
});

describe('versions in git', () => {
  const cwd = directory();
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd, encoding: 'utf8' });
  const put = (files: Readonly<Record<string, string>>): void => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), content);
    }
  };
  const included = (sources: string): string => `openapi: 3.0.1
paths: { /pets: { get: {} } }
x-amazon-apigateway-policy:
  Statement:
    - { Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/*, Condition: { IpAddress: { aws:SourceIp: ${sources} } } }
`;
  const outer = `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { BodyS3Location: ./api.yaml }
`;
  git('init', '-q', '-b', 'main');
  put({ 'stack/template.yml': outer, 'stack/api.yaml': included('8.8.8.8') });
  git('add', '.');
  git('commit', '-qm', 'first');
  put({ 'stack/api.yaml': included('9.9.9.9') });

  test('bring in what they name from the same version', async () => {
    const { stdout, code } = await diff(cwd, 'git:HEAD:stack/template.yml', 'stack/template.yml');
    expect(stdout).toContain('anonymous  opened to 1 address: 9.9.9.9; closed to 1 address: 8.8.8.8');
    expect(code).toBe(0);
  });

  test('may be directories', async () => {
    expect((await diff(cwd, 'git:main:stack', 'stack')).stdout).toContain('who gets in changes in 1 of 1 API');
    expect((await diff(cwd, 'git:main', '.')).stdout).toContain('who gets in changes in 1 of 1 API');
    expect((await diff(join(cwd, 'stack'), 'git:main', '.')).stdout).toContain('who gets in changes in 1 of 1 API');
  });

  test.each([
    ['git:nowhere:stack', "ipaudit: git knows no commit 'nowhere' here: check the name, or fetch it\n"],
    ['git:--output=x:stack', "ipaudit: git knows no commit '--output=x' here: check the name, or fetch it\n"],
  ])('%s is no version', async (name, message) => {
    expect(await diff(cwd, name, 'stack')).toMatchObject({ code: 2, stderr: message });
  });

  test('a file that was not there then', async () => {
    const { stdout, code } = await diff(cwd, 'git:HEAD:gone.yml', 'stack');
    expect(stdout).toContain('gone.yml:1:1  There is no such file in HEAD: check the name.');
    expect(code).toBe(2);
  });
});

test.each([
  [['old'], 'ipaudit: ipaudit diff takes two versions, the older one first: OLD NEW\n'],
  [['a', 'b', 'c'], "ipaudit: ipaudit diff takes two versions, and not 'c' too\n"],
  [['a', 'b', '--fail-on', 'all'], "ipaudit: --fail-on is one of opened, closed, any, undecided, not 'all'\n"],
])('diff %j', async (argv, message) => {
  expect(await diff('/', ...argv)).toMatchObject({ code: 2, stderr: message });
});

test('without versions it shows its help', async () => {
  expect((await diff('/')).stderr).toMatch(/^Usage: ipaudit diff/);
});
