import { describe, expect, test } from 'vitest';
import type { AccessExplanation, Explanation } from '../../src/report/explanation.ts';
import { ENVIRONMENTS, method, parameter, statement, template } from '../rules/templates.ts';
import { explainTexts } from '../support/memory.ts';
import { allowing, exported, snapshot } from '../support/snapshots.ts';
import { ALLOW_ALL, deny, shop } from './templates.ts';

const explained = (text: string): Explanation['apis'] => explainTexts({ 'a.yml': text }).apis;

function accessOf(text: string): readonly AccessExplanation[] {
  return explained(text).flatMap(({ routes }) => routes.flatMap(({ access }) => access));
}

test('one address, by one statement', () => {
  const [api, ...others] = explained(shop(statement('52.94.76.9')));
  expect(others).toEqual([]);
  expect(api).toMatchObject({
    id: 'Api',
    name: 'shop',
    endpoint: 'REGIONAL',
    kind: 'rest',
    location: { file: 'a.yml', start: { line: 3, column: 3 } },
    scenarios: [],
    statements: [{ sid: null, effect: 'Allow', location: { start: { line: 12 } } }],
    routes: [{ stage: 'prod', method: 'GET', path: '/', authorization: 'NONE' }],
  });
  expect(api?.routes[0]?.access).toEqual([
    {
      caller: 'anonymous',
      door: { via: 'internet' },
      certainly: expect.objectContaining({ cidrs: ['52.94.76.9/32'] }),
      possibly: expect.objectContaining({ cidrs: ['52.94.76.9/32'] }),
      by: [{ sources: expect.objectContaining({ cidrs: ['52.94.76.9/32'] }), effect: 'allow', statements: [0] }],
      because: [],
      misses: [],
    },
  ]);
});

test('who is kept out stands beside who gets in', () => {
  const [access] = accessOf(shop(`${ALLOW_ALL}\n${deny('0.0.0.0/1')}`));
  expect(access?.certainly).toEqual({ cidrs: ['128.0.0.0/1'], words: '1,609,300,992 addresses: 128.0.0.0/1' });
  expect(access?.by).toEqual([
    { sources: expect.objectContaining({ cidrs: ['128.0.0.0/1'] }), effect: 'allow', statements: [0] },
    { sources: expect.objectContaining({ cidrs: ['0.0.0.0/1'] }), effect: 'deny', statements: [1] },
  ]);
});

test('what is not known makes the difference, and is named', () => {
  const [access] = accessOf(shop(statement(['52.94.76.9', '!Ref Office']), { head: parameter('Office') }));
  expect(access?.certainly.cidrs).toEqual(['52.94.76.9/32']);
  expect(access?.possibly.cidrs).toEqual(['0.0.0.0/0']);
  expect(access?.because).toMatchObject([
    { reason: 'parameter Office has no default', location: { file: 'a.yml', start: { line: 3, column: 3 } } },
  ]);
});

test('each kind of caller that the authorization has', () => {
  const callers = (authorization: string): readonly string[] =>
    accessOf(shop(statement('52.94.76.9'), { authorization })).map(({ caller }) => caller);
  expect(callers('NONE')).toEqual(['anonymous']);
  expect(callers('AWS_IAM')).toEqual(['account', 'account-allowed', 'foreign-allowed']);
  expect(callers('CUSTOM')).toEqual(['authorized']);
  expect(callers('COGNITO_USER_POOLS')).toEqual(['cognito']);
  expect(callers('JWT')).toEqual(['token']);
});

test('an API without a policy has no statements, and everybody gets in', () => {
  const apis = explained(template('', { resources: method('GET') }).replace(/ +Policy:\n(?: {8}.*\n)+/, ''));
  expect(apis[0]?.statements).toEqual([]);
  expect(apis[0]?.routes[0]?.access[0]?.certainly).toEqual({ cidrs: ['0.0.0.0/0'], words: 'everybody' });
});

describe('scenarios', () => {
  const texts = (text: string): readonly (readonly string[])[] =>
    explained(text).map(({ scenarios }) => scenarios.map((one) => one.text));

  test('that differ stand once for each', () => {
    const text = shop(statement("!If [IsProd, 52.94.76.9, '52.94.80.0/24']"), { head: ENVIRONMENTS });
    expect(texts(text)).toEqual([['Env is dev'], ['Env is prod']]);
    expect(accessOf(text).map(({ certainly }) => certainly.cidrs)).toEqual([['52.94.80.0/24'], ['52.94.76.9/32']]);
  });

  test('that say the same are one', () => {
    const text = shop(statement("!If [IsProd, 52.94.76.9, '52.94.76.9/32']"), { head: ENVIRONMENTS });
    expect(texts(text)).toEqual([[]]);
  });
});

test('an HTTP API has no routes that a policy governs', () => {
  const text = 'Resources:\n  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }\n';
  expect(explained(text)).toMatchObject([{ id: 'Api', kind: 'http', statements: [], routes: [] }]);
});

test('what cannot be read is told beside the rest', () => {
  const { apis, failures, notAudited } = explainTexts({
    'a.yml': 'AWS::ApiGateway: [',
    'b.yml': shop(ALLOW_ALL),
    'c.yml': 'Resources: { Web: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } } }\n',
  });
  expect([apis.length, failures.length]).toEqual([1, 1]);
  expect(failures[0]?.location).toMatchObject({ file: 'a.yml', start: { line: 1 } });
  expect(notAudited).toEqual([{ file: 'c.yml', reason: 'Web: a WebSocket API has no resource policy' }]);
});

test('a stage and its canary are two rows', () => {
  const canarySettings = { deploymentId: 'd2', percentTraffic: 10 };
  const stages = [
    { stageName: 'prod', deploymentId: 'd1', export: exported(allowing('9.9.9.9')), canarySettings },
    { stageName: 'test', deploymentId: 'd2', export: exported(allowing('8.8.8.8')) },
  ];
  const { apis } = explainTexts({ 'a.json': snapshot({ policy: allowing('9.9.9.9'), stages }) });
  const found = apis.flatMap(({ routes }) => routes.map(({ stage, path, method: verb }) => `${stage} ${verb} ${path}`));
  expect(found.filter((one) => one.includes('GET')).sort()).toEqual([
    'prod (canary) GET /pets',
    'prod GET /pets',
    'test GET /pets',
  ]);
});
