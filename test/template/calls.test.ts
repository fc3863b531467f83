import { describe, expect, test } from 'vitest';
import { lineAndColumn } from '../support/marked.ts';
import { auditTexts } from '../support/memory.ts';
import { apiOf, listing, placedEntries, policyOf } from './support.ts';

type Row = readonly [name: string, sources: string, head: string, entries: readonly string[]];

const check = (_: string, sources: string, head: string, entries: readonly string[]): void => {
  expect(placedEntries(listing(sources, head))).toEqual(entries);
};

const OPEN = 'Parameters:\n  «Source»: { Type: String }';
const OPEN_SOURCE = '(parameter Source has no default)';
const SETTLED = 'Conditions: { Yes: !Equals [a, a], No: !Equals [a, b] }';
const malformed = (name: string): string => `(${name} is not written as CloudFormation takes it)`;

describe('Fn::If', () => {
  test.each<Row>([
    ['a condition that holds', '!If [Yes, «8.8.8.8», 9.9.9.9]', SETTLED, ['8.8.8.8 «1»']],
    ['one that does not', '!If [No, 8.8.8.8, «9.9.9.9»]', SETTLED, ['9.9.9.9 «1»']],
    ['in its long form', '{ Fn::If: [Yes, [«8.8.8.8», «1.1.1.1»], a] }', SETTLED, ['8.8.8.8 «1»', '1.1.1.1 «2»']],
    ['by a reference to a condition', '!If [!Condition Yes, «8.8.8.8», 9.9.9.9]', SETTLED, ['8.8.8.8 «1»']],
    ['no member', '[!If [No, 8.8.8.8, !Ref AWS::NoValue], «9.9.9.9»]', SETTLED, ['9.9.9.9 «1»']],
    ['in itself', '!If [Yes, !If [No, a, «8.8.8.8»], b]', SETTLED, ['8.8.8.8 «1»']],
    ['without an else', '[«!If [Yes, a]»]', SETTLED, [`? ${malformed('Fn::If')} «1»`]],
  ])('%s', check);

  test.each([
    ['Yes', 'IpAddress'],
    ['No', 'NotIpAddress'],
  ])('a mapping, beside members without a value: %s', (name, operator) => {
    const condition = `!If [${name}, { IpAddress: { aws:SourceIp: a } }, { NotIpAddress: { aws:SourceIp: a } }]`;
    const api = apiOf(`${SETTLED}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: !Ref AWS::NoValue
      Policy: { Statement: [!Ref AWS::NoValue, { Effect: Allow, Sid: !Ref AWS::NoValue, Condition: ${condition} }] }`);
    const statements = policyOf(api)?.statements.map(({ sid, conditions }) => [sid, conditions[0]?.operator.written]);
    expect([api.name, statements]).toEqual([undefined, [[undefined, operator]]]);
  });

  test('as the whole policy', () => {
    const api = apiOf(`${SETTLED}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: { Policy: !If [No, { Statement: [] }, !Ref AWS::NoValue] }`);
    expect(api.revisions[0]).toMatchObject({ policies: [], policyOpen: [] });
  });
});

describe('lists and numbers that are worked out', () => {
  const twice = ['8.8.0.0/24 «1»', '8.8.1.0/24 «1»'];
  test.each<Row>([
    ['Fn::Cidr', "«!Cidr ['8.8.0.0/16', 2, 8]»", '', twice],
    ['Fn::Cidr in its long form', "«{ Fn::Cidr: ['8.8.0.0/16', '2', '8'] }»", '', twice],
    ['Fn::Cidr makes /24 where nothing is said', "«!Cidr ['8.8.3.7/16', 2]»", '', twice],
    ['one of them', "⟨!Select [1, «!Cidr ['8.8.0.0/16', 2, 8]»]⟩", '', ['8.8.1.0/24 «1» ⟨1⟩']],
    ['IPv6', "«!Cidr ['2600:1f18::/56', 2, 64]»", '', ['2600:1f18::/64 «1»', '2600:1f18:0:1::/64 «1»']],
    ['more than there is room for', "«!Cidr ['8.8.8.0/24', 3, 7]»", '', [`… ${malformed('Fn::Cidr')} «1»`]],
    ['more than AWS makes', "«!Cidr ['8.0.0.0/8', 257, 8]»", '', [`… ${malformed('Fn::Cidr')} «1»`]],
    ['Fn::Cidr of what is not known', '⟨!Cidr [!Ref Source, 2, 8]⟩', OPEN, [`… ${OPEN_SOURCE} «1» ⟨1⟩`]],
    ['Fn::Length', '⟨!Select [!Length [a], [8.8.8.8, «9.9.9.9»]]⟩', '', ['9.9.9.9 «1» ⟨1⟩']],
    [
      'Fn::Length of what has a value',
      '«!Length [a, !Ref AWS::NoValue, !Ref Source]»',
      OPEN.replace(/[«»]/g, ''),
      ['2 «1»'],
    ],
    ['Fn::Length of no list', '[«!Length a»]', '', [`? ${malformed('Fn::Length')} «1»`]],
    ['Fn::ToJsonString', '«!ToJsonString [a, { b: 1, c: true }]»', '', ['["a",{"b":1,"c":true}] «1»']],
    [
      'Fn::ToJsonString of what is not known',
      '[⟨!ToJsonString { Ref: Source }⟩]',
      OPEN,
      [`\${Fn::ToJsonString Ref Source} ${OPEN_SOURCE} «1» ⟨1⟩`],
    ],
  ])('%s', check);
});

describe('what is known at deployment only', () => {
  const written = `\${{{resolve:ssm:/net}}}`;
  const resolved = '({{resolve:ssm:/net}} is resolved at deployment)';
  test.each<Row>([
    ['a dynamic reference', "['«{{resolve:ssm:/net}}»']", '', [`${written} ${resolved} «1»`]],
    ['one in a text', "['««{{resolve:ssm:/net}}»/32»']", '', [`${written}/32 «1»; ${resolved} «2»`]],
    ['one in Fn::Sub', "[!Sub '«{{resolve:ssm:/net}}»']", '', [`${written} ${resolved} «1»`]],
    ['one that is put together', "[«!Join ['', ['{{resolve:ssm:', /net, '}}']]»]", '', [`${written} ${resolved} «1»`]],
    [
      'one with an unknown part',
      `[!Sub '«{{resolve:ssm:/\${AWS::Region}}}»']`,
      '',
      [`\${{{resolve:ssm:/\${AWS::Region}}}} ({{resolve:ssm:/\${AWS::Region}}} is resolved at deployment) «1»`],
    ],
    [
      'one as a default',
      '[!Ref Source]',
      "Parameters: { Source: { Type: String, Default: '«{{resolve:ssm:/net}}»' } }",
      [`${written} ${resolved} «1»`],
    ],
    ['Fn::Transform', '«{ Fn::Transform: { Name: AWS::Include } }»', '', ['… (Fn::Transform is not expanded) «1»']],
    [
      'an include of S3',
      '«{ Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://b/sources.yml } } }»',
      '',
      ['… (s3://b/sources.yml is not fetched: name a local copy) «1»'],
    ],
    ['!Transform', '[«!Transform { Name: AWS::Include }»]', '', ['? (Fn::Transform is not expanded) «1»']],
    ['Fn::GetAZs', "«!GetAZs ''»", '', ['… (Fn::GetAZs is known at deployment only) «1»']],
    ['Fn::Base64', '[⟨!Base64 { Ref: Source }⟩]', OPEN, [`\${Fn::Base64 Ref Source} ${OPEN_SOURCE} «1» ⟨1⟩`]],
    ['a tag of another tool', '[«!GetParam [a, b]»]', '', ['? (!GetParam is no function of CloudFormation) «1»']],
    ['a function that is not known', '[«{ Fn::Nope: [a, b] }»]', '', ['? (Fn::Nope is not evaluated) «1»']],
    ['a condition function as a value', '[«!Equals [a, a]»]', '', ['? (Fn::Equals is not evaluated) «1»']],
  ])('%s', check);

  test('a transform among the elements of a statement leaves the others known', () => {
    const api = apiOf(`
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Policy: { Statement: [{ Effect: Deny, Fn::Transform: { Name: AWS::Include } }] }`);
    const statement = policyOf(api)?.statements[0];
    expect(statement?.effect).toEqual({ is: 'yes', value: 'Deny' });
    expect(statement?.open.map(({ reason }) => reason)).toEqual(['Fn::Transform is not expanded']);
  });
});

describe('Fn::ToJsonString as a policy', () => {
  const policy = (written: string) =>
    apiOf(`Resources: { Api: { Type: AWS::ApiGateway::RestApi, Properties: { Policy: !ToJsonString ${written} } } }`);

  test.each(['True', 'false', '~', '1.50', '0x1F', '+1', "'a\"b'"])('reads %s as it would be without', (value) => {
    const found = policyOf(
      policy(`{ Statement: { Sid: ${value}, Condition: { Bool: { aws:SecureTransport: ${value} } } } }`),
    );
    expect(found?.defects.filter(({ code }) => code === 'policy-json')).toEqual([]);
    expect(found?.statements[0]?.conditions).toHaveLength(1);
  });

  test('with a transform in it is not known', () => {
    const [revision] = policy('{ Statement: { Effect: Deny }, Fn::Transform: { Name: AWS::Include } }').revisions;
    expect([revision?.policies, revision?.policyOpen.map(({ reason }) => reason)]).toEqual([
      [],
      ['Fn::Transform is not expanded'],
    ]);
  });
});

describe('functions in functions, in JSON', () => {
  const template = (sources: unknown): string =>
    JSON.stringify({
      Parameters: {
        Nets: { Type: 'CommaDelimitedList', Default: '8.8.8.9/24,9.9.9.9' },
        Half: { Type: 'String', Default: '8.8.8.9/' },
      },
      Mappings: { Nets: { prod: { office: '8.8.8.9/24' } } },
      Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] } },
      Resources: {
        Api: {
          Type: 'AWS::ApiGateway::RestApi',
          Properties: {
            EndpointConfiguration: { Types: ['REGIONAL'] },
            Policy: {
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'execute-api:Invoke',
                  Resource: '*',
                  Condition: { IpAddress: { 'aws:SourceIp': sources } },
                },
              ],
            },
          },
        },
      },
    });
  /** What is pointed at: the first or the last text like this. */
  test.each([
    ['Ref', { Ref: 'Nets' }, '8.8.8.9/24', 'first'],
    ['Fn::Select', { 'Fn::Select': [0, { Ref: 'Nets' }] }, '8.8.8.9/24', 'first'],
    ['Fn::Split', { 'Fn::Split': [',', { 'Fn::Join': [',', { Ref: 'Nets' }] }] }, '8.8.8.9/24', 'first'],
    ['Fn::FindInMap', [{ 'Fn::FindInMap': ['Nets', 'prod', 'office'] }], '8.8.8.9/24', 'last'],
    ['Fn::Sub', { 'Fn::Sub': `\${Half}24` }, `\${Half}24`, 'last'],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': [`\${N}`, { N: { 'Fn::Select': ['0', { Ref: 'Nets' }] } }] },
      '8.8.8.9/24',
      'first',
    ],
    ['Fn::If', { 'Fn::If': ['Yes', { 'Fn::Sub': '8.8.8.9/24' }, { Ref: 'AWS::NoValue' }] }, '8.8.8.9/24', 'last'],
    ['Fn::Join', { 'Fn::Join': ['', [{ Ref: 'Half' }, '24']] }, '{"Fn::Join":["",[{"Ref":"Half"},"24"]]}', 'last'],
  ] as const)('%s', (_, sources, target, which) => {
    const text = template(sources);
    const at = which === 'first' ? text.indexOf(target) : text.lastIndexOf(target);
    const found = auditTexts({ 't.json': text }).findings.filter(({ ruleId }) => ruleId === 'no-host-bits');
    const places = found.map(
      ({ location: { start, end } }) => `${start.line}:${start.column}-${end.line}:${end.column}`,
    );
    expect(places).toEqual([`${lineAndColumn(text, at)}-${lineAndColumn(text, at + target.length)}`]);
  });
});
