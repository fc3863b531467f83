import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rules } from '../../src/rules/index.ts';

const FOLDER = new URL('../../src/rules/', import.meta.url);
const TESTS = new URL('./', import.meta.url);
/** What a description begins with. */
const VERBS = ['Disallow', 'Limit', 'Require'];

const idsIn = (folder: URL, ending: string, others: readonly string[]): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending) && !others.includes(name))
    .map((name) => name.slice(0, -ending.length))
    .sort();

const ids = rules.map(({ id }) => id);

describe('the list of rules', () => {
  test('is sorted by id, and no id is there twice', () => {
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('holds one rule for each file', () => {
    expect(
      idsIn(FOLDER, '.ts', [
        'causes.ts',
        'defects.ts',
        'fixes.ts',
        'index.ts',
        'rule.ts',
        'some-routes.ts',
        'words.ts',
      ]),
    ).toEqual(ids);
  });

  test('has tests for each rule, and none for another', () => {
    expect(idsIn(TESTS, '.test.ts', ['contract.test.ts', 'rule-tester.test.ts'])).toEqual(ids);
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test('its id is made of small words', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z][a-z0-9]*)+$/);
  });

  test('its file exports it', async () => {
    const module = (await import(`../../src/rules/${id}.ts`)) as { readonly default: unknown };
    expect(module.default).toBe(rule);
  });

  test('its description is one line that begins with a verb and has no full stop', () => {
    expect(VERBS).toContain(rule.description.split(' ')[0]);
    expect(rule.description).toMatch(/^[^\n]{1,110}[^\n.]$/);
  });

  test('its messages are sentences, and no two are the same', () => {
    const messages = Object.values(rule.messages);
    expect(messages.length).toBeGreaterThan(0);
    expect(new Set(messages).size).toBe(messages.length);
    for (const message of messages) {
      expect(message).toMatch(/^(?:[A-Z0-9]|"?\{\{)/);
      expect(message).toMatch(/(?:[.?]|\{\{(?:advice|hint|message)\}\})$/);
      expect(message).not.toMatch(/\s{2}|\n/);
    }
  });

  test('its placeholders are well formed', () => {
    for (const message of Object.values(rule.messages)) {
      expect(message.replace(/\{\{\w+\}\}/g, '')).not.toMatch(/\{\{|\}\}/);
    }
  });

  test('it yields to rules that exist, to none twice and not to itself', () => {
    const yieldsTo = rule.yieldsTo ?? [];
    for (const other of yieldsTo) expect(ids).toContain(other);
    expect(yieldsTo).not.toContain(id);
    expect(new Set(yieldsTo).size).toBe(yieldsTo.length);
  });

  test('it has a hook', () => {
    const hooks = ['api', 'revision', 'policy', 'sources', 'defect', 'statement', 'resource', 'condition'];
    expect([...hooks, 'value', 'list', 'entry'].some((hook) => hook in rule)).toBe(true);
  });
});

test('no two rules yield to each other', () => {
  for (const { id, yieldsTo = [] } of rules)
    for (const other of yieldsTo) expect(rules.find((rule) => rule.id === other)?.yieldsTo ?? []).not.toContain(id);
});

test('the defects that two rules speak of are told apart', () => {
  const speaking = rules.filter(({ defect }) => defect !== undefined);
  const codes = speaking.flatMap(({ messages }) => Object.keys(messages));
  expect(new Set(codes).size).toBe(codes.length);
});
