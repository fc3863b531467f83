import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode } from '../../src/source/decode.ts';

const encode = (text: string): number[] => [...new TextEncoder().encode(text)];
const BOM = [0xef, 0xbb, 0xbf];

test.each<[what: string, bytes: readonly number[], text: string]>([
  ['nothing', [], ''],
  ['a byte order mark alone', BOM, ''],
  ['a byte order mark', [...BOM, 0x61], 'a'],
  ['a second one stays', [...BOM, ...BOM, 0x61], '\ufeffa'],
  ['one inside stays', [0x61, ...BOM], 'a\ufeff'],
  ['each length of UTF-8', encode('aé€😀'), 'aé€😀'],
  ['NUL and line breaks', [0, 13, 10, 13, 10, 10], '\0\r\n\r\n\n'],
  ['a replacement character that is written', encode('a\ufffdb'), 'a\ufffdb'],
])('%s', (_, bytes, text) => {
  const bom = BOM.every((byte, i) => bytes[i] === byte);
  expect(decode(Uint8Array.from(bytes))).toEqual(bom ? { text, bom } : { text });
});

test.each<[what: string, bytes: readonly number[], byte: string, line: number, column: number]>([
  ['Latin-1', [...encode('a\nb'), 0xe9, 0x20], 'E9', 2, 2],
  ['after a byte order mark', [...BOM, 0x61, 0xff], 'FF', 1, 2],
  ['after CRLF and an emoji', [...encode('a\r\n😀'), 0x80], '80', 2, 3],
  ['after a replacement character', [...encode('\ufffd\n\ufffd'), 0xfe], 'FE', 2, 2],
  ['the first of two', [0xff, 0x0a, 0xfe], 'FF', 1, 1],
  ['cut off at the end', [0x61, 0xe2, 0x82], 'E2', 1, 2],
  ['cut off in the middle', [0x61, 0xf0, 0x9f, 0x98, 0x62], 'F0', 1, 2],
  ['the start of a replacement character', [0x61, 0xef, 0xbf], 'EF', 1, 2],
  ['the start of one, and more', [0x61, 0xef, 0xbf, 0x62], 'EF', 1, 2],
  ['overlong', [0x61, 0xc0, 0x80], 'C0', 1, 2],
  ['a surrogate', [0x0a, 0xed, 0xa0, 0x80], 'ED', 2, 1],
  ['past the last code point', [0xf4, 0x90, 0x80, 0x80], 'F4', 1, 1],
])('a byte that is not UTF-8 is named with its place: %s', (_, bytes, byte, line, column) => {
  const message = `The file is not valid UTF-8 (byte 0x${byte}): save it as UTF-8.`;
  expect(decode(Uint8Array.from(bytes))).toEqual({ message, line, column });
});

test.each([
  ['little', [0xff, 0xfe, 0x61, 0]],
  ['big', [0xfe, 0xff, 0, 0x61]],
])('UTF-16, %s end first, is named', (_, bytes) => {
  expect(decode(Uint8Array.from(bytes))).toEqual({
    message: 'The file is encoded as UTF-16: save it as UTF-8.',
    line: 1,
    column: 1,
  });
});

test('whatever is encoded comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(decode(Uint8Array.from(encode(text)))).toEqual({ text: text.replace(/^\ufeff/, '') });
    }),
  );
});

test('the place is that of the first bad byte, whatever stands around', () => {
  const texts = fc.array(fc.constantFrom('a', 'é', '\ufffd', '😀', '\n'), { maxLength: 8 }).map((all) => all.join(''));
  const bad = fc.constantFrom([0xff], [0x80], [0xc3], [0xe2, 0x82], [0xef, 0xbf], [0xf0, 0x9f, 0x98]);
  fc.assert(
    fc.property(texts, bad, texts, (before, bytes, after) => {
      const lines = before.split('\n');
      expect(decode(Uint8Array.from([...encode(before), ...bytes, ...encode(after)]))).toMatchObject({
        line: lines.length,
        column: (lines.at(-1) ?? '').length + 1,
      });
    }),
  );
});
