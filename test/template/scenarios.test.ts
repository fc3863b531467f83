import { describe, expect, test } from 'vitest';
import { describe as inWords } from '../../src/model/scenario.ts';
import { entriesOf, listing, loaded, scenariosOf, worldsOf } from './support.ts';

const IF = '!If [C, [1.1.1.1], [2.2.2.2]]';
const ANY = 'Parameters: { A: { Type: String }, B: { Type: String }, L: { Type: CommaDelimitedList } }';
const FEW = 'Parameters: { A: { Type: String, AllowedValues: [x, y, z] }, B: { Type: String, AllowedValues: [x, y] } }';
const whenC = (condition: string, head = ANY): string => `${head}\nConditions: { C: ${condition} }`;

describe('scenarios are what parameters are', () => {
  test.each<[string, string, string, Readonly<Record<string, readonly string[]>>]>([
    ['none where nothing is decided', ANY, '[1.1.1.1, !Ref A]', { '': ['1.1.1.1', `\${A}`] }],
    ['Fn::Equals', whenC('!Equals [!Ref A, x]'), IF, { 'A is x': ['1.1.1.1'], 'A is not x': ['2.2.2.2'] }],
    [
      'Fn::Equals, long',
      whenC('{ Fn::Equals: [x, { Ref: A }] }'),
      IF,
      { 'A is x': ['1.1.1.1'], 'A is not x': ['2.2.2.2'] },
    ],
    ['Fn::Not', whenC('!Not [!Equals [!Ref A, x]]'), IF, { 'A is x': ['2.2.2.2'], 'A is not x': ['1.1.1.1'] }],
    [
      'Fn::And',
      whenC('!And [!Equals [!Ref A, x], !Equals [!Ref B, y]]'),
      IF,
      { 'A is x and B is y': ['1.1.1.1'], 'A is x and B is not y': ['2.2.2.2'], 'A is not x': ['2.2.2.2'] },
    ],
    [
      'Fn::Or',
      whenC('!Or [!Equals [!Ref A, x], !Equals [!Ref A, y]]'),
      IF,
      { 'A is x': ['1.1.1.1'], 'A is y': ['1.1.1.1'], 'A is not x or y': ['2.2.2.2'] },
    ],
    [
      'Condition',
      whenC('!Not [!Condition D], D: !Equals [!Ref A, x]'),
      IF,
      { 'A is x': ['2.2.2.2'], 'A is not x': ['1.1.1.1'] },
    ],
    [
      'Condition, long',
      whenC('{ Condition: D }, D: !Equals [!Ref A, x]'),
      IF,
      { 'A is x': ['1.1.1.1'], 'A is not x': ['2.2.2.2'] },
    ],
    ['AllowedValues', whenC('!Equals [!Ref A, x]', FEW), IF, { 'A is x': ['1.1.1.1'], 'A is y or z': ['2.2.2.2'] }],
    ['what AllowedValues rule out', whenC('!Equals [!Ref A, w]', FEW), IF, { '': ['2.2.2.2'] }],
    ['a parameter and itself', whenC('!Equals [!Ref A, !Ref A]'), IF, { '': ['1.1.1.1'] }],
    [
      'two parameters',
      whenC('!Equals [!Ref A, !Ref B]'),
      IF,
      { 'Ref A = Ref B is true': ['1.1.1.1'], 'Ref A = Ref B is false': ['2.2.2.2'] },
    ],
    [
      'two parameters, one of few values',
      whenC(
        '!Equals [!Ref A, !Ref B]',
        'Parameters: { A: { Type: String }, B: { Type: String, AllowedValues: [x, y] } }',
      ),
      IF,
      {
        'B is x and A is x': ['1.1.1.1'],
        'B is x and A is not x': ['2.2.2.2'],
        'B is y and A is y': ['1.1.1.1'],
        'B is y and A is not y': ['2.2.2.2'],
      },
    ],
    [
      'a part of a text',
      whenC(`!Equals [!Sub '\${A}-api', x-api]`),
      IF,
      { 'A is x': ['1.1.1.1'], 'A is not x': ['2.2.2.2'] },
    ],
    ['what a text cannot be', whenC(`!Equals [!Sub '\${A}-api', x-web]`), IF, { '': ['2.2.2.2'] }],
    [
      'a list as a whole',
      whenC("!Equals [!Join [',', !Ref L], '']"),
      IF,
      { "L is ''": ['1.1.1.1'], "L is not ''": ['2.2.2.2'] },
    ],
    [
      'a pseudo parameter',
      whenC('!Equals [!Ref AWS::Region, x]'),
      IF,
      { 'AWS::Region is x': ['1.1.1.1'], 'AWS::Region is not x': ['2.2.2.2'] },
    ],
    [
      'a YAML boolean',
      whenC('!Equals [!Ref A, True]', 'Parameters: { A: { Type: String, AllowedValues: [true, false] } }'),
      IF,
      { 'A is true': ['1.1.1.1'], 'A is false': ['2.2.2.2'] },
    ],
    ['a condition declared nowhere', ANY, IF, { 'C is true': ['1.1.1.1'], 'C is false': ['2.2.2.2'] }],
    [
      'one that is named like a parameter',
      FEW,
      '!If [A, [1.1.1.1], [!Ref A]]',
      { 'condition A is true': ['1.1.1.1'], 'condition A is false': [`\${A}`] },
    ],
    [
      'a condition that cannot be read',
      whenC('!Nope [a]'),
      IF,
      { '!Nope at 2:18 is true': ['1.1.1.1'], '!Nope at 2:18 is false': ['2.2.2.2'] },
    ],
    [
      'a value of another stack',
      whenC('!Equals [!ImportValue x, a]'),
      IF,
      { 'ImportValue x = a is true': ['1.1.1.1'], 'ImportValue x = a is false': ['2.2.2.2'] },
    ],
    [
      'the same question twice',
      whenC('!Equals [!Ref A, x]'),
      '[!If [C, 1.1.1.1, 2.2.2.2], !If [C, 3.3.3.3, 4.4.4.4]]',
      { 'A is x': ['1.1.1.1', '3.3.3.3'], 'A is not x': ['2.2.2.2', '4.4.4.4'] },
    ],
    ['a question that is not asked', whenC('!Equals [!Ref A, x]'), '[1.1.1.1]', { '': ['1.1.1.1'] }],
  ])('%s', (_, head, sources, expected) => {
    expect(scenariosOf(listing(sources, head))).toEqual(expected);
  });
});

describe('defaults', () => {
  const withDefault = (value: string): string =>
    `Parameters: { A: { Type: String, Default: ${value} }, B: { Type: String, Default: ${value} } }`;
  test.each<[string, string, string, Readonly<Record<string, readonly string[]>>]>([
    [
      'do not settle a condition',
      whenC('!Equals [!Ref A, x]', withDefault('x')),
      IF,
      { 'A is x': ['1.1.1.1'], 'A is not x': ['2.2.2.2'] },
    ],
    [
      'are unknown where forbidden',
      whenC('!Equals [!Ref A, x]', withDefault('x')),
      '!If [C, [1.1.1.1], [!Ref A]]',
      { 'A is x': ['1.1.1.1'], 'A is not x': [`\${A}`] },
    ],
    [
      'stay where they are allowed',
      whenC('!Equals [!Ref A, x]', withDefault('3.3.3.3')),
      '!If [C, [!Ref A], [!Ref A]]',
      { 'A is x': ['x'], 'A is not x': ['3.3.3.3'] },
    ],
    [
      'contradict that two are different',
      whenC('!Equals [!Ref A, !Ref B]', withDefault('3.3.3.3')),
      '!If [C, [!Ref A], [!Ref A, !Ref B]]',
      { 'Ref A = Ref B is true': ['3.3.3.3'], 'Ref A = Ref B is false': [`\${A}`, `\${B}`] },
    ],
    [
      'contradict what a list holds',
      `Parameters: { L: { Type: CommaDelimitedList, Default: '' } }\nConditions: { C: !Equals [!Select [0, !Ref L], ''] }`,
      '!If [C, [1.1.1.1], !Ref L]',
      { "'' = Select 0 Ref L is true": ['1.1.1.1'], "'' = Select 0 Ref L is false": ['…'] },
    ],
  ])('%s', (_, head, sources, expected) => {
    expect(scenariosOf(listing(sources, head))).toEqual(expected);
  });
});

describe('the rows of a mapping', () => {
  const NETS = 'Mappings: { Nets: { dev: { ip: 1.1.1.1 }, prod: { ip: 2.2.2.2 }, cfg-dev: { ip: 3.3.3.3 } } }';
  const env = (more: string, name = 'Env'): string => `${NETS}\nParameters: { ${name}: { Type: String${more} } }`;
  test.each<[string, string, string, Readonly<Record<string, readonly string[]>>]>([
    [
      'each is looked at',
      env(''),
      '!Ref Env',
      { 'Env is dev': ['1.1.1.1'], 'Env is prod': ['2.2.2.2'], 'Env is cfg-dev': ['3.3.3.3'] },
    ],
    [
      'whatever the default is',
      env(', Default: dev, AllowedValues: [dev, prod]'),
      '!Ref Env',
      { 'Env is dev': ['1.1.1.1'], 'Env is prod': ['2.2.2.2'] },
    ],
    ['those that can be named', env(', AllowedValues: [prod, qa]'), '!Ref Env', { 'Env is prod': ['2.2.2.2'] }],
    ['by a part of their name', env(', Default: dev'), `!Sub 'cfg-\${Env}'`, { 'Env is dev': ['3.3.3.3'] }],
    [
      'not by two parts',
      `${env(', Default: cfg')}`.replace(/ \}$/, ', B: { Type: String, Default: dev } }'),
      `!Sub '\${Env}-\${B}'`,
      { '': ['…'] },
    ],
    ['not by what is known at deployment', env(''), '!GetAtt Stack.Outputs.Row', { '': ['…'] }],
  ])('%s', (_, head, key, expected) => {
    expect(scenariosOf(listing(`!FindInMap [Nets, ${key}, ip]`, head))).toEqual(expected);
  });

  test('a default for all others', () => {
    const text = listing('!FindInMap [Nets, !Ref Env, ip, { DefaultValue: 9.9.9.9 }]', env(''));
    expect(scenariosOf(text)).toMatchObject({
      'Env is dev': ['1.1.1.1'],
      'Env is not dev or prod or cfg-dev': ['9.9.9.9'],
    });
  });

  test('two parameters, a row and a column', () => {
    const head = `Mappings: { M: { a: { x: 1.1.1.1, y: 2.2.2.2 }, b: { x: 3.3.3.3 } } }\n${ANY}`;
    expect(scenariosOf(listing('!FindInMap [M, !Ref A, !Ref B]', head))).toEqual({
      'A is a and B is x': ['1.1.1.1'],
      'A is a and B is y': ['2.2.2.2'],
      'A is b and B is x': ['3.3.3.3'],
    });
  });
});

describe('how many scenarios there are', () => {
  const conditions = (count: number, of: (i: number) => string): string =>
    `Conditions: { ${Array.from({ length: count }, (_, i) => `C${i}: !Equals [${of(i)}]`).join(', ')} }`;
  const choices = (count: number): string =>
    `[${Array.from({ length: count }, (_, i) => `!If [C${i}, 1.1.1.${i}, 2.2.2.${i}]`).join(', ')}]`;

  test('nineteen conditions on one parameter give twenty', () => {
    const worlds = worldsOf(listing(choices(19), `${ANY}\n${conditions(19, (i) => `!Ref A, v${i}`)}`));
    expect(worlds).toHaveLength(20);
    expect(new Set(worlds.map((api) => entriesOf(api).join())).size).toBe(20);
  });

  test.each([
    [6, 64, false],
    [7, 64, true],
  ])('%i independent conditions: %i are looked at', (count, looked, truncated) => {
    const [api] = loaded(listing(choices(count))).apis;
    expect(api?.worlds).toHaveLength(looked);
    expect(api?.truncated?.reason).toBe(
      truncated ? 'only the first 64 scenarios of Api were looked at: give parameters with --parameters' : undefined,
    );
  });

  test.each([
    ['!Condition D, D: !Not [!Condition C]', 'C → D → C'],
    ['!Not [!Condition C]', 'C → C'],
  ])('a circle of conditions is a failure: %s', (condition, circle) => {
    const { apis, failures } = loaded(listing(IF, whenC(condition)));
    expect(apis).toEqual([]);
    expect(failures.map(({ message }) => message)).toEqual([
      `Conditions refer to each other in a circle, ${circle}: remove one of the references.`,
    ]);
  });

  test('two conditions that cannot be read are two, on one line too', () => {
    const head = '{"Conditions": {"C0": {"Fn::Nope": "a"}, "C1": {"Fn::Nope": "a"}}, ';
    const policy = '{"Statement": {"Condition": {"IpAddress": {"aws:SourceIp": [SOURCES]}}}}'.replace(
      'SOURCES',
      '{"Fn::If": ["C0", "1.1.1.1", "2.2.2.2"]}, {"Fn::If": ["C1", "3.3.3.3", "4.4.4.4"]}',
    );
    const api = `"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Policy": ${policy}}}}}`;
    expect(worldsOf(head + api, { file: 't.json' })).toHaveLength(4);
  });

  describe('the condition of what belongs to an API', () => {
    const having = (type: string): readonly string[] => {
      const more = `  Other:
    Type: AWS::ApiGateway::${type}
    Condition: C
    Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, StageName: s, DomainName: !Ref Domain }
  Domain: { Type: AWS::ApiGateway::DomainName, Properties: { DomainName: api.example.com } }`;
      const worlds = worldsOf(listing('[1.1.1.1]', whenC('!Equals [!Ref A, x]'), more));
      return worlds.map(({ world }) => inWords(world));
    };

    test('does not split it where it is that of a method, which guards its route', () => {
      expect(having('Method')).toEqual(['']);
    });

    test.each(['Stage', 'Deployment', 'BasePathMapping'])('of a %s is a scenario', (type) => {
      expect(having(type)).toEqual(['A is x', 'A is not x']);
    });
  });

  test('the condition of the API is a scenario in which there is none', () => {
    const text = listing('[1.1.1.1]', whenC('!Equals [!Ref A, x]')).replace('  Api:\n', '  Api:\n    Condition: C\n');
    const [api] = loaded(text).apis;
    expect([api?.worlds.map(({ world }) => inWords(world)), api?.absent?.map(inWords)]).toEqual([
      ['A is x'],
      ['A is not x'],
    ]);
  });

  test('what is decided holds for what was read before too', () => {
    const head = whenC('!Equals [!Ref A, x]');
    const worlds = worldsOf(listing(IF, head).replace('execute-api:/*', `!Sub 'execute-api:/\${A}/*'`));
    const resources = worlds.map(({ revisions }) => revisions[0]?.policies[0]?.statements[0]?.resource?.values);
    expect(resources.map((values) => values?.map(({ written }) => written))).toEqual([
      ['execute-api:/x/*'],
      [`execute-api:/\${A}/*`],
    ]);
  });
});
