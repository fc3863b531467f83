import { describe, expect, test } from 'vitest';
import type { Location, Report } from '../../src/report/report.ts';
import { parse } from '../../src/source/parse.ts';
import type { Mapping, Sequence } from '../../src/source/tree.ts';
import { expand } from '../../src/template/cfn-include/expand.ts';
import { mayUseFunctions } from '../../src/template/cfn-include/functions.ts';
import { readMarks } from '../../src/testing/marks.ts';
import { auditExpanded } from '../support/memory.ts';
import { NO_FILES } from '../support/no-files.ts';

/** An API whose policy has this under `Statement:`. */
const api = (statements: string): string => `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Policy:
        Version: 2012-10-17
        Statement: ${statements.replaceAll('\n', `\n${' '.repeat(10)}`)}
`;

/** A statement that allows this list of sources, on one line. */
const allow = (sources: string): string =>
  `{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { IpAddress: { aws:SourceIp: ${sources} } } }`;

type Texts = Readonly<Record<string, string>>;

/**
 * What `valid-cidr` says of the marked files: where the entry stands, and where it is used. Places are those of a mark, by
 * its file and number.
 */
async function entriesOf(marked: Texts, files: readonly string[] = ['a.yml']): Promise<readonly string[]> {
  const { report, nameOf } = await audited(marked, files);
  expect(report.failures).toEqual([]);
  return report.findings
    .filter(({ ruleId }) => ruleId === 'valid-cidr')
    .map(({ location, related }) => [location, ...related.map((one) => one.location)].map(nameOf).join(' '));
}

async function audited(
  marked: Texts,
  files: readonly string[],
): Promise<{ readonly report: Report; readonly nameOf: (location: Location) => string }> {
  const marks = new Map(Object.entries(marked).map(([file, text]) => [file, readMarks(text)]));
  const report = await auditExpanded(Object.fromEntries([...marks].map(([file, { text }]) => [file, text])), {}, files);
  const nameOf = ({ file, start, end }: Location): string => {
    const { '«': at, '⟨': use } = marks.get(file)?.ranges ?? { '«': [], '⟨': [] };
    const same = (one: object): boolean => JSON.stringify(one) === JSON.stringify({ start, end });
    if (at.some(same)) return `${file}«${at.findIndex(same) + 1}»`;
    if (use.some(same)) return `${file}⟨${use.findIndex(same) + 1}⟩`;
    return `${file}:${start.line}:${start.column}-${end.line}:${end.column}`;
  };
  return { report, nameOf };
}

describe('a finding points at where the mistake was written', () => {
  test('in an included list, with the including place', async () => {
    expect(
      await entriesOf({
        'a.yml': api(`[${allow('!Include ⟨parts/list.yml⟩')}]`),
        'parts/list.yml': '- 203.0.113.0/24\n- "«oops»"\n',
      }),
    ).toEqual(['parts/list.yml«1» a.yml⟨1⟩']);
  });

  test('in a list of statements of JSON', async () => {
    const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
    const written = JSON.stringify(
      [{ ...statement, Condition: { IpAddress: { 'aws:SourceIp': ['«oops»'] } } }],
      null,
      2,
    );
    expect(await entriesOf({ 'a.yml': api('{ Fn::Include: ⟨s.json⟩ }'), 's.json': written })).toEqual([
      's.json«1» a.yml⟨1⟩',
    ]);
  });

  test('in a template of JSON', async () => {
    const template = JSON.stringify({
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Policy: { 'Fn::Include': { location: '⟨p.yml⟩' } } } },
      },
    });
    expect(
      await entriesOf({ 'a.json': template, 'p.yml': `Version: 2012-10-17\nStatement: ${allow('«oops»')}` }, [
        'a.json',
      ]),
    ).toEqual(['p.yml«1» a.json⟨1⟩']);
  });

  test('in all resources, and in a whole template', async () => {
    const resources = api(allow('«oops»')).replace('Resources:\n', '').replaceAll(/^ {2}/gm, '');
    expect(await entriesOf({ 'a.yml': 'Resources: !Include ⟨r.yml⟩\n', 'r.yml': resources })).toEqual([
      'r.yml«1» a.yml⟨1⟩',
    ]);
    expect(
      await entriesOf({ 'a.yml': 'Fn::Include: ⟨base.yml⟩\nDescription: more\n', 'base.yml': api(allow('«oops»')) }),
    ).toEqual(['base.yml«1» a.yml⟨1⟩']);
  });

  test('in a file that an included file includes, from its own folder', async () => {
    expect(
      await entriesOf({
        'a.yml': api('!Include ⟨p/s.yml⟩'),
        'p/s.yml': `- ${allow('!Include ../q/list.yml')}`,
        'q/list.yml': '[«oops»]',
      }),
    ).toEqual(['q/list.yml«1» a.yml⟨1⟩']);
  });

  test('once for a file that is included twice, with both places', async () => {
    expect(
      await entriesOf({
        'a.yml': api(`- ${allow('!Include ⟨l.yml⟩')}\n- ${allow('!Include { location: ⟨l.yml⟩ }')}`).replace(
          'Statement: -',
          'Statement:\n          -',
        ),
        'l.yml': '[«oops»]',
      }),
    ).toEqual(['l.yml«1» a.yml⟨1⟩ a.yml⟨2⟩']);
  });

  test('in the list that is mapped, with the place that it is put into', async () => {
    expect(await entriesOf({ 'a.yml': api(`!Map [[8.8.8.8/32, «oops»], cidr, ${allow('[⟨cidr⟩]')}]`) })).toEqual([
      'a.yml«1» a.yml⟨1⟩',
    ]);
  });

  test('in an included list that is mapped', async () => {
    const files = { 'a.yml': api(`!Map [!Include ⟨l.yml⟩, cidr, ${allow('cidr')}]`), 'l.yml': '[8.8.8.8/32, «oops»]' };
    expect(await entriesOf(files)).toEqual(['l.yml«1» a.yml⟨1⟩']);
  });

  test('at the text that several places make up', async () => {
    // the list gives a part, the body another
    const body = allow(`"«\${net}/32»"`);
    expect(await entriesOf({ 'a.yml': api(`!Map [[oo, 8.8.8.8], net, ${body}]`) })).toEqual(['a.yml«1»']);
  });

  test('in each of two policies that are merged', async () => {
    const part = (name: string, sources: string): string => `${name}: ${allow(sources)}`;
    expect(
      await entriesOf({
        'a.yml':
          'Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties:\n      Policy: !Merge [!Include ⟨v.yml⟩, !Include ⟨s.yml⟩]\n',
        'v.yml': `Version: 2012-10-17\n${part('Statement', '1.1.1.1/32')}`,
        's.yml': part('Statement', '«oops»'),
      }),
    ).toEqual(['s.yml«1» a.yml⟨2⟩']);
  });

  test('in lists that are flattened', async () => {
    expect(
      await entriesOf({
        'a.yml': api(allow('!Flatten [[8.8.8.8/32, «oops»], !Include ⟨l.yml⟩, [!Ref P]]')),
        'l.yml': '[8.8.4.4/32, «uups»]',
      }),
    ).toEqual(['a.yml«1»', 'l.yml«1» a.yml⟨1⟩']);
  });

  test('in a policy that is included as a text, and in its variables', async () => {
    const policy = (sources: string): string => `{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
    "Condition": { "IpAddress": { "aws:SourceIp": [${sources}] } }
  }]
}
`;
    const template = (include: string): string => api('').replace(/Policy:[\s\S]*/, `Policy: ${include}\n`);
    expect(
      await entriesOf({
        'a.yml': template('!Include { location: ⟨p.json⟩, type: string }'),
        'p.json': policy('"8.8.8.8/32", "«oops»"'),
      }),
    ).toEqual(['p.json«1» a.yml⟨1⟩']);
    expect(
      await entriesOf({
        'a.yml': template('⟨!Include { location: p.json, type: literal, context: { more: «uups» } }⟩'),
        'p.json': policy('"«oops»", "{{more}}"'),
      }),
    ).toEqual(['a.yml«1» a.yml⟨1⟩', 'p.json«1» a.yml⟨1⟩']);
  });

  test('in the part that a query finds', async () => {
    expect(
      await entriesOf({
        'a.yml': api(allow('!Include { location: ⟨d.yml⟩, query: "sources[?Name == \'office\'] | [0].List" }')),
        'd.yml': 'sources: [{ Name: home, List: [no] }, { Name: office, List: [8.8.8.8/32, «oops»] }]',
      }),
    ).toEqual(['d.yml«1» a.yml⟨1⟩']);
  });
});

test('an included file is a part of the template that includes it, and no document of its own', async () => {
  const files = { 'a.yml': api('!Include s.yml'), 's.yml': `- ${allow('[oops]')}\n` };
  const { summary, failures } = await auditExpanded(files);
  expect([summary.apis, failures]).toEqual([1, []]);
});

test('what another template exports by Fn::Outputs is known', async () => {
  const { findings } = await auditExpanded({
    'a.yml': api(allow('!Split [",", !ImportValue "$' + '{AWS::StackName}:Sources"]')),
    'b.yml': 'AWSTemplateFormatVersion: 2010-09-09\nResources: {}\nOutputs: !Outputs { Sources: "oops" }\n',
  });
  expect(findings.map(({ ruleId }) => ruleId)).not.toContain('valid-cidr');
});

test('all else stays as it is, beside the functions and in them', async () => {
  const written = [
    '!Transform { Name: AWS::Include }',
    '!ToJsonString { a: 1 }',
    '!Unknown 2012-10-17',
    '2012-10-17',
    '{ Fn::Length: !Ref List }',
    '{ <<: { a: 0123 }, b: 1.50, c: on, d: ~ }',
    '{ __proto__: 1, constructor: 2 }',
    '!!str 5',
  ];
  const list = `[${written.join(', ')}]`;
  const text = `Resources: { Api: { Type: AWS::ApiGateway::RestApi } }\nOutside: ${list}\nInside: !Merge [{ a: ${list} }]`;
  const file = { path: 'a.yml', text };
  const parsed = parse(file);
  const expanded = (await expand(parsed, NO_FILES, () => undefined))?.parsed.root as Mapping;
  const [, outside, inside] = (parsed.root as Mapping).members.map(({ value }) => value);
  const [, outsideNow, insideNow] = expanded.members.map(({ value }) => value);
  // the very nodes that were parsed
  expect(outsideNow).toBe(outside);
  const [merged] = (inside as Sequence).items;
  const [kept] = (insideNow as Mapping).members.map(({ value }) => value);
  expect(kept).toBe((merged as Mapping).members[0]?.value);
  expect((kept as Sequence).items).toHaveLength(written.length);
});

test('a document that uses no function of cfn-include is not expanded', async () => {
  expect(
    await expand(
      parse({ path: 'a.yml', text: 'a: !Length [!Ref List]\nb: { Fn::Length: [1] }' }),
      NO_FILES,
      () => undefined,
    ),
  ).toBeUndefined();
  expect(mayUseFunctions('a: !Length [!Ref List]\nb: { Fn::Length: [1] }\nFn::Transform: AWS::Include')).toBe(false);
});

const FETCHED = 'is not read, nothing is fetched: include a file below the root.';
const ENVIRONMENT = 'Fn::GetEnv is not expanded, the environment is not read: name it with --allow-env.';
const LATER = 'is not expanded, it is no function of cfn-include 1.5: write what it stands for.';
const PATTERN =
  'This name is not replaced, cfn-include would read it as a regular expression: use letters, digits and "_" alone.';
const QUERY =
  'This query is not evaluated: use a path, an index, a slice or a filter of JMESPath, at most 1000 characters long.';
const BROKEN = (why: string): string => `cfn-include cannot expand this, ${why}: check what its functions are given.`;
const TOO_MUCH = 'This expands to too many values, its aliases, functions or loops multiply: simplify it.';

const PLACEHOLDER = `\${x}`;

/** Ten of ten of ten … */
const maps = (levels: number): string =>
  levels === 0 ? 'x' : `!Map [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], a${levels}, ${maps(levels - 1)}]`;
const strings = (levels: number): string => (levels === 0 ? `'"'` : `{ Fn::Stringify: ${strings(levels - 1)} }`);

describe('is refused at its place, and the rest goes on', () => {
  test.each<[what: string, statements: string, failure: string, more?: Texts]>([
    [
      'a call of AWS',
      '!Include { type: «api», service: STS }',
      'An API of AWS is not called: include a file below the root.',
    ],
    ['a page', '!Include «https://example.com/s.yml»', `https://example.com/s.yml ${FETCHED}`],
    ['an object of S3', '{ Fn::Include: «s3://bucket/s.yml» }', `s3://bucket/s.yml ${FETCHED}`],
    ['another scheme', '!Include «gopher://example.com/s.yml»', `gopher://example.com/s.yml ${FETCHED}`],
    ['a page that a map names', '!Map [[«http://example.com»], x, !Include x]', `http://example.com ${FETCHED}`],
    [
      'an object that a map names',
      '!Map [[«s3://bucket/s»], x, !Include { location: x, type: string }]',
      `s3://bucket/s ${FETCHED}`,
    ],
    [
      'a page in a text',
      '!Map [[«http://example.com»], x, !Include { location: x, type: literal }]',
      `http://example.com ${FETCHED}`,
    ],
    [
      'a page in an included file',
      '!Include b.yml',
      `http://example.com ${FETCHED}`,
      { 'b.yml': '[!Include «http://example.com»]' },
    ],
    ['a variable of the environment', '«!GetEnv HOME»', ENVIRONMENT],
    ['one with a default', '«{ Fn::GetEnv: [HOME, none] }»', ENVIRONMENT],
    ['one that a map names', '!Map [[HOME], x, «!GetEnv x»]', ENVIRONMENT],
    ['code', '«{ Fn::Eval: "process.exit(9)" }»', `Fn::Eval ${LATER}`],
    ['code in a condition', '«{ Fn::IfEval: { evalCond: "process.exit(9)" } }»', `Fn::IfEval ${LATER}`],
    ['a regular expression', `!Map [[x], "«(a+)+b»", ["\${(a+)+b}"]]`, PATTERN],
    ['one for an index', '!Map [[x], [x, «.*», n], [x]]', PATTERN],
    [
      'a file that includes itself',
      '!Include «a.yml»',
      'Files include each other in a circle, a.yml → a.yml: remove one of the includes.',
    ],
    [
      'files that include each other',
      '!Include b.yml',
      'Files include each other in a circle, c.yml → b.yml → c.yml: remove one of the includes.',
      { 'b.yml': '[!Include c.yml]', 'c.yml': '[!Include «b.yml»]' },
    ],
    [
      'parts of a file in a circle',
      '«!Include { location: a.yml, query: Resources.Api.Properties.Policy.Statement }»',
      TOO_MUCH,
    ],
    ['a sequence of 30 million', '«!Sequence [1, 30000000]»', TOO_MUCH],
    ['one without an end', '«!Sequence [1, 2, 0]»', TOO_MUCH],
    ['one whose end a map gives', '«!Map [[30000000], n, !Sequence [1, n]]»', TOO_MUCH],
    ['one of what is no number', '«!Sequence [1, !Ref Count]»', BROKEN('Fn::Sequence takes two numbers or letters')],
    ['maps that multiply', `«${maps(7)}»`, TOO_MUCH],
    ['texts that double', `«${strings(40)}»`, TOO_MUCH],
    [
      'a text that a map makes long',
      `«!Map [[!Include { location: t, type: string }], x, "${PLACEHOLDER.repeat(2000)}"]»`,
      TOO_MUCH,
      { t: 'x'.repeat(100_000) },
    ],
    ['a query that multiplies', '!Include { location: b.yml, query: "«[@, @] | [@, @]»" }', QUERY, { 'b.yml': '[1]' }],
    ['a query that calls', '!Include { location: b.yml, query: "«to_string(@)»" }', QUERY, { 'b.yml': '[1]' }],
    ['a query that writes', '!Include { location: b.yml, query: "«`{}`»" }', QUERY, { 'b.yml': '[1]' }],
    ['a query that is none', '!Include { location: b.yml, query: "«[[[»" }', QUERY, { 'b.yml': '[1]' }],
    [
      'a type that is none',
      '!Include { location: b.yml, type: «xml» }',
      'Fn::Include has no such type: write json, string or literal.',
    ],
    ['no location', '«!Include { type: json }»', 'Fn::Include takes the location of a file: write one.'],
    ['a missing file', '!Include «b.yml»', 'b.yml is not there: check its name.'],
    ['a missing file that a map names', `!Map [[b], x, !Include "«\${x}.yml»"]`, 'b.yml is not there: check its name.'],
    ['a broken file', '!Include b.yml', 'The text ends inside brackets: close them.', { 'b.yml': '[1«»' }],
    [
      'a map of no list',
      '«{ Fn::Map: [!Ref List, x, x] }»',
      'Fn::Map takes a list, a name for its members and a body: write them.',
    ],
    [
      'a map of a file that holds none',
      '«!Map [!Include b.yml, x, x]»',
      BROKEN('Fn::Map is given no list'),
      { 'b.yml': 'a: 1' },
    ],
    ['a merge of no list', '«!Merge { a: 1 }»', 'Fn::Merge takes a list: write one.'],
    ['a name of no text', '«!UpperCamelCase [a]»', 'Fn::UpperCamelCase takes a text: write one.'],
    [
      'characters that mark',
      '!Merge [{ a: "«\\uFDD01\\uFDD1»" }]',
      'This text is not expanded, it holds a character from U+FDD0 to U+FDD3: remove it.',
    ],
  ])('%s', async (_, statements, failure, more = {}) => {
    const other = `  Other: { Type: AWS::ApiGateway::RestApi, Properties: { Policy: { Statement: ${allow('oops')} } } }\n`;
    const { report, nameOf } = await audited({ 'a.yml': api(statements) + other, ...more }, ['a.yml']);
    const [file] = Object.entries({ ...more, 'a.yml': statements }).find(([, text]) => text.includes('«')) ?? [];
    expect(report.failures.map(({ location, message }) => `${nameOf(location)} ${message}`)).toEqual([
      `${file}«1» ${failure}`,
    ]);
    expect(report.findings.filter(({ ruleId }) => ruleId === 'valid-cidr')).toHaveLength(1);
  });
});

test('what is refused is not known, and nothing else', async () => {
  const { report } = await audited({ 'a.yml': api(`[${allow('!Flatten [[8.8.8.8/32, oops], !Include gone.yml]')}]`) }, [
    'a.yml',
  ]);
  expect(report.findings.map(({ ruleId }) => ruleId)).toContain('valid-cidr');
  expect(report.undecided.map(({ reason }) => reason)).toContain('!Include is no function of CloudFormation');
});

test.each([
  ['joined', `!Map [[!GetEnv A], x, "\${x}/32"]`],
  ['stringified', '!Stringify [!GetEnv A]'],
  ['merged', '!Merge [!GetEnv A, { a: 1 }]'],
  ['merged as a whole', '!Merge { Fn::GetEnv: A }'],
  ['deeply merged', '{ Fn::DeepMerge: [{ a: 1 }, !GetEnv A] }'],
  ['flattened', '!Flatten { Fn::GetEnv: A }'],
  ['mapped', '!Map [{ Fn::GetEnv: A }, x, 1.1.1.1/32]'],
])('what is made of what was refused is not known either: %s', async (_, made) => {
  const { findings, undecided, failures } = await auditExpanded({ 'a.yml': api(`[${allow(made)}]`) });
  expect(failures).toHaveLength(1);
  expect(findings.filter(({ ruleId }) => ruleId === 'valid-cidr')).toEqual([]);
  expect(undecided.flatMap(({ rules }) => rules)).toContain('valid-cidr');
});

test('one message for a document that asks for too much', async () => {
  const { failures } = await auditExpanded({
    'a.yml': api(`[!Sequence [1, 30000000], !Sequence [1, 30000000], !Include gone.yml]`),
  });
  expect(failures.map(({ message }) => message)).toEqual([TOO_MUCH]);
});

test('a file without an API has no need to be complete', async () => {
  const { failures } = await auditExpanded({
    'a.yml': 'Resources: { Topic: { Type: AWS::SNS::Topic, Name: !Sequence [a, b] } }',
  });
  expect(failures).toEqual([]);
});

test('what a function has made takes no fix', async () => {
  const text = api('').replace(/Policy:[\s\S]*/, `Policy: !Stringify { Statement: ${allow('52.94.76.9/22')} }\n`);
  const { findings, failures } = await auditExpanded({ 'a.yml': text });
  expect(failures).toEqual([]);
  const found = findings.filter(({ ruleId }) => ruleId === 'no-host-bits');
  expect(found.map(({ suggestions }) => suggestions)).toEqual([[]]);
});
