import { expect, test } from 'vitest';
import type { ApiDifference, Differences } from '../../src/report/differences.ts';
import { differencesJson } from '../../src/reporters/differences-json.ts';
import { sourcesOf } from './explanations.ts';
import { place } from './reports.ts';
import { expectClosed, faultsAgainst } from './schemas.ts';

const faults = faultsAgainst('differences.schema.json', 'report.schema.json', 'explanation.schema.json');
const written = (from: Differences): unknown => JSON.parse(differencesJson(from));
const cause = { reason: 'parameter P has no default', location: place('a.yml', 2, 3) };
const api: ApiDifference = {
  id: 'Api',
  name: null,
  endpoint: 'REGIONAL',
  arn: 'arn:aws:apigateway:eu-west-1::/restapis/a1',
  account: '111122223333',
  region: 'eu-west-1',
  kind: 'rest',
  location: place('a.yml', 1, 1),
  scenarios: [{ text: 'Env is prod', where: { Env: { is: ['prod'] } } }],
  truncated: cause,
  change: 'changed',
  routes: [
    {
      stage: 'prod',
      method: 'GET',
      path: '/pets/{id}',
      witness: '/pets/7',
      authorization: 'NONE',
      caller: 'anonymous',
      door: { via: 'vpc-endpoint', vpce: 'any other' },
      opened: { certainly: sourcesOf('8.8.8.8/32'), possibly: sourcesOf('8.8.8.8/32') },
      closed: { certainly: sourcesOf(), possibly: sourcesOf('9.9.9.9/32') },
      because: [cause],
    },
  ],
};
const FULL: Differences = {
  apis: [api],
  looked: 2,
  failures: [{ message: 'broken', location: place('c.yml', 1, 1, 0) }],
  notAudited: [{ file: 'd.yml', reason: 'its definition is in S3' }],
};

test('differences are as their schema says', () => {
  expect(faults(written(FULL))).toEqual([]);
  expect(faults(written({ apis: [], looked: 0, failures: [], notAudited: [] }))).toEqual([]);
});

test('no object takes a field more', () => expectClosed(() => written(FULL), faults, 15));
