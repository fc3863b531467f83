import { describe, expect, test } from 'vitest';
import type { Api } from '../../src/model/api.ts';
import { auditTexts } from '../support/memory.ts';
import { apiOf, entriesOf, loaded } from './support.ts';

const typed = (type: string, properties = '', id = 'Api'): string =>
  `Resources:\n  ${id}: { Type: ${type}, Properties: { ${properties} } }\n`;
const mapped = (api: string, id = 'Mapping'): string =>
  `  ${id}: { Type: AWS::ApiGateway::BasePathMappingV2, Properties: { DomainNameArn: !GetAtt Api.DomainNameArn, RestApiId: !Ref ${api} } }\n`;
const POLICY = 'Policy: { Statement: [{ Effect: Allow }] }';

describe('stages, deployments and domains of an API', () => {
  const text = `${typed('AWS::ApiGateway::RestApi', POLICY)}
  Prod: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: prod, DeploymentId: !Ref Deployed } }
  Any: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: !Ref Env } }
  Foreign: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !ImportValue api, StageName: foreign } }
  Deployed: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }
  Named: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api, StageName: v1 } }
  Domain: { Type: AWS::ApiGateway::DomainName, Properties: { DomainName: api.example.com, EndpointConfiguration: { Types: [REGIONAL], IpAddressType: dualstack } } }
  Mapped: { Type: AWS::ApiGateway::BasePathMapping, Properties: { RestApiId: !Ref Api, DomainName: !Ref Domain } }
Parameters: { Env: { Type: String } }`;
  const api = apiOf(text);

  test('stages, and those that a deployment makes', () => {
    expect(api.stages.map(({ named, deployment }) => [named.is === 'yes' && named.value, deployment])).toEqual([
      ['prod', 'Deployed'],
      [false, undefined],
      ['v1', 'Named'],
    ]);
  });

  // the name of a stage is empty where it is unknown as a whole
  test('an unknown stage is named by its expression', () => {
    expect(api.stages[1]?.name).toBe(`\${Env}`);
  });

  test('deployments', () => {
    expect(api.deployments.map(({ id }) => id)).toEqual(['Deployed', 'Named']);
  });

  test('domains', () => {
    expect(api.domains).toMatchObject([
      { name: 'api.example.com', endpoint: { value: 'REGIONAL' }, addressType: { value: 'dualstack' } },
    ]);
  });

  test.each([
    ['an output', 'Outputs: { Id: { Value: !Ref Api } }', true],
    ['an output of an attribute', 'Outputs: { Root: { Value: !GetAtt Api.RootResourceId } }', true],
    ['an output of a text', `Outputs: { Url: { Value: !Sub 'https://\${Api}.example.com' } }`, true],
    ['an output of something else', 'Outputs: { Name: { Value: Api } }', false],
  ])('%s lets the id out: %s', (_, output, exported) => {
    expect(apiOf(`${typed('AWS::ApiGateway::RestApi', POLICY)}${output}`).exported).toBe(exported);
  });
});

describe('APIs of other kinds', () => {
  test('a private domain is audited as a private API', () => {
    const api = apiOf(typed('AWS::ApiGateway::DomainNameV2', `DomainName: a.example.com, ${POLICY}`));
    expect(api).toMatchObject({ kind: 'domain', name: 'a.example.com', endpoint: { value: 'PRIVATE' } });
    expect(api.revisions[0]?.policies).toHaveLength(1);
  });

  test.each(['', 'Policy: {}'])('a private domain without a policy is one all the same: %j', (properties) => {
    const { kind, revisions } = apiOf(typed('AWS::ApiGateway::DomainNameV2', properties));
    expect([kind, revisions[0]?.policies]).toEqual(['domain', []]);
  });

  test.each([
    ['no mapping', '', undefined],
    ['a public API', mapped('Public'), 'no'],
    ['a private API', mapped('Private'), 'yes'],
    ['one of each', mapped('Public') + mapped('Private', 'Again'), 'yes'],
    ['an API of another template', mapped('Elsewhere'), 'unknown'],
    [
      'a routing rule beside it',
      `${mapped('Public')}  Rule: { Type: AWS::ApiGatewayV2::RoutingRule, Properties: { DomainNameArn: !Ref Api } }\n`,
      'unknown',
    ],
    ['its id elsewhere', `${mapped('Public')}Outputs: { Id: { Value: !Ref Api } }\n`, 'unknown'],
  ])('where a private domain leads to: %s', (_, more, leadsTo) => {
    const apis = `  Public: { Type: AWS::ApiGateway::RestApi }
  Private: { Type: AWS::ApiGateway::RestApi, Properties: { EndpointConfiguration: { Types: [PRIVATE] } } }
`;
    const { apis: all } = loaded(typed('AWS::ApiGateway::DomainNameV2') + apis + more);
    expect(all.find(({ worlds }) => worlds[0]?.id === 'Api')?.worlds[0]?.leadsTo?.is).toBe(leadsTo);
  });

  test('an HTTP API has the policies that it cannot have', () => {
    const body = 'Body: { x-amazon-apigateway-policy: { Statement: [{ Effect: Deny }] } }';
    const api = apiOf(typed('AWS::ApiGatewayV2::Api', `ProtocolType: HTTP, ${POLICY}, ${body}`));
    expect([api.kind, api.revisions[0]?.policies.length]).toEqual(['http', 2]);
  });

  test('several APIs are several', () => {
    const text = `${typed('AWS::ApiGateway::RestApi')}${typed('AWS::ApiGateway::RestApi', '', 'Other').replace('Resources:\n', '')}`;
    expect(loaded(text).apis.map(({ worlds }) => worlds[0]?.id)).toEqual(['Api', 'Other']);
  });
});

describe('what is not audited is named', () => {
  test.each([
    [
      'a WebSocket API',
      typed('AWS::ApiGatewayV2::Api', 'ProtocolType: WEBSOCKET'),
      ['Api: a WebSocket API has no resource policy'],
    ],
    [
      'a definition in S3',
      typed('AWS::ApiGateway::RestApi', 'BodyS3Location: { Bucket: b, Key: k }'),
      ['Api: its definition is in S3'],
    ],
    [
      'a loop over APIs',
      `Resources:\n  Fn::ForEach::Apis: [Name, [a, b], { 'Api\${Name}': { Type: AWS::ApiGateway::RestApi } }]\n`,
      ['Fn::ForEach::Apis: Fn::ForEach needs Transform: AWS::LanguageExtensions'],
    ],
    [
      'a Serverless Framework service whose provider is in another file',
      `service: a\nprovider: \${file(provider.yml)}\nresources: { Type: AWS::ApiGateway::RestApi }\n`,
      ['provider: provider.yml is not there'],
    ],
    [
      'a service of another cloud',
      'service: a\nprovider: { name: google }\nfunctions: { a: { events: [http: path] } }\n',
      [],
    ],
    [
      'a state as Terraform stores it',
      '{"version": 4, "terraform_version": "1.9", "serial": 1, "lineage": "", "resources": [{"type": "aws_api_gateway_rest_api"}]}',
      ['this is the state as Terraform stores it: audit what terraform show -json prints of it'],
    ],
    [
      'an identity policy',
      'Version: 2012-10-17\nStatement: [{ Effect: Allow, Action: execute-api:Invoke, Resource: "*" }]\n',
      ['no statement has a Principal: this reads like an identity policy, not like the resource policy of an API'],
    ],
    ['a document of something else', 'on: push\nrun: aws execute-api\n', []],
    ['a template of something else', `${typed('AWS::SNS::Topic')}# execute-api\n`, []],
  ])('%s', (_, text, reasons) => {
    const { apis, failures, notAudited } = loaded(text);
    expect([apis, failures, notAudited]).toEqual([[], [], reasons]);
  });

  test('a policy whose principal is missing, which its short resources tell from an identity policy', () => {
    const of = (resource: string): string =>
      `Version: 2012-10-17\nStatement: [{ Effect: Allow, Action: execute-api:Invoke, Resource: ${resource} }]\n`;
    expect(loaded(of('["execute-api:/*", "execute-api:/prod/GET/"]')).apis).toHaveLength(1);
    expect(loaded(of('["execute-api:/*", "arn:aws:execute-api:*:*:*/*"]')).apis).toHaveLength(0);
    expect(loaded(of('[]')).apis).toHaveLength(0);
  });

  test('beside what is', () => {
    const { summary, notAudited } = auditTexts({
      't.yml': `${typed('AWS::ApiGateway::RestApi', POLICY)}  Web: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }\n`,
    });
    expect(summary.apis).toBe(1);
    expect(notAudited).toEqual([{ file: 't.yml', reason: 'Web: a WebSocket API has no resource policy' }]);
  });
});

describe('a bare policy', () => {
  const statement = '{"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*"}';
  test.each([
    ['JSON', `{"Version": "2012-10-17", "Statement": [${statement}, ${statement}]}`, 2],
    ['one statement', `{"Statement": ${statement}}`, 1],
    ['YAML', `Statement:\n  - ${statement}\n`, 1],
  ])('%s', (_, text, count) => {
    const api = apiOf(text, { file: text.startsWith('{') ? 'policy.json' : 'policy.yml' });
    expect(api.dialect).toBe('policy');
    expect(api.endpoint.is).toBe('unknown');
    expect(api.revisions[0]?.policies[0]?.statements).toHaveLength(count);
  });

  test('the user says what it does not', () => {
    const told = { endpoint: 'REGIONAL', addressType: 'ipv4' } as const;
    expect(apiOf(`Statement: [${statement}]`, { told })).toMatchObject({
      endpoint: { value: 'REGIONAL' },
      addressType: { value: 'ipv4' },
    });
  });
});

describe('documents that are no template', () => {
  test.each([
    [
      'a list',
      '- execute-api\n',
      '1:1 This document is a list: a template is a mapping of sections, a policy has a Version and a Statement.',
    ],
    [
      'a word',
      'execute-api\n',
      '1:1 This document is a single value: a template is a mapping of sections, a policy has a Version and a Statement.',
    ],
    [
      'a section that is a list',
      'Resources: { A: { Type: AWS::ApiGateway::RestApi } }\nConditions: [a]\n',
      '2:1 Conditions is a mapping of names: correct it.',
    ],
  ])('%s', (_, text, failure) => {
    const { failures } = auditTexts({ 't.yml': text });
    expect(failures.map(({ message, location: { start } }) => `${start.line}:${start.column} ${message}`)).toEqual([
      failure,
    ]);
  });

  test.each(['Parameters:', 'Conditions: ', 'Outputs: {}'])('an empty section is none: %s', (section) => {
    expect(apiOf(`${section}\n${typed('AWS::ApiGateway::RestApi', POLICY)}`).id).toBe('Api');
  });
});

describe('merge keys', () => {
  const MERGED = `Parameters:
  One: &parameter { Type: String, Default: 8.8.8.8, AllowedValues: [8.8.8.8] }
  Two: { <<: *parameter, Description: the other }
Mappings:
  Nets: { prod: &prod { ip: 9.9.9.9 }, dev: { <<: *prod, port: 1 } }
Resources:
  Base: &api { Type: AWS::ApiGateway::RestApi, Properties: &properties { EndpointConfiguration: { Types: [PRIVATE] } } }
  Api:
    <<: *api
    Properties:
      <<: *properties
      Policy: { Statement: { Condition: { IpAddress: { aws:SourceIp: [!Ref Two, !FindInMap [Nets, dev, ip]] } } } }`;

  test('bring parameters, rows, resources and properties', () => {
    const { apis } = loaded(MERGED);
    expect(apis.map(({ worlds }) => worlds[0]?.id)).toEqual(['Base', 'Api']);
    const api = apis[1]?.worlds[0] as Api;
    expect([api.endpoint, entriesOf(api)]).toEqual([{ is: 'yes', value: 'PRIVATE' }, ['8.8.8.8', '9.9.9.9']]);
  });
});

test('Terraform source is not parsed, and named', () => {
  const source = 'resource "aws_api_gateway_rest_api" "shop" {\n  name = "shop"\n}\n';
  const { failures, notAudited } = auditTexts({ 'main.tf': source });
  expect([failures, notAudited]).toEqual([
    [],
    [
      {
        file: 'main.tf',
        reason: 'Terraform source is not evaluated: audit what terraform show -json prints of its plan or its state',
      },
    ],
  ]);
});

test('an error of the program costs the document that it is met in, and is told there', () => {
  const failing = loaded(typed('AWS::ApiGateway::RestApi', 'Policy: !ImportValue policy'), {
    imports: () => {
      throw new TypeError('policies.map is no function');
    },
  });
  expect(failing).toMatchObject({
    apis: [],
    failures: [
      {
        message: 'Reading this document ends in a bug, please report it: TypeError: policies.map is no function',
        place: { at: { start: 0, end: 0 } },
      },
    ],
  });
});
