import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assemble,
  concat,
  display,
  literal,
  movedText,
  originOf,
  type Piece,
  render,
  slice,
  split,
  type Text,
  textAt,
  textOfUnknown,
  trim,
  unknownsOf,
} from '../../src/values/text.ts';
import { characters, hole, pointedAt, spanOf, textIn, unknown } from './support.ts';

const USE = spanOf('!Join');
const whole = (text: Text): string => render(text, '\uFFFC');

/** Texts of one or of several scalars, with escapes and holes; separators are frequent. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', ',', ' ', 'é', '🛒'), maxLength: 8 });
const scalar = fc.oneof(
  word.map((one) => textIn(`'${one}'`)),
  word.map((one) => textIn(`"\\u0061${one}\\x2c${one}"`)),
  word.map((one) => textIn(JSON.stringify(one), 't.json')),
  fc.constantFrom('A', 'B').map(hole),
);
const composed = fc.array(scalar, { minLength: 1, maxLength: 4 }).map((parts) => concat(parts, USE));
const anyText = fc.oneof(scalar, composed);
const separator = fc.constantFrom(',', ', ', 'a', '::');

describe('characters keep their places', () => {
  test('in slices', () => {
    fc.assert(
      fc.property(anyText, fc.nat(12), fc.nat(12), (text, a, b) => {
        const { length } = whole(text);
        const [start, end] = [Math.min(a, b, length), Math.min(Math.max(a, b), length)];
        const part = slice(text, start, end);
        expect(whole(part)).toBe(whole(text).slice(start, end));
        expect(characters(part)).toEqual(characters(text).slice(start, end));
        expect(part.pieces.length).toBeGreaterThan(0);
      }),
    );
  });

  test('in what is split, which joined again is the text', () => {
    fc.assert(
      fc.property(anyText, separator, (text, between) => {
        const parts = split(text, between).map(({ part }) => part);
        expect(parts.map(whole)).toEqual(whole(text).split(between));
        const glue = textAt(between, USE);
        const joined = concat(
          parts.flatMap((part, i) => (i === 0 ? [part] : [glue, part])),
          USE,
        );
        expect(whole(joined)).toBe(whole(text));
        expect(characters(joined).filter((one) => !one.endsWith('!Join') && !one.includes(' 0-5 '))).toEqual(
          parts.flatMap(characters),
        );
      }),
    );
  });

  test('in what is trimmed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const blanks = whole(text).length - whole(text).trimStart().length;
        expect(whole(trim(text))).toBe(whole(text).trim());
        const { length } = whole(trim(text));
        expect(characters(trim(text))).toEqual(characters(text).slice(blanks, blanks + length));
      }),
    );
  });

  test('in what is put together', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (parts) => {
        const expected = parts.flatMap(characters);
        expect(characters(concat(parts, USE))).toEqual(expected);
        const pieces = parts.flatMap(({ pieces }) => pieces);
        expect(characters(assemble(pieces, pieces[0] as Piece))).toEqual(expected);
      }),
    );
  });

  test('a text that came by a reference remembers it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(characters(movedText(text, USE))).toEqual(characters(text));
        const { at, use } = originOf(movedText(text, USE));
        expect([at, use]).toContainEqual(USE);
      }),
    );
  });
});

describe('parts that are not known', () => {
  const text = concat([textIn("'a,'"), hole('A'), textIn("',b'"), hole('B')], USE);

  test('are written as expressions', () => {
    expect(display(text)).toBe(`a,\${A},b\${B}`);
    expect(literal(text)).toBeUndefined();
    expect(unknownsOf(text).map(({ id }) => id)).toEqual(['Ref A', 'Ref B']);
  });

  test('may hold further separators', () => {
    expect(split(text, ',').map(({ part, open }) => [display(part), open])).toEqual([
      ['a', false],
      [`\${A}`, true],
      [`b\${B}`, true],
    ]);
  });
});

describe('where a text stands', () => {
  const document = "'8.8.8.0/24, 9.9.9.9'";
  const list = textIn(document);
  const [first, second] = split(list, ',').map(({ part }) => part) as [Text, Text];

  test.each<[string, Text, string, boolean]>([
    ['a scalar', list, '8.8.8.0/24, 9.9.9.9', false],
    ['a part of it', first, '8.8.8.0/24', false],
    ['with its blank', second, ' 9.9.9.9', false],
    ['without it', trim(second), '9.9.9.9', false],
    ['parts of one scalar in their order', concat([first, second], USE), '8.8.8.0/24, 9.9.9.9', false],
    ['parts of one scalar in another order', concat([second, first], USE), '!Join', true],
    ['a scalar twice', concat([list, list], USE), '!Join', true],
    ['several scalars', concat([first, textIn("'x'")], USE), '!Join', true],
    ['with an unknown part', concat([first, hole('A')], USE), '!Join', true],
    ['an unknown part', textOfUnknown(unknown('A'), USE), '<A>', true],
    ['an empty text', textIn("''"), '', false],
    ['nothing put together', concat([], USE), '!Join', false],
    ['a value given on the command line', textAt('9.9.9.9', spanOf('Source')), 'Source', false],
    ['a part of it', split(textAt('8.8.8.8,9.9.9.9', spanOf('Source')), ',')[1]?.part as Text, 'Source', false],
    ['an escape', slice(textIn('"a\\u002Cb"'), 1, 2), '\\u002C', false],
    ['around an escape', textIn('"a\\u002Cb"'), 'a\\u002Cb', false],
    ['over lines', textIn('>-\n  a\n  b\n'), 'a\n  b', false],
  ])('%s', (_, text, expected, isComposed) => {
    const origin = originOf(text);
    expect([pointedAt(origin), origin.composed]).toEqual([expected, isComposed]);
  });

  test('an empty part keeps its place', () => {
    expect(split(textIn("',a,'"), ',').map(({ part }) => originOf(part).at.start)).toEqual([1, 2, 4]);
  });
});

describe('what an unquoted spelling is', () => {
  test.each([
    ['8.8', 'number'],
    ['-1e5', 'number'],
    ['8.8.8.8', 'string'],
    ['true', 'boolean'],
    ['False', 'boolean'],
    ['yes', 'string'],
    ['null', 'null'],
    ['~', 'null'],
    ["'8'", 'string'],
    ['"true"', 'string'],
    ['|-\n  8', 'string'],
  ])('%s', (written, type) => {
    expect(textIn(`a: ${written}`).scalar).toBe(type);
  });
});
