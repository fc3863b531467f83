import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { helpText } from '../../src/cli/help.ts';
import { ALLOW_ALL, shop } from '../explain/templates.ts';
import { parameter, statement } from '../rules/templates.ts';
import { chunks, run, workspace } from './run.ts';

const directory = workspace();
const cwd = directory({
  'one.yml': shop(statement('52.94.76.9')),
  'all.yml': shop(ALLOW_ALL),
  'open.yml': shop(statement('!Ref Office'), { head: parameter('Office') }),
  'broken.yml': 'AWS::ApiGateway: [',
  'sub/none.yml': 'Resources: {}\n',
  'searched/jinja.yml': 'Resources:\n{% if x %}\n  Api: { Type: AWS::ApiGateway::RestApi }\n{% endif %}\n',
  'statment.json': '{"Version": "2012-10-17", "Statment": []}',
  explain: shop(ALLOW_ALL),
});
const explain = (line: string): ReturnType<typeof run> => run(['explain', ...line.split(' ')], { cwd });

describe('who gets in', () => {
  test('is shown for people, and as JSON', async () => {
    const { code, stdout, stderr } = await explain('one.yml');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('    anonymous  1 address: 52.94.76.9\n      Allow at line 12\n');
    expect(JSON.parse((await explain('one.yml -f json')).stdout)).toMatchObject({
      version: 1,
      apis: [{ id: 'Api', routes: [{ access: [{ certainly: ['52.94.76.9/32'] }] }] }],
    });
  });

  test('may depend on a parameter', async () => {
    expect((await explain('open.yml')).stdout).toContain('perhaps everybody');
    expect((await explain('open.yml --parameters Office=52.94.76.9')).stdout).toContain('  1 address: 52.94.76.9\n');
  });

  test('is said of standard input, and written to a file', async () => {
    const argv = ['explain', '--stdin', '--stdin-filename', 'x.yml', '-o', 'out.txt'];
    const outcome = await run(argv, { cwd, stdin: chunks(shop(ALLOW_ALL)) });
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toMatch(/^shop \(Api\) · REGIONAL · x\.yml:3\n/);
  });

  test('is said of what can be read, and a failure exits 2', async () => {
    const { code, stdout } = await explain('broken.yml one.yml');
    expect(code).toBe(2);
    expect(stdout).toContain('1 address: 52.94.76.9');
    expect(stdout).toMatch(/\nfailed\n {2}broken\.yml:1:\d+ {2}/);
  });

  test('no API is said', async () => {
    expect((await explain('sub')).stdout).toBe('There is no API Gateway REST API in these files.\n');
  });

  test('of a file called explain', async () => {
    expect((await run(['explain', 'explain'], { cwd })).stdout).toContain('everybody');
    expect((await run(['./explain', '-f', 'json'], { cwd })).stdout).toContain('"findings"');
  });
});

describe('--expect', () => {
  test.each<[line: string, code: number]>([
    ['one.yml --from 52.94.76.9 --expect allow', 0],
    ['one.yml --from 52.94.76.9 --expect deny', 1],
    ['one.yml --from 52.94.76.8 --expect deny', 0],
    ['one.yml all.yml --from 52.94.76.8 --expect deny', 1],
    ['open.yml --from 52.94.76.9 --expect allow', 1],
    ['open.yml --from 52.94.76.9 --expect deny', 1],
    // an answer is needed: a path that no route takes is a slip
    ['one.yml --from 52.94.76.8 --path /gone --expect deny', 1],
    ['broken.yml one.yml --from 52.94.76.9 --expect deny', 2],
    // what was named and is not audited may answer anything
    ['one.yml statment.json --from 52.94.76.8 --expect deny', 1],
    ['one.yml searched --from 52.94.76.8 --expect deny', 0],
  ])('%s: %i', async (line, code) => {
    const outcome = await explain(line);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr.startsWith('ipaudit: not every answer is the one that --expect ')).toBe(code > 0);
  });
});

describe('--error', () => {
  const denied =
    'User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********3333:abc123/prod/GET/';
  test('finds the route and the cause', async () => {
    const { code, stdout } = await run(['explain', 'one.yml', '--error', denied, '--from', '52.94.76.8'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('  GET / on prod · NONE\n    anonymous  denied: no Allow lets 52.94.76.8 in\n');
  });

  test('what says nothing of the policy needs no file', async () => {
    const { code, stdout } = await run(['explain', '--error', '{"message":"Missing Authentication Token"}'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^There is no such stage, path or verb, /);
  });

  test('what is about a policy looks for it in the working directory', async () => {
    const here = directory({ 'a/one.yml': shop(statement('52.94.76.9')) });
    const { code, stdout } = await run(['explain', '--error', denied, '--from', '52.94.76.8'], { cwd: here });
    expect(code).toBe(0);
    expect(stdout).toContain('denied: no Allow lets 52.94.76.8 in');
  });

  test('a message without an address is not enough', async () => {
    const outcome = await run(['explain', 'one.yml', '--error', denied], { cwd });
    const why = 'the message of --error does not say where the request came from: add --from ADDRESS';
    expect(outcome).toEqual({ code: 2, stdout: '', stderr: `ipaudit: ${why}\n` });
  });
});

describe('--error of a policy that is refused', () => {
  const refused = 'Invalid policy document. Please check the policy syntax and ensure that Principals are valid.';
  const wrong = shop(statement('0.0.0.0/0')).replace("Principal: '*'", "Principal: { AWS: 'arn:aws:iam::1234:root' }");
  const here = directory({ 'a.yml': wrong });

  test('shows what the rules find that can be the cause, and no more', async () => {
    const { code, stdout, stderr } = await run(['explain', 'a.yml', '--error', refused], { cwd: here });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^API Gateway refuses the resource policy: /);
    expect(stdout).toMatch(/ valid-policy\n/);
    expect(stdout).not.toContain('no-wildcard-source');
  });

  test('as JSON', async () => {
    const { stdout } = await run(['explain', 'a.yml', '--error', refused, '--format', 'json'], { cwd: here });
    const { error, findings } = JSON.parse(stdout) as { error: { kind: string }; findings: { ruleId: string }[] };
    expect([error.kind, findings.map(({ ruleId }) => ruleId)]).toEqual(['invalid-policy', ['valid-policy']]);
  });
});

test.each<[line: string, message: string]>([
  ['--from 10.0.0.0/8', "--from takes one address, not '10.0.0.0/8': ipaudit who 10.0.0.0/8 asks for all of them"],
  ['--from office', "--from takes an IPv4 or IPv6 address, not 'office'"],
])('%s: one line on stderr', async (line, message) => {
  expect(await explain(`one.yml ${line}`)).toEqual({ code: 2, stdout: '', stderr: `ipaudit: ${message}\n` });
});

test.each(['explain', 'who'] as const)('%s has a help of its own', async (command) => {
  expect(await run([command, '--help'], { cwd })).toEqual({ code: 0, stdout: helpText(command), stderr: '' });
});

test('who without an address is told how to ask', async () => {
  expect(await run(['who'], { cwd })).toEqual({ code: 2, stdout: '', stderr: helpText('who') });
});
