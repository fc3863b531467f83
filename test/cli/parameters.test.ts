import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { condition, method, parameter } from '../rules/templates.ts';
import { type Outcome, reportOf, run, workspace } from './run.ts';

const directory = workspace();

describe('values of parameters', () => {
  const cwd = directory({
    'a.yml': condition('!Ref Offices', { head: parameter('Offices'), resources: method('GET') }),
    'cli.json': '[{"ParameterKey": "Offices", "ParameterValue": "8.0.0.0/8"}]',
    'pipeline.json': '{"Parameters": {"Offices": "0.0.0.0/0"}}',
    'map.yml': 'Offices: 10.0.0.0/8\n',
    'previous.json': '[{"ParameterKey": "Offices", "UsePreviousValue": true}]',
    'broken.json': '{"Offices": ',
    'list.yml': '- Offices=1.1.1.1\n',
    'scalar.yml': 'Offices\n',
    'nested.json': '{"Offices": ["1.1.1.1"]}',
    'empty.json': '',
  });
  const audit = (...argv: readonly string[]): Promise<Outcome> => run(['a.yml', ...argv, '--format', 'json'], { cwd });
  const rulesOf = async (...argv: readonly string[]): Promise<readonly string[]> =>
    reportOf(await audit(...argv)).findings.map(({ ruleId }) => ruleId);

  test.each<[line: string, rules: readonly string[]]>([
    ['--parameters Offices=8.0.0.0/8', ['no-broad-source']],
    ['--parameters Offices=8.0.0.0/8 --parameters Offices=0.0.0.0/0', ['no-wildcard-source']],
    ['--parameters Offices=8.0.0.0/8 --parameters Other=0.0.0.0/0', ['no-broad-source']],
    ['--parameter-file cli.json', ['no-broad-source']],
    ['--parameter-file pipeline.json', ['no-wildcard-source']],
    ['--parameter-file map.yml', ['no-unroutable-source']],
    ['--parameter-file map.yml --parameter-file cli.json', ['no-broad-source']],
    ['--parameter-file cli.json --parameters Offices=0.0.0.0/0', ['no-wildcard-source']],
  ])('%s', async (line, rules) => {
    expect(await rulesOf(...line.split(' '))).toEqual(rules);
  });

  test('a previous value is not known', async () => {
    const { undecided, failures } = reportOf(await audit('--parameter-file', 'previous.json'));
    expect([undecided.length, failures]).toEqual([1, []]);
  });

  test('a file outside the working directory may be named', async () => {
    const other = directory({ 'p.yml': 'Offices: 8.0.0.0/8\n' });
    expect(await rulesOf('--parameter-file', join(other, 'p.yml'))).toEqual(['no-broad-source']);
  });

  test.each([
    ['gone.json', 'There is no such file: check the name.'],
    ['.', 'This is a directory: name a file.'],
    ['broken.json', 'A value is expected here: write one, or remove a comma that nothing follows.'],
    ['empty.json', 'The file is empty: there is no template in it.'],
    ['list.yml', 'A member of a parameter file has a ParameterKey and a ParameterValue: add them.'],
    ['scalar.yml', /^A parameter file is a list of ParameterKey and ParameterValue, or a map/],
    ['nested.json', 'The value of parameter Offices is no string: write a list with commas in one.'],
  ])('%s is a failure, and the template is audited', async (file, message) => {
    const outcome = await audit('--parameter-file', file);
    const { failures, summary } = reportOf(outcome);
    expect(failures).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
    expect(failures[0]?.location.file).toBe(file);
    expect([outcome.code, summary.apis]).toEqual([2, 1]);
  });
});

describe('a parameter that no template has is told', () => {
  const cwd = directory({
    'a.yml': condition('!Ref Office', {
      head: 'Parameters: { Office: { Type: String }, Unused: { Type: String } }',
      resources: method('GET'),
    }),
    'b.yml': condition('!Ref Home', { head: parameter('Home'), resources: method('GET') }),
    'list.json':
      '[{"ParameterKey": "Office", "ParameterValue": "8.8.8.8/32"},\n {"ParameterKey": "Hme", "ParameterValue": "8.8.8.8/32"}]',
    'map.yml': 'Parameters:\n  Ofice: 8.8.8.8/32\n',
    'serverless.yml': `service: shop\nprovider: { name: aws }\nfunctions: { f: { handler: a.b, events: [{ http: { path: x, method: get, private: '\${opt:closed}' } }] } }\n`,
  });
  const told = async (line: string): Promise<string> => (await run(line.split(' '), { cwd })).stderr;
  const OFICE = '--parameters: no audited template has a parameter Ofice: did you mean Office?';

  test.each<[line: string, warnings: readonly string[]]>([
    ['a.yml --parameters Office=8.8.8.8/32', []],
    ['a.yml --parameters Unused=1', []],
    ['a.yml --parameters Ofice=8.8.8.8/32', [OFICE]],
    ['a.yml b.yml --parameters Home=8.8.8.8/32', []],
    ['. --parameters Ofice=8.8.8.8/32', [OFICE]],
    ['explain a.yml --parameters Ofice=8.8.8.8/32', [OFICE]],
    ['who 8.8.8.8 a.yml --parameters Ofice=8.8.8.8/32', [OFICE]],
    ['diff b.yml a.yml --parameters Ofice=8.8.8.8/32', [OFICE]],
    ['diff b.yml a.yml --parameters Office=8.8.8.8/32', []],
    [
      'a.yml --base b.yml --parameters Home=8.8.8.8/32',
      ['--parameters: no audited template has a parameter Home: leave it out'],
    ],
    [
      'a.yml --parameters Ofice=a --parameters Zzz=b',
      [OFICE, '--parameters: no audited template has a parameter Zzz: leave it out'],
    ],
    ['a.yml --parameter-file list.json', ['list.json:2:45: no audited template has a parameter Hme: leave it out']],
    [
      'b.yml --parameter-file prod=list.json --parameter-file map.yml',
      [
        'list.json:1:48: no audited template has a parameter Office: leave it out',
        'list.json:2:45: no audited template has a parameter Hme: did you mean Home?',
        'map.yml:2:10: no audited template has a parameter Ofice: leave it out',
      ],
    ],
    ['serverless.yml --parameters opt:stage=prod --parameters opt:closed=1', []],
    [
      'serverless.yml --parameters opt:stgae=prod',
      ['--parameters: no audited template has a parameter opt:stgae: did you mean opt:stage?'],
    ],
    // nothing is known of what is not there
    ['gone.yml --parameters Ofice=1', []],
  ])('%s', async (line, warnings) => {
    expect(await told(line)).toBe(warnings.map((one) => `warning: ${one}\n`).join(''));
  });

  test('and changes no exit code', async () => {
    expect((await run(['b.yml', '--parameters', 'Zzz=1'], { cwd })).code).toBe(0);
  });
});
