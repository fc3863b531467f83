import { describe, expect, test } from 'vitest';
import { lineAndColumn } from '../support/marked.ts';
import { auditTexts } from '../support/memory.ts';
import { entriesOf, listing, placedEntries, scenariosOf, worldsOf } from './support.ts';

const declared = (type: string, fallback?: string): string =>
  `Parameters:\n  «Source»:\n    Type: ${type}${fallback === undefined ? '' : `\n    Default: ${fallback}`}`;

describe('what a parameter is', () => {
  test.each([
    ['a string', 'String', "'«8.8.8.8, 9.9.9.9»'", ['8.8.8.8, 9.9.9.9 «2» ⟨1⟩']],
    ['a list', 'CommaDelimitedList', "'«8.8.8.8», «9.9.9.9»'", ['8.8.8.8 «2» ⟨1⟩', '9.9.9.9 «3» ⟨1⟩']],
    ['a list of a type', 'List<String>', '«8.8.8.8»,«9.9.9.9»', ['8.8.8.8 «2» ⟨1⟩', '9.9.9.9 «3» ⟨1⟩']],
    ['a list of one', 'CommaDelimitedList', '«8.8.8.8»', ['8.8.8.8 «2» ⟨1⟩']],
    [
      'a list over lines',
      'CommaDelimitedList',
      '>-\n      «8.8.8.8»,\n      «9.9.9.9»',
      ['8.8.8.8 «2» ⟨1⟩', '9.9.9.9 «3» ⟨1⟩'],
    ],
    [
      'a list in quotes',
      'CommaDelimitedList',
      '"«8.8.8.8»\\t,\\\n      «9.9.9.9»"',
      ['8.8.8.8 «2» ⟨1⟩', '9.9.9.9 «3» ⟨1⟩'],
    ],
    ['a number', 'Number', '«8»', ['8 «2» ⟨1⟩']],
    ['a boolean', 'String', '«True»', ['true «2» ⟨1⟩']],
    [
      'a name in the parameter store',
      "'AWS::SSM::Parameter::Value<String>'",
      '/net',
      [`\${Source} (parameter Source is read from the Systems Manager Parameter Store) «1» ⟨1⟩`],
    ],
    [
      'a list there',
      "'AWS::SSM::Parameter::Value<List<String>>'",
      '/net',
      ['… (parameter Source is read from the Systems Manager Parameter Store) «1» ⟨1⟩'],
    ],
    ['nothing', 'String', undefined, [`\${Source} (parameter Source has no default) «1» ⟨1⟩`]],
  ])('%s', (_, type, fallback, entries) => {
    expect(placedEntries(listing('⟨!Ref Source⟩', declared(type, fallback)))).toEqual(entries);
  });

  test('an empty default is an empty text', () => {
    expect(scenariosOf(listing('[!Ref Source]', declared('String', "''").replace(/[«»]/g, '')))).toEqual({ '': [''] });
  });
});

describe('parameters that the user gives', () => {
  test.each([
    ['instead of a default', 'String', '1.1.1.1', '8.8.8.8', ['8.8.8.8 «1» ⟨1⟩']],
    ['without a default', 'String', undefined, '8.8.8.8', ['8.8.8.8 «1» ⟨1⟩']],
    ['a list', 'CommaDelimitedList', undefined, '8.8.8.8, 9.9.9.9', ['8.8.8.8 «1» ⟨1⟩', '9.9.9.9 «1» ⟨1⟩']],
    ['of the parameter store', "'AWS::SSM::Parameter::Value<String>'", '/net', '8.8.8.8', ['8.8.8.8 «1» ⟨1⟩']],
  ])('%s', (_, type, fallback, value, entries) => {
    const text = listing('⟨!Ref Source⟩', declared(type, fallback));
    expect(placedEntries(text, { given: { Source: value } })).toEqual(entries);
  });

  test('settle conditions', () => {
    const head = `Parameters: { Env: { Type: String, Default: dev, AllowedValues: [dev, prod] } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }`;
    const text = listing('!If [IsProd, [8.8.8.8], [9.9.9.9]]', head);
    expect(scenariosOf(text, { given: { Env: 'prod' } })).toEqual({ '': ['8.8.8.8'] });
    expect(scenariosOf(text, { given: { Env: 'dev' } })).toEqual({ '': ['9.9.9.9'] });
  });

  test('settle the rows of a mapping', () => {
    const head = `Parameters: { Env: { Type: String, Default: dev } }
Mappings: { Nets: { dev: { ip: 8.8.8.8 }, prod: { ip: 9.9.9.9 } } }`;
    const text = listing('!FindInMap [Nets, !Ref Env, ip]', head);
    expect(scenariosOf(text, { given: { Env: 'prod' } })).toEqual({ '': ['9.9.9.9'] });
  });

  test('settle pseudo parameters', () => {
    const text = listing(
      '!If [Here, [8.8.8.8], [9.9.9.9]]',
      'Conditions: { Here: !Equals [!Ref AWS::Region, eu-west-1] }',
    );
    expect(scenariosOf(text, { given: { 'AWS::Region': 'eu-west-1' } })).toEqual({ '': ['8.8.8.8'] });
  });

  // the API in none of its scenarios: no row is the one that the user names
  test('that no mapping has a row for leave something to say', () => {
    const head = `Parameters: { Env: { Type: String } }\nMappings: { Nets: { dev: { ip: 8.8.8.8 } } }`;
    const { summary, failures, notAudited } = auditTexts(
      { 't.yml': listing('!FindInMap [Nets, !Ref Env, ip]', head) },
      { parameters: { Env: 'prod' } },
    );
    expect(summary.apis + failures.length + notAudited.length).toBeGreaterThan(0);
  });

  const HEAD = 'Parameters: { Nets: { Type: CommaDelimitedList } }';
  test.each([
    ['the array of the AWS CLI', '[{"ParameterKey": "Nets", "ParameterValue": "8.8.8.8, 10.1.2.3/8"}]'],
    ['the object of CodePipeline', '{"Parameters": {"Nets": "8.8.8.8, 10.1.2.3/8"}}'],
    ['a plain map', '{"Nets": "8.8.8.8, 10.1.2.3/8"}'],
    ['a map in YAML', 'Nets: >-\n  8.8.8.8,\n  10.1.2.3/8\n'],
  ])('%s is pointed into', (_, text) => {
    const file = text.startsWith('N') ? 'p.yml' : 'p.json';
    const api = listing('!Ref Nets', HEAD).replace(
      '      Policy',
      '      EndpointConfiguration: REGIONAL\n      Policy',
    );
    const report = auditTexts({ 't.yml': api, [file]: text }, { parameterFiles: [{ path: file }] }, ['t.yml']);
    const found = report.findings.filter(({ ruleId }) => ruleId === 'no-host-bits').map(({ location }) => location);
    const at = text.indexOf('10.1.2.3/8');
    expect(found.map(({ start, end }) => `${start.line}:${start.column}-${end.line}:${end.column}`)).toEqual([
      `${lineAndColumn(text, at)}-${lineAndColumn(text, at + '10.1.2.3/8'.length)}`,
    ]);
    expect(found.map((location) => location.file)).toEqual([file]);
  });
});

describe('Fn::ImportValue', () => {
  const importer = listing('[!ImportValue net]');
  const exporter = (value: string, more = '', output = ''): string => `${more}
Resources: { Topic: { Type: AWS::SNS::Topic } }
Outputs: { Net: { ${output} Value: ${value}, Export: { Name: net } } }`;
  /** What is listed where the files are audited together: the text of findings and open values. */
  const said = (others: Readonly<Record<string, string>>, template = importer): readonly string[] => {
    const report = auditTexts({ 't.yml': template, ...others });
    return [
      ...report.findings.filter(({ ruleId }) => ruleId === 'valid-cidr').map(({ location }) => location),
      ...report.undecided
        .filter(({ rules }) => rules.includes('valid-cidr'))
        .map(({ location, reason }) => ({ ...location, reason })),
    ].map((one) => `${one.file}:${one.start.line}:${one.start.column}${'reason' in one ? ` ${one.reason}` : ''}`);
  };
  const open = 't.yml:14:32 Fn::ImportValue takes net from another stack';

  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['of no file', {}, [open]],
    ['of a sibling points there', { 'a.yml': exporter('x.y') }, ['a.yml:3:27']],
    [
      'of a sibling in JSON',
      { 'a.json': '{"Resources": {}, "Outputs": {"Net": {"Value": "x.y", "Export": {"Name": "net"}}}}' },
      ['a.json:1:49'],
    ],
    ['of two siblings', { 'a.yml': exporter('x.y'), 'b.yml': exporter('x.y') }, [open]],
    [
      'of two outputs',
      {
        'a.yml': `${exporter('x.y')}\n`.replace(
          'Outputs: {',
          'Outputs: { Twin: { Value: 8.8.8.8, Export: { Name: net } },',
        ),
      },
      [open],
    ],
    [
      'of an output that does not exist',
      { 'a.yml': exporter('x.y', 'Conditions: { Never: !Equals [a, b] }', 'Condition: Never,') },
      [open],
    ],
    [
      'of a parameter',
      { 'a.yml': exporter('!Ref Net', 'Parameters: { Net: { Type: String } }') },
      ['a.yml:1:15 parameter Net has no default'],
    ],
    [
      'of itself',
      { 'a.yml': exporter('!ImportValue net') },
      ['a.yml:3:27 Fn::ImportValue takes net from another stack'],
    ],
    [
      'of what has no row for what the user gives',
      { 'a.yml': exporter('!FindInMap [M, a, b]', 'Mappings: { M: { c: { b: 1 } } }') },
      ['a.yml:3:27 Fn::FindInMap finds no a'],
    ],
    ['of conditions in a circle', { 'a.yml': exporter('!If [C, a, b]', 'Conditions: { C: !Condition C }') }, [open]],
  ])('%s', (_, others, expected) => {
    expect(said(others)).toEqual(expected);
  });

  test('by a name that is put together', () => {
    const head = 'Parameters: { Env: { Type: String, Default: prod } }';
    const template = listing(`[!ImportValue { Fn::Sub: '\${Env}-net' }]`, head);
    expect(said({ 'a.yml': exporter('x.y').replace('Name: net', 'Name: prod-net') }, template)).toEqual(['a.yml:3:27']);
  });

  test('a parameter of the other template is not the one of that name here', () => {
    const head = `Parameters: { Env: { Type: String, AllowedValues: [a, b] } }
Conditions: { A: !Equals [!Ref Env, a], B: !Equals [!ImportValue net, a] }`;
    const text = listing('[!If [A, 1.1.1.1, 2.2.2.2], !If [B, 3.3.3.3, 4.4.4.4]]', head);
    const others = { 'a.yml': exporter('!Ref Env', 'Parameters: { Env: { Type: String } }') };
    expect(auditTexts({ 't.yml': text, ...others }).summary.apis).toBe(1);
    const unknown = {
      kind: 'unknown',
      id: 'ImportValue net: Ref Env',
      reason: '',
      origin: { at: { file: { path: '', text: '' }, start: 0, end: 0 } },
    } as const;
    const worlds = worldsOf(text, { imports: () => unknown });
    expect(worlds.map(entriesOf)).toHaveLength(4);
  });
});
