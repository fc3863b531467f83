import { expect, test } from 'vitest';
import { byPlace } from '../../src/session/order.ts';

test('file, line and column come before what is said', () => {
  const at = (file: string, line: number, column: number, text: string) => ({
    text,
    location: { file, start: { line, column }, end: { line, column } },
  });
  const rows = [
    at('b', 1, 1, 'a'),
    at('a', 2, 1, 'a'),
    at('a', 1, 12, 'a'),
    at('a', 1, 3, 'c'),
    at('a', 1, 3, 'b'),
    at('a', 1, 5, 'a'),
  ];
  const order = rows
    .toSorted(byPlace(({ text }) => [text]))
    .map(({ text, location: { file, start } }) => `${file}:${start.line}:${start.column} ${text}`);
  expect(order).toEqual(['a:1:3 b', 'a:1:3 c', 'a:1:5 a', 'a:1:12 a', 'a:2:1 a', 'b:1:1 a']);
});
