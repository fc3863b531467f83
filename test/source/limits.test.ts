import { describe, expect, test } from 'vitest';
import { failuresOf, type Language, parsed, tree, values } from './marks.ts';

const tooDeep = 'Lists and mappings may be nested 100 levels deep: flatten this.';

/** The brackets or keys of so many levels around a text. */
const nest = (count: number, open: string, close: string, inner: string): string =>
  open.repeat(count) + inner + close.repeat(count);
const blocks = (count: number): string =>
  `${Array.from({ length: count }, (_, level) => `${' '.repeat(level)}k:\n`).join('')}${' '.repeat(count)}v\n`;

describe('100 levels are read, and the 101st is named', () => {
  test.each<[form: string, language: Language, print: (count: number) => string, at: string]>([
    ['JSON arrays', 'json', (count) => nest(count, '[', ']', '1'), '1:101-1:102'],
    ['empty JSON arrays', 'json', (count) => nest(count, '[', ']', ''), '1:101-1:102'],
    ['JSON objects', 'json', (count) => nest(count, '{"k":', '}', '1'), '1:501-1:502'],
    ['flow lists', 'yaml', (count) => nest(count, '[', ']', 'v'), '1:101-1:102'],
    ['empty flow lists', 'yaml', (count) => nest(count, '[', ']', ''), '1:101-1:102'],
    ['flow mappings', 'yaml', (count) => nest(count, '{k: ', '}', 'v'), '1:401-1:402'],
    ['dashes', 'yaml', (count) => nest(count, '- ', '', 'v'), '1:201-1:202'],
    ['keys', 'yaml', blocks, '101:101-101:102'],
  ])('%s', (_, language, print, at) => {
    expect(values(tree(print(100), language)).length).toBeLessThanOrEqual(1);
    expect(failuresOf(print(101), language)).toEqual([`${at} ${tooDeep}`]);
    expect(parsed(print(101), language).root).toBeUndefined();
  });

  test('the mappings of pairs in a list count too', () => {
    expect(failuresOf(nest(50, '[a: ', ']', 'v'))).toEqual([]);
    expect(failuresOf(nest(51, '[a: ', ']', 'v'))).toEqual([`1:201-1:202 ${tooDeep}`]);
  });
});

test.each<[text: string, language: Language]>([
  ['[', 'json'],
  ['{"k":', 'json'],
  ['[{"k":', 'json'],
  ['[', 'yaml'],
  ['{', 'yaml'],
  ['{k: ', 'yaml'],
  ['- ', 'yaml'],
  ['? ', 'yaml'],
  ['!a [', 'yaml'],
])('100,000 times %j ends with a failure', (text, language) => {
  expect(failuresOf(text.repeat(100_000), language)).toEqual([expect.stringContaining(tooDeep)]);
});

test.each<[form: string, text: string]>([
  ['quotes', `k: "${'a'.repeat(100_000)}`],
  ['quotes on many lines', `k: "${'a\n  '.repeat(20_000)}`],
  ['breaks in quotes without indentation', `k: "${'a\n'.repeat(20_000)}`],
  ['a verbatim tag', `k: !<${'a'.repeat(100_000)}`],
  ['unindented brackets', `k: [${'a,\n'.repeat(20_000)}`],
])('%s that end with the text are one failure', (_, text) => {
  expect(failuresOf(text)).toHaveLength(1);
});

test.each<Language>(['yaml', 'json'])('40,000 keys in one mapping, the last of them twice: %s', (language) => {
  const keys = Array.from({ length: 40_000 }, (_, index) => `"k${index}": ${index}`);
  const root = tree(`{${keys.join(',\n')}}`, language);
  expect(root.kind === 'mapping' && root.members.length).toBe(40_000);
  expect(failuresOf(`{${keys.join(',\n')},\n"k39999": 0}`, language)).toEqual([
    '40001:2-40001:8 The key "k39999" is written twice here: remove one of the two. | 40000:2-40000:8 first written here',
  ]);
});

test.each<[form: string, language: Language, text: string]>([
  ['one literal', 'yaml', `k: |\n${'  0123456789 0123456789 0123456789 0123456789\n'.repeat(220_000)}`],
  ['one quoted text', 'yaml', `k: "${'0123456789\\t'.repeat(100_000)}${'a'.repeat(9_000_000)}"`],
  ['comments', 'yaml', `k: v\n${'# 0123456789 0123456789 0123456789 0123456789 # 0123456789\n'.repeat(170_000)}`],
  ['one string', 'json', `{"k": "${'0123456789\\t'.repeat(100_000)}${'a'.repeat(9_000_000)}"}`],
])('10 MB of %s', (_, language, text) => {
  expect(text.length).toBeGreaterThan(9_800_000);
  expect(values(tree(text, language))).toHaveLength(1);
});
