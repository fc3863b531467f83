import { expect, test } from 'vitest';
import { parsed } from './marks.ts';

test.each<[text: string, comments: readonly string[]]>([
  ['# a\n#b\n  #   c  \nk: v # d\n# e', ['a', 'b', 'c', 'd', 'e']],
  ['k: # a\n  - b # c\n  # d\n  - e\n', ['a', 'c', 'd']],
  ['k: [ # a\n  b, # c\n  {d: e} # f\n] # g\n', ['a', 'c', 'f', 'g']],
  ['k: !Ref # a\n  b\nl: &x # c\n  d\nm: *x # e\n', ['a', 'c', 'e']],
  ['%YAML 1.2 # a\n--- # b\nk: v\n... # c\n', ['a', 'b', 'c']],
  ['k: v # a # b\n', ['a # b']],
  ['k: v #\n', ['']],
  ['k: v\t#a\r\n# b\r\n', ['a', 'b']],
  ['# 😀\rk: v', ['😀']],
  // a block's header may have one; what its text holds is none
  ['k: | # a\n  # b\n  c # d\n# e\n', ['a', 'e']],
  ['k: >-  # a\n\n  b\n  # c\nl: v # d\n', ['a', 'd']],
  ['k: |\n  a\n# b\n', ['b']],
  // no comments
  ['k: a#b\nl: "# c"\nm: \'# d\'\nn: "e\n  # f"\n', []],
  ['k: &a#b c\nl: !t#u v\nm: *a#b\n', []],
  ['http://a#b', []],
])('%j', (text, expected) => {
  const { comments, failures } = parsed(text);
  expect(failures).toEqual([]);
  expect(comments.map((comment) => comment.text)).toEqual(expected);
  for (const { span, text: content } of comments) {
    expect(text.slice(span.start, span.end)).toMatch(/^#[^\r\n]*$/);
    expect(text.slice(span.start + 1, span.end).trim()).toBe(content);
    expect(text.slice(span.end, span.end + 1)).toMatch(/^[\r\n]?$/);
  }
});

test('JSON has none', () => {
  expect(parsed('{"a": "# b"}', 'json').comments).toEqual([]);
});
