import { describe, expect, test } from 'vitest';
import { audit } from '../../src/answers/audit.ts';
import { ReadError } from '../../src/session/file-system.ts';
import { condition, parameter, statement, template } from '../rules/templates.ts';
import { auditTexts } from '../support/memory.ts';

const BROAD = condition(['8.0.0.0/8']);

describe('a report', () => {
  test('is in the order of files, lines and columns, whatever the order on the command line', () => {
    const texts = {
      'b.yml': condition(['10.0.0.0/16', '8.0.0.0/8']),
      'B.yml': condition("['8.0.0.0/8', '1.1.1.1/16']"),
      'a/c.yml': BROAD,
    };
    const { findings } = auditTexts(texts, {}, ['b.yml', 'a/c.yml', 'B.yml']);
    expect(
      findings.map(({ location: { file, start }, ruleId }) => `${file}:${start.line}:${start.column} ${ruleId}`),
    ).toEqual([
      'B.yml:18:33 no-broad-source',
      'B.yml:18:46 no-host-bits',
      'a/c.yml:19:21 no-broad-source',
      'b.yml:19:21 no-unroutable-source',
      'b.yml:20:21 no-broad-source',
    ]);
  });

  test('is the same twice', () => {
    const texts = { 'a.yml': condition(['8.0.0.0/8', 'hello', '!Ref Office'], { head: parameter('Office') }) };
    const [one, other] = [auditTexts(texts), auditTexts(texts)].map((report) => ({
      ...report,
      summary: { ...report.summary, durationMs: 0 },
    }));
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  test('counts what was looked at', () => {
    const texts = { 'a.yml': BROAD, 'b.yml': 'Resources: {}\n', 'c.yml': 'text: broken: yaml' };
    const { summary } = auditTexts(texts, { searched: new Set(['c.yml']) });
    expect(summary).toMatchObject({
      files: 3,
      apis: 1,
      policies: 1,
      errors: 0,
      warnings: 1,
      failures: 0,
      notAudited: 0,
    });
  });

  test('names the member path of a place', () => {
    const [finding] = auditTexts({ 'a.yml': BROAD }).findings;
    expect(finding?.location.path).toBe(
      'Resources.Api.Properties.Policy.Statement[0].Condition.IpAddress.aws:SourceIp[0]',
    );
  });
});

describe('what cannot be read', () => {
  const broken = 'Resources:\n  Api: { Type: AWS::ApiGateway::RestApi\n';

  test('is a failure with its place, and the other files are audited', () => {
    const { failures, findings } = auditTexts({ 'a.yml': broken, 'b.yml': BROAD }, {}, ['a.yml', 'gone.yml', 'b.yml']);
    expect(failures.map(({ location: { file, start } }) => `${file}:${start.line}:${start.column}`)).toEqual([
      'a.yml:2:40',
      'gone.yml:1:1',
    ]);
    expect(findings.map(({ location }) => location.file)).toEqual(['b.yml']);
  });

  test('is not looked into where a search has met it and it cannot name an API', () => {
    const texts = { 'values.yml': 'a: [\n' };
    expect(auditTexts(texts, { searched: new Set(['values.yml']) }).failures).toEqual([]);
    expect(auditTexts(texts).failures).toHaveLength(1);
  });

  test('only what was named is read', () => {
    const asked: string[] = [];
    const read = (path: string): Uint8Array => {
      asked.push(path);
      if (path === 'gone.json') throw new ReadError('There is no such file: check the name.');
      return new TextEncoder().encode(BROAD);
    };
    const report = audit(['a.yml'], { fs: { read, list: () => [] }, parameterFiles: [{ path: 'gone.json' }] });
    expect(asked.sort()).toEqual(['a.yml', 'gone.json']);
    expect(report.failures.map(({ message, location }) => `${location.file} ${message}`)).toEqual([
      'gone.json There is no such file: check the name.',
    ]);
  });
});

describe('a form that is not read yet', () => {
  test.each([
    [
      'a definition in S3',
      'Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: { BodyS3Location: { Bucket: b, Key: k } }\n',
      'Api: its definition is in S3',
    ],
    [
      'a WebSocket API',
      'Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties: { ProtocolType: WEBSOCKET }\n',
      'Api: a WebSocket API has no resource policy',
    ],
    [
      'an identity policy',
      '{"Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}]}',
      'no statement has a Principal: this reads like an identity policy, not like the resource policy of an API',
    ],
  ])('%s is named, and never called clean', (_, text, reason) => {
    const report = auditTexts({ 'a.yml': text });
    expect(report.notAudited).toEqual([{ file: 'a.yml', reason }]);
    expect(report.undecided).toEqual([]);
    expect(report.summary).toMatchObject({ notAudited: 1, apis: 0 });
  });

  test('an API beside it is audited', () => {
    const both = `${BROAD}  Socket: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }\n`;
    const report = auditTexts({ 'a.yml': both });
    expect(report.notAudited).toHaveLength(1);
    expect(report.findings.map(({ ruleId }) => ruleId)).toEqual(['no-broad-source']);
  });
});

describe('values of parameters', () => {
  const open = template(statement('!Ref Offices'), { head: parameter('Offices', 'CommaDelimitedList') });

  test('come from files, of which later ones win, and from the command line, which wins over all', () => {
    const texts = { 'a.yml': open, 'one.json': '{"Offices": "8.0.0.0/8"}', 'two.yml': "Offices: '9.0.0.0/8'\n" };
    const written = (files: readonly string[], parameters = {}): readonly string[] =>
      auditTexts(texts, { parameterFiles: files.map((path) => ({ path })), parameters }, ['a.yml']).findings.map(
        ({ message }) => message.split(' ')[0] ?? '',
      );
    expect(written(['one.json'])).toEqual(['8.0.0.0/8']);
    expect(written(['one.json', 'two.yml'])).toEqual(['9.0.0.0/8']);
    expect(written(['one.json', 'two.yml'], { Offices: '1.1.1.1, 7.0.0.0/8' })).toEqual(['7.0.0.0/8']);
  });

  test('stand where the file has them, with the place of use as related', () => {
    const texts = {
      'a.yml': open,
      'one.json': '[{"ParameterKey": "Offices", "ParameterValue": "1.1.1.1, 8.0.0.0/8"}]',
    };
    const [finding] = auditTexts(texts, { parameterFiles: [{ path: 'one.json' }] }, ['a.yml']).findings;
    expect(finding?.location).toMatchObject({
      file: 'one.json',
      start: { line: 1, column: 58 },
      end: { line: 1, column: 67 },
    });
    expect(finding?.related.map(({ location }) => `${location.file}:${location.start.line}`)).toEqual(['a.yml:21']);
  });
});
