import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/model/answer.ts';
import { describe as inWords } from '../../src/model/scenario.ts';
import { apiOf, loaded, worldsOf } from './support.ts';

const said = (answer: Answer<unknown>): string =>
  answer.is === 'yes'
    ? String(answer.value)
    : answer.is === 'no'
      ? 'no'
      : answer.because.map(({ reason }) => reason).join();

const indented = (text: string, blanks: number): string => text.replaceAll('\n', `\n${' '.repeat(blanks)}`);

/** A template with one REST API of these properties, sections before it and resources after it. */
const api = (properties: string, more = '', head = ''): string =>
  `${head}\nResources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties:\n      Name: shop\n      ${indented(properties, 6)}\n  ${indented(more, 2)}\n`;

const resource = (id: string, type: string, properties: string, condition = ''): string =>
  `${id}: { Type: AWS::ApiGateway::${type}, ${condition && `Condition: ${condition}, `}Properties: { ${properties} } }\n`;

const OPEN = 'Parameters: { Type: { Type: String }, Types: { Type: CommaDelimitedList } }';

describe('EndpointConfiguration', () => {
  test.each([
    ['none', '', 'EDGE', 'ipv4'],
    ['an empty one', 'EndpointConfiguration: {}', 'EDGE', 'ipv4'],
    ['Types', 'EndpointConfiguration: { Types: [REGIONAL] }', 'REGIONAL', 'ipv4'],
    ['Types as a scalar', 'EndpointConfiguration: { Types: PRIVATE }', 'PRIVATE', 'dualstack'],
    ['Type', 'EndpointConfiguration: { Type: regional }', 'REGIONAL', 'ipv4'],
    ['a string', 'EndpointConfiguration: REGIONAL', 'REGIONAL', 'ipv4'],
    ['JSON', `EndpointConfiguration: '{"Types": ["PRIVATE"]}'`, 'PRIVATE', 'dualstack'],
    [
      'JSON with an address type',
      `EndpointConfiguration: '{"Types": ["EDGE"], "IpAddressType": "dualstack"}'`,
      'EDGE',
      'dualstack',
    ],
    [
      'IpAddressType',
      'EndpointConfiguration: { Types: [REGIONAL], IpAddressType: dualstack }',
      'REGIONAL',
      'dualstack',
    ],
    ['import parameters', 'Parameters: { endpointConfigurationTypes: PRIVATE }', 'PRIVATE', 'dualstack'],
    ['split', "EndpointConfiguration: { Types: !Split [',', 'REGIONAL'] }", 'REGIONAL', 'ipv4'],
    [
      'a parameter',
      'EndpointConfiguration: { Types: [!Ref Type] }',
      'parameter Type has no default',
      'parameter Type has no default',
    ],
    [
      'a list parameter',
      'EndpointConfiguration: { Types: !Ref Types }',
      'parameter Types has no default',
      'parameter Types has no default',
    ],
    [
      'a parameter as the whole',
      'EndpointConfiguration: !Ref Type',
      'parameter Type has no default',
      'parameter Type has no default',
    ],
    [
      'an address type that is a parameter',
      'EndpointConfiguration: { Types: [EDGE], IpAddressType: !Ref Type }',
      'EDGE',
      'parameter Type has no default',
    ],
    ['no type', 'EndpointConfiguration: { Types: [LOCAL] }', 'LOCAL is no endpoint type', 'LOCAL is no endpoint type'],
    [
      'a mapping',
      'EndpointConfiguration: { Types: { a: b } }',
      'the endpoint type is written as a mapping',
      'the endpoint type is written as a mapping',
    ],
    [
      'a transform',
      'EndpointConfiguration: { VpcEndpointIds: [], Fn::Transform: { Name: x } }',
      'Fn::Transform is not expanded',
      'Fn::Transform is not expanded',
    ],
  ])('%s', (_, properties, endpoint, addressType) => {
    const found = apiOf(api(properties, '', OPEN));
    expect([said(found.endpoint), said(found.addressType)]).toEqual([endpoint, addressType]);
  });

  test('one in each scenario, with the policy of the same one', () => {
    const head = `Parameters: { Private: { Type: String, AllowedValues: [yes, no] } }
Conditions: { IsPrivate: !Equals [!Ref Private, yes] }`;
    const properties = `EndpointConfiguration: { Types: [!If [IsPrivate, PRIVATE, REGIONAL]] }
Policy: !If [IsPrivate, { Statement: [{ Effect: Deny }] }, !Ref AWS::NoValue]`;
    const worlds = worldsOf(api(properties, '', head));
    expect(
      worlds.map(({ world, endpoint, revisions }) => [inWords(world), said(endpoint), revisions[0]?.policies.length]),
    ).toEqual([
      ['Private is yes', 'PRIVATE', 1],
      ['Private is no', 'REGIONAL', 0],
    ]);
  });
});

describe('the policy', () => {
  const JSON_POLICY = '{"Statement": [{"Effect": "Allow"}, {"Effect": "Deny"}]}';
  test.each([
    ['an object', 'Policy: { Statement: [{ Effect: Allow }, { Effect: Deny }] }', ['Allow Deny'], []],
    ['one statement', 'Policy: { Statement: { Effect: Allow } }', ['Allow'], []],
    ['a string', `Policy: '${JSON_POLICY}'`, ['Allow Deny'], []],
    ['Fn::Sub of JSON', `Policy: !Sub '${JSON_POLICY}'`, ['Allow Deny'], []],
    [
      'Fn::Sub of JSON with an unknown effect',
      `Policy: !Sub '{"Statement": {"Effect": "\${Type}"}}'`,
      ['parameter Type has no default'],
      [],
    ],
    ['Fn::ToJsonString', 'Policy: !ToJsonString { Statement: [{ Effect: Allow }] }', ['Allow'], []],
    [
      'in a body',
      'Body: { openapi: 3.0.1, x-amazon-apigateway-policy: { Statement: [{ Effect: Deny }] } }',
      ['Deny'],
      [],
    ],
    [
      'both',
      'Policy: { Statement: [{ Effect: Allow }] }\nBody: { x-amazon-apigateway-policy: { Statement: [{ Effect: Deny }] } }',
      ['Allow', 'Deny'],
      [],
    ],
    ['an empty object', 'Policy: {}', [], []],
    ['an empty string', "Policy: ''", [], []],
    ['nothing', 'Policy:', [], []],
    ['no value', 'Policy: !Ref AWS::NoValue', [], []],
    ['a parameter', 'Policy: !Ref Type', [], ['parameter Type has no default']],
    [
      'a body that is included',
      'Body: { Fn::Transform: { Name: AWS::Include } }',
      [],
      ['Fn::Transform is not expanded'],
    ],
    [
      'a body in S3',
      'Policy: { Statement: [{ Effect: Allow }] }\nBodyS3Location: { Bucket: b }',
      ['Allow'],
      ['the definition is in S3, and is not read'],
    ],
  ])('%s', (_, properties, policies, open) => {
    const [revision] = apiOf(api(properties, '', OPEN)).revisions;
    expect(revision?.policies.map(({ statements }) => statements.map(({ effect }) => said(effect)).join(' '))).toEqual(
      policies,
    );
    expect(revision?.policyOpen.map(({ reason }) => reason)).toEqual(open);
  });
});

describe('routes', () => {
  const path = (id: string, parent: string, part: string): string =>
    resource(id, 'Resource', `RestApiId: !Ref Api, ParentId: ${parent}, PathPart: ${part}`);
  const get = (id: string, more = '', condition = ''): string =>
    resource('Get', 'Method', `RestApiId: !Ref Api, ResourceId: ${id}, HttpMethod: get${more}`, condition);
  const ROOT = '!GetAtt Api.RootResourceId';
  test.each([
    ['the root', get(ROOT), ['GET / NONE']],
    [
      'a path',
      path('Pets', ROOT, 'pets') + path('Pet', '!Ref Pets', "'{id}'") + get('!Ref Pet'),
      ['GET /pets/{id} NONE'],
    ],
    [
      'a path of two parameters',
      path('Pets', ROOT, `!Sub '\${Type}-\${Type}'`) + get('!Ref Pets'),
      [`GET /\${Type}-\${Type} NONE`],
    ],
    [
      'a parent of another stack',
      path('Pets', '!ImportValue parent', 'pets') + get('!Ref Pets'),
      [`GET /\${ParentId}/pets NONE`],
    ],
    ['a resource that is a parameter', get('!Ref Type'), [`GET /\${ResourceId}/ NONE`]],
    ['IAM', get(ROOT, ', AuthorizationType: AWS_IAM'), ['GET / AWS_IAM']],
    ['an authorizer', get(ROOT, ', AuthorizationType: CUSTOM, AuthorizerId: !Ref Auth'), ['GET / CUSTOM']],
    ['an unknown authorization', get(ROOT, ', AuthorizationType: !Ref Type'), ['GET / parameter Type has no default']],
    ['what is no authorization', get(ROOT, ', AuthorizationType: OPEN'), ['GET / OPEN is no authorization type']],
    ['an API key', get(ROOT, ', ApiKeyRequired: true'), ['GET / NONE + key']],
    [
      'under a condition',
      get(ROOT, '', 'Some'),
      ['GET / NONE ? whether condition Some holds is not known: --parameters tells it'],
    ],
    ['under one that never holds', get(ROOT, '', 'Never'), []],
    ['of another API', get(ROOT).replace('!Ref Api', '!Ref Other'), []],
  ])('%s', (_, more, routes) => {
    const head = `${OPEN}\nConditions: { Some: !Equals [!Ref Type, x], Never: !Equals [a, b] }`;
    const found = apiOf(api('', more, head)).revisions[0]?.routes.map(
      (route) =>
        `${route.method} ${route.path} ${said(route.authorization)}${route.apiKey.is === 'yes' ? ' + key' : ''}${route.exists.is === 'unknown' ? ` ? ${said(route.exists)}` : ''}`,
    );
    expect(found).toEqual(routes);
  });

  test.each([
    ['a parent of itself', path('Pets', '!Ref Pets', 'pets') + get('!Ref Pets'), 'Pets → Pets'],
    ['two of each other', path('A', '!Ref B', 'a') + path('B', '!Ref A', 'b') + get('!Ref A'), 'A → B → A'],
  ])('%s', (_, more, circle) => {
    const { failures, apis } = loaded(api('', more));
    expect(apis).toEqual([]);
    expect(failures.map(({ message }) => message)).toEqual([
      `Resources refer to each other in a circle, ${circle}: correct one ParentId.`,
    ]);
  });

  test('of a definition', () => {
    const definition = `Body:
  openapi: 3.0.1
  security: [{ Iam: [] }]
  components:
    securitySchemes:
      Iam: { type: apiKey, x-amazon-apigateway-authtype: awsSigv4 }
      Key: { type: apiKey, name: x-api-key }
      Users: { type: apiKey, x-amazon-apigateway-authtype: cognito_user_pools }
      Lambda: { type: apiKey, x-amazon-apigateway-authorizer: { type: request } }
  paths:
    /a: { get: { security: [{ Iam: [] }] }, post: {}, put: { security: [{ Key: [] }] }, parameters: [] }
    /b/{id}: { x-amazon-apigateway-any-method: { security: [{ Users: [] }] }, head: { security: [{ Key: [], Lambda: [] }] } }
    /c: { get: { x-amazon-apigateway-auth: { type: NONE } } }`;
    const routes = apiOf(api(definition)).revisions[0]?.routes ?? [];
    expect(
      routes.map(
        (one) => `${one.method} ${one.path} ${said(one.authorization)}${one.apiKey.is === 'yes' ? ' + key' : ''}`,
      ),
    ).toEqual([
      'GET /a AWS_IAM',
      'POST /a NONE',
      'PUT /a NONE + key',
      'ANY /b/{id} COGNITO_USER_POOLS',
      'HEAD /b/{id} CUSTOM + key',
      'GET /c NONE',
    ]);
  });
});

describe('the web ACL of a stage', () => {
  const HEAD = `Parameters: { Env: { Type: String }, Arn: { Type: String }, Region: { Type: String } }
Conditions: { Some: !Equals [!Ref Env, x], Never: !Equals [a, b], Always: !Equals [a, a] }`;
  const arn = (stage: string, id = `\${Api}`): string =>
    `!Sub 'arn:\${AWS::Partition}:apigateway:\${AWS::Region}::/restapis/${id}/stages/${stage}'`;
  const association = (resourceArn: string, condition = '', type = 'WAFv2'): string =>
    `Wall: { Type: AWS::${type}::WebACLAssociation, ${condition && `Condition: ${condition}, `}Properties: { ResourceArn: ${resourceArn}, WebACLArn: x } }\n`;
  const OTHERS = `Other: { Type: AWS::ApiGateway::RestApi }
Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }
Nested: { Type: AWS::CloudFormation::Stack }
OtherStage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Other, StageName: prod } }
Dev: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, StageName: dev } }
`;
  const ENV = 'parameter Env has no default';
  test.each([
    ['none', 'prod', '', 'no'],
    ['by its name', 'prod', association(arn('prod')), 'true'],
    ['of the older WAF', 'prod', association(arn('prod'), '', 'WAFRegional'), 'true'],
    ['by its resource', 'prod', association(arn(`\${Stage}`)), 'true'],
    [
      'joined',
      'prod',
      association(
        `!Join ['', ['arn:aws:apigateway:', !Ref AWS::Region, '::/restapis/', !Ref Api, /stages/, !Ref Stage]]`,
      ),
      'true',
    ],
    ['by its attribute', 'prod', association(arn('prod', `\${Api.RestApiId}`)), 'true'],
    ['in a region that is not known', 'prod', association(arn('prod').replace('AWS::Region', 'Region')), 'true'],
    ['of another stage', 'prod', association(arn('dev')), 'no'],
    ['of another stage by its resource', 'prod', association(arn(`\${Dev}`)), 'no'],
    ['of another API', 'prod', association(arn('prod', `\${Other}`)), 'no'],
    ['of another API by its stage', 'prod', association(arn(`\${OtherStage}`, `\${Other}`)), 'no'],
    ['of a load balancer', 'prod', association('!Ref Balancer'), 'no'],
    ['of a load balancer in words', 'prod', association(`!Sub 'arn:aws:elasticloadbalancing:\${Env}'`), 'no'],
    ['two, one of which is its', 'prod', `${association(arn('dev'))}2${association(arn('prod'))}`, 'true'],
    ['a name that both take from a parameter', '!Ref Env', association(arn(`\${Env}`)), 'true'],
    ['a name that is not known', '!Ref Env', association(arn('prod')), ENV],
    ['an association whose stage is not known', 'prod', association(arn(`\${Env}`)), ENV],
    ['a part of which is not', 'prod', association(arn(`dev-\${Env}`)), 'no'],
    ['an API that is not known', 'prod', association(arn('prod', `\${Env}`)), ENV],
    ['all but the service', 'prod', association(`!Sub 'arn:aws:apigateway:\${Env}'`), ENV],
    ['an association that is not known', 'prod', association('!Ref Arn'), 'parameter Arn has no default'],
    [
      'an association of what another stack gives',
      'prod',
      association('!GetAtt Nested.Outputs.Arn'),
      'Outputs.Arn of Nested is known at deployment only',
    ],
    ['an association that never exists', 'prod', association(arn('prod'), 'Never'), 'no'],
    ['an association that always exists', 'prod', association(arn('prod'), 'Always'), 'true'],
    ['a list', 'prod', association(`[${arn('prod')}]`), 'no'],
  ])('%s', (_, name, more, expected) => {
    const stage = resource('Stage', 'Stage', `RestApiId: !Ref Api, StageName: ${name}`);
    const { stages } = apiOf(api('', stage + OTHERS + more, HEAD));
    expect(stages.map((one) => [one.name, said(one.webAcl)])[0]).toEqual([
      name.startsWith('!') ? `\${Env}` : name,
      expected,
    ]);
  });

  test('an association with a condition, by scenario', () => {
    const stage = resource('Stage', 'Stage', 'RestApiId: !Ref Api, StageName: prod');
    const worlds = worldsOf(api('', stage + association(arn('prod'), 'Some'), HEAD));
    expect(worlds.map(({ stages }) => stages.map(({ webAcl }) => said(webAcl)))).toEqual([['true'], ['no']]);
  });

  test('of a stage that a deployment makes', () => {
    const deployment = resource('Deployment', 'Deployment', 'RestApiId: !Ref Api, StageName: prod');
    const { stages } = apiOf(api('', deployment + association(arn('prod'))));
    expect(stages.map(({ webAcl }) => said(webAcl))).toEqual(['true']);
  });
});
