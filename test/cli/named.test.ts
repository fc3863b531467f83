import { describe, expect, test } from 'vitest';
import { condition, method, parameter } from '../rules/templates.ts';
import { chunks, failuresOf, findingsOf, run as main, type Outcome, reportOf, workspace } from './run.ts';

const directory = workspace();
const run = (cwd: string, line: string, input = ''): Promise<Outcome> =>
  main(line.split(' '), { cwd, stdin: chunks(input) });
const LET_PASS = 'ipaudit: not all that was named is audited: see the report, or let it pass with --fail-on error\n';
const NOTHING = (files: number): Outcome => ({
  code: 0,
  stdout: `nothing to audit: no API Gateway REST API in ${files} file${files === 1 ? '' : 's'}\n`,
  stderr: '',
});

const policy = (statement: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [JSON.parse(statement)] });
const UNKNOWN =
  'this is no document that is known: name a template, a definition, a policy, or what its tool makes of it';

describe('a named file that no dialect reads, or that is nearly an API, is not audited', () => {
  const FILES: readonly (readonly [name: string, content: string, reason: string])[] = [
    [
      'statment.json',
      '{"Version": "2012-10-17", "Statment": [{"Effect": "Allow", "Action": "execute-api:Invoke"}]}',
      'this reads like a policy, but its key is Statment: write Statement',
    ],
    [
      'stars.json',
      policy('{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}'),
      'this policy names no service: write execute-api:Invoke as Action where it is for an API',
    ],
    [
      'type.yml',
      'Resources: { Shop: { Type: AWS::ApiGateway::RestAPI } }\n',
      'Shop: there is no type AWS::ApiGateway::RestAPI: write AWS::ApiGateway::RestApi',
    ],
    [
      'sam-type.yml',
      'Resources: { Shop: { Type: AWS::Serverles::Api } }\n',
      'Shop: there is no type AWS::Serverles::Api: write AWS::Serverless::Api',
    ],
    [
      'ressources.yml',
      'Ressources: { Shop: { Type: AWS::ApiGateway::RestApi } }\n',
      'this reads like a template, but its key is Ressources: write Resources',
    ],
    [
      'resorces.yml',
      "AWSTemplateFormatVersion: '2010-09-09'\nResorces: { Shop: { Type: AWS::ApiGateway::RestApi } }\n",
      'this reads like a template, but its key is Resorces: write Resources',
    ],
    [
      'type-key.yml',
      'Resources: { Shop: { type: AWS::ApiGateway::RestApi }, Other: { Type: AWS::SNS::Topic } }\n',
      'Shop: its key is type: write Type',
    ],
    [
      'provider.yml',
      'service: shop\nprovider: { nam: aws }\nfunctions: { f: { handler: a.b, events: [{ http: GET /x }] } }\n',
      'this reads like a Serverless Framework service, but its provider has no name: write name',
    ],
    [
      'serverless.yml',
      'provider: { name: aws }\nfunctions: { f: { handler: a.b, events: [{ http: GET /x }] } }\n',
      'this reads like a Serverless Framework service, but has no name: write service',
    ],
    ...(
      [
        ['provider-alone.yml', 'provider: { name: aws, resourcePolicy: [] }\n'],
        ['gateway-alone.yml', 'provider: { apiGateway: { resourcePolicy: [] } }\n'],
        ['policy-alone.yml', 'resourcePolicy:\n  - { Effect: Allow, Resource: execute-api:/* }\n'],
      ] as const
    ).map(
      ([name, text]) =>
        [name, text, 'this is a part of a Serverless Framework service: audit the whole of it'] as const,
    ),
    [
      'openapi.yml',
      'info: { title: x, version: "1" }\npaths: { /: { get: { x-amazon-apigateway-integration: { type: mock } } } }\n',
      'this reads like an OpenAPI definition, but does not say of which version: write openapi',
    ],
    [
      'policy.tpl',
      '"x-amazon-apigateway-policy": { "Version": "2012-10-17" }\n',
      'this is a part of an OpenAPI definition: audit the whole of it',
    ],
    [
      'values.json',
      '[{"ParameterKey": "Office", "ParameterValue": "8.8.8.8/32"}]',
      'this reads like values of parameters: hand it to --parameter-file, beside the template',
    ],
    [
      'statements.json',
      '[{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}]',
      'these are statements without their policy: audit the policy that they become a part of, or write them as its Statement',
    ],
    [
      'resource.yml',
      'Type: AWS::ApiGateway::RestApi\nProperties: { Name: shop }\n',
      'this is a part of a template: audit the whole of it',
    ],
    [
      'resources.yml',
      'Shop: { Type: AWS::ApiGateway::RestApi }\nTable: { Type: AWS::DynamoDB::Table }\n',
      'this is a part of a template: audit the whole of it',
    ],
    ['package.json', '{"name": "shop"}', UNKNOWN],
    ['filter.yml', 'paths: [src/**, test/**]\n', UNKNOWN],
    ['parameters.yml', 'Parameters: { Office: { Type: String } }\n', UNKNOWN],
    ['tsconfig.json', '{"compilerOptions": {"paths": {"#app/*": ["./src/*"]}}}', UNKNOWN],
    ['compose.yml', `services: { web: { image: "a:\${TAG}", hostname: "{{.Node.Hostname}}" } }\n`, UNKNOWN],
    ['workflow.yml', `on: push\njobs: { a: { steps: [{ run: "echo \${{ github.ref }}" }] } }\n`, UNKNOWN],
    ['roles.json', `{"roles": ["arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/a"]}`, UNKNOWN],
    ['list.yml', '- a\n- b\n', UNKNOWN],
    ['manifests.yml', 'kind: A\n---\nkind: B\n', UNKNOWN],
    [
      'ranges.json.tpl',
      `{"Statement": [{"Action": "execute-api:Invoke", "Condition": {"IpAddress": {"aws:SourceIp": \${ranges}}}}]}`,
      'this is a template for Terraform: audit the plan, or what it renders',
    ],
    [
      'api.tftpl',
      `openapi: 3.0.1\npaths:\n%{ for path in paths ~}\n  \${path}: {}\n%{ endfor ~}\n`,
      'this is a template for Terraform: audit the plan, or what it renders',
    ],
    [
      'jinja.yml',
      'Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    {% if private %}\n    Properties: {}\n    {% endif %}\n',
      'this is a template for Jinja: render it, and audit the result',
    ],
    [
      'jinja.yml.j2',
      'Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: { Name: {{ name }} }\n',
      'this is a template for Jinja or Handlebars: render it, and audit the result',
    ],
    [
      'helm.yaml',
      'kind: X\nvalues:\n{{- range .Values.hosts }}\n  - {{ . }}\n{{- end }}\n',
      'this is a template for Helm: render it, and audit the result',
    ],
    [
      'handlebars.json',
      '{ "Resources": { {{#each apis}} "{{name}}": {} {{/each}} } }',
      'this is a template for Handlebars: render it, and audit the result',
    ],
    [
      'erb.yml',
      'Resources:\n<% apis.each do |api| %>\n  x: 1\n<% end %>\n',
      'this is a template for ERB: render it, and audit the result',
    ],
  ];

  test.each(FILES)('%s', async (name, content, reason) => {
    const cwd = directory({ [name]: content });
    const outcome = await run(cwd, `${name} -f json`);
    expect([failuresOf(outcome), findingsOf(outcome)]).toEqual([[], []]);
    expect(reportOf(outcome).notAudited).toEqual([{ file: name, reason }]);
    expect([outcome.code, outcome.stderr]).toEqual([1, LET_PASS]);
    expect((await run(cwd, `${name} --fail-on error`)).code).toBe(0);

    const read = await run(cwd, `--stdin --stdin-filename ${name} -f json`, content);
    expect([read.code, reportOf(read).notAudited]).toEqual([1, [{ file: name, reason }]]);
  });

  test('a search passes them over, but counts the templates that would hold an API', async () => {
    const outcome = await run(directory(Object.fromEntries(FILES)), '. -f json');
    expect([failuresOf(outcome), outcome.code, outcome.stderr]).toEqual([[], 0, '']);
    expect(reportOf(outcome).notAudited.map(({ file }) => file)).toEqual(['jinja.yml']);
  });

  test('a search passes over those in which the words of an API mean something else', async () => {
    const ingress = 'rules:\n{{- range .Values.hosts }}\n  - http:\n      paths: [{{ . }}]\n{{- end }}\n';
    expect(await run(directory({ 'ingress.yaml': ingress }), '.')).toEqual(NOTHING(1));
  });

  test('a template that cannot be parsed is none of a tool for the holes of Fn::Sub', async () => {
    const broken = `{"Resources": {"A": {"Type": "AWS::ApiGateway::RestApi",\n"X": {"Fn::Sub": "arn:\${AWS::Partition}:iam"}\n"Y": 1}}}`;
    const outcome = await run(directory({ 'a.json': broken }), 'a.json -f json');
    expect([outcome.code, reportOf(outcome).notAudited, failuresOf(outcome).length]).toEqual([2, [], 1]);
  });

  test('on text without a name', async () => {
    const outcome = await run(directory(), '--stdin', '{"Version": "2012-10-17", "Statment": []}');
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toBe(
      'not audited\n  <stdin>  this reads like a policy, but its key is Statment: write Statement\n\n⚠ 1 file, 1 not audited\n',
    );
  });

  test('unless another file brings it in, or it has values for this run', async () => {
    const cwd = directory({
      'a.yml': condition('!Ref Office', { resources: method('GET'), head: parameter('Office') }),
      'values.json': '{"Parameters": {"Office": "8.8.8.8/32"}}',
      'service.yml': `service: shop\nprovider: { name: aws, apiGateway: { resourcePolicy: "\${file(part.yml):policy}" } }\nfunctions: { f: { handler: a.b, events: [{ http: GET /x }] } }\n`,
      'part.yml': 'policy: [{ Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: execute-api:/* }]\n',
    });
    expect(reportOf(await run(cwd, 'a.yml values.json --parameter-file values.json -f json')).notAudited).toEqual([]);
    expect(reportOf(await run(cwd, 'service.yml part.yml -f json')).notAudited).toEqual([]);
  });
});

describe('a file of a known dialect without a REST API is nothing to audit', () => {
  test.each([
    ['vpc.yml', 'Resources: { Vpc: { Type: AWS::EC2::VPC } }\n'],
    ['empty.yml', "AWSTemplateFormatVersion: '2010-09-09'\n"],
    ['table.yml', 'Type: AWS::DynamoDB::Table\n'],
    ['tables.yml', 'A: { Type: AWS::DynamoDB::Table }\nB: { Type: Custom::Table }\n'],
    ['functions.yml', 'Resources: { F: { Type: AWS::Serverless::Function } }\n'],
    ['method.yml', 'Resources: { M: { Type: AWS::ApiGateway::Method }, R: { Type: AWS::ApiGateway::Resource } }\n'],
    ['bucket.json', policy('{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}')],
    ['admin.json', policy('{"Effect": "Allow", "Action": "*", "Resource": "*"}')],
    ['openapi.yml', 'openapi: 3.0.1\npaths: {}\n'],
    ['serverless.yml', 'service: x\nprovider: { name: google }\n'],
    ['state.json', '{"terraform_version": "1.9.0", "serial": 1, "lineage": "x", "resources": []}'],
    ['Shop.assets.json', '{"version": "36.0.0", "files": {}, "dockerImages": {}}'],
    ['plan.json', '{"format_version": "1.2", "planned_values": {}}'],
    ['main.tf', 'resource "aws_vpc" "x" {}\n'],
    ['tree.json', '{"version": "tree-0.1", "tree": {}}'],
  ])('%s', async (name, content) => {
    expect(await run(directory({ [name]: content }), name)).toEqual(NOTHING(1));
  });
});

describe('a file that cannot be parsed', () => {
  test('is a failure where it is named, and dismissed by a search', async () => {
    const cwd = directory({
      'a.yml': 'foo: [1',
      'b.json': '{"http": ',
      'c.yml': 'Type: AWS::Serverless::Function\nx: [',
    });
    for (const name of ['a.yml', 'b.json', 'c.yml']) {
      const outcome = await run(cwd, `${name} -f json`);
      expect([outcome.code, failuresOf(outcome).length]).toEqual([2, 1]);
    }
    const read = await run(cwd, '--stdin -f json', 'foo: [1');
    expect([read.code, failuresOf(read)]).toEqual([2, ['<stdin> The text ends inside brackets: close them.']]);
    expect(await run(cwd, '.')).toEqual(NOTHING(3));
  });

  test.each([
    'Type: AWS::ApiGateway::RestApi',
    'Type: AWS::Serverless::Api',
    'Transform: AWS::Serverless-2016-10-31\nResources: { F: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: Api } } } } }',
    'provider:\n  name: aws\nfunctions: { f: { events: [{ http: GET / }] } }',
    'x-amazon-apigateway-policy: {}',
  ])('is a failure of a search too where it holds an API: %s', async (text) => {
    const outcome = await run(directory({ 'a.yml': `${text}\nx: [` }), '. -f json');
    expect([outcome.code, failuresOf(outcome)]).toEqual([2, ['a.yml The text ends inside brackets: close them.']]);
  });

  test('and is no UTF-8 is the same', async () => {
    const latin1 = (text: string): Buffer => Buffer.from(`${text} # caf\u00e9\n`, 'latin1');
    const cwd = directory({ 'a.yml': latin1('http: x'), 'b/b.yml': latin1('Type: AWS::ApiGateway::RestApi') });
    expect(failuresOf(await run(cwd, '. -f json'))).toEqual([
      'b/b.yml The file is not valid UTF-8 (byte 0xE9): save it as UTF-8.',
    ]);
    expect(failuresOf(await run(cwd, 'a.yml -f json'))).toHaveLength(1);
  });
});
