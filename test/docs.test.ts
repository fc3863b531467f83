import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rules } from '../src/rules/index.ts';
import { auditTexts } from './support/memory.ts';
import { blocksOf, PAGES, readPage } from './support/pages.ts';

const SECTIONS = ['Why', 'Bad', 'Good', 'How to fix', 'When it is silent', 'AWS says'];

test('every rule has a page, and every page a rule', () => {
  const pages = readdirSync(PAGES).sort();
  expect(pages).toEqual(['README.md', ...rules.map(({ id }) => `${id}.md`)].sort());
});

test('the index lists every rule', () => {
  const rows = rules.map(
    ({ id, description, severity, preset }) => `| [\`${id}\`](${id}.md) | ${description} | ${severity} | ${preset} |`,
  );
  const table = ['| Rule | What it does | Severity | Preset |', '| --- | --- | --- | --- |', ...rows].join('\n');
  const index = readPage('README.md').text;
  expect(index).toContain(`\n\n${table}\n`);
  expect(index.match(/^\|/gm)?.length).toBe(rows.length + 2);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s.md', (id, rule) => {
  const { text: page, head, sections } = readPage(`${id}.md`);
  const section = (title: string): string => sections.find((one) => one.title === title)?.text ?? '';

  test('its head says what the rule is', () => {
    const { description, severity, preset } = rule;
    expect(head).toBe(`# ${id}\n\n${description}.\n\nSeverity: ${severity}. Preset: ${preset}.\n\n`);
  });

  test('it has all sections, in order, and something in each', () => {
    expect(sections.map(({ title }) => title)).toEqual(SECTIONS);
    for (const { title, text } of sections) expect(text, title).not.toBe('');
  });

  test('it is tidy', () => {
    expect(page.endsWith('\n') && !page.endsWith('\n\n')).toBe(true);
    expect(page).not.toMatch(/[ \t]$|\t|\n{3}/m);
    for (const line of page.replace(/\]\(\S+\)/g, ']').split('\n')) expect(line.length, line).toBeLessThanOrEqual(120);
    expect(page.match(/^```/gm)?.length).toBe(2 * sections.reduce((sum, { text }) => sum + blocksOf(text).length, 0));
  });

  test('it links to the documentation of AWS', () => {
    const links = [...section('AWS says').matchAll(/\]\((\S+)\)/g)].map(([, url]) => url as string);
    expect(links.length).toBeGreaterThan(0);
    for (const url of links) expect(url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/[\w./#-]+$/);
  });

  test('it names no rule that there is not', () => {
    const named = [...page.matchAll(/\]\(([\w-]+)\.md\)/g)].map(([, name]) => name);
    for (const name of named) expect(rules.map((one) => one.id)).toContain(name);
    expect(named).not.toContain(id);
  });

  const bad = blocksOf(section('Bad')).map((block, i) => [i + 1, block] as const);
  const good = blocksOf(section('Good')).map((block, i) => [i + 1, block] as const);

  test('it has examples', () => {
    expect(bad.length).toBeGreaterThan(0);
    expect(good.length).toBeGreaterThan(0);
    for (const [, { file }] of [...bad, ...good]) expect(['template.yaml', 'template.json']).toContain(file);
  });

  test.each(bad)('bad example %i is reported', (_, { file, text }) => {
    const report = auditTexts({ [file]: text }, { rules: { [id]: rule.severity } });
    expect(report.failures).toEqual([]);
    expect(report.notAudited).toEqual([]);
    expect(report.findings.map(({ ruleId }) => ruleId)).toContain(id);
  });

  test.each(good)('good example %i is clean', (_, { file, text }) => {
    const report = auditTexts({ [file]: text }, { rules: { [id]: rule.severity } });
    expect(report.failures).toEqual([]);
    expect(report.notAudited).toEqual([]);
    expect(report.findings).toEqual([]);
    expect(report.undecided.flatMap((one) => one.rules)).not.toContain(id);
    expect(report.summary.apis).toBeGreaterThan(0);
  });
});
