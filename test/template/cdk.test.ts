import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { positionAt } from '../../src/source/lines.ts';
import { failuresOf, reportOf, run, workspace } from '../cli/run.ts';
import { auditTexts, explainTexts } from '../support/memory.ts';

/** What the CDK made of the apps in `apps`, by the script `synthesize.mjs`. */
const FIXTURES = fileURLToPath(new URL('../fixtures/cdk/', import.meta.url));
const ASSEMBLIES = ['shop', 'definition', 'private', 'stages', 'nested', 'nested-without-metadata'];
const MANIFEST = 'cdk.out/manifest.json';
const directory = workspace();
type Texts = Readonly<Record<string, string>>;

function assembly(name: string): Texts {
  const entries = readdirSync(`${FIXTURES}${name}`, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json'));
  const paths = files.map((entry) => `${entry.parentPath}/${entry.name}`).sort();
  return Object.fromEntries(
    paths.map((path) => [path.slice(FIXTURES.length + name.length + 1), readFileSync(path, 'utf8')]),
  );
}

/** Each finding with the rows beside it. */
function findingsOf({ findings }: Report): readonly string[] {
  return findings.map(({ location: { file, start, end }, ruleId, related }) => {
    const rows = related.map(({ message, location }) => `${location.file}:${location.start.line} ${message}`);
    return [`${file}:${start.line}:${start.column}-${end.line}:${end.column} ${ruleId}`, ...rows].join(' | ');
  });
}

/** As if in the folder that the apps were synthesized in. */
const CWD = { cwd: '/home/dev/shop' };
const audit = (texts: Texts): Report => auditTexts(texts, CWD, [MANIFEST]);

const FINDINGS: Readonly<Record<string, readonly string[]>> = {
  shop: ['cdk.out/Shop.template.json:23:12-23:22 no-unroutable-source | apps/shop.mjs:12 construct Shop/Api/Resource'],
  definition: [
    'cdk.out/Catalog.template.json:22:28-22:37 no-wildcard-source | apps/definition.mjs:8 construct Catalog/Api/Resource',
  ],
  private: [
    'cdk.out/Internal.template.json:142:11-142:23 no-source-ip-on-private-api | apps/private.mjs:28 construct Internal/Stock/Resource',
  ],
  stages: [
    'cdk.out/assembly-Live/LiveShop4BBEA859.template.json:13:27-13:37 no-broad-source | apps/broad.mjs:6 construct Live/Shop/Api/Resource',
    'cdk.out/assembly-Test/TestShop65BA69B7.template.json:13:27-13:37 no-broad-source | apps/broad.mjs:6 construct Test/Shop/Api/Resource',
  ],
  nested: [
    'cdk.out/RegionEast49A96A4C.nested.template.json:13:27-13:37 no-broad-source | apps/broad.mjs:6 construct Region/East/Api/Resource',
    'cdk.out/RegionEastInner6C6DD3CB.nested.template.json:13:27-13:37 no-broad-source | apps/broad.mjs:6 construct Region/East/Inner/Api/Resource',
    'cdk.out/RegionWest25ACE652.nested.template.json:13:27-13:37 no-broad-source | apps/broad.mjs:6 construct Region/West/Api/Resource',
  ],
  // the three APIs have one logical id: which is which nothing says
  'nested-without-metadata': [
    'cdk.out/RegionEast49A96A4C.nested.template.json:13:27-13:37 no-broad-source',
    'cdk.out/RegionEastInner6C6DD3CB.nested.template.json:13:27-13:37 no-broad-source',
    'cdk.out/RegionWest25ACE652.nested.template.json:13:27-13:37 no-broad-source',
  ],
};

describe.each(ASSEMBLIES)('the assembly %s', (name) => {
  const texts = assembly(name);
  const report = audit(texts);

  test('has these findings', () => {
    expect(findingsOf(report)).toEqual(FINDINGS[name]);
    expect(report.failures).toEqual([]);
    expect(report.notAudited).toEqual([]);
    for (const { scenarios } of report.findings) expect(scenarios).toEqual([]);
  });

  test('is the same where its folder is named, with all that lies in it', () => {
    const folder = auditTexts(texts, CWD);
    const counted = { ...folder.summary, files: 1, durationMs: report.summary.durationMs };
    expect({ ...folder, summary: counted }).toEqual(report);
  });

  test('names the very place where its author made the construct', () => {
    for (const { location } of report.findings.flatMap(({ related }) => related)) {
      const line = readFileSync(`${FIXTURES}${location.file}`, 'utf8').split('\n')[location.start.line - 1];
      expect(line?.slice(location.start.column - 1)).toMatch(/^new (?:Spec)?RestApi\(/);
    }
  });
});

test('only what is known when it is deployed is undecided', () => {
  const open = ASSEMBLIES.flatMap((name) => audit(assembly(name)).undecided);
  expect(
    open.map(({ reason, location: { file, start } }) => `${file}:${start.line}:${start.column} ${reason}`),
  ).toEqual(['cdk.out/Partner.template.json:3:4 parameter Networks has no default']);
});

describe('who gets in', () => {
  const access = (name: string): readonly string[] =>
    explainTexts(assembly(name)).apis.flatMap(({ location, routes }) =>
      routes.flatMap(({ method, path, access: by }) =>
        by.map(({ door, certainly, possibly }) => {
          const through = door.via === 'internet' ? '' : ` by ${door.vpce}`;
          const sources = [certainly, possibly].map(({ cidrs }) => cidrs.join(', '));
          return `${location.file.replace(/^.*\/|\.template\.json$/g, '')} ${method} ${path}${through}: ${sources.join(' to ')}`;
        }),
      ),
    );

  test.each([
    [
      'shop',
      [
        'Office GET /: 198.35.26.0/24 to 198.35.26.0/24',
        'Partner GET /:  to 0.0.0.0/0',
        'Shop GET /pets: 10.0.0.0/8, 198.35.26.0/24 to 10.0.0.0/8, 198.35.26.0/24',
      ],
    ],
    ['definition', ['Catalog GET /books: 0.0.0.0/0 to 0.0.0.0/0']],
    [
      'stages',
      ['LiveShop4BBEA859 GET /: 12.0.0.0/8 to 12.0.0.0/8', 'TestShop65BA69B7 GET /: 11.0.0.0/8 to 11.0.0.0/8'],
    ],
    [
      'private',
      [
        'Internal GET / by vpce-0123456789abcdef0: 0.0.0.0/0, ::/0 to 0.0.0.0/0, ::/0',
        'Internal GET / by any other:  to ',
        'Internal GET / by vpce-0123456789abcdef0:  to ',
        'Internal GET / by any other:  to ',
      ],
    ],
  ])('%s', (name, expected) => {
    expect(access(name)).toEqual(expected);
  });
});

const template = (network = '8.0.0.0/8', metadata = ''): string =>
  `{"Resources": {"Api1": {"Type": "AWS::ApiGateway::RestApi"${metadata}, "Properties": {"Policy": {"Statement":
{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "${network}"}}}}}},
"Deployment0a1b2c3d": {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api1"}}}}}`;
const manifest = (artifacts: object): string => JSON.stringify({ version: '36.0.0', artifacts });
const stack = (properties: unknown, more: object = {}): object => ({
  type: 'aws:cloudformation:stack',
  properties,
  ...more,
});

test('what another stack exports is known where all files are named', () => {
  const texts = {
    [MANIFEST]: manifest({
      Shop: stack({ templateFile: 'Shop.template.json' }),
      Net: stack({ templateFile: 'Net.template.json' }),
    }),
    'cdk.out/Shop.template.json': template().replace('"8.0.0.0/8"', '{"Fn::ImportValue": "Net:Office"}'),
    'cdk.out/Net.template.json':
      '{"Resources": {}, "Outputs": {"Office": {"Value": "8.0.0.0/8", "Export": {"Name": "Net:Office"}}}}',
  };
  expect(findingsOf(auditTexts(texts))).toEqual([
    'cdk.out/Net.template.json:1:52-1:61 no-broad-source | cdk.out/Shop.template.json:2 used here',
  ]);
  const alone = auditTexts(texts, {}, [MANIFEST]);
  expect(alone.findings).toEqual([]);
  const open = alone.undecided.filter(({ rules }) => rules.includes('no-broad-source'));
  expect(open.map(({ location: { file, start } }) => `${file}:${start.line}`)).toEqual([
    'cdk.out/Shop.template.json:2',
  ]);
});

describe('where a construct comes from', () => {
  const rows = (metadata: unknown, resource = '', cwd = '/home/me/shop'): readonly string[] => {
    const texts = {
      [MANIFEST]: manifest({ Shop: stack({ templateFile: 'Shop.template.json' }, { metadata }) }),
      'cdk.out/Shop.template.json': template('8.0.0.0/8', resource),
    };
    const [finding] = auditTexts(texts, { cwd }, [MANIFEST]).findings;
    return (finding?.related ?? []).map(
      ({ message, location: { file, start } }) => `${file}:${start.line}:${start.column} ${message}`,
    );
  };
  const traced = (...trace: readonly unknown[]): object => ({
    '/Shop/Api/Resource': [{ type: 'aws:cdk:logicalId', data: 'Api1', trace }],
  });

  test('by the id of the resource, where the resource does not say it', () => {
    expect(rows(traced())).toEqual(['cdk.out/Shop.template.json:1:17 construct Shop/Api/Resource']);
  });

  test('by what the resource says, which goes before', () => {
    expect(rows(traced(), ', "Metadata": {"aws:cdk:path": "Shop/Other"}')).toEqual([
      'cdk.out/Shop.template.json:1:17 construct Shop/Other',
    ]);
  });

  test('not at all where two constructs have the id', () => {
    const twice = [{ type: 'aws:cdk:logicalId', data: 'Api1' }];
    expect(rows({ '/Shop/One': twice, '/Shop/Two': twice })).toEqual([]);
  });

  test('an API itself, which stands at its id', () => {
    const texts = {
      [MANIFEST]: manifest({ Shop: stack({ templateFile: 'Shop.template.json' }, { metadata: traced() }) }),
      'cdk.out/Shop.template.json':
        '{"Resources": {"Api1": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"EndpointConfiguration": {"Types": ["PRIVATE"]}}}}}',
    };
    expect(findingsOf(auditTexts(texts, {}, [MANIFEST]))).toEqual([
      'cdk.out/Shop.template.json:1:17-1:21 require-private-api-policy | cdk.out/Shop.template.json:1 construct Shop/Api/Resource',
    ]);
  });

  test.each([
    ['a function', ['new Shop (/home/me/shop/lib/shop.ts:12:5)'], 'lib/shop.ts:12:5'],
    ['no function', ['/home/me/shop/lib/shop.ts:12:5'], 'lib/shop.ts:12:5'],
    ['a file URL', ['async file:///home/me/shop/my%20app.mjs:12:5'], 'my app.mjs:12:5'],
    ['a file URL that is none', ['file:///home/me/shop/%zz.mjs:12:5'], 'file:///home/me/shop/%zz.mjs:12:5'],
    [
      'a function of a name with blanks',
      ['Object.a [as b] (/home/me/shop/lib (1)/shop.ts:12:5)'],
      'lib (1)/shop.ts:12:5',
    ],
    ['no column', ['Shop (/home/me/shop/app.py:12)'], 'app.py:12:1'],
    ['a column that was lost', ['file:///home/me/shop/bin/shop.mjs:17 (:)'], 'bin/shop.mjs:17:1'],
    ['a path that lies elsewhere', ['new Shop (/home/me/shopping/shop.ts:1:2)'], '/home/me/shopping/shop.ts:1:2'],
    ['a relative path', ['new Shop (lib/shop.ts:1:2)'], 'lib/shop.ts:1:2'],
    [
      'code of others first',
      [
        7,
        'new RestApi (/home/me/shop/node_modules/aws-cdk-lib/aws-apigateway/lib/restapi.js:1:13013)',
        '...new RestApi in aws-cdk-lib...',
        '(no user code in 10 frames, use --stack-trace-limit to capture more)',
        'Module._compile (node:internal/modules/cjs/loader:1:2)',
        'Module._compile (internal/modules/cjs/loader.js:1:2)',
        'new Array (<anonymous>)',
        'new Shop (/home/me/shop/lib/shop.ts:12:5)',
        'Object.<anonymous> (/home/me/shop/bin/app.ts:1:1)',
      ],
      'lib/shop.ts:12:5',
    ],
  ])('a trace with %s', (_, trace, expected) => {
    expect(rows(traced(...trace))).toEqual([`${expected} construct Shop/Api/Resource`]);
  });

  test('a path of Windows', () => {
    expect(rows(traced('new Shop (C:\\shop\\lib\\shop.ts:12:5)'), '', 'C:\\shop')).toEqual([
      'lib/shop.ts:12:5 construct Shop/Api/Resource',
    ]);
  });

  test.each([
    [[]],
    ['text'],
    [{ '/Shop/Api/Resource': 'text' }],
    [{ '/Shop/Api/Resource': [1, { type: [] }] }],
    [null],
  ])('nothing is lost with the metadata %j', (metadata) => {
    expect(rows(metadata, ', "Metadata": {"aws:cdk:path": "Shop/Api"}')).toEqual([
      'cdk.out/Shop.template.json:1:17 construct Shop/Api',
    ]);
  });
});

describe('a manifest that says what is not so', () => {
  /** `file part: message` of each failure, where the part is what it points at. */
  function failuresIn(texts: Texts, files: readonly string[] = [MANIFEST]): readonly string[] {
    return auditTexts(texts, {}, files).failures.map(({ message, location: { file, start, end } }) => {
      const text = texts[file] ?? '';
      const lines = text.split('\n');
      const offset = (at: typeof start): number =>
        lines.slice(0, at.line - 1).reduce((sum, line) => sum + line.length + 1, 0) + at.column - 1;
      expect(positionAt({ path: file, text }, offset(start))).toEqual(start);
      return `${text.slice(offset(start), offset(end))}: ${message}`;
    });
  }
  const again = 'run cdk synth again.';
  const good = stack({ templateFile: 'Good.template.json' });

  test.each<[what: string, artifact: unknown, failure: string]>([
    ['a template that is not there', stack({ templateFile: 'No.json' }), `No.json: No.json is not there: ${again}`],
    [
      'a template on the network',
      stack({ templateFile: 'https://example.com/t.json' }),
      `https://example.com/t.json: https://example.com/t.json is not there: ${again}`,
    ],
    [
      'a template that is none',
      stack({ templateFile: 'other.json' }),
      `other.json: other.json is no CloudFormation template: ${again}`,
    ],
    [
      'a template that is a list',
      stack({ templateFile: 'list.json' }),
      `list.json: list.json is no JSON object: ${again}`,
    ],
    [
      'a manifest as a template',
      stack({ templateFile: 'Nested/manifest.json' }),
      `Nested/manifest.json: Nested/manifest.json is no CloudFormation template: ${again}`,
    ],
    ['no template', stack({}), `Bad: The templateFile of this artifact is the name of a file: ${again}`],
    ['no properties', stack(undefined), `Bad: The templateFile of this artifact is the name of a file: ${again}`],
    [
      'a template that is a number',
      stack({ templateFile: 5 }),
      `5: The templateFile of this artifact is the name of a file: ${again}`,
    ],
    [
      'a template without a name',
      stack({ templateFile: '' }),
      `: The templateFile of this artifact is the name of a file: ${again}`,
    ],
    ['an artifact that is a string', 'text', `Bad: An artifact of a cloud assembly is an object with a type: ${again}`],
    ['an artifact that is nothing', null, `Bad: An artifact of a cloud assembly is an object with a type: ${again}`],
    [
      'a type that is a list',
      { type: ['a'] },
      `Bad: An artifact of a cloud assembly is an object with a type: ${again}`,
    ],
    [
      'a nested assembly that is not there',
      { type: 'cdk:cloud-assembly', properties: { directoryName: 'gone' } },
      `gone: gone/manifest.json is not there: ${again}`,
    ],
    [
      'a nested assembly without a folder',
      { type: 'cdk:cloud-assembly' },
      `Bad: The directoryName of this artifact is the name of a file: ${again}`,
    ],
    [
      'a nested assembly that is none',
      { type: 'cdk:cloud-assembly', properties: { directoryName: 'plain' } },
      `plain: plain/manifest.json is no manifest of a cloud assembly: ${again}`,
    ],
    [
      'itself as a nested assembly',
      { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } },
      `.: ./manifest.json is a part of this assembly already, it is audited once: ${again}`,
    ],
  ])('%s', (_, artifact, failure) => {
    const texts = {
      [MANIFEST]: manifest({ Bad: artifact, Good: good }),
      'cdk.out/Good.template.json': template(),
      'cdk.out/other.json': '{"a": "AWS::ApiGateway::RestApi"}',
      'cdk.out/list.json': '["AWS::ApiGateway::RestApi"]',
      'cdk.out/plain/manifest.json': '{"manifest_version": 3}',
      'cdk.out/Nested/manifest.json': manifest({ a: { type: 'cdk:tree', x: 'execute-api' } }),
    };
    expect(failuresIn(texts)).toEqual([failure]);
    expect(auditTexts(texts, {}, [MANIFEST]).findings.map(({ ruleId }) => ruleId)).toEqual(['no-broad-source']);
  });

  test('artifacts that are a list', () => {
    const text = '{"version": "36.0.0", "artifacts": [{"type": "aws:cloudformation:stack"}]}';
    expect(failuresIn({ [MANIFEST]: text })).toEqual([
      `[{"type": "aws:cloudformation:stack"}]: The artifacts of a cloud assembly are an object: ${again}`,
    ]);
  });

  test('assemblies that lead to each other are audited once', () => {
    const lead = (directoryName: string): object => ({ type: 'cdk:cloud-assembly', properties: { directoryName } });
    const texts = {
      [MANIFEST]: manifest({ Inner: lead('inner'), Good: good }),
      'cdk.out/inner/manifest.json': manifest({ Outer: lead('..'), Good: good }),
      'cdk.out/Good.template.json': template(),
      'cdk.out/inner/Good.template.json': template(),
    };
    for (const files of [[MANIFEST], Object.keys(texts)]) {
      expect(failuresIn(texts, files)).toEqual([
        `..: ../manifest.json is a part of this assembly already, it is audited once: ${again}`,
      ]);
      expect(auditTexts(texts, {}, files).summary.apis).toBe(2);
    }
  });

  test('a template that is no JSON is reported where it breaks, once', () => {
    const texts = { [MANIFEST]: manifest({ Good: good }), 'cdk.out/Good.template.json': '{"AWS::ApiGateway": ' };
    for (const files of [[MANIFEST], Object.keys(texts)]) {
      const { failures } = auditTexts(texts, {}, files);
      expect(failures.map(({ location: { file, start } }) => `${file}:${start.line}:${start.column}`)).toEqual([
        'cdk.out/Good.template.json:1:20',
      ]);
    }
  });

  test('a stack without an API, or without resources, is nothing to speak of', () => {
    const texts = {
      [MANIFEST]: manifest({ Good: good, Empty: stack({ templateFile: 'Empty.template.json' }) }),
      'cdk.out/Good.template.json': '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}',
      'cdk.out/Empty.template.json': '{"Rules": {}}',
    };
    const { failures, notAudited, undecided, summary } = auditTexts(texts);
    expect({ failures, notAudited, undecided, apis: summary.apis }).toEqual({
      failures: [],
      notAudited: [],
      undecided: [],
      apis: 0,
    });
  });

  test('a nested stack whose template nobody names is not passed over', () => {
    const nested =
      '{"Resources": {"Inner": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://example.com/x"}}}}';
    const texts = { [MANIFEST]: manifest({ Good: good }), 'cdk.out/Good.template.json': nested };
    expect(auditTexts(texts, {}, [MANIFEST]).notAudited).toEqual([
      {
        file: MANIFEST,
        reason: 'cdk.out/Good.template.json: Inner: the template of this nested stack is not in the assembly',
      },
    ]);
  });

  test('an API that cannot be audited is said to be in its template', () => {
    const stored =
      '{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"BodyS3Location": {"Key": "k"}}}}}';
    const texts = { [MANIFEST]: manifest({ Good: good }), 'cdk.out/Good.template.json': stored };
    expect(auditTexts(texts, {}, [MANIFEST]).notAudited).toEqual([
      { file: MANIFEST, reason: 'cdk.out/Good.template.json: Api: its definition is in S3' },
    ]);
  });
});

describe('files outside of the root', () => {
  test('are not read, and named where the manifest names them, once', async () => {
    const names = ['../../outside.json', '/etc/passwd'];
    const inner = manifest({ B: stack({ templateFile: '../../../outside.json' }) });
    const cwd = directory({
      'outside.json': template(),
      'app/cdk.out/manifest.json': manifest({
        ...Object.fromEntries(names.map((templateFile, i) => [i, stack({ templateFile })])),
        Nested: { type: 'cdk:cloud-assembly', properties: { directoryName: 'nested' } },
      }),
      'app/cdk.out/nested/manifest.json': inner,
    });
    const outcome = await run(['cdk.out', '--format', 'json', '--root', '.'], { cwd: `${cwd}/app` });
    const why = 'It leads out of the root: name a wider one with --root.';
    expect(failuresOf(outcome)).toEqual([
      `${MANIFEST} ../../outside.json is not read. ${why}`,
      `${MANIFEST} /etc/passwd is not read. ${why}`,
      `cdk.out/nested/manifest.json ../../../outside.json is not read. ${why}`,
    ]);
    expect(reportOf(outcome).summary.apis).toBe(0);
    expect(outcome.code).toBe(2);
  });

  test('a source line below the working directory is named like a file of it', async () => {
    const trace = ['new Shop (ROOT/lib/shop.ts:3:5)', 'new App (/elsewhere/app.ts:1:1)'];
    const cwd = directory();
    const metadata = {
      '/Shop/Api': [{ type: 'aws:cdk:logicalId', data: 'Api1', trace: trace.map((one) => one.replace('ROOT', cwd)) }],
    };
    const inside = directory({
      'cdk.out/manifest.json': manifest({ Shop: stack({ templateFile: 'Shop.template.json' }, { metadata }) }),
      'cdk.out/Shop.template.json': template(),
    });
    const related = async (from: string): Promise<readonly string[]> =>
      reportOf(await run([`${inside}/cdk.out`, '--format', 'json'], { cwd: from })).findings.flatMap((finding) =>
        finding.related.map(({ location: { file, start } }) => `${file}:${start.line}:${start.column}`),
      );
    expect(await related(cwd)).toEqual(['lib/shop.ts:3:5']);
    expect(await related(inside)).toEqual([`${cwd}/lib/shop.ts:3:5`]);
  });
});

describe('a manifest of ten thousand', () => {
  const many = (artifact: (i: number) => object): Texts => ({
    [MANIFEST]: manifest(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`A${i}`, artifact(i)]))),
    'cdk.out/Shop.template.json': template(),
  });

  test('stacks with one template is one API', () => {
    expect(audit(many(() => stack({ templateFile: 'Shop.template.json' }))).summary.apis).toBe(1);
  });

  test('stacks without a template has as many failures', () => {
    const { failures } = audit(many((i) => stack({ templateFile: `${i}.json` })));
    expect(new Set(failures.map(({ location }) => location.start.column)).size).toBe(10_000);
  });

  test('assemblies, each in the one before, is read to the last', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `n${i}`);
    const texts: Record<string, string> = { 'cdk.out/n9999/Shop.template.json': template() };
    names.forEach((_, i) => {
      const folder = i === 0 ? 'cdk.out' : `cdk.out/${names[i]}`;
      const next = i === 0 ? (names[1] ?? '') : `../${names[i + 1]}`;
      texts[`${folder}/manifest.json`] =
        i === 9999
          ? manifest({ Shop: stack({ templateFile: 'Shop.template.json' }) })
          : manifest({ Next: { type: 'cdk:cloud-assembly', properties: { directoryName: next } } });
    });
    const { failures, summary } = audit(texts);
    expect(failures).toEqual([]);
    expect(summary.apis).toBe(1);
  });
});

test('a build specification is no assembly, nor any other document that is known', () => {
  const text = 'version: "0.2"\nphases: { build: { commands: [curl execute-api] } }\nartifacts: { files: [a] }\n';
  const { failures, notAudited } = auditTexts({ 'some.yml': text });
  expect(failures).toEqual([]);
  expect(notAudited).toEqual([
    { file: 'some.yml', reason: expect.stringMatching(/^this is no document that is known/) },
  ]);
});

test.each([
  ['a tree', '{"version": "tree-0.1", "tree": {"a": "AWS::ApiGateway::RestApi"}}'],
  ['a tree that is deep', `{"version": "tree-0.1", "tree": ${'{"AWS::ApiGateway": '.repeat(200)}1${'}'.repeat(201)}`],
  [
    'a list of assets',
    `{"version": "36.0.0", "files": {"a": {"role": "arn:\${AWS::Partition}:iam"}}, "dockerImages": {}}`,
  ],
  ['what says that a folder is one', '{"version": "36.0.0"}'],
  ['a manifest with no stack', '{"version": "36.0.0", "artifacts": {"Tree": {"type": "cdk:tree"}}}'],
])('%s holds no API', (_, text) => {
  const { failures, notAudited, summary } = auditTexts({ 'some.json': text });
  expect({ failures, notAudited, apis: summary.apis }).toEqual({ failures: [], notAudited: [], apis: 0 });
});

test('what is uploaded for a stack is no template', async () => {
  const cwd = directory({
    [MANIFEST]: manifest({ Shop: stack({ templateFile: 'Shop.template.json' }) }),
    'cdk.out/Shop.template.json': template(),
    [`cdk.out/asset.${'0a'.repeat(32)}/template.json`]: template(),
    'cdk.out/asset.office/template.json': template(),
  });
  const { findings } = reportOf(await run(['.', '--format', 'json'], { cwd }));
  expect(findings.map(({ location }) => location.file)).toEqual([
    'cdk.out/Shop.template.json',
    'cdk.out/asset.office/template.json',
  ]);
});

test('the page about the CDK shows what is printed', async () => {
  const page = readFileSync(new URL('../../docs/cdk.md', import.meta.url), 'utf8');
  const shown = /```text\n([\s\S]+?)```/.exec(page)?.[1] ?? '';
  const { stdout } = await run(['cdk.out'], { cwd: `${FIXTURES}shop` });
  const pattern = shown.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  expect(stdout.replaceAll(`${CWD.cwd}/`, '')).toMatch(new RegExp(`^${pattern.join('.*')}`));
});
