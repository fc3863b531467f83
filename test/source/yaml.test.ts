import { describe, expect, test } from 'vitest';
import { parse } from '../../src/source/parse.ts';
import { type Alias, type Mapping, type Node, resolveAlias, type Sequence } from '../../src/source/tree.ts';
import { outline, parsed, range, showNodes, tree, unmarked } from './marks.ts';

const members = (node: Node): Mapping['members'] => (node as Mapping).members;
const items = (node: Node): Sequence['items'] => (node as Sequence).items;

test.each([
  // a block collection ends where its last token does
  '««a»: «b»»\n',
  '««a»:\n  ««b»: «c»»»  # d\n\n',
  '«- «a»\n- «b»»\n\n',
  '«-   «- «a»\n    - «b»»\n- ««c»: «d»\n  «e»: «f»»»\n',
  '««a»:\n«- «b»\n- «c»»\n«d»: «e»»\n',
  '««a»: |\n  «b\n  c»\n«d»: «e»»\n',
  '««a»: \'«b»\'\n"«c»": «d»»\n',
  '««a»:«»\n«b»:«»»  # c\n',
  '«-«»\n- «a»»\n',
  '«? «a»\n: «b»\n? «c»«»»\n',
  // flow collections from bracket to bracket
  '«[«a», «[«b»]» , «{«c»: «d», «e»«»}»,  # f ]\n ]» # g\n',
  '«[]»\n',
  '«{ }»\n',
  '««a»: «[\n  «b»,\n]»»\n',
  '«{"«a»":«1»,"«b»":«[«2»]»}»',
  // a pair in a list is a mapping without brackets
  '«[««a»: «b»», «c»]»',
  '«[? ««a»: «b»»]»',
  // tags belong to collections, and stand before scalars
  '««a»: ‹!Ref› «b»»\n',
  "««a»: ‹!Sub› '«b»'»\n",
  '««a»: ‹!Sub› |\n  «b»»\n',
  '««a»: «‹!Join› [«b», ‹!Ref› «c»]»»\n',
  '««a»: «‹!If›\n  - «b»\n  - ‹!GetAtt› «c.d»»»\n',
  '««a»: «‹!X› {«b»: «c»}»»\n',
  '««a»: «‹!Fn::Transform›\n  «b»: «c»»»\n',
  '‹!Ref› «a»\n',
  '««a»: ‹!Ref›«»»\n',
  '««a»: &x ‹!Ref› «b»\n«c»: ‹!Ref› &y «d»»\n',
  '««a»: ‹!!int› «1»»\n',
  '««a»: ‹!<x:y>› «1»»\n',
  // anchors and aliases
  '««a»: &x «b»\n«c»: «*x»»\n',
  '«[&x «a», «*x» , «*x»]»',
  '««a»: &x\n  ««b»: «c»»\n«<<»: «*x»»\n',
  '%YAML 1.2\n---\n««a»: «b»»\n...\n',
  '--- «a»\n',
  '««a»: «b»»\r\n',
  '««😀»: «[«😀», «b»]»»\n',
])('%j', (shown) => {
  const text = unmarked(shown);
  expect(showNodes(text, tree(text))).toBe(shown);
});

test.each([
  ['a: !!str b\n', undefined],
  ['a: !!map {}\n', undefined],
  ['a: !!seq []\n', undefined],
  ['a: ! b\n', undefined],
  ['a: !Ref b\n', '!Ref'],
  ['a: !<tag:x,2000:y> b\n', '!<tag:x,2000:y>'],
])('a tag that only repeats what a node is counts as none: %j', (text, tag) => {
  const value = members(tree(text))[0]?.value;
  expect([value?.tag, value && 'tagSpan' in value]).toEqual([tag, tag !== undefined]);
});

describe('the first token of a mapping', () => {
  test.each([
    ['a: 1\n', '1:1-1:2'],
    ['- "a": 1\n', '1:4-1:5'],
    ['x:\n  !If\n  a: 1\n', '3:3-3:4'],
    ['{ a: 1}', '1:3-1:4'],
    ['{}', '1:1-1:2'],
  ])('%j', (text, first) => {
    const find = (node: Node): Mapping | undefined =>
      node.kind === 'sequence' ? find(node.items[0] as Node) : node.kind === 'mapping' ? node : undefined;
    const root = find(tree(text)) as Mapping;
    const value = root.members[0]?.value;
    expect(range((value?.kind === 'mapping' ? value : root).first)).toBe(first);
  });
});

describe('anchors', () => {
  test('an alias is the anchored node itself, not a copy', () => {
    const [anchored, alias, again] = items(tree('- &x [a]\n- *x\n- {b: *x}\n'));
    expect((alias as Alias).target).toBe(anchored);
    expect(resolveAlias(alias as Node)).toBe(anchored);
    expect(resolveAlias(members(again as Node)[0]?.value as Node)).toBe(anchored);
  });

  test('the last anchor of a name before the alias counts', () => {
    expect(outline(tree('- &x a\n- *x\n- &x b\n- *x\n'))).toEqual(['a', 'a', 'b', 'b']);
  });

  test('a key that is an alias stands where the alias does', () => {
    const text = '- &x !T a\n- {b: c, *x : d}\n';
    const key = members(items(tree(text))[1] as Node)[1]?.key;
    expect(key && [outline(key), range(key.span), key.plain]).toEqual(['a', '2:10-2:12', false]);
  });

  test('merge keys stay as written, as often as they are', () => {
    const text = 'x: &x {a: b}\ny:\n  <<: *x\n  <<: [*x]\n';
    expect(outline(members(tree(text))[1]?.value as Node)).toEqual({
      pairs: [
        ['<<', { pairs: [['a', 'b']] }],
        ['<<', [{ pairs: [['a', 'b']] }]],
      ],
    });
  });

  test('aliases of aliases of aliases do not grow the tree', () => {
    const levels = Array.from({ length: 40 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`)}]\n`);
    const root = tree(`l0: &l0 x\n${levels.join('')}`);
    const count = (node: Node): number =>
      node.kind === 'sequence' ? 1 + node.items.reduce((sum, item) => sum + count(item), 0) : 1;
    expect(members(root).reduce((sum, { value }) => sum + count(value), 0)).toBe(1 + 40 * 10);
  });
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '0', ''])('%j is a key like any other', (key) => {
  expect(outline(tree(`"${key}": {a: b}\n`))).toEqual({ pairs: [[key, { pairs: [['a', 'b']] }]] });
  expect(parsed(`"${key}": 1\n"${key}": 2\n`).repeated).toHaveLength(1);
});

test('keys are told apart as written', () => {
  expect(outline(tree('1: a\n01: b\n1.0: c\ntrue: d\nTrue: e\n~: f\n"": g\n'))).toEqual({
    pairs: ['1', '01', '1.0', 'true', 'True', '~', ''].map((key, index) => [key, 'abcdefg'[index]]),
  });
});

test.each(['', ' \n\t\n', '# a\n', '---\n', '---\n---\n', '---\n...\n# a\n'])('%j holds nothing', (text) => {
  const { root, failures } = parsed(text);
  expect([root, failures]).toEqual([undefined, []]);
});

describe('a file is read as what its name says, or as what it looks like', () => {
  test.each([
    ['a.json', 'a: 1', 'This is no JSON value'],
    ['a.JSON', 'a: 1', 'This is no JSON value'],
    ['a.yaml', '{"a": 1,}', undefined],
    ['a.YML', '[1,]', undefined],
    ['a.template', ' \n{"a": 1,}', 'A key is expected'],
    ['stdin', '[1,]', 'A value is expected'],
    ['a.template', 'a: [1,]', undefined],
    ['json', '', undefined],
    ['a.json.txt', '', undefined],
  ])('%s %j', (path, text, message) => {
    const [failure, ...more] = parse({ path, text }).failures;
    expect([failure?.message.slice(0, message?.length), more]).toEqual([message, []]);
  });
});
