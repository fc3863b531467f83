import { describe, expect, test } from 'vitest';
import { pathAt } from '../../src/source/path.ts';
import { type Language, tree } from './marks.ts';

/** The path of the character before which `^` stands. */
const at = (marked: string, language: Language = 'yaml'): string | undefined =>
  pathAt(tree(marked.replace('^', ''), language), marked.indexOf('^'));

describe('the path of what stands at a place', () => {
  test.each([
    ['^a: b', 'a'],
    ['a: ^b', 'a'],
    ['a: b\nc^d: e', 'cd'],
    ['a:\n  b:\n    - c\n    - d: ^e', 'a.b[1].d'],
    ['a:\n  b: c\n  ^d: e\nf: g', 'a.d'],
    ['- a\n- ^b\n- c', '[1]'],
    ['- a\n- - b\n  - [c, d, ^e]', '[1][1][2]'],
    ['a: ^!Sub b', 'a'],
    ['a: !Su^b b', 'a'],
    ['^!If [a, b]', ''],
    ['!If [a, b^, c]', '[1]'],
    ['a: ^!If [b, c]', 'a'],
    ['a: !If [b, !Ref ^c]', 'a[1]'],
    ['a: !If [b, !^Ref c]', 'a[1]'],
    ['a: &x ^b\nc: *x', 'a'],
    ['a: &x b\nc: ^*x', 'c'],
    ['a: &x {b: c}\nd: ^*x', 'd'],
    ['a:^\n', 'a'],
    ['a:\nb:^\nc:\n', 'b'],
    ['a:\n  b:\n    - c:^\n', 'a.b[0].c'],
    ['a: !Ref^', 'a'],
    ['- &x a\n- {b: ^c, *x : d, e: f}', '[1].b'],
    ['- &x a\n- {b: c, ^*x : d, e: f}', '[1].a'],
    ['- &x a\n- {b: c, *x : d, e: ^f}', '[1].e'],
    ['^a', ''],
    // between nodes: the collection around
    ['a: {b: c,^ d: e}', 'a'],
    ['a: [b,^ c]', 'a'],
    ['a^: b', 'a'],
    ['a : ^b', 'a'],
    ['a ^: b', ''],
    // not in the tree
    ['^# c\na: b', undefined],
    ['a: b\n\n^# c', undefined],
  ])('%j: %j', (marked, path) => expect(at(marked)).toBe(path));

  test('in JSON too, and whatever a key holds', () => {
    expect(at('{"Statement": [{"Condition": {"aws:SourceIp": [1, ^2]}}]}', 'json')).toBe(
      'Statement[0].Condition.aws:SourceIp[1]',
    );
    expect(at('{"a": {^}}', 'json')).toBe('a');
  });

  test('the first and the last of many', () => {
    const many = Array.from({ length: 1000 }, (_, index) => `k${index}: [v, ${index}]\n`);
    const text = many.join('');
    const root = tree(text);
    for (const index of [0, 1, 499, 500, 998, 999]) {
      const start = text.indexOf(`k${index}:`);
      expect(pathAt(root, start)).toBe(`k${index}`);
      expect(pathAt(root, text.indexOf(', ', start) + 2)).toBe(`k${index}[1]`);
    }
  });
});
