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
