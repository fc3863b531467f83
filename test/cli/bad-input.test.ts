import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { expectReport, node, PROGRAM } from './program.ts';
import { type Outcome, run, workspace } from './run.ts';

// a process for each test, on machines of all kinds
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const directory = workspace();

/** Audits one file: what is short in this process, what is long in one that has little memory. */
function audit(name: string, content: string | Uint8Array | undefined, multiplies = false): Promise<Outcome> {
  const cwd = directory(content === undefined ? {} : { [name]: content });
  if (!multiplies && (content ?? '').length < 50_000) return run([name], { cwd });
  return node(['--max-old-space-size=1024', PROGRAM, name], { cwd });
}

/** An API with this policy on its seventh line, from column 15 on. */
const api = (policy: string): string => `Resources:
  Live60303ae2: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api, StageName: live } }
  Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: NONE } }
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Policy: ${policy}
`;

/** A policy on one line, whose sources start at its column 166. */
const policy = (sources: string): string =>
  `{ Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { IpAddress: { aws:SourceIp: ${sources} } } }] }`;

const SOURCES = 14 + policy('§').indexOf('§') + 1;
const OPEN = api(policy('0.0.0.0/0'));
const WILDCARD = `7:${SOURCES} error 0.0.0.0/0 is the whole IPv4 internet: `;
/** Lists in lists. */
const nested = (levels: number, leaf = '1'): string => '['.repeat(levels) + leaf + ']'.repeat(levels);
const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');

const TOO_DEEP = 'Lists and mappings may be nested 100 levels deep: flatten this.';
const TOO_MUCH = 'This expands to too many values, its aliases, functions or loops multiply: simplify it.';

/** At whatever place: where a parser gives up on what has no end is its own choice. */
const anywhere = (message: string): RegExp => new RegExp(`^a\\.yml:\\d+:\\d+ ${message}$`);

describe.concurrent('is a failure with its place', () => {
  const aliases = lines(9, (i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`);
  const condition = api(`!If [A, ${policy('0.0.0.0/0')}, ${policy('1.1.1.1/32')}]`);
  test.each<[what: string, name: string, content: string | Uint8Array | undefined, failure: string | RegExp]>([
    [
      'Latin-1',
      'a.yml',
      Buffer.concat([Buffer.from(`${OPEN}# caf`), Buffer.of(0xe9, 0x0a)]),
      '8:6 The file is not valid UTF-8 (byte 0xE9): save it as UTF-8.',
    ],
    [
      'UTF-16',
      'a.yml',
      Buffer.from(`\ufeff${OPEN}`, 'utf16le'),
      '1:1 The file is encoded as UTF-16: save it as UTF-8.',
    ],
    ['an empty file', 'a.yml', '', '1:1 The file is empty: there is no template in it.'],
    ['blanks only', 'a.json', ' \r\n\t\n', '1:1 The file is empty: there is no template in it.'],
    [
      'broken YAML',
      'a.yml',
      api('{ Version: [1 }'),
      '7:29 A comma or the matching bracket is expected here: write it.',
    ],
    ['YAML with a tab', 'a.yml', api('\n\t- 1'), '8:1 A tab cannot indent YAML: write blanks in its place.'],
    [
      'broken JSON',
      'a.json',
      '{\n  "Type": "AWS::ApiGateway::RestApi",,\n}\n',
      '2:38 A key is expected here: write one in double quotes, or remove the comma before it.',
    ],
    [
      'JSON that ends early',
      'a.json',
      '{\n  "Type": ["AWS::ApiGateway::RestApi"\n',
      '2:38 The text ends inside an array: close it with "]".',
    ],
    [
      'a key twice',
      'a.yml',
      `${OPEN}Resources: {}\n`,
      '8:1 The key "Resources" is written twice here: remove one of the two.',
    ],
    [
      'a list',
      'a.yml',
      '- Type: AWS::ApiGateway::RestApi\n',
      '1:1 This document is a list: a template is a mapping of sections',
    ],
    [
      'a list in JSON',
      'a.json',
      '\n ["AWS::ApiGateway"]',
      '2:2 This document is a list: a template is a mapping of sections',
    ],
    [
      'a single value',
      'a.yml',
      'AWS::ApiGateway::RestApi\n',
      '1:1 This document is a single value: a template is a mapping',
    ],
    [
      'resources in a list',
      'a.yml',
      `AWSTemplateFormatVersion: 1\nResources: [AWS::ApiGateway]\n`,
      '2:1 Resources is a mapping of names: correct it.',
    ],
    [
      'a circle of conditions',
      'a.yml',
      `${condition}Conditions:\n  A: !Condition B\n  B: !Not [!Condition A]\n`,
      '10:23 Conditions refer to each other in a circle, A → B → A: remove one of the references.',
    ],
    [
      'a condition of itself',
      'a.yml',
      `${condition}Conditions:\n  A: !And [!Condition A, !Condition A]\n`,
      '9:23 Conditions refer to each other in a circle, A → A: remove one of the references.',
    ],
    [
      'a mapping of itself',
      'a.yml',
      `${api(policy('!FindInMap [M, a, b]'))}Mappings:\n  M:\n    a: { b: !FindInMap [M, a, b] }\n`,
      '10:13 This nests more than 250 levels deep: simplify it.',
    ],
    ['101 levels of YAML', 'a.yml', `AWS::ApiGateway: ${nested(100)}`, `1:117 ${TOO_DEEP}`],
    [
      '101 levels of blocks',
      'a.yml',
      `AWS::ApiGateway:\n${lines(101, (i) => `${' '.repeat(i + 1)}a:`)}`,
      `101:101 ${TOO_DEEP}`,
    ],
    ['101 levels of JSON', 'a.json', `{"AWS::ApiGateway": ${nested(100)}}`, `1:120 ${TOO_DEEP}`],
    ['100,000 levels', 'a.yml', `AWS::ApiGateway: ${nested(100_000)}`, anywhere(TOO_DEEP)],
    ['100,000 levels of dashes', 'a.yml', `AWS::ApiGateway:\n  ${'- '.repeat(100_000)}x`, anywhere(TOO_DEEP)],
    ['100,000 levels of JSON', 'a.json', `{"AWS::ApiGateway": ${nested(100_000)}}`, `1:120 ${TOO_DEEP}`],
    ['10 MB of brackets', 'a.json', `{"AWS::ApiGateway": ${'['.repeat(10_000_000)}`, `1:120 ${TOO_DEEP}`],
    [
      '10 MB in a quote',
      'a.yml',
      `A: "AWS::ApiGateway${'\\n'.repeat(5_000_000)}`,
      '1:10000020 The text ends inside double quotes: close them.',
    ],
    ['an alias bomb', 'a.yml', `a0: &a0 [1.1.1.1/32, 8.0.0.0/8]\n${aliases}${api(policy('*a9'))}`, anywhere(TOO_MUCH)],
    [
      'a bomb of merge keys',
      'a.yml',
      `a0: &a0 { k: 1 }\n${aliases.replaceAll('[', '{ <<: [').replaceAll(']', '] }')}${api('*a9')}`,
      anywhere(TOO_MUCH),
    ],
    ['a directory', '.', undefined, '1:1 There is no template below this directory: name one, or a directory with'],
    ['a missing file', 'a.yml', undefined, '1:1 There is no such file: check the name.'],
  ])('%s', async (what, name, content, failure) => {
    const shown = typeof failure === 'string' ? `${name}:${failure}` : failure;
    // what stands twice at the top spoils nothing of what is audited
    expectReport(
      await audit(name, content, typeof failure !== 'string'),
      2,
      shown,
      ...(what === 'a key twice' ? [WILDCARD] : []),
    );
  });
});

describe.concurrent('is a finding', () => {
  test.each<[what: string, policy: string, finding: string]>([
    ['a number', '42', '7:7 error A policy is an object with a Version and a Statement; this one is a number.'],
    ['a list', '[1]', '7:7 error A policy is an object with a Version and a Statement; this one is a list.'],
  ])('a policy that is %s', async (_, written, finding) => {
    expectReport(await audit('a.yml', api(written)), 1, finding);
  });
});

describe.concurrent('is audited', () => {
  test.each<[what: string, name: string, content: string]>([
    ['100 levels of YAML', 'a.yml', `${OPEN}Metadata: ${nested(99)}\n`],
    [
      'a circle of Refs',
      'a.yml',
      `${OPEN}  A: { Type: T, Properties: { B: !Ref B } }\n  B: { Type: T, Properties: { A: !Ref A } }\n`,
    ],
    ['40,000 keys', 'a.yml', `${OPEN}Metadata:\n${lines(40_000, (i) => `  key${i}: value`)}`],
    ['40,000 resources', 'a.yml', `${OPEN}${lines(40_000, (i) => `  Topic${i}: { Type: AWS::SNS::Topic }`)}`],
    ['40,000 parameters', 'a.yml', `${OPEN}Parameters:\n${lines(40_000, (i) => `  P${i}: { Type: String }`)}`],
    [
      '10 MB of keys',
      'a.yml',
      `${OPEN}Metadata:\n${lines(200_000, (i) => `  ${String(i).padStart(6, 'k')}: as long as it has to be for ten MB`)}`,
    ],
    ['10 MB in a line', 'a.yml', `${OPEN}Metadata: ${'x'.repeat(10_000_000)}\n`],
    ['10 MB of comments', 'a.yml', `${OPEN}${lines(400_000, () => '# AWS::ApiGateway comment')}`],
  ])('%s', async (_, name, content) => {
    expectReport(await audit(name, content), 1, WILDCARD);
  });

  test('10 MB of JSON, and 100 levels of it', async () => {
    const metadata = Object.fromEntries(
      Array.from({ length: 200_000 }, (_, i) => [`key${i}`, 'as long as it has to be']),
    );
    const policy = { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Policy: 5 } } };
    const others = {
      Live60303ae2: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
      Get: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          HttpMethod: 'GET',
          ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          AuthorizationType: 'NONE',
        },
      },
    };
    const document = { Metadata: { ...metadata, nested: JSON.parse(nested(98)) }, Resources: { ...policy, ...others } };
    // 2 lines, the keys, 98 lists that open and close around a number, and 6 more
    const line = 2 + 200_000 + 2 * 98 + 1 + 6;
    const outcome = await audit('a.json', JSON.stringify(document, null, 2));
    expectReport(outcome, 1, `${line}:10 error A policy is an object`);
  });
});

describe.concurrent('a file that a search has met and that cannot name an API is not parsed', () => {
  test.each([
    ['broken', 'a: ['],
    ['10 MB', lines(250_000, (i) => `key${i}: a value that is in the way of all`)],
    ['nested', nested(100_000)],
  ])('%s', async (_, content) => {
    const outcome = await node(['--max-old-space-size=1024', PROGRAM, '.'], { cwd: directory({ 'a.yml': content }) });
    expect(outcome).toEqual({ code: 0, stdout: 'nothing to audit: no API Gateway REST API in 1 file\n', stderr: '' });
  });
});

describe.concurrent('takes little time and memory', () => {
  const joins = lines(40, (i) => `s${i + 1}: &s${i + 1} !Join ['', [*s${i}, *s${i}]]`);
  const subs = lines(40, (i) => `      k${i + 1}: !Sub ['\${a}\${a}', { a: !FindInMap [M, r, k${i}] }]`);
  test.each([
    ['a text that doubles by aliases', `s0: &s0 aaaaaaaaaaaaaaaa\n${joins}${api(policy('*s40'))}`, 2],
    [
      'a text that doubles by mappings',
      `Mappings:\n  M:\n    r:\n      k0: aaaaaaaaaaaaaaaa\n${subs}${api(policy('!FindInMap [M, r, k40]'))}`,
      2,
    ],
    ['10,000 blank lines', `a: 1\n${'\n'.repeat(10_000)}`, 1],
    ['a line of 100,000 blanks', `a: 1\n${' '.repeat(100_000)}\n`, 1],
  ])('%s', async (_, content, code) => {
    expect((await audit('a.yml', content, true)).code).toBe(code);
  });
});

test('one bad file does not stop the others', async () => {
  const cwd = directory({ 'a.yml': 'AWS::ApiGateway: [', 'b.yml': OPEN, 'c.yml': '', 'd.yml': nested(200) });
  const outcome = await node([PROGRAM, join(cwd, 'gone.yml'), 'c.yml', '.'], { cwd });
  expectReport(outcome, 2, 'a.yml:1:', WILDCARD, 'c.yml:1:1 The file is empty', 'gone.yml:1:1 There is no such file');
});
