import { describe, expect, test } from 'vitest';
import type { AuditOptions } from '../../src/answers/audit.ts';
import type { Location, Report } from '../../src/report/report.ts';
import { auditTexts, explainTexts } from '../support/memory.ts';

type Texts = Readonly<Record<string, string>>;

const only =
  (...rules: readonly string[]): ((report: Report) => readonly string[]) =>
  (report) =>
    report.findings
      .filter(({ ruleId }) => rules.includes(ruleId))
      .map(({ ruleId, location, related }) =>
        [ruleId, place(location), ...related.map((one) => `(${one.message} ${place(one.location)})`)].join(' '),
      );
const place = ({ file, start, end }: Location): string =>
  `${file}:${start.line}:${start.column}-${end.line === start.line ? '' : `${end.line}:`}${end.column}`;
const failuresOf = (report: Report): readonly string[] =>
  report.failures.map(({ message, location }) => `${place(location)} ${message}`);
const wildcards = only('no-wildcard-source');
const audited = (texts: Texts, options: Omit<AuditOptions, 'fs'> = {}): Report => auditTexts(texts, options);

const DEFINITION = `openapi: 3.0.1
paths:
  /pets:
    get: {}
x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement:
    - Effect: Allow
      Principal: '*'
      Action: execute-api:Invoke
      Resource: execute-api:/*
      Condition:
        IpAddress:
          aws:SourceIp: 0.0.0.0/0
`;
const INCLUDED = 'no-wildcard-source api.yaml:14:25-34';

const api = (properties: string, type = 'AWS::ApiGateway::RestApi'): string => `Resources:
  Api:
    Type: ${type}
    Properties:
      ${properties}
`;

describe('a definition in a file', () => {
  test.each([
    [
      'AWS::Include',
      api('Body:\n        Fn::Transform: { Name: AWS::Include, Parameters: { Location: api.yaml } }'),
      '6:9-6:82',
    ],
    ['!Transform', api('Body: !Transform { Name: AWS::Include, Parameters: { Location: ./api.yaml } }'), '5:13-5:84'],
    [
      'AWS::Include among properties',
      api(
        'Body:\n        openapi: 3.0.1\n        Fn::Transform: { Name: AWS::Include, Parameters: { Location: api.yaml } }',
      ),
      '7:9-7:22',
    ],
    ['BodyS3Location', api('BodyS3Location: ./api.yaml'), '5:23-5:33'],
    ['DefinitionUri', api('{ StageName: prod, DefinitionUri: api.yaml }', 'AWS::Serverless::Api'), '5:41-5:49'],
  ])('%s: its findings stand in it, with the place that brings it', (_, text, use) => {
    const report = audited({ 'template.yml': text, 'api.yaml': DEFINITION });
    const [line, from, to] = [use.split(':')[0], use.split('-')[0], use.split('-')[1]];
    const end = to?.startsWith(`${line}:`) ? to.slice(`${line}:`.length) : to;
    expect([failuresOf(report), report.notAudited]).toEqual([[], []]);
    expect(wildcards(report)).toEqual([`${INCLUDED} (used here template.yml:${from}-${end})`]);
    // it is not audited a second time by itself
    expect(report.summary).toMatchObject({ files: 2, apis: 1 });
  });

  test('is not known where it is not there, and nothing is a failure', () => {
    for (const text of [
      api('Body: !Transform { Name: AWS::Include, Parameters: { Location: gone.yaml } }'),
      api('BodyS3Location: gone.yaml'),
      api('{ StageName: prod, DefinitionUri: gone.yaml }', 'AWS::Serverless::Api'),
    ]) {
      const report = audited({ 'template.yml': text });
      expect([report.findings, report.failures]).toEqual([[], []]);
      expect(report.undecided.map(({ reason }) => reason).join()).toContain(
        'gone.yaml is not there: audit the template where that file is, or what the build makes of it',
      );
      expect(report.undecided.flatMap(({ rules }) => rules)).toContain('no-public-access');
    }
  });

  test('in S3 is not fetched', () => {
    const report = audited({
      'template.yml': api('{ StageName: prod, DefinitionUri: s3://b/api.yaml }', 'AWS::Serverless::Api'),
    });
    expect(report.undecided.map(({ reason }) => reason)).toContain('the definition is in S3, and is not read');
  });

  test('knows the parameters of the template that includes it, but not of one that uploads it', () => {
    const definition = DEFINITION.replace('0.0.0.0/0', '!Ref Sources');
    const head = 'Parameters:\n  Sources: { Type: String, Default: 0.0.0.0/0 }\n';
    const include = audited({
      'template.yml': head + api('Body: !Transform { Name: AWS::Include, Parameters: { Location: api.yaml } }'),
      'api.yaml': definition,
    });
    expect(only('no-wildcard-source')(include).map((row) => row.split(' ').slice(0, 2))).toEqual([
      ['no-wildcard-source', 'template.yml:2:37-46'],
    ]);
    const upload = audited({ 'template.yml': head + api('BodyS3Location: api.yaml'), 'api.yaml': definition });
    expect(wildcards(upload)).toEqual([]);
    expect(upload.undecided.map(({ reason }) => reason)).toContain(
      'Sources is neither a parameter nor a resource of this template',
    );
  });

  test.each(['Fn::Transform', 'Transform'])('goes before what stands beside %s', (name) => {
    const text = api(`Body:
        openapi: 3.0.1
        paths: { /never-created: { options: {} } }
        ${name}: { Name: AWS::Include, Parameters: { Location: api.yaml } }
        x-amazon-apigateway-policy: { Version: '2012-10-17' }`);
    expect(wildcards(audited({ 't.yaml': text, 'api.yaml': DEFINITION }))).toEqual([
      expect.stringContaining(`${INCLUDED} (used here t.yaml:8:9-`),
    ]);
    const [explained] = explainTexts({ 't.yaml': text, 'api.yaml': DEFINITION }).apis;
    expect(explained?.routes.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /pets']);
  });

  test('goes before what a merge key brings beside it', () => {
    const text = `Base: &base { openapi: 3.0.1, paths: { /never-created: { options: {} } } }\n${api(`Body:
        <<: *base
        Fn::Transform: { Name: AWS::Include, Parameters: { Location: api.yaml } }`)}`;
    const [explained] = explainTexts({ 't.yaml': text, 'api.yaml': DEFINITION }, {}, ['t.yaml']).apis;
    expect(explained?.routes.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /pets']);
  });

  test('leaves what stands beside it and is not in the file', () => {
    const text = api(`Body:
        paths: { /a: { get: {} } }
        Fn::Transform: { Name: AWS::Include, Parameters: { Location: policy.json } }`);
    const policy = '{ "x-amazon-apigateway-policy": { "Version": "2012-10-17" } }';
    const [explained] = explainTexts({ 't.yaml': text, 'policy.json': policy }, {}, ['t.yaml']).apis;
    expect(explained?.routes.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /a']);
  });

  test('may hold whole resources', () => {
    const report = audited({
      'template.yml': 'Resources:\n  Fn::Transform: { Name: AWS::Include, Parameters: { Location: more.yml } }\n',
      'more.yml': api('Policy: { Statement: { Effect: Allow, Principal: "*", Action: "*", Resource: "*" } }').replace(
        'Resources:\n',
        '',
      ),
    });
    expect(only('no-public-access', 'no-undeployed-policy')(report)).toEqual(['no-undeployed-policy more.yml:4:7-13']);
  });
});

const STACK = 'AWS::CloudFormation::Stack';
const stack = (template: string, parameters = '', type = STACK, location = 'TemplateURL'): string => `
  Inner:
    Type: ${type}
    Properties:
      ${location}: ${template}
      Parameters: { ${parameters} }
`;
const child = (sources: string, parameters = ''): string => `Parameters: { ${parameters} }
${api(`Policy:
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: execute-api:Invoke
            Resource: execute-api:/*
            Condition: { IpAddress: { aws:SourceIp: ${sources} } }`)}`;

describe('a nested stack', () => {
  test.each([
    [STACK, 'TemplateURL'],
    ['AWS::Serverless::Application', 'Location'],
  ])('%s: what is passed down is what a finding points at', (type, location) => {
    const report = audited({
      'parent.yml': `Parameters:\n  Office: { Type: String, Default: 0.0.0.0/0 }\nResources:${stack('./child.yml', 'Sources: !Ref Office', type, location)}`,
      'child.yml': child('!Ref Sources', 'Sources: { Type: CommaDelimitedList }'),
    });
    expect(failuresOf(report)).toEqual([]);
    expect(wildcards(report)).toEqual(['no-wildcard-source parent.yml:2:36-45 (used here child.yml:12:53-65)']);
    expect(report.summary.apis).toBe(1);
  });

  test('a default of its own settles what is not passed', () => {
    const texts = {
      'parent.yml': `Resources:${stack('child.yml')}`,
      'child.yml': `Conditions: { IsOpen: !Equals [!Ref Mode, open] }\n${child(
        '!If [IsOpen, 0.0.0.0/0, 192.0.2.1]',
        'Mode: { Type: String, Default: open }',
      )}`,
    };
    const report = audited(texts);
    expect(wildcards(report)).toEqual(['no-wildcard-source child.yml:13:66-75']);
    // nobody else can give it another value
    expect(report.findings.flatMap(({ scenarios }) => scenarios)).toEqual([]);
    // by itself it would hold in one scenario only
    const alone = auditTexts(texts, {}, ['child.yml']);
    expect(alone.findings.find(({ ruleId }) => ruleId === 'no-wildcard-source')?.scenarios).toMatchObject([
      { text: 'Mode is open' },
    ]);
  });

  test('shares the scenarios of its parent', () => {
    const report = audited({
      'parent.yml': `Parameters:
  Env: { Type: String, AllowedValues: [dev, prod] }
Conditions: { IsProd: !Equals [!Ref Env, prod] }
Resources:${stack('child.yml', 'Mode: !Ref Env, Sources: !If [IsProd, 8.8.8.8, 0.0.0.0/0]')}`,
      'child.yml': `Conditions: { IsProd: !Equals [!Ref Mode, prod] }\n${child(
        '!If [IsProd, !Ref Sources, 8.8.4.4]',
        'Mode: { Type: String }, Sources: { Type: String }',
      )}`,
    });
    // open in dev only, where the inner stack does not use it
    expect(wildcards(report)).toEqual([]);
    expect(report.undecided.filter(({ rules }) => rules.includes('no-wildcard-source'))).toEqual([]);
  });

  test('exists only where its condition holds', () => {
    const texts = (condition: string): Texts => ({
      'parent.yml': `Parameters: { Env: { Type: String } }\nConditions: { Never: !Equals [a, b], IsProd: !Equals [!Ref Env, prod] }\nResources:\n  Inner: { Type: ${STACK}, Condition: ${condition}, Properties: { TemplateURL: child.yml } }\n`,
      'child.yml': child('0.0.0.0/0'),
    });
    expect(wildcards(audited(texts('Never')))).toEqual([]);
    expect(wildcards(audited(texts('IsProd')))).toEqual(['no-wildcard-source child.yml:12:53-62']);
  });

  test('an unknown parameter of the parent is to blame', () => {
    const report = audited({
      'parent.yml': `Parameters:\n  Office: { Type: String }\nResources:${stack('child.yml', 'Sources: !Ref Office')}`,
      'child.yml': child('!Ref Sources', 'Sources: { Type: String }'),
    });
    const row = report.undecided.find(({ rules }) => rules.includes('no-wildcard-source'));
    expect([row?.reason, row && place(row.location)]).toEqual(['parameter Office has no default', 'parent.yml:2:3-9']);
  });

  test('a resource of the parent is not the one of the same name in it', () => {
    const report = audited({
      'parent.yml': `Resources:\n  Api: { Type: AWS::ApiGateway::RestApi }${stack('child.yml', 'Other: !Ref Api')}`,
      'child.yml': child('8.8.8.8', 'Other: { Type: String }').replace(
        'execute-api:/*',
        "!Join [':', ['arn:aws:execute-api', !Ref AWS::Region, !Ref AWS::AccountId, !Join ['', [!Ref Other, '/*']]]]",
      ),
    });
    expect(only('valid-resource')(report)).toEqual(['valid-resource child.yml:11:23-130']);
  });
});

describe('hostile includes', () => {
  test('stacks that lead in a circle are named, and the rest is audited', () => {
    const report = audited({
      'a.yml': `Resources:${stack('b.yml')}`,
      'b.yml': `${child('0.0.0.0/0')}${stack('a.yml').slice(1)}`,
    });
    expect(failuresOf(report)).toEqual([
      'b.yml:16:20-25 Nested stacks lead in a circle, a.yml → b.yml → a.yml: remove one of them.',
    ]);
    expect(wildcards(report)).toEqual(['no-wildcard-source b.yml:12:53-62']);
  });

  test('a stack of itself', () => {
    const report = audited({ 'a.yml': `${child('0.0.0.0/0')}${stack('./a.yml').slice(1)}` });
    expect(failuresOf(report)).toEqual([
      'a.yml:16:20-27 Nested stacks lead in a circle, a.yml → a.yml: remove one of them.',
    ]);
    expect(wildcards(report)).toEqual(['no-wildcard-source a.yml:12:53-62']);
  });

  test('stacks that multiply are bounded', () => {
    const twice = (next: string): string =>
      `Resources:\n  A: { Type: ${STACK}, Properties: { TemplateURL: ${next} } }\n  B: { Type: ${STACK}, Properties: { TemplateURL: ${next} } }\n`;
    const texts = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`s${i}.yml`, twice(`s${i + 1}.yml`)]));
    const report = audited({ ...texts, 's30.yml': child('0.0.0.0/0') });
    expect(report.failures[0]?.message).toMatch(/^This expands to too many values/);
    expect(wildcards(report)).toEqual(['no-wildcard-source s30.yml:12:53-62']);
  });

  test('a chain of stacks is bounded', () => {
    const texts = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`s${i}.yml`, `Resources:${stack(`s${i + 1}.yml`)}`]),
    );
    expect(audited({ ...texts, 's60.yml': child('0.0.0.0/0') }).failures.map(({ message }) => message)).toEqual([
      'Stacks nest more than 50 deep: have fewer of them.',
    ]);
  });

  test('a definition that includes itself is not expanded', () => {
    const report = audited({
      'template.yml': api('Body: !Transform { Name: AWS::Include, Parameters: { Location: template.yml } }'),
    });
    expect([report.failures, report.findings]).toEqual([[], []]);
    expect(report.summary.apis).toBe(1);
  });

  test.each([
    ['a list', '- 1\n'],
    ['a word', 'word\n'],
  ])('%s is no template and no definition', (_, text) => {
    const stackOf = audited({ 'a.yml': `Resources:${stack('b.yml')}`, 'b.yml': text });
    expect(failuresOf(stackOf)).toEqual(['a.yml:5:20-25 b.yml is no CloudFormation template: name one.']);
    const bodyOf = audited({ 'a.yml': api('BodyS3Location: b.yml'), 'b.yml': text });
    expect(bodyOf.undecided.map(({ reason }) => reason)).toContain('b.yml is no OpenAPI definition');
  });

  test('what cannot be parsed is a failure where it is wrong', () => {
    const report = audited({ 'a.yml': api('BodyS3Location: b.yml'), 'b.yml': 'paths: [\n' });
    expect(report.failures.map(({ location }) => location.file)).toEqual(['b.yml']);
    expect(report.undecided.map(({ reason }) => reason)).toContain(
      'the definition is in a file: b.yml cannot be parsed',
    );
  });
});
