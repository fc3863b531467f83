import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { audit } from '../../src/answers/audit.ts';
import type { Report } from '../../src/report/report.ts';
import type { ReporterContext, RuleInfo } from '../../src/reporters/reporter.ts';
import { lineHashes } from '../../src/reporters/sarif/line-hash.ts';
import { sarif, sarifOmission } from '../../src/reporters/sarif.ts';
import { rules } from '../../src/rules/index.ts';
import noHostBits from '../../src/rules/no-host-bits.ts';
import { run as runProgram, workspace } from '../cli/run.ts';
import { condition, ENVIRONMENTS, parameter, statement, template } from '../rules/templates.ts';
import { auditTexts } from '../support/memory.ts';
import { PAGES } from '../support/pages.ts';
import { FULL, finding, PIPE, place, report, undecided } from './reports.ts';
import { githubFaults, type Log, type Result, type Run, type Rule as SarifRule, schemaFaults } from './sarif-log.ts';

const PAGE =
  '# id\n\nText.\n\n## Why\n\nIt is `open`\nto [all](b.md). Of these:\n\n- a\n\n## How to fix\n\n- Shut\n  it.\n- Name all.\n';
const INFOS: readonly RuleInfo[] = rules.map(({ id, description, severity }) => ({
  ...{ id, description, severity },
  page: PAGE,
  url: null,
}));
const CONTEXT: ReporterContext = { ...PIPE, rules: () => INFOS };

/** The one run of a report, which is valid. */
function runOf(from: Report, context: Partial<ReporterContext> = {}): Run {
  const log = JSON.parse(sarif(from, { ...CONTEXT, ...context })) as Log;
  expect(schemaFaults(log)).toEqual([]);
  expect(githubFaults(log)).toEqual([]);
  return log.runs[0] as Run;
}

function resultsOf(from: Report, context: Partial<ReporterContext> = {}): readonly Result[] {
  return runOf(from, context).results;
}

function notificationsOf(from: Report): readonly string[] {
  const [{ toolExecutionNotifications }] = runOf(from).invocations;
  return toolExecutionNotifications.map(({ level, message }) => `${level}: ${message.text}`);
}

const sources = (texts: Readonly<Record<string, string>>, bom?: true): Pick<ReporterContext, 'sources'> => ({
  sources: (path) => ({ path, text: texts[path] ?? '', ...(bom && { bom }) }),
});

test('a result has the same fingerprint whatever other files are audited', () => {
  const text = condition(['8.0.0.0/8', '9.0.0.0/8']);
  const printsOf = (texts: Readonly<Record<string, string>>): readonly (string | undefined)[] =>
    resultsOf(auditTexts(texts))
      .filter((one) => one.locations[0]?.physicalLocation.artifactLocation.uri === 'b.yml')
      .map(({ partialFingerprints }) => partialFingerprints['ipauditFingerprint/v1']);
  expect(printsOf({ 'a.yml': text, 'b.yml': text })).toEqual(printsOf({ 'b.yml': text }));
  expect(new Set(printsOf({ 'b.yml': text })).size).toBeGreaterThan(1);
});

describe('every report is valid, and the same bytes twice', () => {
  const all = { rules: Object.fromEntries(rules.map(({ id }) => [id, 'warning' as const])) };
  const shared = parameter('P', 'CommaDelimitedList', '8.0.0.0/8, 1.1.1.1/16, 10.0.0.0/16, hello');
  test.each<[what: string, texts: Readonly<Record<string, string>>]>([
    ['nothing', { 'a.yml': 'Resources: {}\n' }],
    ['findings', { 'a.yml': condition(['8.0.0.0/8', '1.1.1.1/16', 'hello', '10.0.0.0/16', '2600::1']) }],
    ['scenarios', { 'a.yml': condition("!If [IsProd, '0.0.0.0/0', 1.1.1.1/32]", { head: ENVIRONMENTS }) }],
    ['places of use', { 'a.yml': template(statement('!Ref P') + statement('!Ref P'), { head: shared }) }],
    ['one line', { 'p.json': '{"Statement": [{"Principal": {"X": 1}, "Effect": "Alow", "Action": ["a", "b"]}]}' }],
    ['undecided', { 'a.yml': condition('!Ref P', { head: parameter('P') }) }],
    ['failures', { 'a.yml': 'Resources:\n  A: AWS::ApiGateway\n  A: 1\n', 'b.yml': 'AWS::ApiGateway: [', 'c.yml': '' }],
    [
      'not audited',
      {
        'a b.yml':
          'Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties: { ProtocolType: WEBSOCKET }\n',
      },
    ],
  ])('%s', (what, texts) => {
    const found = auditTexts(texts, all);
    const results = resultsOf(found, sources(texts));
    expect(results.length > 0).toBe(found.findings.length > 0);
    if (what === 'nothing') expect(results).toEqual([]);
    const context = { ...CONTEXT, ...sources(texts) };
    expect(sarif({ ...found, summary: { ...found.summary, durationMs: 999 } }, context)).toBe(sarif(found, context));
  });

  test('one made by hand, and an empty one', () => {
    expect(resultsOf(FULL)).toHaveLength(2);
    expect(runOf(report())).toMatchObject({
      tool: { driver: { name: 'ipaudit', semanticVersion: '1.2.3' } },
      invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }],
      results: [],
    });
  });

  test('invisible characters are escaped', () => {
    const text = sarif(
      report({ findings: [finding({ message: 'a\u202eb\u009b.', location: place('\u202e', 1, 1) })] }),
      CONTEXT,
    );
    expect(text).toContain('"a\\u202eb\\u009b."');
    expect(text).toContain('"%E2%80%AE"');
  });

  test('the checks find what is wrong', () => {
    const log = JSON.parse(sarif(report({ findings: [finding()] }), CONTEXT));
    const [one] = log.runs[0].results;
    Object.assign(log, { $schema: 'https://json.schemastore.org/sarif-2.1.0-rtm.5.json' });
    log.runs[0].automationDetails = { id: 'x' };
    Object.assign(one, { ruleIndex: 0, message: { text: 'See [a](7)' }, locations: [{ physicalLocation: {} }] });
    one.locations[0].physicalLocation = { artifactLocation: { uri: '../a.yml' }, region: { startLine: 0 } };
    expect(schemaFaults(log)).toEqual(['/runs/0/results/0/locations/0/physicalLocation/region/startLine must be >= 1']);
    expect(githubFaults(log).map((fault) => fault.slice(0, 7))).toEqual([
      'GH1011:',
      'what Gi',
      'GH1015:',
      'GH1007,',
      'GH1005:',
      'GH1003:',
      'GH1003:',
      'related',
    ]);
  });
});

describe('a result', () => {
  test('in full', () => {
    const one = finding({ severity: 'warning', location: place('a.yml', 2, 4, 9), ruleId: 'no-broad-source' });
    const text = 'a: 1\nb: 8.0.0.0/8\n';
    expect(resultsOf(report({ findings: [one] }), sources({ 'a.yml': text }))).toEqual([
      {
        ruleId: 'no-broad-source',
        ruleIndex: rules.findIndex(({ id }) => id === 'no-broad-source'),
        level: 'warning',
        message: { text: 'Too broad.' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'a.yml' },
              region: { startLine: 2, startColumn: 4, endLine: 2, endColumn: 13 },
            },
          },
        ],
        partialFingerprints: {
          primaryLocationLineHash: lineHashes(text)[1],
          'ipauditFingerprint/v1': `v1:${'0'.repeat(24)}`,
        },
      },
    ]);
  });

  test('without a text to read has no hash of its line', () => {
    const [one] = resultsOf(report({ findings: [finding()] }));
    expect(Object.keys(one?.partialFingerprints ?? {})).toEqual(['ipauditFingerprint/v1']);
  });

  test('that is suppressed is left out', () => {
    expect(runOf(report({ suppressed: [{ by: 'comment', reason: 'known', finding: finding() }] })).results).toEqual([]);
  });

  const related = (message: string, line: number) => ({ message, location: place('b.yml', line, 1) });
  test.each<[what: string, different: Parameters<typeof finding>[0], text: string]>([
    ['ends its sentence', { message: 'Too broad' }, 'Too broad.'],
    ['may ask', { message: 'Is it b?' }, 'Is it b?'],
    [
      'names scenarios',
      { scenarios: ['Env is prod', 'Size is big'].map((text) => ({ text, where: {} })) },
      'Too broad. This holds when Env is prod, or when Size is big.',
    ],
    [
      'links related places',
      { related: [related('used here', 1), related('listed in a[0]\\', 2)] },
      'Too broad. See [used here](1); [listed in a\\[0\\]\\\\](2).',
    ],
    [
      'links a place once',
      { related: [related('used here', 1), related('used here', 1)] },
      'Too broad. See [used here](1).',
    ],
    ['makes no link of what looks like one', { message: 'Not [a](1), [b].' }, 'Not [a\\](1), [b].'],
    [
      'links 20 places at most',
      { related: Array.from({ length: 23 }, (_, i) => related('here', i + 1)) },
      `Too broad. See ${Array.from({ length: 20 }, (_, i) => `[here](${i + 1})`).join('; ')}; 3 more.`,
    ],
  ])('%s', (_, different, text) => {
    const [one] = resultsOf(report({ findings: [finding(different)] }));
    expect(one?.message.text).toBe(text);
  });

  test('stands for all findings of its rule on its line: they would be one alert', () => {
    const findings = [
      finding({ location: place('a.yml', 1, 1), related: [related('used here', 7)] }),
      finding({ location: place('a.yml', 1, 5), message: 'Broad too.', fingerprint: 'v1:b' }),
      finding({ location: place('a.yml', 1, 5), ruleId: 'valid-cidr', message: 'Another rule.' }),
      finding({ location: place('a.yml', 1, 9), message: 'And [this]', related: [related('used here', 7)] }),
      finding({ location: place('a.yml', 2, 1), message: 'Another line.' }),
      finding({ location: place('b.yml', 1, 1), message: 'Another file.' }),
      finding({ location: place('link.yml', 2, 1), message: 'Another name.' }),
    ];
    const realPath = (file: string): string => file.replace('link', 'a');
    const [first, ...others] = resultsOf(report({ findings }), { realPath });
    expect(first?.message.text).toBe(
      'Too broad. On the same line: [Broad too](1); [And \\[this\\]](2). See [used here](3).',
    );
    expect(
      first?.relatedLocations?.map(({ physicalLocation: { region } }) => [region.startLine, region.startColumn]),
    ).toEqual([
      [1, 5],
      [1, 9],
      [7, 1],
    ]);
    expect(others.map(({ message }) => message.text)).toEqual([
      'Another rule.',
      'Another line. On the same line: [Another name](1).',
      'Another file.',
    ]);
  });
});

describe('places', () => {
  test.each<[file: string, uri: string]>([
    ['dir/a.yml', 'dir/a.yml'],
    ['a b/c  d.yml', 'a%20b/c%20%20d.yml'],
    ['#1/50%.yml', '%231/50%25.yml'],
    ['a%20b.yml', 'a%2520b.yml'],
    ['Büro/東京/🏢.yml', 'B%C3%BCro/%E6%9D%B1%E4%BA%AC/%F0%9F%8F%A2.yml'],
    ['bu\u0308ro.yml', 'bu%CC%88ro.yml'],
    ['c:/a.yml', 'c%3A/a.yml'],
    ['http://x.yml', 'http%3A//x.yml'],
    ['a\\b[1]?.yml', 'a%5Cb%5B1%5D%3F.yml'],
    ['<stdin>', '%3Cstdin%3E'],
    ['..a/...yml', '..a/...yml'],
    ['half\ud83d.yml', 'half%EF%BF%BD.yml'],
    ['../b/a [1].yml', 'file:///b/a%20%5B1%5D.yml'],
  ])('%s is %s', (file, uri) => {
    const { results, invocations } = runOf(report({ findings: [finding({ location: place(file, 1, 1) })] }));
    expect(results[0]?.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
    const isOutside = file.startsWith('../');
    expect(invocations[0].workingDirectory).toEqual(isOutside ? { uri: 'file:///repository/' } : undefined);
  });

  test('links are followed', () => {
    const realPath = (file: string): string => file.replace('link.yml', 'dir/a.yml');
    const [one] = resultsOf(report({ findings: [finding({ location: place('link.yml', 1, 1) })] }), { realPath });
    expect(one?.locations[0].physicalLocation.artifactLocation.uri).toBe('dir/a.yml');
  });

  const policy = (list: string): string =>
    `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*",
"Condition": {"IpAddress": {"aws:SourceIp": [
${list}]}}}]}`;
  test.each<[what: string, list: string, startColumn: number, endColumn: number]>([
    ['plain', '"52.94.76.9/22"', 2, 15],
    // 🏢 is two units; the quotes and the comma are four characters before the next quote's inside
    ['after an emoji', '"🏢", "52.94.76.9/22"', 8, 21],
    ['after marks', '"u\u0308東", "52.94.76.9/22"', 9, 22],
  ])('columns count UTF-16 units: %s', (_, list, startColumn, endColumn) => {
    for (const text of [policy(list), policy(list).replace(/\n/g, '\r\n')]) {
      const found = auditTexts({ 'p.json': text }, { rules: { 'no-host-bits': 'warning' } });
      for (const bom of [undefined, true] as const) {
        const one = resultsOf(found, sources({ 'p.json': text }, bom)).find(({ ruleId }) => ruleId === 'no-host-bits');
        const region = { startLine: 3, startColumn, endLine: 3, endColumn };
        expect(one?.locations[0].physicalLocation.region).toEqual(region);
        expect(one?.partialFingerprints.primaryLocationLineHash).toBe(lineHashes(policy(list))[2]);
      }
    }
  });

  test('a byte order mark is a character of the first line, for its hash alone', () => {
    const hashes = [undefined, true].map(
      (bom) => resultsOf(report({ findings: [finding()] }), sources({ 'a.yml': 'a: 1\n' }, bom as true))[0],
    );
    const [, marked] = hashes.map((one) => one?.partialFingerprints.primaryLocationLineHash);
    expect(marked).toBe(lineHashes('\ufeffa: 1\n')[0]);
    expect(hashes[0]?.partialFingerprints).not.toEqual(hashes[1]?.partialFingerprints);
    expect(hashes[0]?.locations).toEqual(hashes[1]?.locations);
  });
});

describe('what is told beside the results', () => {
  test('failures: the audit did not succeed', () => {
    const failures = [
      {
        message: 'A is there twice',
        location: place('a b.yml', 2, 1, 3),
        related: [{ message: 'first', location: place('a b.yml', 1, 1) }],
      },
    ];
    const [invocation] = runOf(report({ failures })).invocations;
    expect(invocation.executionSuccessful).toBe(false);
    const [one] = invocation.toolExecutionNotifications;
    expect(one).toMatchObject({ descriptor: { id: 'failure', index: 0 }, level: 'error' });
    expect(one?.message.text).toBe('A is there twice.');
    expect(one?.locations?.map(({ physicalLocation: { region } }) => region.startLine)).toEqual([2, 1]);
  });

  test('what is open', () => {
    const scenarios = [{ text: 'Env is prod', where: {} }];
    const all = report({
      notAudited: [{ file: 'sam.yml', reason: 'AWS SAM is not read yet' }],
      undecided: [undecided(), undecided({ rules: ['a', 'b'], scenarios })],
    });
    expect(notificationsOf(all)).toEqual([
      'warning: Not audited: AWS SAM is not read yet.',
      'note: Not decided: parameter P has no default (valid-cidr).',
      'note: Not decided when Env is prod: parameter P has no default (a, b).',
    ]);
    expect(runOf(all).invocations[0].executionSuccessful).toBe(true);
  });

  test('that there are more than 5,000: the gravest are in, in their order', () => {
    const of = (severity: 'error' | 'warning' | 'note', from: number, count: number) =>
      Array.from({ length: count }, (_, i) => finding({ severity, location: place('a.yml', from + i, 1) }));
    const all = report({ findings: [...of('note', 1, 2), ...of('warning', 3, 4998), ...of('error', 5001, 3)] });
    const { results } = JSON.parse(sarif(all, CONTEXT)).runs[0] as Run;
    const lines = results.map(({ locations: [one] }) => one.physicalLocation.region.startLine);
    // 3 errors and 4,997 of the 4,998 warnings
    expect(lines).toEqual(Array.from({ length: 5003 }, (_, i) => i + 1).filter((line) => line > 2 && line !== 5000));
    const text = '3 results are left out: code scanning shows 5000, the gravest.';
    expect(notificationsOf(all)).toEqual([`warning: ${text}`]);
    expect(sarifOmission(all, CONTEXT)).toBe(text);
    expect(sarifOmission(report({ findings: all.findings.slice(3) }), CONTEXT)).toBeUndefined();
  });
});

describe('the rules', () => {
  const described = (info: Partial<RuleInfo>): SarifRule => {
    const one = { ...(INFOS[0] as RuleInfo), ...info };
    return runOf(report(), { rules: () => [one] }).tool.driver.rules[0] as SarifRule;
  };

  test('are all there, whatever was found', () => {
    const of = (from: Report) => runOf(from).tool;
    expect(of(report()).driver.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    expect(of(FULL)).toEqual(of(report()));
  });

  test('in full', () => {
    const url = 'https://example.com/docs/rules/no-broad-source.md';
    expect(described({ id: 'no-broad-source', description: 'Disallow all', severity: 'warning', url })).toEqual({
      id: 'no-broad-source',
      name: 'NoBroadSource',
      shortDescription: { text: 'Disallow all.' },
      fullDescription: { text: 'It is open to all.' },
      help: { text: 'Shut it. Name all.', markdown: PAGE.replace('(b.md)', '(https://example.com/docs/rules/b.md)') },
      helpUri: url,
      defaultConfiguration: { level: 'warning' },
      properties: {
        precision: 'very-high',
        'security-severity': '5.5',
        tags: ['security', 'external/cwe/cwe-284', 'aws', 'api-gateway'],
      },
    });
  });

  test('without a homepage link nowhere', () => {
    const { help, ...one } = described({});
    expect(help.markdown).toBe(PAGE.replace('[all](b.md)', 'all'));
    expect('helpUri' in one).toBe(false);
  });

  test('with a page of another form are described all the same', () => {
    const { fullDescription, help } = described({ description: 'Disallow it', page: 'Nothing.' });
    expect([fullDescription.text, help.text]).toEqual(['Disallow it.', 'Disallow it.']);
    // 102 sentences with their blanks are 1,020 characters
    expect(described({ page: `\n## Why\n\n${'It is so. '.repeat(200)}` }).fullDescription.text).toHaveLength(1019);
  });

  test('have pages that give a description and a way to fix', () => {
    const names = readdirSync(PAGES).filter((name) => name !== 'README.md');
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const { shortDescription, fullDescription, help } = described({
        page: readFileSync(new URL(name, PAGES), 'utf8'),
      });
      expect(fullDescription.text, name).not.toBe(shortDescription.text);
      expect(help.text, name).not.toBe(shortDescription.text);
      expect(`${fullDescription.text}${help.text}`, name).not.toMatch(/[`\n]|\]\(/);
      expect(help.markdown).not.toMatch(/\]\([\w-]+\.md\)/);
    }
  });
});

describe('the program', () => {
  const make = workspace();
  const engine = { audit, rules: [noHostBits] };

  test('gives the pages of the rules, the texts and the real names', async () => {
    const text = condition('52.94.76.9/22');
    const cwd = make({ 'a #1.yml': `\ufeff${text}` });
    const { stdout, stderr } = await runProgram(['-f', 'sarif', '--rule', 'no-host-bits: error', 'a #1.yml'], {
      cwd,
      engine,
    });
    const [{ tool, results }] = (JSON.parse(stdout) as Log).runs as readonly [Run];
    expect(stderr).toBe('');
    expect(tool.driver.rules.map(({ help }) => help.markdown.split('\n')[0])).toEqual(['# no-host-bits']);
    const one = results.find(({ ruleId }) => ruleId === 'no-host-bits');
    const { artifactLocation, region } = (one as Result).locations[0].physicalLocation;
    expect(artifactLocation.uri).toBe('a%20%231.yml');
    expect(one?.partialFingerprints.primaryLocationLineHash).toBe(lineHashes(`\ufeff${text}`)[region.startLine - 1]);
  });

  test('says what a limit keeps out, and names files by what links lead to', async () => {
    // each has bits past its prefix
    const entries = Array.from({ length: 5001 }, (_, i) => `8.${i >> 8}.${i & 255}.1/24`);
    const cwd = make({ 'real.yml': condition(entries) });
    symlinkSync('real.yml', join(cwd, 'link.yml'));
    const argv = ['-f', 'sarif', '--rule', 'no-host-bits: error', 'link.yml'];
    const { stdout, stderr } = await runProgram(argv, { cwd, engine });
    expect(stderr).toMatch(/^ipaudit: \d+ results? (?:is|are) left out: code scanning shows 5000, the gravest\.\n$/);
    const [{ results }] = (JSON.parse(stdout) as Log).runs as readonly [Run];
    expect(results).toHaveLength(5000);
    expect(new Set(results.map((one) => one.locations[0].physicalLocation.artifactLocation.uri))).toEqual(
      new Set(['real.yml']),
    );
  });
});

test('the example of a workflow uploads what was found, and is no template', () => {
  const text = readFileSync(new URL('../../examples/github-code-scanning.yml', import.meta.url), 'utf8');
  expect(text).toMatch(/--format sarif --output-file (\S+) .*if: always\(\)\n.*upload-sarif@v\d+\n.*sarif_file: \1\n/s);
  for (const [, version] of text.matchAll(/uses: \S+@(\S+)/g)) expect(version).toMatch(/^v\d+$/);
  expect(text).toContain('\npermissions: {}\n');
  const { findings, failures, notAudited, summary } = auditTexts(
    { 'workflow.yml': text },
    { searched: new Set(['workflow.yml']) },
  );
  expect([findings, failures, notAudited, summary.apis]).toEqual([[], [], [], 0]);
});
