import { describe, expect, test } from 'vitest';
import { readError } from '../../src/explain/error-message.ts';
import type { Explanation } from '../../src/report/explanation.ts';
import { explanationJson } from '../../src/reporters/explanation-json.ts';
import { ALLOW_ALL, shop } from '../explain/templates.ts';
import { condition, ENVIRONMENTS, parameter, statement } from '../rules/templates.ts';
import { explainTexts } from '../support/memory.ts';
import { explanation, FULL } from './explanations.ts';
import { expectClosed, faultsAgainst } from './schemas.ts';

const faults = faultsAgainst('explanation.schema.json', 'report.schema.json');
const written = (from: Explanation): unknown => JSON.parse(explanationJson(from));

test('explanations made by hand are valid', () => {
  expect(faults(written(FULL))).toEqual([]);
  expect(faults(written(explanation()))).toEqual([]);
});

test('no object takes a field more', () => expectClosed(() => written(FULL), faults, 50));

test('the fields that the contract names stand as it names them', () => {
  const [api] = (written(FULL) as { apis: { routes: { access: unknown[] }[] }[] }).apis;
  expect(api?.routes[0]?.access[0]).toEqual({
    caller: 'anonymous',
    door: { via: 'internet' },
    certainly: ['192.0.2.1/32'],
    possibly: ['192.0.2.1/32'],
    by: [{ sources: ['192.0.2.1/32'], effect: 'allow', statements: [0] }],
    because: [
      {
        reason: 'parameter P has no default',
        location: { file: 'a.yml', start: { line: 2, column: 3 }, end: { line: 2, column: 4 } },
      },
    ],
    misses: [],
  });
});

describe('real explanations are valid', () => {
  const request = { from: '52.94.76.9' };
  const vpce = statement('vpce-0a', { operator: 'StringEquals', key: 'aws:SourceVpce' });
  test.each<[what: string, text: string]>([
    ['one address', shop(statement('52.94.76.9'))],
    ['everybody', shop(ALLOW_ALL)],
    ['scenarios', shop(statement("!If [IsProd, 52.94.76.9, '8.0.0.0/8']"), { head: ENVIRONMENTS })],
    ['an unknown list', shop(statement('!Ref P'), { head: parameter('P'), authorization: 'AWS_IAM' })],
    ['no routes', condition('52.94.76.9')],
    ['a private API', shop(vpce, { endpoint: 'PRIVATE', authorization: 'CUSTOM' })],
    ['an unknown endpoint', shop(vpce, { endpoint: '!Ref P', head: parameter('P') })],
    ['a policy alone', '{"Statement": [{"Principal": "*", "Effect": "Alow", "Action": "execute-api:*"}]}'],
    ['an HTTP API', 'Resources:\n  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP } }\n'],
    ['a broken file', 'AWS::ApiGateway: ['],
  ])('%s', (_, text) => {
    expect(faults(written(explainTexts({ 'a.yml': text })))).toEqual([]);
    expect(faults(written(explainTexts({ 'a.yml': text }, { request })))).toEqual([]);
    expect(faults(written(explainTexts({ 'a.yml': text }, { error: readError('Forbidden') })))).toEqual([]);
  });
});
