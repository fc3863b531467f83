import { describe, expect, test } from 'vitest';
import type { Api } from '../../src/model/api.ts';
import { auditTexts, explainTexts } from '../support/memory.ts';
import { apiOf, loaded, worldsOf } from './support.ts';

const HEAD = `Transform: AWS::LanguageExtensions
Parameters:
  Known: { Type: CommaDelimitedList, Default: 'GET, POST' }
  Open: { Type: CommaDelimitedList }
  Env: { Type: String, AllowedValues: [dev, prod] }
Mappings: { Verbs: { dev: { list: [GET] }, prod: { list: [GET, PUT] } }, Guards: { name: { PUT: IsProd } } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }
`;
const API = 'Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }';
const METHOD =
  'Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, AuthorizationType: NONE, ';
const overVerbs = (list: string, more = ''): string =>
  `${HEAD}Resources:\n  ${API}\n  Fn::ForEach::Methods: [Verb, ${list}, { "M\${Verb}": { ${METHOD} HttpMethod: !Ref Verb } ${more} } }]\n`;
const routesIn = ({ revisions }: Api): readonly string[] =>
  revisions.flatMap(({ routes }) => routes.map(({ method, path }) => `${method} ${path}`)).sort();
const routesOf = (text: string, given: Readonly<Record<string, string>> = {}): readonly (readonly string[])[] =>
  worldsOf(text, { given }).map(routesIn);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html */
describe('a loop over a list that is known makes what it says', () => {
  test.each([
    ['that is written', '[GET, POST]', ['GET /', 'POST /']],
    ['of a parameter with a default', '!Ref Known', ['GET /', 'POST /']],
    ['of a text that is split', '!Split ["-", GET-HEAD]', ['GET /', 'HEAD /']],
    ['of a row of a mapping', '!FindInMap [Verbs, prod, list]', ['GET /', 'PUT /']],
    ['of nothing but a default', '!FindInMap [Verbs, none, list, { DefaultValue: [PATCH] }]', ['PATCH /']],
    ['that has numbers and booleans', '[1, true]', ['1 /', 'TRUE /']],
  ])('a list %s', (_, list, routes) => {
    expect(routesOf(overVerbs(list))).toEqual([routes]);
  });

  test('a list that a user gives', () => {
    expect(routesOf(overVerbs('!Ref Open'), { Open: 'PUT' })).toEqual([['PUT /']]);
    expect(routesOf(overVerbs('!Ref Known'), { Known: 'PUT' })).toEqual([['PUT /']]);
  });

  test.each(['!FindInMap [Verbs, !Ref Env, list]', '!If [IsProd, [GET, PUT], [GET]]'])(
    'a list that depends on a parameter, %s, in a scenario each',
    (list) => {
      expect(routesOf(overVerbs(list)).toSorted()).toEqual([['GET /'], ['GET /', 'PUT /']]);
      expect(routesOf(overVerbs(list), { Env: 'dev' })).toEqual([['GET /']]);
    },
  );

  test('an empty list makes nothing', () => {
    const text = `${HEAD}Resources:\n  ${API}\n  Fn::ForEach::More: [Name, [], { "Other\${Name}": { Type: AWS::ApiGateway::RestApi } }]\n`;
    const { apis, notAudited } = loaded(text);
    expect([apis.map(({ worlds }) => worlds[0]?.id), notAudited]).toEqual([['Api'], []]);
  });

  test('resources of several types, and loops within loops over lists of the outer item', () => {
    const text = `${HEAD}Resources:
  ${API}
  Fn::ForEach::Parts:
    - Part
    - [pets, shops]
    - \${Part}: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: !Ref Part } }
      Fn::ForEach::Methods:
        - Verb
        - !Split [',', !Sub 'GET,\${Part}']
        - \${Part}\${Verb}: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !Ref '\${Part}', HttpMethod: !Ref Verb } }
`;
    expect(routesOf(text)).toEqual([['GET /pets', 'GET /shops', 'PETS /pets', 'SHOPS /shops']]);
  });

  test('APIs of which each has its own', () => {
    const text = `${HEAD}Resources:
  Fn::ForEach::Apis:
    - Name
    - [a-1, b-2]
    - Api&{Name}: { Type: AWS::ApiGateway::RestApi, Properties: { Name: !Sub 'the-\${Name}-api', EndpointConfiguration: { Types: [REGIONAL] } } }
      M&{Name}: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref { Fn::Sub: 'Api&{Name}' }, ResourceId: !GetAtt [!Sub 'Api&{Name}', RootResourceId], HttpMethod: '&{Name}' } }
`;
    const apis = loaded(text).apis.flatMap(({ worlds }) => worlds);
    expect(apis.map((api) => [api.id, api.name, ...routesIn(api)])).toEqual([
      ['Apia1', 'the-a-1-api', 'A1 /'],
      ['Apib2', 'the-b-2-api', 'B2 /'],
    ]);
  });

  test('conditions, and resources whose condition a function names', () => {
    const text = `${HEAD.replace('IsProd:', `Fn::ForEach::Is: [E, [dev, prod], { "Is\${E}": !Equals [!Ref Env, !Ref E] }], IsProd:`)}Resources:
  ${API}
  Dev: { Condition: Isdev, ${METHOD} HttpMethod: GET } }
  Fn::ForEach::Methods:
    - Verb
    - [PUT, POST]
    - M\${Verb}: { Condition: !FindInMap [Guards, name, !Ref Verb, { DefaultValue: !Ref AWS::NoValue }], ${METHOD} HttpMethod: !Ref Verb } }
`;
    const routesFor = (Env: string): readonly string[] =>
      explainTexts({ 't.yml': text }, { parameters: { Env } }).apis.flatMap(({ routes }) =>
        routes.map(({ method }) => method),
      );
    expect([routesFor('dev'), routesFor('prod')]).toEqual([
      ['GET', 'POST'],
      ['PUT', 'POST'],
    ]);
  });

  test('properties, however deep', () => {
    const text = `${HEAD}Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Fn::ForEach::Names: [N, [Name], { "\${N}": shop }]
      Body:
        swagger: '2.0'
        paths:
          /: { get: {} }
          Fn::ForEach::Paths: [P, [pets, shops], { "/\${P}": { Fn::ForEach::Verbs: [V, [get, put], { "\${V}": {} }] } }]
`;
    expect(routesOf(text)).toEqual([['GET /', 'GET /pets', 'GET /shops', 'PUT /pets', 'PUT /shops']]);
    expect(apiOf(text).name).toBe('shop');
  });

  test('outputs, which make an API known to others', () => {
    const text = `${HEAD}Resources: { ${API} }
Outputs:
  Fn::ForEach::Out: [Id, [Api], { "\${Id}Id": { Value: !Ref { Fn::Sub: '\${Id}' } } }]
`;
    expect(apiOf(text).exported).toBe(true);
  });

  test('nested stacks', () => {
    const text = `${HEAD}Resources:
  Fn::ForEach::Stacks:
    - Verb
    - !Ref Known
    - Stack\${Verb}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: inner.yml, Parameters: { Verb: !Ref Verb } } }
`;
    const inner = `Parameters: { Verb: { Type: String } }
Resources:
  ${API}
  M: { ${METHOD} HttpMethod: !Ref Verb } }
`;
    const { apis } = loaded(text, { files: { 'inner.yml': inner } });
    expect(apis.map(({ worlds: [api] }) => api && [api.stack, ...routesIn(api)])).toEqual([
      ['StackGET', 'GET /'],
      ['StackPOST', 'POST /'],
    ]);
  });
});

describe('a finding in a loop', () => {
  const policy = (condition: string, list: string): string => `Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Apis:
    - Net
    - ${list}
    - Api&{Net}:
        Type: AWS::ApiGateway::RestApi
        Properties:
          EndpointConfiguration: { Types: [REGIONAL] }
          Policy: { Statement: [{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { IpAddress: { aws:SourceIp: ${condition} } } }] }
`;
  const placesOf = (text: string): readonly unknown[] =>
    auditTexts({ 't.yml': text })
      .findings.filter(({ ruleId }) => ruleId === 'no-unroutable-source')
      .map(({ location: { start, end }, related }) => {
        const line = text.split('\n')[start.line - 1] ?? '';
        const written = line.slice(start.column - 1, end.column - 1);
        return [written, start.line, related.map(({ location }) => location.start.line)];
      });

  test('about an item stands in the list, and names where it is used', () => {
    expect(placesOf(policy('!Ref Net', '[8.8.8.0/24, 10.0.0.0/8]'))).toEqual([['10.0.0.0/8', 5, [10]]]);
  });

  test('about a text that an item is put into stands in the body', () => {
    expect(placesOf(policy(`!Sub '\${Net}/8'`, '[8.0.0.0, 10.0.0.0]'))).toEqual([[`\${Net}/8`, 10, []]]);
  });

  test('about what each round says stands there once', () => {
    expect(placesOf(policy('10.0.0.0/8', '[a, b]'))).toEqual([['10.0.0.0/8', 10, []]]);
  });
});

describe('a loop that is not expanded leaves open what it makes', () => {
  const over = (list: string, transforms = 'AWS::LanguageExtensions'): string =>
    `Transform: ${transforms}\nParameters: { Open: { Type: CommaDelimitedList } }\nResources:\n  Fn::ForEach::Apis: [Name, ${list}, { "Api\${Name}": { Type: AWS::ApiGateway::RestApi } }]\n`;

  test.each([
    ['a list without a value', over('!Ref Open'), 'parameter Open has no default'],
    ['an item without a value', over('[a, !Ref Open]'), 'parameter Open has no default'],
    [
      'a list from another stack',
      over('!Split [",", !ImportValue names]'),
      'Fn::ImportValue takes names from another stack',
    ],
    ['no list', over('a'), 'the list of Fn::ForEach is no list'],
    ['no transform', over('[a]', 'AWS::Other'), 'Fn::ForEach needs Transform: AWS::LanguageExtensions'],
    [
      'the transform behind SAM',
      over('[a]', '[AWS::Serverless-2016-10-31, AWS::LanguageExtensions]'),
      'AWS::LanguageExtensions has to be named before AWS::Serverless-2016-10-31',
    ],
  ])('%s', (_, text, reason) => {
    const { apis, notAudited, failures } = loaded(text);
    expect([apis, notAudited, failures]).toEqual([[], [`Fn::ForEach::Apis: ${reason}`], []]);
  });

  test('an inner list that is not known, beside what the outer loop makes', () => {
    const text = `${HEAD}Resources:
  Fn::ForEach::Apis:
    - Name
    - [a, b]
    - Api\${Name}: { Type: AWS::ApiGateway::RestApi }
      Fn::ForEach::Methods: [Verb, !Ref Open, { "M\${Name}\${Verb}": { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Other } } }]
`;
    const worlds = loaded(text).apis.flatMap((api) => api.worlds);
    const reasons = worlds.flatMap(({ revisions }) => revisions.map(({ routesOpen }) => routesOpen[0]?.reason));
    expect([worlds.map(({ id }) => id), new Set(reasons)]).toEqual([
      ['Apia', 'Apib'],
      new Set(['parameter Open has no default']),
    ]);
  });
});

describe('what CloudFormation refuses is a failure', () => {
  const loop = (value: string, name = 'L'): string => `${HEAD}Resources:\n  ${API}\n  Fn::ForEach::${name}: ${value}\n`;
  const TYPE = '{ Type: AWS::ApiGateway::RestApi }';
  const nested = (depth: number): string =>
    depth === 0 ? `"A\${V5}": ${TYPE}` : `Fn::ForEach::L${depth}: [V${depth}, [a], { ${nested(depth - 1)} }]`;

  test.each([
    ['no body', loop('[V, [a]]'), 'Fn::ForEach::L is no identifier, list and body: write the three.'],
    ['no list of arguments', loop('{ V: a }'), 'Fn::ForEach::L is no identifier, list and body: write the three.'],
    [
      'the name of a parameter',
      loop(`[Env, [a], { "A\${Env}": ${TYPE} }]`),
      'Env in Fn::ForEach::L is the name of something else: choose another.',
    ],
    [
      'the name of an outer loop',
      loop(`[V, [a], { Fn::ForEach::M: [V, [b], { "A\${V}": ${TYPE} }] }]`),
      'V in Fn::ForEach::M is the name of something else: choose another.',
    ],
    [
      'a key that is the same in each round',
      loop(`[V, [a, b], { A: ${TYPE} }]`),
      'Fn::ForEach::L makes A, which is there already: make its key another one.',
    ],
    [
      'a key that stands beside the loop',
      loop(`[V, [Api], { "\${V}": ${TYPE} }]`),
      'Fn::ForEach::L makes Api, which is there already: make its key another one.',
    ],
    [
      'keys that differ in signs only, which &{V} leaves out',
      loop(`[V, [a-b, ab], { "A&{V}": ${TYPE} }]`),
      'Fn::ForEach::L makes Aab, which is there already: make its key another one.',
    ],
    [
      'loops that nest too deep',
      `${HEAD}Resources: { ${nested(6)} }\n`,
      'Loops nest more than 5 deep: have fewer of them.',
    ],
    [
      'too many resources',
      loop(`[V, [${Array.from({ length: 501 }, (_, i) => `r${i}`)}], { "A\${V}": ${TYPE} }]`),
      'Fn::ForEach::L makes more than 500 resources, CloudFormation takes no more: have fewer of them.',
    ],
  ])('%s', (_, text, message) => {
    expect(loaded(text).failures.map((one) => one.message)).toEqual([message]);
  });

  test('loops whose rounds multiply', () => {
    const list = `[${Array.from({ length: 100 }, (_, i) => i)}]`;
    const inner = ['A', 'B', 'C', 'D'].reduce(
      (body, name) => `{ Fn::ForEach::${name}: [${name}, ${list}, ${body}] }`,
      `{ "\${A}-\${B}-\${C}-\${D}": { a: !Ref D } }`,
    );
    const text = `${HEAD}Resources: { Api: { Type: AWS::ApiGateway::RestApi, Properties: { Body: ${inner} } } }\n`;
    const [first] = loaded(text).failures;
    expect(first?.message).toBe(
      'This expands to too many values, its aliases, functions or loops multiply: simplify it.',
    );
  });
});

test('a function that names a resource needs to be known', () => {
  const text = `${HEAD}Resources:
  ${API}
  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref { Fn::Sub: 'A\${Env}' }, ResourceId: x, HttpMethod: GET } }
  N: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref { Fn::Join: ['', [A, pi]] }, ResourceId: !GetAtt [!Sub Api, RootResourceId], HttpMethod: GET } }
`;
  expect(routesOf(text)).toEqual([['GET /']]);
});

test('an output that is taken from another stack is not known', () => {
  const text = `${HEAD}Resources: { Api: { Type: AWS::ApiGateway::RestApi, Properties: { Policy: { Fn::GetStackOutput: { StackName: !Sub 'net-\${Env}', OutputName: Policy } } } } }\n`;
  const reasons = auditTexts({ 't.yml': text }).undecided.map(({ reason }) => reason);
  expect(reasons).toEqual([`Fn::GetStackOutput takes Policy from the stack net-\${Env}`]);
});
