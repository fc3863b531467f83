import { describe, expect, test } from 'vitest';
import { condition, method } from '../rules/templates.ts';
import { failuresOf, run as main, type Outcome, workspace } from './run.ts';

const directory = workspace();
const run = (cwd: string, line: string): Promise<Outcome> => main(line.split(' '), { cwd });
const CLEAN = condition('8.8.8.8/32', { resources: method('GET') });
const NOTHING: Outcome = {
  code: 0,
  stdout: 'nothing to audit: no API Gateway REST API in 1 file\n',
  stderr: '',
};

describe('a key written twice', () => {
  const lambda = '  F: { Type: AWS::Lambda::Function, Properties: { Handler: a.b, Handler: c.d } }\n';
  const warning = (at: string): string =>
    `warning: ${at} The key "Handler" is written twice here: remove one of the two. Nothing that is audited reads it.\n`;

  test('outside of what is read is a warning', async () => {
    const cwd = directory({ 'a.yml': `${CLEAN}${lambda}` });
    const line = CLEAN.split('\n').length;
    const outcome = await run(cwd, 'a.yml');
    expect(outcome).toEqual({
      code: 0,
      stdout: '✔ 1 API in 1 file, no findings\n',
      stderr: warning(`a.yml:${line}:65`),
    });
    expect(await run(cwd, '.')).toEqual(outcome);
    expect((await run(cwd, 'explain a.yml')).stderr).toBe(outcome.stderr);
  });

  test('of a function of SAM, beside its events', async () => {
    const sam = (properties: string): string =>
      `Transform: AWS::Serverless-2016-10-31\nResources:\n  F: { Type: AWS::Serverless::Function, Properties: { ${properties} } }\n`;
    const cwd = directory({
      'a.yml': sam('Handler: a.b, Handler: c.d, Events: { E: { Type: Api, Properties: { Path: /, Method: get } } }'),
      'b.yml': sam('Events: {}, Events: { E: { Type: Api, Properties: { Path: /, Method: get } } }'),
      'c.yml': sam('Handler: a.b, Handler: c.d'),
    });
    const fine = await run(cwd, 'a.yml -f json');
    expect([failuresOf(fine), fine.stderr]).toEqual([[], warning('a.yml:3:69')]);
    expect(failuresOf(await run(cwd, 'b.yml -f json'))).toEqual([
      'b.yml The key "Events" is written twice here: remove one of the two.',
    ]);
    expect(await run(cwd, 'c.yml')).toEqual({ ...NOTHING, stderr: warning('c.yml:3:69') });
  });

  test.each([
    ['a resource', `${CLEAN}  Api: { Type: AWS::SNS::Topic }\n`],
    [
      'a property of the API',
      CLEAN.replace('Name: shop', 'Name: shop\n      EndpointConfiguration: { Types: [PRIVATE] }'),
    ],
    ['an element of a statement', CLEAN.replace(/( +)Condition:/, '$1Action: s3:*\n$1Condition:')],
    ['the section', `${CLEAN}Resources: {}\n`],
  ])('within it is a failure: %s', async (_, text) => {
    const cwd = directory({ 'a.yml': text });
    for (const line of ['a.yml -f json', '. -f json']) {
      const outcome = await run(cwd, line);
      expect(failuresOf(outcome)).toEqual([expect.stringMatching(/^a\.yml The key "\w+" is written twice here/)]);
      expect([outcome.code, outcome.stderr]).toEqual([2, '']);
    }
  });

  test('in a mapping that a merge key brings', async () => {
    const cwd = directory({
      'a.yml': `x: &x { Handler: a.b, Handler: c.d }\n${CLEAN}  F: { Type: AWS::Lambda::Function, Properties: { <<: *x } }\n`,
    });
    const outcome = await run(cwd, 'a.yml');
    expect([outcome.code, outcome.stdout]).toEqual([0, '✔ 1 API in 1 file, no findings\n']);
  });

  test('in a part that a search has met by itself, too', async () => {
    const cwd = directory({
      'a.yml': condition('8.8.8.8/32', {
        resources: `${method('GET')}\nS: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: z/b.yml } }`,
      }),
      'z/b.yml':
        'Outputs: {}\nResources:\n  F: { Type: AWS::Serverless::Function }\n  F: { Type: AWS::Serverless::Function }\n',
    });
    const message = 'z/b.yml The key "F" is written twice here: remove one of the two.';
    for (const line of ['a.yml -f json', '. -f json']) expect(failuresOf(await run(cwd, line))).toEqual([message]);
  });

  test('in what another file imports', async () => {
    const exported = (name: string): string =>
      `Outputs:\n  O:\n    Value: 8.8.8.8/32\n    Value: 0.0.0.0/0\n    Export: { Name: ${name} }\nResources: { T: { Type: AWS::SNS::Topic } }\n`;
    const cwd = directory({
      'a.yml': condition('!ImportValue office', { resources: method('GET') }),
      'b.yml': exported('office'),
      'c.yml': exported('home'),
    });
    expect(failuresOf(await run(cwd, '. -f json'))).toEqual([
      'b.yml The key "Value" is written twice here: remove one of the two.',
    ]);
  });

  test('in a file that a search has met and that holds no API is nothing', async () => {
    const cwd = directory({
      'a.yml': 'Resources:\n  F: { Type: AWS::Serverless::Function }\n  F: { Type: AWS::Serverless::Function }\n',
    });
    expect(await run(cwd, '.')).toEqual(NOTHING);
  });
});
