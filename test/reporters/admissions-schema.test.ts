import { expect, test } from 'vitest';
import type { Admissions } from '../../src/report/admissions.ts';
import { admissionsJson } from '../../src/reporters/admissions-json.ts';
import { ALLOW_ALL, shop } from '../explain/templates.ts';
import { parameter, statement } from '../rules/templates.ts';
import { whoTexts } from '../support/memory.ts';
import { allow, HEAD, sourcesOf } from './explanations.ts';
import { place } from './reports.ts';
import { expectClosed, faultsAgainst } from './schemas.ts';

const faults = faultsAgainst('admissions.schema.json', 'report.schema.json', 'explanation.schema.json');
const written = (from: Admissions): unknown => JSON.parse(admissionsJson(from));
const cause = { reason: 'parameter P has no default', location: place('a.yml', 2, 3) };
const FULL: Admissions = {
  asked: '52.94.76.0/24',
  words: '52.94.76.0/24',
  never: 'no request comes from there',
  apis: [
    {
      ...HEAD,
      scenarios: [{ text: 'Env is prod', where: { Env: { is: ['prod'] } } }],
      truncated: cause,
      admissions: [
        {
          stage: 'prod',
          method: 'GET',
          path: '/pets/{id}',
          witness: '/pets/7',
          authorization: 'NONE',
          caller: 'anonymous',
          door: { via: 'vpc-endpoint', vpce: 'vpce-0a' },
          extent: 'partly',
          sources: sourcesOf('52.94.76.0/25'),
          statements: [allow],
          because: [cause],
        },
      ],
    },
  ],
  looked: 2,
  failures: [{ message: 'broken', location: place('c.yml', 1, 1, 0) }],
  notAudited: [{ file: 'd.yml', reason: 'its definition is in S3' }],
};

test('who is as its schema says', () => {
  expect(faults(written(FULL))).toEqual([]);
  expect(written(FULL)).toMatchObject({ summary: { apis: 2, fully: 0, partly: 1, perhaps: 0 } });
  const texts = {
    'a.yml': shop(ALLOW_ALL, { endpoint: 'PRIVATE' }),
    'b.yml': shop(statement('!Ref Office'), { head: parameter('Office'), authorization: 'AWS_IAM' }),
  };
  for (const network of ['52.94.76.9/32', '10.0.0.0/8', '::/0'])
    expect(faults(written(whoTexts(texts, network)))).toEqual([]);
});

test('no object takes a field more', () => expectClosed(() => written(FULL), faults, 15));
