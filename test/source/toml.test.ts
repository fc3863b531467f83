import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathAt } from '../../src/source/path.ts';
import { type Node, scalarText } from '../../src/source/tree.ts';
import { failuresOf, range, showRuns, tree, unmarked, values } from './marks.ts';

/** What a tree holds, as JSON would have it. */
function plain(node: Node): unknown {
  if (node.kind === 'sequence') return node.items.map(plain);
  if (node.kind === 'mapping') return node.members.map(({ key, value }) => [scalarText(key), plain(value)]);
  return node.kind === 'scalar' && scalarText(node);
}

test.each([
  'a = "‹a b›"',
  'a = "‹›"',
  'a = \'‹a\\n "b" # 😀›\'',
  'a = "‹Offices=›‹\\"→"›‹1.1.1.1, 😀›‹\\"→"›‹ Env=prod›"',
  'a = "‹\\b→\b›‹\\t→\t›‹\\n→\n›‹\\f→\f›‹\\r→\r›‹\\\\→\\›‹u0041›"',
  'a = "‹\\u0041→A›‹\\U0001F600→😀›‹x›"',
  'a = """‹x ""y›"""',
  'a = """\n‹x\n y›""""‹›'.replace('›""""‹›', '"›"""'),
  "a = '''\r\n‹x›‹\r\n→\n›‹\\y›'''",
  'a = """‹x›\\  \r\n\r\n   ‹y›"""',
  'a = [‹true›, ‹-1_000›, ‹1.5e3›, ‹2024-01-01›, {b = ‹0xF›}]',
])('runs of %j', (shown) => {
  const text = unmarked(shown);
  expect(showRuns(text, tree(text, 'toml'))).toBe(shown);
});

test('only what is not in quotes may be a number', () => {
  expect(values(tree('a = 1\nb = "1"', 'toml')).map((scalar) => scalar.plain)).toEqual([true, false]);
});

describe('tables', () => {
  test.each<[text: string, expected: unknown]>([
    ['', []],
    ['# nothing\n', []],
    [
      'a.b.c = 1\na.b.d = 2',
      [
        [
          'a',
          [
            [
              'b',
              [
                ['c', '1'],
                ['d', '2'],
              ],
            ],
          ],
        ],
      ],
    ],
    [
      '[a.b]\nc = 1\n[d]\n[a.e]\n"f.g" = 2',
      [
        [
          'a',
          [
            ['b', [['c', '1']]],
            ['e', [['f.g', '2']]],
          ],
        ],
        ['d', []],
      ],
    ],
    [
      '[a.b]\n[a]\nc = 1',
      [
        [
          'a',
          [
            ['b', []],
            ['c', '1'],
          ],
        ],
      ],
    ],
    [
      '[[a]]\nb = 1\n[a.c]\nd = 2\n[[a]]\n[[a.e]]\n',
      [
        [
          'a',
          [
            [
              ['b', '1'],
              ['c', [['d', '2']]],
            ],
            [['e', [[]]]],
          ],
        ],
      ],
    ],
    [
      'a = { b = { c.d = 1 }, e = [[], {}] }',
      [
        [
          'a',
          [
            ['b', [['c', [['d', '1']]]]],
            ['e', [[], []]],
          ],
        ],
      ],
    ],
    [
      '__proto__.constructor = 1\n[toString]\n__proto__ = 2',
      [
        ['__proto__', [['constructor', '1']]],
        ['toString', [['__proto__', '2']]],
      ],
    ],
  ])('%j', (text, expected) => {
    expect(plain(tree(text, 'toml'))).toEqual(expected);
  });

  test.each<[path: string, text: string]>([
    ['prod.deploy.parameters.x', 'v = 1\n[prod]\n[prod.deploy.parameters]\ny = 1\nx = "«"\n'],
    ['prod.deploy.parameters', '[prod.deploy.«parameters]\nx = 1\n[z]\n'],
    ['prod.deploy.parameters.x[1]', '[prod.deploy]\nparameters.x = ["a",\n "«"]\n[z]\n'],
    ['prod.build.x', '[prod.deploy.parameters]\ny = 1\n[prod.build]\nx = "«"\n[dev]\n'],
    ['a[1].b', '[[a]]\nb = 1\n[[a]]\nb = "«"\n'],
  ])('the path %s', (path, marked) => {
    const text = marked.replace('«', '');
    expect(pathAt(tree(text, 'toml'), marked.indexOf('«'))).toBe(path);
  });

  test('the place of a key leaves its quotes out', () => {
    const root = tree('[ "a b" . c ]\n', 'toml');
    expect(root.kind === 'mapping' && root.members.map(({ key }) => range(key.span))).toEqual(['1:4-1:7']);
  });
});

const deep = 'Lists and mappings may be nested 100 levels deep: flatten this.';
const huge = 'This has a value that is nested too deep, or too long: shorten it.';

test.each<[text: string, at: string, message: string]>([
  ['a = 1\na = 2', '2:1-2:2', 'This is no TOML (Defining a key multiple times is invalid): correct it here.'],
  ['[a]\r\n[b]\r\n[a]', '3:2-3:3', 'This is no TOML (Defining a key multiple times is invalid): correct it here.'],
  ['😀 = 1', '1:1-1:3', 'This is no TOML (Unexpected character): correct it here.'],
  ['a = "b\nc = 1', '1:7-2:1', 'This is no TOML (Unterminated string constant): correct it here.'],
  ['a = [1\n\n', '1:7-2:1', 'This is no TOML (Unterminated array): correct it here.'],
  ['a = "\\q"', '1:7-1:8', 'This is no TOML (Invalid character in escape sequence): correct it here.'],
  [`a = ${'['.repeat(99)}${']'.repeat(99)}\nb = ${'['.repeat(100)}${']'.repeat(100)}`, '2:104-2:105', deep],
  [`${'a.'.repeat(101)}b = 1`, '1:199-1:200', deep],
  [`[${'a.'.repeat(100)}b]`, '1:200-1:201', deep],
  [`a = ${'{a='.repeat(100)}1${'}'.repeat(100)}`, '1:302-1:303', deep],
  [`a = ${'['.repeat(100_000)}${']'.repeat(100_000)}`, '1:1-1:2', huge],
  [`a = "${'a'.repeat(1_000_000)}"`, '1:1-1:2', huge],
  [
    `a = "${'a'.repeat(2_000_000)}"`,
    '1:1-1:2',
    'This is more than 1 MB of TOML, which no configuration is: shorten it.',
  ],
])('failure %#', (text, at, message) => {
  expect(failuresOf(text, 'toml')).toEqual([`${at} ${message}`]);
});

test('any text in any quotes is read as it was meant', () => {
  const letter = fc.constantFrom('a', ' ', '=', ',', '😀', "'", '#');
  const escaped = fc.constantFrom<[string, string]>(
    ['\\"', '"'],
    ['\\\\', '\\'],
    ['\\n', '\n'],
    ['\\u00e9', 'é'],
    ['\\U0001F600', '😀'],
  );
  const piece = fc.oneof(
    letter.map((one): [string, string] => [one, one]),
    escaped,
  );
  const lines = fc.constantFrom<[string, string]>(['\n', '\n'], ['\r\n', '\n'], ['\\\n \n', ''], ['\\ \r\n', '']);
  const quotes = fc.constantFrom<[string, string]>(['"', '"'], ['"""\n', '"""'], ['"""', '"""']);
  fc.assert(
    fc.property(quotes, fc.array(fc.oneof(piece, lines)), ([open, close], some) => {
      const pieces = open === '"' ? some.filter(([written]) => !written.includes('\n')) : some;
      // a break right after the quotes is left out, and one that is escaped takes what follows with it
      const written = [
        'x',
        ...pieces.map(([one]) => (one.startsWith('\\ ') || one.startsWith('\\\n') ? `${one}x` : one)),
      ];
      const meant = [
        'x',
        ...pieces.map(([one, text]) => (one.startsWith('\\ ') || one.startsWith('\\\n') ? 'x' : text)),
      ];
      const [scalar] = values(tree(`a = ${open}${written.join('')}${close}`, 'toml'));
      expect(scalar && scalarText(scalar)).toBe(meant.join(''));
    }),
  );
});
