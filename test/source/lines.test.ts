import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineText, offsetAt, positionAt } from '../../src/source/lines.ts';

const fileOf = (text: string) => ({ path: 't', text });

describe('a line ends with LF, CRLF or CR, and columns count UTF-16 units', () => {
  test.each<[text: string, offset: number, line: number, column: number]>([
    ['', 0, 1, 1],
    ['ab', 2, 1, 3],
    ['ab\n', 2, 1, 3],
    ['ab\n', 3, 2, 1],
    ['a\nb', 2, 2, 1],
    ['a\r\nb', 1, 1, 2],
    ['a\r\nb', 3, 2, 1],
    ['a\rb', 2, 2, 1],
    ['\r\r\n\n', 1, 2, 1],
    ['\r\r\n\n', 3, 3, 1],
    ['\r\r\n\n', 4, 4, 1],
    ['😀a', 2, 1, 3],
    ['\tb', 1, 1, 2],
    ['a\u2028b\u0085c\vd', 6, 1, 7],
  ])('%j at %i is %i:%i', (text, offset, line, column) => {
    expect(positionAt(fileOf(text), offset)).toEqual({ line, column });
    expect(offsetAt(fileOf(text), { line, column })).toBe(offset);
  });
});

test.each<[text: string, line: number, column: number, offset: number]>([
  ['ab\ncd', 1, 9, 2],
  ['ab\r\ncd', 1, 9, 2],
  ['ab\ncd', 2, 9, 5],
  ['ab\ncd', 3, 1, 5],
  ['ab\n', 9, 9, 3],
])('%j has no %i:%i: the nearest before is %i', (text, line, column, offset) => {
  expect(offsetAt(fileOf(text), { line, column })).toBe(offset);
});

test.each<[text: string, lines: readonly string[]]>([
  ['', ['', '']],
  ['a\r\nb\rc\nd', ['a', 'b', 'c', 'd', '']],
  ['a\n\n', ['a', '', '', '']],
])('the lines of %j', (text, lines) => {
  expect(lines.map((_, index) => lineText(fileOf(text), index + 1))).toEqual(lines);
});

test('positions agree with the text split into lines', () => {
  const texts = fc
    .array(fc.constantFrom('a', '😀', '\n', '\r', '\r\n', ' '), { maxLength: 20 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(texts, fc.nat(), (text, seed) => {
      const offset = seed % (text.length + 1);
      // a cut between \r and \n is on the line that they end
      const cutsBreak = text.slice(offset - 1, offset + 1) === '\r\n';
      const before = cutsBreak ? `${text.slice(0, offset - 1)}x` : text.slice(0, offset);
      const lines = before.split(/\r\n|\r|\n/);
      expect(positionAt(fileOf(text), offset)).toEqual({ line: lines.length, column: (lines.at(-1) ?? '').length + 1 });
    }),
    { numRuns: 500 },
  );
});
