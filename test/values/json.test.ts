import { describe, expect, test } from 'vitest';
import { parseJsonText } from '../../src/values/json.ts';
import { concat, type Text } from '../../src/values/text.ts';
import { hole, jsonIn, spanOf, textIn } from './support.ts';

const USE = spanOf('!Join');

describe('JSON in a string points into it', () => {
  const expected = [
    'a @ a',
    '8.8.8.8 @ 8.8.8.8',
    'b @ b',
    'number 1 @ 1',
    'c @ c',
    'null null @ null',
    'boolean true @ true',
  ];
  const json = '{"a": "8.8.8.8", "b": [1, {"c": null}, true]}';
  test.each([
    ['single quotes', `'${json}'`],
    ['double quotes', JSON.stringify(json)],
    ['a plain scalar', `a: !x ${JSON.stringify(json)}`],
    ['a literal block', `|\n  ${json.replaceAll(', ', ',\n  ')}\n`],
    ['a folded block', `>-\n  ${json.replaceAll(', ', ',\n  ')}\n`],
    ['a folded block with blank lines', `>\n  ${json.replaceAll(', ', ',\n\n\n  ')}\n`],
    ['quotes over lines', `"${json.replaceAll('"', '\\"').replaceAll(', ', ',\n  ')}"`],
    ['CRLF', `|\r\n  ${json.replaceAll(', ', ',\r\n  ')}\r\n`],
  ])('%s', (_, document) => {
    expect(jsonIn(textIn(document))).toEqual(expected);
  });

  test('JSON in JSON', () => {
    expect(jsonIn(textIn(JSON.stringify(json), 't.json'))).toEqual(expected);
  });

  test.each([
    ['an escape of JSON', `'["8\\u002E8"]'`, ['8.8 @ 8\\u002E8']],
    ['an escape of both', String.raw`"[\"8\\u002E8\"]"`, [String.raw`8.8 @ 8\\u002E8`]],
    ['an escape of the host', String.raw`"[\"8\x2E8\"]"`, [String.raw`8.8 @ 8\x2E8`]],
    ['a quote of the host', `'["it''s"]'`, ["it's @ it''s"]],
    ['emoji', `'["🛒8"]'`, ['🛒8 @ 🛒8']],
    ['a key with an escape', `'{"a\\tb": ""}'`, ['a\tb @ a\\tb', ' @ ']],
    ['an alias is no member', `'["*a"]'`, ['*a @ *a']],
    ['a number is as written', `'[1.50e3, -0]'`, ['number 1.50e3 @ 1.50e3', 'number -0 @ -0']],
    ['a text', `'"x"'`, ['x @ x']],
  ])('%s', (_, document, found) => {
    expect(jsonIn(textIn(document))).toEqual(found);
  });
});

describe('unknown parts', () => {
  const of = (...parts: readonly string[]): Text =>
    concat(
      parts.map((part) => (part.startsWith('$') ? hole(part.slice(1)) : textIn(`'${part}'`))),
      USE,
    );
  test.each<[string, Text, readonly string[]]>([
    ['in a string', of('["10.0.0.0/', '$A', '"]'), [`10.0.0.0/\${A} @ !Join`]],
    ['a whole string', of('["', '$A', '"]'), [`\${A} @ <A>`]],
    ['in a key', of('{"aws:', '$A', '": "x"}'), [`aws:\${A} @ !Join`, 'x @ x']],
    ['a value', of('{"a": ', '$A', '}'), ['a @ a', `\${Ref A}`]],
    ['a value beside digits', of('{"a": 1', '$A', '}'), ['a @ a', `\${1\${Ref A}}`]],
    ['a member of a list', of('["x", ', '$A', ', "y"]'), ['x @ x', 'y @ y', `\${Ref A}`]],
    ['members of a list', of('[', '$A', ']'), [`\${Ref A}`]],
    ['the whole', of('$A'), [`\${Ref A}`]],
    ['what may be missing', of('{"a": "x"', '$A', '}'), [`\${Ref A}`]],
    ['beside what is known', of('["x", "', '$A', '", "y"]'), ['x @ x', `\${A} @ <A>`, 'y @ y']],
  ])('%s', (_, text, found) => {
    expect(jsonIn(text)).toEqual(found);
  });

  test('a list with one is open', () => {
    expect(jsonIn(of('["', '$A', '", ', '$B', ']'))).toEqual([`\${A} @ <A>`, `\${Ref B}`]);
  });
});

describe('JSON that is none', () => {
  /** The first failure's place in the file that holds the string. */
  const place = (document: string): string | undefined => jsonIn(textIn(document))[0]?.replace(/^.* @ /s, '');
  test.each([
    ['a comma too many', `'{"a": 1,}'`, '1:10 }'],
    ['a value that is missing', `'{"a": }'`, '1:8 }'],
    ['a word', `'{"a": x}'`, '1:8 x'],
    ['on a later line', `|\n  {\n    "a": x\n  }\n`, '3:10 x'],
    ['behind escapes', String.raw`"{\"a\": x}"`, '1:10 x'],
  ])('%s', (_, document, expected) => {
    expect(place(document)).toBe(expected);
  });

  test('a key twice, at the second', () => {
    const [failure, ...rest] = jsonIn(textIn(`'{"a": "x", "a": "y"}'`));
    expect(failure).toMatch(/ @ 1:14 a$/);
    expect(rest.slice(0, 2)).toEqual(['a @ a', 'x @ x']);
  });

  test('an empty text', () => {
    expect(jsonIn(textIn("''"))).toHaveLength(1);
  });
});

test('an empty key that is written twice is marked by a character', () => {
  const { failures } = parseJsonText(textIn(`'{"": 1, "": 2}'`));
  const ranges = failures.map(({ origin: { at } }) => at.file.text.slice(at.start, at.end));
  expect(ranges).toEqual(['"']);
});
