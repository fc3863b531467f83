import { expect, test } from 'vitest';
import { allowances, compare } from '../scripts/same/compare.mjs';

const finding = { ruleId: 'valid-cidr', message: 'No.', location: { file: 'a.yml', start: { line: 3 } } };
const report = (...findings: readonly object[]): object => ({ version: 1, findings, summary: { durationMs: 7 } });

test('reports in another order, made in another time, are the same', () => {
  const other = { ...finding, ruleId: 'valid-policy' };
  const { count, rows } = compare('lint', report(finding, other), {
    ...report(other, finding),
    summary: { durationMs: 9 },
  });
  expect([count, rows]).toEqual([3, []]);
});

test('a finding that is gone, that is twice there or that stands elsewhere is told', () => {
  const moved = { ...finding, location: { file: 'a.yml', start: { line: 4 } } };
  const signs = (before: object, after: object): readonly string[] =>
    compare('lint', before, after).rows.map(({ sign, label }) => `${sign} ${label}`);
  const label = 'lint findings a.yml valid-cidr';
  expect(signs(report(finding), report())).toEqual([`- ${label}`]);
  expect(signs(report(finding), report(finding, finding))).toEqual([`+ ${label}`]);
  expect(signs(report(finding), report(moved))).toEqual([`- ${label}`, `+ ${label}`]);
});

test('a text that is said otherwise is told where texts count', () => {
  const [before, after] = [report(finding), report({ ...finding, message: 'Never.' })];
  expect(compare('lint', before, after).rows).toHaveLength(2);
  expect(compare('lint', before, after, true).rows).toEqual([]);
});

test('what may differ is named with a reason', () => {
  const [allowed, ...others] = allowances('# a comment\n\nlint findings *.yml valid-cidr: the new one\n');
  expect(others).toEqual([]);
  const { rows } = compare('lint', report(finding), report());
  expect(rows.filter((row) => allowed?.matches(row))).toHaveLength(1);
  expect(rows.filter((row) => allowed?.matches({ ...row, label: 'lint findings a.yml valid-policy' }))).toEqual([]);
  expect(() => allowances('lint findings a.yml')).toThrow('test/same.allow:1: write LABEL: REASON');
});
