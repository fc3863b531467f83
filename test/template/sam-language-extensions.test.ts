import { describe, expect, test } from 'vitest';
import { auditTexts, explainTexts } from '../support/memory.ts';

const template = (api: string, transforms = '[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]'): string =>
  `Transform: ${transforms}
Parameters: { Only: { Type: String, AllowedValues: ['yes', 'no'] }, Ranges: { Type: String, Default: '8.8.8.0/24,9.9.9.9' }, Name: { Type: String, Default: v1 } }
Conditions: { IsOnly: !Equals [!Ref Only, 'yes'] }
Mappings: { Lists: { office: { ranges: [8.8.8.8, 9.9.9.9] } } }
Resources:
  Api: { Type: AWS::Serverless::Api, Properties: { OpenApiVersion: 3.0.1, ${api} } }
  F: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: Api, Properties: { Path: /x, Method: get, RestApiId: !Ref Api } } } } }
`;
const NAMED = 'StageName: v1';
const sources = (text: string, Only = 'yes'): readonly (readonly string[] | undefined)[] =>
  explainTexts({ 't.yml': text }, { parameters: { Only } }).apis.flatMap(({ routes }) =>
    routes.map(({ access }) => access[0]?.certainly.cidrs),
  );
const rulesOf = (text: string, Only = 'yes'): readonly string[] =>
  auditTexts({ 't.yml': text }, { parameters: { Only } })
    .findings.map(({ ruleId }) => ruleId)
    .filter((id) => id === 'valid-sam-resource-policy');

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html */
describe('functions that AWS::LanguageExtensions evaluates before SAM looks', () => {
  const OFFICE = "{ IpRangeWhitelist: ['8.8.8.0/24'] }";

  test.each([
    ['in place of ResourcePolicy', `Auth: { ResourcePolicy: !If [IsOnly, ${OFFICE}, !Ref 'AWS::NoValue'] }`],
    ['in place of Auth', `Auth: !If [IsOnly, { ResourcePolicy: ${OFFICE} }, !Ref 'AWS::NoValue']`],
    [
      'in place of a list',
      `Auth: { ResourcePolicy: { IpRangeWhitelist: !If [IsOnly, ['8.8.8.0/24'], !Ref 'AWS::NoValue'] } }`,
    ],
    ['one within the other', `Auth: { ResourcePolicy: !If [IsOnly, !If [IsOnly, ${OFFICE}, {}], {}] }`],
  ])('Fn::If %s', (_, auth) => {
    const text = template(`${NAMED}, ${auth}`);
    expect([sources(text), rulesOf(text)]).toEqual([[['8.8.8.0/24']], []]);
    expect(sources(text, 'no')).toEqual([['0.0.0.0/0']]);
  });

  test.each([
    ["!Split [',', !Ref Ranges]", ['8.8.8.0/24', '9.9.9.9/32']],
    ['!FindInMap [Lists, office, ranges]', ['8.8.8.8/32', '9.9.9.9/32']],
    ['[!Select [1, !Split [",", !Ref Ranges]]]', ['9.9.9.9/32']],
  ])('%s is a flat list', (list, cidrs) => {
    const text = template(`${NAMED}, Auth: { ResourcePolicy: { IpRangeWhitelist: ${list} } }`);
    expect([sources(text), rulesOf(text)]).toEqual([[cidrs], []]);
  });

  test('a list of which nothing is left is an empty one', () => {
    const text = template(`${NAMED}, Auth: { ResourcePolicy: { IpRangeWhitelist: !If [IsOnly, [], ['8.8.8.8']] } }`);
    expect([sources(text), rulesOf(text)]).toEqual([[['0.0.0.0/0']], ['valid-sam-resource-policy']]);
  });

  test('behind SAM it comes too late', () => {
    const auth = `Auth: { ResourcePolicy: !If [IsOnly, ${OFFICE}, {}] }`;
    const late = template(`${NAMED}, ${auth}`, '[AWS::Serverless-2016-10-31, AWS::LanguageExtensions]');
    const alone = template(`${NAMED}, ${auth}`, 'AWS::Serverless-2016-10-31');
    for (const text of [late, alone]) expect(rulesOf(text)).toEqual(['valid-sam-resource-policy']);
  });

  test('a stage that is named by a parameter is named by a text for the policies of events', () => {
    const event = (text: string): string =>
      text.replace('RestApiId: !Ref Api }', `RestApiId: !Ref Api, Auth: { ResourcePolicy: ${OFFICE} } }`);
    const named = 'StageName: !Ref Name';
    expect(rulesOf(event(template(named)))).toEqual([]);
    expect(rulesOf(event(template(named, 'AWS::Serverless-2016-10-31')))).toEqual(['valid-sam-resource-policy']);
  });
});

describe('what else of a template SAM reads as it is written', () => {
  const HEAD = `Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Parameters: { Only: { Type: String, AllowedValues: ['yes', 'no'] } }
Conditions: { IsOnly: !Equals [!Ref Only, 'yes'] }
`;
  const api = (more = ''): string =>
    `Api: { Type: AWS::Serverless::Api, Properties: { StageName: v1, OpenApiVersion: 3.0.1, ${more} } }`;
  const routesOf = (text: string, Only: string): readonly string[] =>
    explainTexts({ 't.yml': text }, { parameters: { Only } }).apis.flatMap(({ id, routes }) =>
      routes.map(({ method, path, stage }) => `${id} ${method} ${path} on ${stage}`),
    );
  const functionWith = (events: string): string =>
    `F: { Type: AWS::Serverless::Function, Properties: { Events: ${events} } }`;
  const EVENT = 'Type: Api, Properties: { Path: /x, Method: get, RestApiId: !Ref Api }';

  test.each([
    ['an event', `{ Always: { ${EVENT.replace('/x', '/y')} }, E: !If [IsOnly, { ${EVENT} }, !Ref AWS::NoValue] }`],
    [
      'events',
      `!If [IsOnly, { A: { ${EVENT} }, B: { ${EVENT.replace('/x', '/y')} } }, { B: { ${EVENT.replace('/x', '/y')} } }]`,
    ],
  ])('%s behind Fn::If', (_, events) => {
    const text = `${HEAD}Resources:\n  ${api()}\n  ${functionWith(events)}\n`;
    expect(routesOf(text, 'yes').toSorted()).toEqual(['Api GET /x on v1', 'Api GET /y on v1']);
    expect(routesOf(text, 'no')).toEqual(['Api GET /y on v1']);
  });

  test('the API of an event', () => {
    const events = `{ E: { Type: Api, Properties: { Path: /x, Method: get, RestApiId: !If [IsOnly, !Ref Api, !Ref AWS::NoValue] } } }`;
    const text = `${HEAD}Resources:\n  ${api()}\n  ${functionWith(events)}\n`;
    expect(routesOf(text, 'yes')).toEqual(['Api GET /x on v1']);
    expect(routesOf(text, 'no')).toContain('ServerlessRestApi GET /x on Prod');
  });

  test('functions and APIs that loops make', () => {
    const text = `${HEAD}Resources:
  Fn::ForEach::Stages:
    - Name
    - [dev, prod]
    - Api\${Name}: { Type: AWS::Serverless::Api, Properties: { StageName: !Ref Name, OpenApiVersion: 3.0.1 } }
      F\${Name}: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: Api, Properties: { Path: '/\${Name}', Method: get, RestApiId: !Ref 'Api\${Name}' } } } } }
`;
    expect(routesOf(text, 'yes')).toEqual(['Apidev GET /dev on dev', 'Apiprod GET /prod on prod']);
  });

  test('lists of an API that functions make stand behind those of Globals', () => {
    const list = (name: string, value: string): string => `Auth: { ResourcePolicy: { ${name}: ${value} } }`;
    const text = `${HEAD}Globals: { Api: { ${list('IpRangeWhitelist', "['8.8.8.8']")} } }
Resources:\n  ${api(list('IpRangeWhitelist', '!Split [",", "9.9.9.9,1.1.1.1"]'))}\n  ${functionWith(`{ E: { ${EVENT} } }`)}\n`;
    expect(sources(text)).toEqual([['1.1.1.1/32', '8.8.8.8/32', '9.9.9.9/32']]);
  });

  test('a function in Globals is undecided: nothing documents whether it is evaluated', () => {
    const text = `${HEAD}Globals: { Api: { Auth: { ResourcePolicy: !If [IsOnly, { IpRangeWhitelist: ['8.8.8.8'] }, {}] } } }
Resources:\n  ${api()}\n  ${functionWith(`{ E: { ${EVENT} } }`)}\n`;
    const { findings, undecided } = auditTexts({ 't.yml': text });
    expect(findings).toEqual([]);
    expect(undecided.map(({ reason }) => reason)).toEqual(['Fn::If in Globals is not evaluated']);
  });
});

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html */
describe('the resources that SAM makes of an API', () => {
  const stagesOf = (more: string, stage = 'StageName: prod'): readonly (string | null)[] => {
    const text = `Transform: AWS::Serverless-2016-10-31
Resources:
  Api: { Type: AWS::Serverless::Api, Properties: { ${stage}, OpenApiVersion: 3.0.1 } }
  F: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: Api, Properties: { Path: /x, Method: get, RestApiId: !Ref Api } } } } }
  ${more}
`;
    return explainTexts({ 't.yml': text }).apis.flatMap(({ routes }) => routes.map((route) => route.stage));
  };
  const deployed = (name: string): string =>
    `D: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api, StageName: ${name} } }`;

  test.each(['!Ref Api.Stage', `!Sub "\${Api.Stage}"`, '!Ref ApiprodStage', 'prod'])('its stage: %s', (name) => {
    expect(stagesOf(deployed(name))).toEqual(['prod']);
  });

  test('a stage whose name is a function has no name in its id', () => {
    expect(stagesOf(deployed('!Ref ApiStage'), `StageName: !Sub "\${AWS::StackName}"`)).toHaveLength(1);
  });

  test('its deployment, of which another resource makes a stage', () => {
    const stage =
      'S: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Api.Deployment, StageName: test } }';
    expect(stagesOf(stage)).toEqual(['prod', 'test']);
  });
});

describe('what a loop over a list that is not known brings is not taken for absent', () => {
  const HEAD = `Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Parameters: { Names: { Type: CommaDelimitedList } }
`;
  const api = (auth: string): string => `  Api:
    Type: AWS::Serverless::Api
    Properties: { StageName: v1, OpenApiVersion: 3.0.1, EndpointConfiguration: { Type: PRIVATE }, ${auth} }
`;
  const POLICY = 'Auth: { ResourcePolicy: { SourceVpcWhitelist: [vpc-0123456789abcdef0] } }';
  const event = (path: string, more = 'RestApiId: !Ref Api'): string =>
    `{ Type: Api, Properties: { Path: '${path}', Method: get, ${more} } }`;
  const functions = (events: string): string => `  Fn::ForEach::Functions:
    - Name
    - !Ref Names
    - 'F\${Name}': { Type: AWS::Serverless::Function, Properties: { Events: { E: ${events} } } }
`;
  const loopOf = (events: string): string =>
    `  F: { Type: AWS::Serverless::Function, Properties: { Events: { X: ${event('/x')}, 'Fn::ForEach::Events': [Name, !Ref Names, { 'E\${Name}': ${events} }] } } }
`;
  const said = (resources: string): readonly unknown[] => {
    const { findings, undecided, notAudited } = auditTexts({ 't.yml': `${HEAD}Resources:\n${resources}` });
    const reasons = new Set(undecided.map(({ reason }) => reason));
    return [findings.map(({ ruleId }) => ruleId), [...reasons], notAudited.map(({ reason }) => reason)];
  };
  const OPEN = ['parameter Names has no default'];

  test.each([
    ['the policy that SAM writes for the paths of functions', api(POLICY) + functions(event(`/\${Name}`))],
    [
      'a policy of an event',
      api('Name: a') +
        functions(
          event(
            `/\${Name}`,
            'RestApiId: !Ref Api, Auth: { ResourcePolicy: { SourceVpcWhitelist: [vpc-0123456789abcdef0] } }',
          ),
        ),
    ],
    [
      'a key of the policy',
      api(`Auth: { ResourcePolicy: { 'Fn::ForEach::Keys': [K, !Ref Names, { '\${K}': [vpc-0123456789abcdef0] }] } }`) +
        `  F: { Type: AWS::Serverless::Function, Properties: { Events: { X: ${event('/x')} } } }\n`,
    ],
  ])('%s', (_, resources) => {
    expect(said(resources)).toEqual([[], OPEN, []]);
  });

  test('routes of a function', () => {
    const auth =
      "Auth: { ResourcePolicy: { CustomStatements: [{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/v1/GET/u/*, Condition: { StringEquals: { aws:SourceVpc: vpc-0123456789abcdef0 } } }] } }";
    expect(said(api(auth) + loopOf(event(`/u/\${Name}`)))).toEqual([[], OPEN, []]);
  });

  test('the API that SAM makes of events', () => {
    const implicit = event(`/\${Name}`, 'Auth: { ApiKeyRequired: false }');
    expect(said(functions(implicit))).toEqual([[], [], [`Fn::ForEach::Functions: ${OPEN[0]}`]]);
  });
});
