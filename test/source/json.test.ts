import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Mapping, type Node, scalarText } from '../../src/source/tree.ts';
import { failuresOf, outline, parsed, range, showNodes, showRuns, tree, unmarked, values } from './marks.ts';

test.each([
  '"‹a b›"',
  '"‹›"',
  '"‹a/b # \' 😀›"',
  '"‹a›‹\\n→\n›‹b›"',
  '"‹\\"→"›‹\\\\→\\›‹\\/→/›‹\\b→\b›‹\\f→\f›‹\\n→\n›‹\\r→\r›‹\\t→\t›"',
  '"‹\\u0041→A›‹\\u00e9→é›‹\\u00E9→é›‹\\u0000→\0›‹\\u2028→\u2028›"',
  '"‹\\ud83d→\ud83d›‹\\ude00→\ude00›‹\\ud800→\ud800›‹1›"',
  '"‹\\\\→\\›‹u0041›"',
  '{"a":‹-1.50e+3›,\r\n"b" : [‹true›, ‹false› ,‹null›]}',
])('runs of %j', (shown) => {
  const text = unmarked(shown);
  expect(showRuns(text, tree(text, 'json'))).toBe(shown);
});

test.each([' «{"«a»": «[«1», "«b»", «{}», «[ ]»]» , "«c»":«{ "«\\u0064»":«null»\n}»}»\n', '«[]»', '"«a»"'])(
  'nodes of %j',
  (shown) => {
    const text = unmarked(shown);
    expect(showNodes(text, tree(text, 'json'))).toBe(shown);
  },
);

test('a mapping starts at its brace, and only what is not in quotes may be a number', () => {
  const root = tree('[ {"a": 1, "b": "1"}]', 'json');
  expect(root.kind === 'sequence' && range((root.items[0] as Mapping).first)).toBe('1:3-1:4');
  expect(values(root).map(({ plain }) => plain)).toEqual([true, false]);
});

const symbol = 'This is no JSON value: write a string in double quotes, a number, true, false or null.';
const noValue = 'A value is expected here: write one, or remove a comma that nothing follows.';
const noKey = 'A key is expected here: write one in double quotes, or remove the comma before it.';
const noComma = 'A comma or the matching bracket is expected here: write it.';
const noColon = 'A colon is expected here: write one between the key and its value.';
const more = 'The JSON value ends before this: remove what follows it.';
const comment = 'JSON has no comments: remove this one.';
const openString = 'This string is not closed on its line: end it with a double quote.';
const hex = 'This escape is not complete: write four hexadecimal digits after "\\u".';
const noEscape = 'JSON has no such escape: write "\\\\" for a backslash.';
const control = 'A control character cannot stand in a string: write it as an escape, such as "\\t".';
const digits = 'This number is not complete: write digits after its point or exponent.';
const openObject = 'The text ends inside an object: close it with "}".';
const openArray = 'The text ends inside an array: close it with "]".';

test.each<[text: string, at: string, message: string, opened?: string]>([
  ['', '1:1-1:1', noValue],
  ['{"a":', '1:6-1:6', noValue],
  ['[1,]', '1:4-1:5', noValue],
  ['[,1]', '1:2-1:3', noValue],
  ['{"a": 1,\n}', '2:1-2:2', noKey],
  ['{1: 2}', '1:2-1:3', noKey],
  ['{"a" 1}', '1:6-1:7', noColon],
  ['{"a"\n\n', '1:5-2:1', noColon],
  ['{"a": 1\n "b": 2}', '2:2-2:5', noComma],
  ['[1}', '1:3-1:4', noComma],
  ['{"a": [1]', '1:10-1:10', openObject, '1:1-1:2'],
  ['{"a": {"b": 1\n\n', '1:14-2:1', openObject, '1:7-1:8'],
  ['[1, [2]\n', '1:8-2:1', openArray, '1:1-1:2'],
  ['[{}, [', '1:7-1:7', openArray, '1:6-1:7'],
  ['{"a": 1}}', '1:9-1:10', more],
  ['01', '1:2-1:3', more],
  ['{a: 1}', '1:2-1:3', symbol],
  ["{'a': 1}", '1:2-1:5', symbol],
  ['[True]', '1:2-1:6', symbol],
  ['[NaN]', '1:2-1:5', symbol],
  ['[+1]', '1:2-1:4', symbol],
  ['[😀]', '1:2-1:4', symbol],
  ['\ufeff[]', '1:1-1:2', symbol],
  ['[\u00a01]', '1:2-1:4', symbol],
  ['// a\n1', '1:1-1:5', comment],
  ['{"a": /* b */ 1}', '1:7-1:14', comment],
  ['[1] /* a', '1:5-1:9', comment],
  ['{"a": "b\n}', '1:7-1:9', openString],
  ['["a\\', '1:2-1:5', openString],
  ['{"a": "b\\d"}', '1:9-1:10', noEscape],
  ['["😀\\n\\u00e9\\x"]', '1:13-1:14', noEscape],
  ['["a\\u12"]', '1:4-1:5', hex],
  ['{"a\tb": 1}', '1:4-1:5', control],
  ['["\0"]', '1:3-1:4', control],
  ['[1.]', '1:2-1:4', digits],
  ['[1e+]', '1:2-1:5', digits],
])('%j', (text, at, message, opened) => {
  expect(failuresOf(text, 'json')).toEqual([`${at} ${message}${opened ? ` | ${opened} opened here` : ''}`]);
  expect(parsed(text, 'json').root).toBeUndefined();
});

test('a key that is written twice is named with both places, and the first one stays', () => {
  const text = '{"a": 1, "\\u0061": 2, "b": {"a": 3}, "__proto__": 4}';
  expect(failuresOf(text, 'json')).toEqual([
    '1:11-1:17 The key "a" is written twice here: remove one of the two. | 1:3-1:4 first written here',
  ]);
  const { root } = parsed(text, 'json');
  const b = { pairs: [['a', '3']] };
  expect(root && outline(root)).toEqual({
    pairs: [
      ['a', '1'],
      ['b', b],
      ['__proto__', '4'],
    ],
  });
});

describe('whatever the text', () => {
  // numbers as keys come first in an object
  const byKey = ([a]: unknown[], [b]: unknown[]): number => (String(a) < String(b) ? -1 : 1);
  const plain = (node: Node): unknown => {
    if (node.kind === 'sequence') return node.items.map(plain);
    if (node.kind === 'scalar') return node.plain ? JSON.parse(scalarText(node)) : scalarText(node);
    return node.kind === 'mapping'
      ? node.members.map(({ key, value }) => [plain(key), plain(value)]).sort(byKey)
      : undefined;
  };
  const pairs = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(pairs);
    return typeof value === 'object' && value
      ? Object.entries(value)
          .map(([k, v]) => [k, pairs(v)])
          .sort(byKey)
      : value;
  };
  const standard = (text: string): unknown => {
    try {
      return { value: pairs(JSON.parse(text)) };
    } catch {
      return 'refused';
    }
  };
  const ours = (text: string): unknown => {
    const { root, failures } = parsed(text, 'json');
    if (failures.some(({ at }) => at.start > at.end || at.end > text.length)) return failures;
    return root ? { value: plain(root) } : 'refused';
  };

  test('values are those of the standard', () => {
    const options = { depthSize: 'medium', noNullPrototype: true } as const;
    fc.assert(
      fc.property(fc.jsonValue(options), fc.nat(3), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(ours(text)).toEqual(standard(text));
      }),
    );
  });

  test('it is refused where the standard refuses it', () => {
    const token = fc.constantFrom(
      ...'{}[]:,"\\ \n\t',
      '"a"',
      '"b":',
      '1',
      '-',
      '.',
      'e',
      'true',
      'nul',
      '\\u0041',
      '\u00a0',
    );
    const broken = fc.array(token, { maxLength: 8 }).map((tokens) => tokens.join(''));
    const cut = fc
      .tuple(fc.json(), fc.nat(), fc.nat(2), fc.oneof(token, fc.constant('')))
      .map(([text, at, count, by]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + by + text.slice(start + count);
      });
    const twice = (text: string): boolean => parsed(text, 'json').repeated.length > 0;
    fc.assert(
      fc.property(fc.oneof(broken, cut), (text) => {
        fc.pre(!twice(text));
        expect(ours(text)).toEqual(standard(text));
      }),
      { numRuns: 2000 },
    );
  });
});
