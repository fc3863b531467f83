import { describe, expect, test } from 'vitest';
import { failuresOf, outline, parsed } from './marks.ts';

const unclosed = 'A quote or a bracket before this is not closed: close it, or indent this line.';
const noComma = 'A comma or the matching bracket is expected here: write it.';
const misfit = (parent: string): string =>
  `This does not fit here: indent it like the ${parent}, or put the text that it belongs to in quotes.`;
const noKey = misfit('keys of its mapping');
const noEntry = misfit('entries of its list');
const over = 'The document ends before this: indent it, with blanks, like the lines it belongs to, or remove it.';
const longKey = 'The key that ends here spans several lines: write a colon after each key, on its line.';
const tab = 'A tab cannot indent YAML: write blanks in its place.';
const block = 'The text of a block starts on the line after its "|" or ">": move this there.';
const noEscape = 'YAML has no such escape: write "\\\\" for a backslash, or use single quotes.';
const alias = 'A "*" starts an alias: put a text with it in quotes.';
const control = 'A control character cannot stand here: ';
const text = 'A key must be a text: put this in quotes, or write a text in its place.';
const invalid = (reason: string): string => `This is not valid YAML (${reason}): correct it here.`;

test.each<[text: string, at: string, message: string]>([
  // what was left open: at the first line that shows it, or after the last character
  ['a: "b\nc: d\n', '2:1-2:2', unclosed],
  ["a:\n  b: 'c\n  d: e\n", '3:3-3:4', unclosed],
  ['a: [1, 2\nb: 3\n', '2:1-2:2', unclosed],
  ['a: {b: 1\n\n\n', '1:9-2:1', unclosed],
  ['a: "b\n  c', '2:4-2:4', 'The text ends inside double quotes: close them.'],
  ["a: 'b\n  c", '2:4-2:4', 'The text ends inside single quotes: close them.'],
  ['[a,\n\n', '1:4-2:1', 'The text ends inside brackets: close them.'],
  // brackets
  ['a: {b: 1]\n', '1:9-1:10', noComma],
  ['["a" b]\n', '1:6-1:7', noComma],
  ['[a,,b]\n', '1:4-1:5', 'Nothing stands before this comma: write an entry, or remove the comma.'],
  ['[a]]\n', '1:4-1:5', over],
  ['a: ]\n', '1:4-1:5', noKey],
  // indentation
  ['a:\n    b: 1\n  c: 2\n', '3:3-3:4', noKey],
  ['a: b\n  c: d\n', '2:4-2:5', noKey],
  ['a: |\n    \n  b\n', '3:3-3:4', noKey],
  ['-  a: 1\n - b\n', '2:2-2:3', noEntry],
  ['- a\n  - b: c\n', '2:6-2:7', noEntry],
  ['  a: 1\nb: 2\n', '2:1-2:2', over],
  ['a: 1\n- b\n', '2:1-2:2', over],
  ['- a\n-b\n', '2:1-2:2', over],
  ['a:\n\tb: 1\n', '2:1-2:2', tab],
  ['a:\r\n  b: 1\r\n\tc: 2\r\n', '3:1-3:2', tab],
  ['a: |\n\tb\n', '2:1-2:2', tab],
  // colons
  ['Description: API: public\n', '1:17-1:18', noKey],
  ['a: 1\nb\nc: 2\n', '3:2-3:3', longKey],
  ['a: 1\nb\n\n', '2:2-3:1', longKey],
  ['a: 1\n"b" c\n', '2:5-2:6', 'A colon is expected here: write one between the key and its value.'],
  ['"a":1\n', '1:5-1:6', 'A blank is expected here: write one between the colon and the value.'],
  // characters that a plain text cannot begin with
  ['Action: *\n', '1:9-1:10', alias],
  ['Action: [ * ]\n', '1:11-1:12', alias],
  ['a: &\n', '1:4-1:5', 'An "&" starts an anchor: put a text with it in quotes.'],
  ['a: @b\n', '1:4-1:5', noKey],
  ['a: `b\n', '1:4-1:5', noKey],
  ['a: %b\n', '1:4-1:5', noKey],
  ["a: 'it's'\n", '1:8-1:9', noKey],
  ['a: "😀" 😀\n', '1:9-1:11', noKey],
  // scalars
  ['a: "\\d"\n', '1:5-1:6', noEscape],
  ['a: "\\u12"\n', '1:9-1:10', 'This escape is not complete: write a hexadecimal digit here.'],
  ['a: | b\n', '1:6-1:7', block],
  ['a: >- b\n', '1:7-1:8', block],
  ['a: |0\n b\n', '1:5-1:6', invalid('bad explicit indentation width of a block scalar; it cannot be less than one')],
  ['a: b\0c\n', '1:5-1:6', 'A NUL character cannot stand in YAML: remove it.'],
  ['a: b\x07c\n', '1:5-1:6', `${control}remove it.`],
  ['a: |\n  b\x07\n', '2:4-2:5', `${control}remove it.`],
  ['a: "b\x07c"\n', '1:6-1:7', `${control}write it as an escape in double quotes.`],
  // tags and anchors
  ['a: !Sub !Ref b\n', '1:9-1:10', 'A value can have one tag: write the outer one as a key, such as "Fn::Sub:".'],
  ['a: &x 1\nb: !Ref *x\n', '2:9-2:10', 'An alias cannot have a tag or an anchor: write out its value.'],
  ['a: !x!y b\n', '1:8-1:9', invalid('undeclared tag handle "!x!"')],
  ['a: *x\n', '1:4-1:6', 'No anchor "&x" stands before this alias: write one, or put a text in quotes.'],
  ['a: *x\nb: &x c\n', '1:4-1:6', 'No anchor "&x" stands before this alias: write one, or put a text in quotes.'],
  ['a: &x [b, *x]\n', '1:11-1:13', 'This alias stands inside its own anchor: write out what it is to hold.'],
  [
    '&x a:\n  &y b: &z\n    - {c: *z}\n',
    '3:11-3:13',
    'This alias stands inside its own anchor: write out what it is to hold.',
  ],
  // keys
  ['? [a]\n: b\n', '1:3-1:4', text],
  ['a: {{ b }}\n', '1:5-1:6', text],
  ['a: &x {b: 1}\n*x : 2\n', '2:1-2:3', text],
  // what surrounds a document
  ['%YAML 1.2\na: 1', '2:1-2:2', invalid('directives end mark is expected')],
  ['---\na: 1\n... x\n', '3:5-3:6', over],
])('%j', (text, at, message) => {
  expect(failuresOf(text)).toEqual([`${at} ${message}`]);
  expect(parsed(text).root).toBeUndefined();
});

describe('the tree stays', () => {
  test.each<[text: string, failure: string, left: readonly unknown[]]>([
    ['a: 1\nb: 2\na: 3\n', '3:1-3:2 The key "a" is written twice here: remove one of the two. | 1:1-1:2', [1, 2]],
    ['{a: 1, b: 2, "a": 3}', '1:15-1:16 The key "a" is written twice here: remove one of the two. | 1:2-1:3', [1, 2]],
    ['&x a: 1\nb: 2\n*x : 3\n', '3:1-3:3 The key "a" is written twice here: remove one of the two. | 1:4-1:5', [1, 2]],
    ['a: 1\nb: 2\n"\\x61": 3', '3:2-3:6 The key "a" is written twice here: remove one of the two. | 1:1-1:2', [1, 2]],
  ])('with the first of two equal keys: %j', (text, failure, [a, b]) => {
    expect(failuresOf(text)).toEqual([`${failure} first written here`]);
    const { root } = parsed(text);
    expect(root && outline(root)).toEqual({
      pairs: [
        ['a', `${a}`],
        ['b', `${b}`],
      ],
    });
  });

  test('every key that is written again is named, and a third points at the first', () => {
    expect(failuresOf('a: 1\nb: 2\nb: 3\na: 4\na: 5\n').map((failure) => failure.replace(/ The .*\|/, ''))).toEqual([
      '3:1-3:2 2:1-2:2 first written here',
      '4:1-4:2 1:1-1:2 first written here',
      '5:1-5:2 1:1-1:2 first written here',
    ]);
  });

  test('a quoted "<<" is a key like any other', () => {
    expect(failuresOf('"<<": 1\n"<<": 2\n')).toEqual([
      '2:2-2:4 The key "<<" is written twice here: remove one of the two. | 1:2-1:4 first written here',
    ]);
  });

  test('a long key is shortened', () => {
    const key = 'k'.repeat(101);
    expect(failuresOf(`${key}: 1\n${key}: 2\n`)[0]).toContain(`The key "${'k'.repeat(99)}…" is written twice`);
  });

  test.each([
    ['a: 1\n---\nb: 2\n', '3:1-3:2'],
    ['--- a\n--- !Ref b\n', '2:5-2:6'],
    ['a\n...\n# c\n&x [b]\n', '4:4-4:5'],
    ['a\n--- *x\n', '2:5-2:6'],
    ['\n---\n---\na\n---\n---\nb\n---\nc\n', '7:1-7:2'],
  ])('the first of two documents: %j', (text, at) => {
    const { root, failures } = parsed(text);
    expect(failuresOf(text)).toEqual([`${at} A second YAML document starts here: move it to a file of its own.`]);
    expect(failures.length === 1 && root && JSON.stringify(outline(root))).toMatch(/a/);
  });
});
