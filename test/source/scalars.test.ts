import { describe, expect, test } from 'vitest';
import { scalarText } from '../../src/source/tree.ts';
import { showRuns, tree, unmarked, values } from './marks.ts';

/** What is in brackets is where the decoded characters come from: `‹as written›`, `‹written→decoded›`. */
const check = (shown: string): void => {
  const text = unmarked(shown);
  expect(showRuns(text, tree(text))).toBe(shown);
};

describe('plain', () => {
  test.each([
    'k: ‹v›\n',
    'k: ‹v›',
    'k:   ‹a b\tc›  \n',
    'k: ‹a#b:c›  # d\n',
    'k: ‹http://a/b?c=d&e›\n',
    'k: ‹-1›\n',
    'k: ‹2012-10-17›\n',
    'k: ‹0123›\n',
    'k: ‹on›\n',
    'k: ‹~›\n',
    "k: ‹it's›\n",
    'k: ‹a"b›\n',
    'k: ‹😀é›\n',
    '- ‹a›\n- ‹b›\n',
    '[‹a b›, ‹c›]',
    '{k: ‹a b›, l: ‹c›}',
    '‹a›',
    // folded: one break is a blank, of several the first goes, blanks around them go
    'k: ‹a›‹\n  → ›‹b›\n',
    'k: ‹a›‹ \t\n \t → ›‹b›\n',
    'k: ‹a›‹\r\n  → ›‹b›\r\n',
    'k: ‹a›‹\r → ›‹b›\r',
    'k: ‹a›‹\n\n  →\n›‹b›\n',
    'k: ‹a›‹ \r\n \r\n\r\n  →\n\n›‹b›\n',
    'k:\n  ‹a›‹\n   → ›‹b# c›\n',
    '[‹a›‹\n  → ›‹b›, ‹c›]',
    '‹a›‹\n→ ›‹b›\n',
    // nothing: after the character that announces it
    'k:‹›\n',
    'k:‹› # c\n',
    'k: !Ref‹›\n',
    'k: &a‹›\n',
    '-‹›\n-‹›\n',
    '{k:‹›, l‹›}',
    '? k\n:‹›\n',
    '? k‹›\n? l‹›\n',
  ])('%j', check);
});

describe('single quotes', () => {
  test.each([
    "k: '‹v›'\n",
    "k: '‹›'\n",
    "k: '‹ a  b ›'\n",
    "k: '‹it›‹''→'›‹s›'\n",
    "k: '‹''→'›‹''→'›'\n",
    "k: '‹a\\n#: \"b›'\n",
    "k: '‹a›‹\n  → ›‹b›'\n",
    "k: '‹a›‹ \n\n \t →\n›‹b›'\n",
    "k: '‹a›‹\r\n\r\n  →\n›‹''→'›'\n",
    "k: '‹a›‹\n  → ›'\n",
    "k: '‹ \n  → ›‹b›'\n",
    "['‹a›', '‹b›']",
    "k: '‹😀›'\n",
  ])('%j', check);

  test('text on unindented lines, which AWS takes too', () => check("k: '‹a›‹\n→ ›‹b›'\nl: [‹c›\n]\n"));
});

describe('double quotes', () => {
  test.each<[escape: string, decoded: string]>([
    ['\\0', '\0'],
    ['\\a', '\x07'],
    ['\\b', '\b'],
    ['\\t', '\t'],
    ['\\\t', '\t'],
    ['\\n', '\n'],
    ['\\v', '\v'],
    ['\\f', '\f'],
    ['\\r', '\r'],
    ['\\e', '\x1b'],
    ['\\ ', ' '],
    ['\\"', '"'],
    ['\\/', '/'],
    ['\\\\', '\\'],
    ['\\N', '\x85'],
    ['\\_', '\xa0'],
    ['\\L', '\u2028'],
    ['\\P', '\u2029'],
    ['\\x41', 'A'],
    ['\\xE9', 'é'],
    ['\\u20ac', '€'],
    ['\\u20AC', '€'],
    ['\\ud83d', '\ud83d'],
    ['\\U0001F600', '😀'],
  ])('%s', (written, decoded) => {
    check(`k: "‹${written}→${decoded}›"\n`);
    check(`k: "‹a›‹${written}→${decoded}›‹${written}→${decoded}›‹1›"\n`);
  });

  test.each([
    'k: "‹v›"\n',
    'k: "‹›"\n',
    'k: "‹ # : {\'›"\n',
    'k: "‹😀›‹\\n→\n›‹😀›"\n',
    'k: "‹a›‹\n  → ›‹b›"\n',
    'k: "‹a›‹\t\n\n\n  →\n\n›‹b›"\n',
    'k: "‹a›‹\r  → ›‹b›"\n',
    // an escaped blank before a break is none of the blanks that go
    'k: "‹a›‹\\ → ›‹\n  → ›‹b›"\n',
    'k: "‹a›‹\\n→\n›‹\n  → ›‹\\t→\t›"\n',
    'k: "‹\n  → ›‹a›"\n',
  ])('%j', check);

  test.each<[text: string, shown: string]>([
    // an escaped line break stands for nothing, and the blanks before it stay
    ['k: "a\\\n  b"\n', 'k: "‹a›\\\n  ‹b›"\n'],
    ['k: "a \\\r\n  b"\n', 'k: "‹a ›\\\r\n  ‹b›"\n'],
    ['k: "a\\\n\n\t b"\n', 'k: "‹a›\\\n\n\t ‹b›"\n'],
    ['k: "\\\n  "\n', 'k: "\\\n  ‹›"\n'],
  ])('%j', (text, shown) => expect(showRuns(text, tree(text))).toBe(shown));
});

describe('literal', () => {
  test.each([
    'k: |\n  ‹a\n›',
    'k: |\n  ‹a\n›  ‹b\n›',
    'k: |\n  ‹a\n\n›  ‹b\n›',
    'k: |\n  ‹a\n›  ‹  b\n›  ‹\tc \n›',
    'k: |\n  ‹#a: "\\n\'\n›',
    'k: |\n‹\n›  ‹a\n›',
    'k: |  # c\n  ‹a\n›\n\n',
    'k: |-\n  ‹a›\n\n',
    'k: |+\n  ‹a\n\n›',
    'k: |+\n  ‹a\n›  ‹  \n›',
    'k: |+\n‹\n\n›l: ‹1›\n',
    'k: |2\n  ‹  a\n›  ‹b\n›',
    'k: |-1\n ‹ a›\n',
    'k: |1+\n ‹ a\n\n›',
    'k: |\r\n  ‹a›‹\r\n→\n›  ‹b›‹\r\n→\n›',
    'k: |\r  ‹a›‹\r→\n›  ‹b›‹\r→\n›',
    'k: |\n  ‹😀\n›  ‹b\n›l: ‹c›\n',
    '- |\n ‹a\n›- ‹b›\n',
    '|\n‹a\nb\n›',
    // a last line without a break counts as one with it; none is there to point at
    'k: |\n  ‹a›‹→\n›',
    'k: |-\n  ‹a›',
    'k: |+\n  ‹a›‹→\n›',
    // none: at the end of the header
    'k: |‹›\n',
    'k: |-‹› # c\nl: ‹1›\n',
    'k: !Sub |‹›\n\n',
    'k: |‹›',
  ])('%j', check);
});

describe('folded', () => {
  test.each([
    'k: >\n  ‹a›‹\n  → ›‹b\n›',
    'k: >-\n  ‹a›‹\n  → ›‹b›\n',
    'k: >+\n  ‹a\n\n›',
    'k: >\n  ‹a›‹\n\n  →\n›‹b\n›',
    'k: >\n  ‹a›‹\n\n\n  →\n\n›‹b\n›',
    'k: >\n‹\n›  ‹a\n›',
    // lines that are indented further keep their breaks
    'k: >\n  ‹a\n›  ‹ b\n›  ‹ c\n›  ‹d›‹\n  → ›‹e\n›',
    'k: >\n  ‹a\n\n›  ‹\tb\n\n›  ‹c\n›',
    'k: >1\n ‹ a\n› ‹b›‹\n → ›‹c\n›',
    'k: >\r\n  ‹a›‹\r\n  → ›‹b›‹\r\n→\n›',
    'k: >\r\n  ‹a›‹\r\n\r\n  →\n›‹b›‹\r\n→\n›',
    // blanks at the end of a line are content
    'k: >\n  ‹a  ›‹\n  → ›‹b \n›',
    'k: >\n  ‹a›‹\n  → ›‹b›‹→\n›',
    'k: >-‹›\n',
  ])('%j', check);
});

test.each<[text: string, plain: readonly boolean[]]>([
  ['[a, "a", \'a\', ! a, !x a, !!str a, ]', [true, false, false, false, false, false]],
  ['- |\n a\n- >\n a\n-\n', [false, false, true]],
])('only a plain scalar without a tag may be a number: %j', (text, plain) => {
  expect(values(tree(text)).map((scalar) => scalar.plain)).toEqual(plain);
});

test('a scalar spans its characters; quotes, block headers and outer blanks are left out', () => {
  const text = 'a: " b "\nc: |\n\n  d\n\n   e\n\nf:  g \nh: \n';
  const spans = values(tree(text)).map(({ span }) => text.slice(span.start, span.end));
  expect(spans).toEqual([' b ', 'd\n\n   e', 'g', '']);
  expect(values(tree(text)).map(scalarText)).toEqual([' b ', '\nd\n\n e\n', 'g', '']);
});
