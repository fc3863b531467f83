import { describe, expect, test } from 'vitest';
import { auditTexts } from '../support/memory.ts';
import { isThere, translated } from './sam-translator.ts';
import type { Json } from './sam-values.ts';
import type { Extended } from './sam-ways.ts';

/** What may be written where a list is meant. */
const VALUES: Readonly<Record<string, Json>> = {
  'an id': 'vpc-0a1b2c3d',
  'a word': 'hello',
  'a number': 12,
  'a boolean': true,
  'a mapping': { a: 'b' },
  'a list of mappings': [{ sub: 'x' }],
  'a list of numbers': [123456789012],
  'a list of booleans': [true],
  'a list of lists': [['vpc-0a1b2c3d']],
  'a list of functions': [{ Ref: 'Vpc' }],
  'a list of ids': ['vpc-0a1b2c3d', 'vpce-0a1b2c3d'],
  'a list of a word and an id': ['hello', 'vpc-0a1b2c3d'],
  'a list of a parameter': [{ Ref: 'Id' }],
  'a parameter': { Ref: 'Id' },
  'a function': { 'Fn::Sub': 'vpc-0a1b2c3d' },
  'a resource': { Ref: 'Vpc' },
};
const KEYS = [
  ...['IpRangeWhitelist', 'SourceVpcWhitelist', 'SourceVpcBlacklist', 'IntrinsicVpcWhitelist'],
  ...['IntrinsicVpceBlacklist', 'AwsAccountWhitelist', 'AwsAccountBlacklist'],
];
const HOLDERS: Readonly<Record<string, Json>> = {
  'a word as Auth': 'hello',
  'a list as Auth': ['a'],
  'a function as Auth': { 'Fn::If': ['C', { ResourcePolicy: { IpRangeWhitelist: ['8.8.8.8'] } }, {}] },
  'a misspelt policy': { ResourcePolicies: { IpRangeWhitelist: ['8.8.8.8'] } },
  'a word as policy': { ResourcePolicy: 'hello' },
  'a list as policy': { ResourcePolicy: [{ IpRangeWhitelist: ['8.8.8.8'] }] },
  'a number as policy': { ResourcePolicy: 7 },
  'an empty policy': { ResourcePolicy: {} },
  'no word as policy': { ResourcePolicy: '' },
  'a parameter as policy': { ResourcePolicy: { Ref: 'Id' } },
  'a function as policy': { ResourcePolicy: { 'Fn::If': ['C', {}, {}] } },
};

const cases = [
  ...KEYS.flatMap((key) =>
    Object.entries(VALUES).map(([name, value]) => [`${key}: ${name}`, { ResourcePolicy: { [key]: value } }] as const),
  ),
  ...Object.entries(HOLDERS),
];

const templateWith = (auth: Json): Extended['template'] => ({
  Transform: 'AWS::Serverless-2016-10-31',
  Parameters: { Id: { Type: 'AWS::EC2::VPC::Id', Default: 'vpc-0b1b2c3d' } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC' },
    Api: { Type: 'AWS::Serverless::Api', Properties: { StageName: 'v1', OpenApiVersion: '3.0.1', Auth: auth } },
    Fn: {
      Type: 'AWS::Serverless::Function',
      Properties: {
        ...{ InlineCode: 'x', Handler: 'a.b', Runtime: 'nodejs20.x' },
        Events: { E: { Type: 'Api', Properties: { Path: '/x', Method: 'get', RestApiId: { Ref: 'Api' } } } },
      },
    },
  },
});

/** Whether a finding says that SAM refuses the template. */
function isRefused(template: object): boolean {
  const { findings } = auditTexts({ 'a.json': JSON.stringify(template) });
  return findings.some(({ message }) => message.startsWith('SAM refuses the template: '));
}

describe.runIf(isThere)('what is said to be refused', () => {
  test('is what SAM refuses, and nothing else', async () => {
    const templates = cases.map(([, auth]) => templateWith(auth));
    const outputs = await translated(templates.map((template) => ({ template, parameters: {} })));
    const theirs = outputs.map((output) => Object.hasOwn(output as object, 'error'));
    const rows = (refused: readonly boolean[]): readonly string[] =>
      cases.map(([name], i) => `${name}: ${refused[i] ? 'refused' : 'taken'}`);
    expect(rows(templates.map(isRefused))).toEqual(rows(theirs));
  });
});
