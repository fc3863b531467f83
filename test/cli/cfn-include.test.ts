import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { expectReport, node, PROGRAM } from './program.ts';
import { type Outcome, workspace } from './run.ts';

// a process for each test, on machines of all kinds
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const directory = workspace();

const api = (statements: string): string => `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Policy: { Statement: ${statements} }
`;
/** What belongs to an API, so that nothing else is to be said of it. */
const deployed = (
  id: string,
): string => `  ${id}60303ae2: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref ${id} } }
  ${id}Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref ${id}, ResourceId: !GetAtt ${id}.RootResourceId, HttpMethod: GET, AuthorizationType: NONE } }
`;
const OTHER = `  Other: { Type: AWS::ApiGateway::RestApi, Properties: { Policy: 5 } }\n${deployed('Api')}${deployed('Other')}`;
/** The other API is audited, and of the first one is said what keeps it from being so. */
const GOES_ON = [
  '6:58 error A policy is an object',
  /^not decided: .* is (?:no function of CloudFormation|not evaluated) /,
] as const;

/** Audits a.yml, with little memory. */
function audit(files: Readonly<Record<string, string>>, cwd: string = directory(files)): Promise<Outcome> {
  return node(['--max-old-space-size=512', PROGRAM, 'a.yml', '--root', '.'], { cwd });
}

const PLACEHOLDER = `\${x}`;
const TOO_MUCH = '5:28 This expands to too many values, its aliases, functions or loops multiply: simplify it.';
const ten = (item: string): string => `[${Array(10).fill(item).join(', ')}]`;
const aliases = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} ${ten(`*a${i}`)}\n`).join('');
const maps = (levels: number): string =>
  levels === 0 ? 'x' : `!Map [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], a${levels}, ${maps(levels - 1)}]`;
const strings = (levels: number): string => (levels === 0 ? `'"'` : `{ Fn::Stringify: ${strings(levels - 1)} }`);
const chain = (length: number, file: (next: string) => string): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length }, (_, i) => [`f${i}.yml`, i + 1 < length ? file(`f${i + 1}.yml`) : '[1]']));

describe.concurrent('ends soon, with one message', () => {
  test.each<[what: string, statements: string, more?: Readonly<Record<string, string>>]>([
    ['a sequence of 30 million', '!Sequence [1, 30000000]'],
    ['maps that multiply', maps(9)],
    ['strings that double', strings(45)],
    ['aliases that multiply', '!Merge [{ a: !Include b.yml }]', { 'b.yml': `a0: &a0 [1]\n${aliases}` }],
    ['includes that multiply', '!Include f0.yml', chain(9, (next) => ten(`!Include ${next}`))],
    ['parts of a file in a circle', '!Include { location: a.yml, query: Resources.Api.Properties.Policy.Statement }'],
    [
      'a text that is put into another 100,000 times',
      `!Map [[!Include { location: t, type: string }], x, "${PLACEHOLDER.repeat(100_000)}"]`,
      { t: 'x'.repeat(1_000_000) },
    ],
    [
      'a million lines',
      '!Include { location: t, type: literal, context: { a: b } }',
      { t: '{{a}}\n'.repeat(1_000_000) },
    ],
  ])('%s', async (_, statements, more = {}) => {
    const outcome = await audit({ 'a.yml': api(statements) + OTHER, ...more });
    expectReport(outcome, 2, `a.yml:${TOO_MUCH}`, ...GOES_ON);
    expect(outcome.stdout.match(/This expands/g)).toHaveLength(1);
  });

  test('files that nest in each other', async () => {
    const files = chain(200, (next) => `{ a: [{ b: !Include ${next} }] }`);
    const outcome = await audit({ 'a.yml': api('!Include f0.yml') + OTHER, ...files });
    expectReport(outcome, 2, 'a.yml:5:28 This nests more than 250 levels deep: simplify it.', ...GOES_ON);
  });

  test('a name that would be a regular expression', async () => {
    const hostile = `!Map [[${'a'.repeat(40)}!], '(a+)+', "\${${'a'.repeat(40)}!"]`;
    const name = 28 + hostile.indexOf("'(") + 1;
    expectReport(
      await audit({ 'a.yml': api(hostile) + OTHER }),
      2,
      `a.yml:5:${name} This name is not replaced`,
      ...GOES_ON,
    );
  });
});

describe.concurrent('nothing outside the root is read', () => {
  test.each([['../secret.yml'], ['sub/../../secret.yml'], ['file:///etc/passwd'], ['link.yml'], ['folder/secret.yml']])(
    '%s',
    async (location) => {
      const outside = directory({ 'secret.yml': '[hidden]', 'root/a.yml': api(`!Include ${location}`) + OTHER });
      const cwd = join(outside, 'root');
      mkdirSync(join(cwd, 'sub'));
      symlinkSync(join(outside, 'secret.yml'), join(cwd, 'link.yml'));
      symlinkSync(outside, join(cwd, 'folder'));
      const outcome = await audit({}, cwd);
      const name = location.replace('file://', '');
      const refused = `${name} is not read. It leads out of the root: name a wider one with --root.`;
      expectReport(outcome, 2, `a.yml:5:37 ${refused}`, ...GOES_ON);
      expect(outcome.stdout).not.toContain('hidden');
    },
  );
});

test('the environment is not read', async () => {
  const cwd = directory({ 'a.yml': api('!Map [[SECRET], x, !GetEnv x]') + OTHER });
  const { stdout } = await node(
    ['-e', `process.env.SECRET = 'hidden'; process.argv.push('x', 'a.yml'); import('${PROGRAM}')`],
    { cwd },
  );
  expect(stdout).toContain('Fn::GetEnv is not expanded, the environment is not read');
  expect(stdout).not.toContain('hidden');
});

test('but for the names that --allow-env allows', async () => {
  const cwd = directory({
    'a.yml': api(
      "{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/*, Condition: { IpAddress: { aws:SourceIp: [!GetEnv OFFICE, !GetEnv [OTHER, 1.1.1.1]] } } }",
    ),
  });
  const script = `Object.assign(process.env, { OFFICE: '0.0.0.0/0', OTHER: 'hidden' }); process.argv.push('x', 'a.yml', '--allow-env', 'OFFICE'); import('${PROGRAM}')`;
  const { stdout } = await node(['-e', script], { cwd });
  expect(stdout).toContain('0.0.0.0/0 is the whole IPv4 internet');
  expect(stdout).toContain('Fn::GetEnv is not expanded, the environment is not read: name it with --allow-env.');
  expect(stdout).not.toContain('hidden');
});

describe('the program as it is built', () => {
  const chunks = (): readonly string[] => readdirSync(join(dirname(PROGRAM), 'chunks'));
  const textOf = (chunk: string): string => readFileSync(join(dirname(PROGRAM), 'chunks', chunk), 'utf8');
  const libraryChunk = (): string => chunks().find((one) => one.startsWith('library-')) ?? '';

  test('has no AWS SDK, no network and no disk in the part that runs cfn-include', () => {
    const text = textOf(libraryChunk());
    expect(text).toContain('Fn::DeepMerge');
    const imported = [...text.matchAll(/from\s*"([^"]+)"|(?:import|require)\("([^"]+)"\)/g)].map(([, a, b]) => a ?? b);
    const builtIn = imported.filter((name) => !name?.startsWith('./') && !/^node_modules/.test(name ?? ''));
    expect([...new Set(builtIn)].sort()).toEqual(['node:assert', 'node:async_hooks', 'node:path', 'node:url', 'util']);
    expect(text).not.toMatch(/aws-sdk(?!-proxy)|https?\.get|readFileSync|process\.env/);
  });

  test('has it nowhere else, and loads it only for documents that use it', async () => {
    for (const one of chunks().filter((name) => name !== libraryChunk()))
      expect(textOf(one)).not.toContain('Fn::DeepMerge"]');
    const copy = join(directory(), 'cli.js');
    cpSync(dirname(PROGRAM), dirname(copy), { recursive: true });
    for (const one of readdirSync(join(dirname(copy), 'chunks')))
      if (one.startsWith('library-')) rmSync(join(dirname(copy), 'chunks', one));
    const cwd = directory({ 'a.yml': api('!Length [a]') + OTHER, 'b.yml': api('!Sequence [1, 2]') });
    // the file that compiled code is of has all in it, and evaluates what is used
    const env = { IPAUDIT_NO_CACHE: '1' };
    expectReport(await node([copy, 'a.yml'], { cwd, env }), 1, '5:17 error A statement is an object', GOES_ON[0]);
    expect((await node([copy, 'b.yml'], { cwd, env })).stderr).toContain('library-');
  });
});
