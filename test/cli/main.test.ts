import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { helpText } from '../../src/cli/help.ts';
import { condition, method, withPolicy } from '../rules/templates.ts';
import { chunks, failuresOf, findingsOf, type Outcome, reportOf, run, workspace } from './run.ts';

const OPEN = condition('0.0.0.0/0', { resources: method('GET') });
const BROAD = condition('8.0.0.0/8', { resources: method('GET') });
const CLEAN = condition('8.8.8.8/32', { resources: method('GET') });
const JSON_FORMAT = ['--format', 'json'];

const directory = workspace();

describe('without an audit', () => {
  test('help and version go to stdout, and win over all else', async () => {
    expect(await run(['--help', '--version'])).toEqual({ code: 0, stdout: helpText(), stderr: '' });
    expect(await run(['-v', 'gone.yml'])).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' });
  });

  test('the word help asks for it too, of a command or of all', async () => {
    expect((await run(['help'])).stdout).toBe(helpText());
    expect((await run(['help', 'diff', 'x'])).stdout).toBe(helpText('diff'));
  });

  test('a file or a folder may be called nearly as a command', async () => {
    const cwd = directory({ lint: OPEN, 'expalin/a.yml': OPEN });
    expect(findingsOf(await run(['lint', ...JSON_FORMAT], { cwd }))).toContain('lint:18:31 no-wildcard-source');
    expect((await run(['expalin'], { cwd })).code).toBe(1);
  });

  test.each([
    [['--formt'], 'unknown option --formt: did you mean --format?'],
    [['--\u001b[31m'], 'unknown option --\\u001b[31m: --help lists all there are'],
    [
      ['a', '--rule', 'no-wildcard-sources: off'],
      "there is no rule 'no-wildcard-sources': did you mean no-wildcard-source?",
    ],
    [['expalin', 'a.yml'], "there is no file and no command 'expalin': did you mean explain?"],
    [['no-host-bits'], "'no-host-bits' is a rule, and no file: name what is to be audited"],
    [['a', '--rule', 'toString: off'], "there is no rule 'toString'"],
    [['a', '--rule', '__proto__: off'], "there is no rule '__proto__'"],
  ])('%j: one line on stderr, exit 2', async (argv, message) => {
    expect(await run(argv)).toEqual({ code: 2, stdout: '', stderr: `ipaudit: ${message}\n` });
  });

  test('only a bug shows a stack, and asks to report it', async () => {
    const audit = (): never => {
      throw new TypeError('oops \u001b[31m');
    };
    const { code, stdout, stderr } = await run(['--stdin'], { engine: { audit, rules: [] } });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^TypeError: oops \\u001b\[31m\n {4}at /);
    expect(stderr.split('\n').slice(-2)).toEqual([
      'This is a bug in ipaudit 1.2.3: please report it, with the lines above.',
      '',
    ]);
  });
});

describe('the exit code', () => {
  const cwd = directory({
    'open.yml': OPEN,
    'broad.yml': BROAD,
    'clean.yml': CLEAN,
    'broken.yml': 'AWS::ApiGateway: [',
  });
  test.each<[argv: string, code: number]>([
    ['clean.yml', 0],
    ['broad.yml', 0],
    ['open.yml', 1],
    ['broad.yml --max-warnings 1', 0],
    ['broad.yml --max-warnings 0', 1],
    ['broad.yml --max-warnings 0 --quiet', 1],
    ['broad.yml --rule no-broad-source:error', 1],
    ['open.yml --rule no-wildcard-source:note', 0],
    ['broad.yml --rule no-broad-source:off --max-warnings 0', 0],
    ['broken.yml', 2],
    ['broken.yml open.yml', 2],
    ['broken.yml broad.yml --max-warnings 0', 2],
    ['gone.yml clean.yml', 2],
    ['open.yml --format json', 1],
  ])('%s: %i', async (line, code) => {
    expect((await run(line.split(' '), { cwd })).code).toBe(code);
  });

  test('too many warnings say so', async () => {
    const { stderr } = await run(['broad.yml', '--max-warnings', '0'], { cwd });
    expect(stderr).toBe('ipaudit: more warnings than --max-warnings 0 allows: 1\n');
    expect((await run(['broad.yml', '--max-warnings', '1'], { cwd })).stderr).toBe('');
  });
});

describe('what is reported', () => {
  const cwd = directory({ 'a.yml': condition(['0.0.0.0/0', '8.0.0.0/8'], { resources: method('GET') }) });
  const WILDCARD = 'a.yml:19:21 no-wildcard-source';
  const TOO_BROAD = 'a.yml:20:21 no-broad-source';

  test.each<[line: string, findings: readonly string[]]>([
    ['a.yml', [WILDCARD, TOO_BROAD]],
    ['./a.yml a.yml', [WILDCARD, TOO_BROAD]],
    ['a.yml --quiet', [WILDCARD]],
    ['a.yml --rule no-broad-source:off', [WILDCARD]],
  ])('%s', async (line, findings) => {
    const outcome = await run([...line.split(' '), ...JSON_FORMAT], { cwd });
    expect(findingsOf(outcome)).toEqual(findings);
    expect(outcome.stderr).toBe('');
  });

  test('quiet keeps the counts', async () => {
    const { stdout } = await run(['a.yml', '--quiet'], { cwd });
    expect(stdout.split('\n').at(-2)).toBe('✖ 2 problems (1 error, 1 warning, 1 not shown)');
  });

  test('the strict preset runs more rules', async () => {
    const bare = directory({ 'a.yml': withPolicy('', { resources: method('GET') }) });
    const found = async (...argv: string[]): Promise<readonly string[]> =>
      findingsOf(await run(['a.yml', ...JSON_FORMAT, ...argv], { cwd: bare }));
    expect(await found()).toEqual([]);
    expect(await found('--preset', 'strict')).toEqual(['a.yml:3:3 require-policy']);
  });

  test('the JSON names the program', async () => {
    const { stdout } = await run(['a.yml', ...JSON_FORMAT], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, tool: { name: 'ipaudit', version: '1.2.3' } });
  });

  test('a file with nothing to audit says so', async () => {
    const other = directory({ 'a.yml': 'Resources: {}\n' });
    expect(await run(['a.yml'], { cwd: other })).toEqual({
      code: 0,
      stdout: 'nothing to audit: no API Gateway REST API in 1 file\n',
      stderr: '',
    });
  });
});

describe('a terminal', () => {
  const cwd = directory({ 'a.yml': OPEN });
  const frame =
    '\n    18 |                 aws:SourceIp: 0.0.0.0/0\n       |                               ^^^^^^^^^\n';
  const colored = /\p{Cc}\[31merror/u;

  test('shows frames in colour; a pipe and a file neither', async () => {
    const { stdout } = await run(['a.yml', '--no-color'], { cwd, terminal: 80 });
    expect(stdout).toContain(frame);
    expect((await run(['a.yml'], { cwd, terminal: 80 })).stdout).toMatch(colored);
    const piped = (await run(['a.yml'], { cwd })).stdout;
    expect(piped).not.toContain('^^^');
    expect(piped).not.toMatch(colored);
    await run(['a.yml', '-o', 'out.txt'], { cwd, terminal: 80 });
    expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toBe(piped);
  });

  test.each<[what: string, argv: readonly string[], env: Readonly<Record<string, string>>, expected: boolean]>([
    ['NO_COLOR', [], { NO_COLOR: '1' }, false],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
    ['--color with NO_COLOR', ['--color'], { NO_COLOR: '1' }, true],
  ])('%s', async (_, argv, env, expected) => {
    expect(colored.test((await run(['a.yml', ...argv], { cwd, env, terminal: 80 })).stdout)).toBe(expected);
  });

  test('colours in a pipe, where they are asked for', async () => {
    expect((await run(['a.yml'], { cwd, env: { FORCE_COLOR: '1' } })).stdout).toMatch(colored);
    expect((await run(['a.yml', '--color'], { cwd })).stdout).toMatch(colored);
  });

  test('wraps at its width; one that does not know its width has 80 columns', async () => {
    const widest = async (terminal: number): Promise<number> => {
      const { stdout } = await run(['a.yml', '--no-color'], { cwd, terminal });
      return Math.max(...stdout.split('\n').map((line) => line.length));
    };
    expect(await widest(60)).toBeLessThanOrEqual(60);
    expect(await widest(0)).toBe(await widest(80));
  });
});

describe('standard input', () => {
  const cwd = directory({ 'a.yml': CLEAN });
  test('is audited under its name, whatever chunks it comes in', async () => {
    const bytes = Buffer.from(OPEN.replace('shop', 'Büro'));
    const cut = bytes.indexOf('ü') + 1;
    const stdin = (): AsyncGenerator<Uint8Array | string> => chunks(bytes.subarray(0, cut), bytes.subarray(cut));
    const argv = ['--stdin', ...JSON_FORMAT];
    expect(findingsOf(await run(argv, { cwd, stdin: stdin() }))).toEqual(['<stdin>:18:31 no-wildcard-source']);
    const named = await run([...argv, '--stdin-filename', './a.yml'], { cwd, stdin: stdin() });
    expect(findingsOf(named)).toEqual(['a.yml:18:31 no-wildcard-source']);
    const framed = await run(['--stdin'], { cwd, stdin: stdin(), terminal: 80 });
    expect(framed.stdout).toContain('aws:SourceIp: 0.0.0.0/0\n');
    expect(framed.code).toBe(1);
  });

  test.each<[what: string, stdin: () => AsyncGenerator<Uint8Array | string>, message: string]>([
    ['nothing', () => chunks(), 'The file is empty: there is no template in it.'],
    [
      'too much',
      () => chunks(...Array(51).fill(Buffer.alloc(1024 * 1024))),
      'It is larger than 50 MB: a template is not.',
    ],
    [
      'a stream that breaks',
      // biome-ignore lint/correctness/useYield: it breaks before its first chunk
      async function* () {
        throw Object.assign(new Error('EISDIR: read'), { code: 'EISDIR' });
      },
      'This is a directory: name a file.',
    ],
  ])('%s is a failure', async (_, stdin, message) => {
    const outcome = await run(['--stdin', ...JSON_FORMAT], { cwd, stdin: stdin() });
    expect(failuresOf(outcome)).toEqual([`<stdin> ${message}`]);
    expect(outcome.code).toBe(2);
  });
});

describe('the output', () => {
  const cwd = directory({ 'a.yml': OPEN, 'taken/file': '' });
  test('goes to a file in a new directory, and what it came to to stdout', async () => {
    const outcome = await run(['a.yml', '-f', 'json', '-o', 'new/deep/out.json'], { cwd });
    expect(outcome).toEqual({ code: 1, stdout: '✖ 1 problem (1 error, 0 warnings)\n', stderr: '' });
    const written = readFileSync(join(cwd, 'new/deep/out.json'), 'utf8');
    expect(findingsOf({ ...outcome, stdout: written })).toEqual(['a.yml:18:31 no-wildcard-source']);
  });

  test.each([
    ['taken', 'This is a directory: name a file.'],
    ['taken/file/out.txt', 'A part of its path is no directory: check the name.'],
    ['taken/file/new/out.txt', 'A part of its path is no directory: check the name.'],
    ['x'.repeat(300), 'Its name is too long for a file: check the name.'],
  ])('%s cannot be written', async (path, message) => {
    const stderr = `ipaudit: cannot write the report to ${path}: ${message}\n`;
    expect(await run(['a.yml', '-o', path], { cwd })).toEqual({ code: 2, stdout: '', stderr });
  });

  const failing = (code: string): Writable =>
    new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });

  test('a reader that has gone away is no error', async () => {
    expect(await run(['a.yml'], { cwd, stdout: failing('EPIPE') })).toEqual({ code: 1, stdout: '', stderr: '' });
    expect((await run(['--help'], { cwd, stdout: failing('EPIPE') })).code).toBe(0);
  });

  test('a full disk is one', async () => {
    const stderr = 'ipaudit: cannot write: The disk is full: make room.\n';
    expect(await run(['a.yml'], { cwd, stdout: failing('ENOSPC') })).toEqual({ code: 2, stdout: '', stderr });
  });
});

test('--debug names every rule that is not decided, and so does JSON', async () => {
  const text = `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { EndpointConfiguration: { Types: [REGIONAL] }, Policy: !ImportValue X }
`;
  const [quiet, loud, json] = await Promise.all(
    [[], ['--debug'], ['--format', 'json']].map((argv) => run(['--stdin', ...argv], { stdin: chunks(text) })),
  );
  const [{ rules = [] } = {}] = reportOf(json as Outcome).undecided;
  expect(rules.length).toBeGreaterThan(10);
  expect(quiet?.stdout).toContain(`  ${rules.slice(0, 3).join(', ')} and ${rules.length - 3} more rules\n`);
  expect(loud?.stdout).toContain(`  ${rules.join(', ')}\n`);
});
