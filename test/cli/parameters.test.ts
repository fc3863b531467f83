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
