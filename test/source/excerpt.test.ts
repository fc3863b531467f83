import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt } from '../../src/source/excerpt.ts';

/** What stands between `[` and `]` is the range; shown as `line|text with brackets`. */
const show = (marked: string, width: number): readonly string[] => {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  const file = { path: 't', text: marked.replace(/[[\]]/g, '') };
  return excerpt(file, { file, start, end }, { width }).map(({ line, text, from, to }) => {
    const padded = text.padEnd(to);
    return `${line}|${padded.slice(0, from)}[${padded.slice(from, to)}]${padded.slice(to)}`;
  });
};

test.each<[marked: string, width: number, lines: readonly string[]]>([
  ['a: [b]\nc', 80, ['1|a: [b]']],
  ['a\n  b: [cd] e\n', 80, ['2|  b: [cd] e']],
  ['a\r\nb: [c]\r\nd', 80, ['2|b: [c]']],
  // an empty range is one character, also past the end of the line
  ['a: []b', 80, ['1|a: [b]']],
  ['a: b[]\nc', 80, ['1|a: b[ ]']],
  ['a: b\n[]', 80, ['2|[ ]']],
  ['[]', 80, ['1|[ ]']],
  ['a[\n]b', 80, ['1|a[ ]']],
  // several lines: three at most, and none that the range only reaches
  ['a: [b\n  c]: d', 80, ['1|a: [b]', '2|[  c]: d']],
  ['a: [b\n]c', 80, ['1|a: [b]']],
  ['[a\nb\nc\nd\ne]', 80, ['1|[a]', '2|[b]', '3|[c]']],
  ['[a\n\nb]', 80, ['1|[a]', '2|[ ]', '3|[b]']],
  // a long line is cut around the range
  ['0123456789[ab]0123456789', 10, ['1|…789[ab]012…']],
  ['[ab]0123456789', 10, ['1|[ab]012345…']],
  ['0123456789[ab]', 10, ['1|…456789[ab]']],
  ['0123[456789abcdef]01', 10, ['1|…[456789ab]…']],
  ['01234567[89]', 10, ['1|01234567[89]']],
])('%j in %i columns', (marked, width, lines) => {
  expect(show(marked, width)).toEqual(lines);
});

test.each<[what: string, text: string, shown: string]>([
  ['a tab is one blank', 'a\tb', 'a b'],
  ['an escape sequence is not obeyed', 'a\x1b[31mb', 'a␛[31mb'],
  ['NUL, backspace and DEL', '\0\b\x7f', '␀␈␡'],
  ['C1 controls', 'a\x9bb', 'a\ufffdb'],
  ['text that is turned around', 'a\u202eb\u2066c', 'a\ufffdb\ufffdc'],
  ['characters that do not show', '\u200b\ufeff\u00ad', '\ufffd\ufffd\ufffd'],
  ['breaks that are none for YAML', 'a\u2028b\u2029c\x85', 'a\ufffdb\ufffdc\ufffd'],
  ['half an emoji', 'a\ud83d', 'a\ufffd'],
  ['an invisible pair keeps its two columns', '\u{e0041}b', '\ufffd\ufffdb'],
  ['what shows stays', 'é😀漢', 'é😀漢'],
])('%s', (_, text, shown) => {
  const file = { path: 't', text };
  expect(excerpt(file, { file, start: 0, end: 1 }, { width: 80 })).toEqual([{ line: 1, text: shown, from: 0, to: 1 }]);
});

test('a cut line is no longer than it may be, shows the start of the range, and splits no emoji', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', '😀'), { minLength: 1, maxLength: 60 }).map((all) => all.join(''));
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(20), fc.integer({ min: 10, max: 40 }), (text, seed, length, width) => {
      const start = seed % text.length;
      fc.pre((text.codePointAt(start - 1) ?? 0) <= 0xffff);
      const file = { path: 't', text };
      const [line] = excerpt(file, { file, start, end: Math.min(text.length, start + length) }, { width });
      expect(line?.text.length).toBeLessThanOrEqual(width);
      expect(line?.text).not.toContain('\ufffd');
      expect(line?.text[line.from]).toBe(text[start]);
      expect(line && line.to > line.from && line.to <= line.text.length).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
