import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { json } from '../../src/reporters/json.ts';
import { rules } from '../../src/rules/index.ts';
import { condition, ENVIRONMENTS, method, parameter, statement, template, withPolicy } from '../rules/templates.ts';
import { auditTexts } from '../support/memory.ts';
import { FULL, finding, PIPE, place, report } from './reports.ts';

const schema = JSON.parse(readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, strictRequired: true, allErrors: true }).compile(schema);

function faults(document: unknown): readonly string[] {
  return validate(document) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
}

const written = (from: Report): unknown => JSON.parse(json(from, PIPE));

/** Every object and list within a document, with the way to it. */
function* parts(value: unknown, path: readonly string[] = []): Generator<[readonly string[], object]> {
  if (typeof value !== 'object' || value === null) return;
  yield [path, value];
  for (const [key, member] of Object.entries(value)) yield* parts(member, [...path, key]);
}

/** A copy of the full report with one of its objects changed. */
function changed(path: readonly string[], change: (part: Record<string, unknown>) => void): unknown {
  const copy = written(FULL) as Record<string, unknown>;
  change(path.reduce((part, key) => part[key] as Record<string, unknown>, copy));
  return copy;
}

test('reports made by hand are valid', () => {
  expect(faults(written(FULL))).toEqual([]);
  expect(faults(written(report()))).toEqual([]);
});

test('the hand-made report has every field that the schema has', () => {
  const has = (names: readonly string[]) => (part: object) => names.every((name) => name in part);
  const objects = [...parts(written(FULL))].map(([, part]) => part);
  for (const [name, definition] of Object.entries<{ properties?: object }>(schema.$defs)) {
    if (definition.properties) expect(objects.some(has(Object.keys(definition.properties))), name).toBe(true);
  }
});

/** Members that have no fixed names, and fields that may be absent. */
const free = (path: readonly string[]): boolean => path.at(-1) === 'where';
const optional = (path: readonly string[], key: string): boolean =>
  (key === 'path' && path.at(-2) !== 'routes') ||
  key === 'coverage' ||
  key === 'routes' ||
  (key === 'related' && path[0] === 'failures') ||
  (path.at(-1) === 'api' && ['arn', 'account', 'region', 'stage'].includes(key));

test('no object takes a field more, or one less', () => {
  const document = [...parts(written(FULL))].filter(([path, part]) => !Array.isArray(part) && !free(path));
  expect(document.length).toBeGreaterThan(50);
  for (const [path, part] of document) {
    const more = changed(path, (copy) => Object.assign(copy, { extra: 1 }));
    expect(faults(more), `${path.join('/')} with one more`).not.toEqual([]);
    for (const key of Object.keys(part)) {
      const less = changed(path, (copy) => delete copy[key]);
      expect(faults(less).length > 0, `${path.join('/')} without ${key}`).toBe(!optional(path, key));
    }
  }
});

test.each<[what: string, path: readonly string[], key: string, value: unknown]>([
  ['another version', [], 'version', 2],
  ['another severity', ['findings', '0'], 'severity', 'off'],
  ['a line before the first', ['findings', '0', 'location', 'start'], 'line', 0],
  ['a column that is no number', ['findings', '0', 'location', 'start'], 'column', '1'],
  ['a fingerprint of another kind', ['findings', '0'], 'fingerprint', 'v2:abc'],
  ['no message', ['findings', '0'], 'message', ''],
  ['another endpoint', ['findings', '0', 'api'], 'endpoint', 'Regional'],
  ['an id of null', ['findings', '0', 'api'], 'id', null],
  ['what is and is not', ['findings', '0', 'scenarios', '0', 'where'], 'Env', { is: [], not: [] }],
  ['a scenario of nothing', ['findings', '0', 'scenarios', '0'], 'where', {}],
  ['no routes at all', ['findings', '0'], 'routes', []],
  ['an API key of a word', ['findings', '0', 'routes', '0'], 'apiKey', 'yes'],
  ['a suggestion without edits', ['findings', '0', 'suggestions', '0'], 'edits', []],
  ['no rules', ['undecided', '0'], 'rules', []],
  ['another way to suppress', ['suppressed', '0'], 'by', 'config'],
  ['less than nothing', ['summary'], 'files', -1],
  ['a part of a millisecond', ['summary'], 'durationMs', 1.5],
])('%s is refused', (_, path, key, value) => {
  expect(faults(changed(path, (copy) => Object.assign(copy, { [key]: value })))).not.toEqual([]);
});

describe('real reports are valid', () => {
  const options = { rules: Object.fromEntries(rules.map(({ id }) => [id, 'warning' as const])) };
  test.each<[what: keyof Report | 'nothing', texts: Readonly<Record<string, string>>]>([
    ['nothing', { 'a.yml': 'Resources: {}\n' }],
    ['findings', { 'a.yml': condition(['8.0.0.0/8', '1.1.1.1/16', 'hello', '10.0.0.0/16', '2600::1']) }],
    ['findings', { 'a.yml': withPolicy('Policy: 5', { endpoint: 'none' }), 'b.yml': condition([], { key: 'aws:X' }) }],
    ['findings', { 'a.yml': condition("!If [IsProd, '0.0.0.0/0', 1.1.1.1/32]", { head: ENVIRONMENTS }) }],
    ['findings', { 'a.yml': condition('!Ref P', { head: parameter('P', 'String', '8.0.0.0/8') }) }],
    ['findings', { 'policy.json': '{"Statement": [{"Principal": "*", "Effect": "Alow", "Action": "execute-api:*"}]}' }],
    ['undecided', { 'a.yml': condition('!Ref P', { head: parameter('P'), resources: method('GET') }) }],
    ['undecided', { 'a.yml': template(statement('!ImportValue X')), 'b.yml': template(statement('!ImportValue X')) }],
    ['failures', { 'a.yml': 'Resources:\n  A: AWS::ApiGateway\n  A: 1\n', 'b.yml': 'AWS::ApiGateway: [' }],
    ['failures', { 'a.yml': '', 'b.json': '{"AWS::ApiGateway": [' }],
    [
      'notAudited',
      {
        'a.yml': 'Resources:\n  Api:\n    Type: AWS::ApiGatewayV2::Api\n    Properties: { ProtocolType: WEBSOCKET }\n',
      },
    ],
  ])('%s in %#', (what, texts) => {
    const found = auditTexts(texts, options);
    if (what !== 'nothing') expect(found[what]).not.toEqual([]);
    expect(faults(written(found))).toEqual([]);
  });

  test('a failure with a related place', () => {
    const [failure] = auditTexts({ 'a.yml': 'Resources:\n  A: AWS::ApiGateway\n  A: 1\n' }).failures;
    expect(failure?.related).toHaveLength(1);
  });

  test('a URL of the rule', () => {
    const found = auditTexts({ 'a.yml': condition('8.0.0.0/8') }, { homepage: 'https://example.com/' });
    expect(found.findings[0]?.url).toBe('https://example.com/docs/rules/no-broad-source.md');
    expect(faults(written(found))).toEqual([]);
  });
});

test('an edit may insert at an empty place', () => {
  const edits = [{ ...place('a.yml', 1, 1, 0), text: 'x' }];
  const one = finding({ suggestions: [{ message: 'Add it', safe: false, edits }] });
  expect(faults(written(report({ findings: [one] })))).toEqual([]);
});
