import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draws } from '../proofs/drawn/draws.ts';
import { failuresOf, type Language } from './marks.ts';

const LANGUAGES: readonly Language[] = ['yaml', 'json', 'toml'];

const withCr = (text: string): string => text.replaceAll('\n', '\r\n');

/** Where failures stand, without what is quoted of the text. */
const placesOf = (text: string, language: Language): readonly string[] =>
  failuresOf(text, language).map((failure) => failure.replace(/ .*/, ''));

test.each<[language: Language, text: string, at: string]>([
  ['yaml', 'a: 1\nb\n\n', '2:2-3:1'],
  ['yaml', 'a: {b: 1\n\n', '1:9-2:1'],
  ['yaml', 'Resources:\n  Api: [\n', '2:9-3:1'],
  ['json', '{"a": 1,\n"b"\n\n', '2:4-3:1'],
  ['toml', 'a = "b\n', '1:7-2:1'],
])('a failure at the end of a line is the whole line break, in %s %j', (language, text, at) => {
  expect(placesOf(text, language)).toEqual([at]);
  expect(placesOf(withCr(text), language)).toEqual([at]);
});

test('whatever is wrong stands at one place, however lines end', () => {
  const parts = ['a', ':', ' ', '\n', '\n', '{', '}', '[', ']', ',', '"', "'", '=', '#', '- ', '1'];
  const texts = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 12 }).map((some) => some.join(''));
  fc.assert(
    fc.property(texts, fc.constantFrom(...LANGUAGES), (text, language) => {
      expect(placesOf(withCr(text), language)).toEqual(placesOf(text, language));
    }),
    draws(2000),
  );
});
