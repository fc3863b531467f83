import fc from 'fast-check';
import { defineMappingTag, defineScalarTag, defineSequenceTag, load, Schema, seqTag, strTag } from 'js-yaml';
import { expect, test } from 'vitest';
import { type Node, type Scalar, scalarText } from '../../src/source/tree.ts';
import { origins, outline, tree, values } from './marks.ts';

/** Decoded characters and how they are written. */
type Unit = readonly [decoded: string, written: string];

const lineBreak = fc.constantFrom('\n', '\r\n', '\r');
const word = fc.array(fc.constantFrom('a', 'Z', '0', '-', '.', '/', '{', '%', 'é', '😀', '$'), {
  minLength: 1,
  maxLength: 4,
});
const asWritten = (text: string): readonly Unit[] =>
  [...text].flatMap((one) => one.split('').map((unit): Unit => [unit, unit]));
const blanks = fc.constantFrom('', ' ', '\t', ' \t');

/** One line break or more between the lines of a plain or quoted scalar, with blanks that do not count. */
const fold = fc
  .tuple(blanks, fc.array(fc.tuple(lineBreak, blanks), { maxLength: 2 }), lineBreak)
  .map(([before, empty, last]): Unit => {
    const written = `${before}${empty.map((one) => one.join('')).join('')}${last}  `;
    const breaks = written.replace(/\r\n/g, '\n').replace(/[^\r\n]/g, '').length;
    return [breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), written];
  });

const escaped = fc.oneof(
  fc.constantFrom<Unit>(
    ['\n', '\\n'],
    ['"', '\\"'],
    ['\\', '\\\\'],
    [' ', '\\ '],
    ['\0', '\\0'],
    ['😀', '\\U0001f600'],
  ),
  fc
    .integer({ min: 0, max: 0xffff })
    .map((code): Unit => [String.fromCharCode(code), `\\u${code.toString(16).padStart(4, '0')}`]),
);

const lines = (part: fc.Arbitrary<readonly Unit[]>): fc.Arbitrary<readonly Unit[]> =>
  fc
    .tuple(part, fc.array(fc.tuple(fold, part), { maxLength: 3 }))
    .map(([first, rest]) => [...first, ...rest.flatMap(([between, units]) => [between, ...units])]);

const plainLine = word.map((characters) => asWritten(`a${characters.join('')}`));
const singleLine = fc.array(
  fc.oneof(
    word.map((one) => asWritten(one.join(''))),
    fc.constant<Unit[]>([["'", "''"]]),
  ),
  { minLength: 1, maxLength: 4 },
);
const doubleLine = fc.array(
  fc.oneof(
    word.map((one) => asWritten(one.join(''))),
    escaped.map((one) => [one]),
  ),
  { minLength: 1, maxLength: 4 },
);

/** The lines of a block, each with its indentation, which no character comes from. */
const blockLines = fc.array(
  fc.tuple(
    fc.constantFrom('', ' ', '\t'),
    word.map((one) => one.join('')),
    lineBreak,
  ),
  { minLength: 1, maxLength: 5 },
);
const literal = blockLines.map((written): readonly Unit[] =>
  written.flatMap(([more, text, end]): readonly Unit[] => [['', '  '], ...asWritten(more + text), ['\n', end]]),
);

const styles: Readonly<Record<string, readonly [fc.Arbitrary<readonly Unit[]>, before: string, after: string]>> = {
  plain: [lines(plainLine), 'k: ', '\n'],
  'single quotes': [lines(singleLine.map((parts) => parts.flat())), "k: '", "'\n"],
  'double quotes': [lines(doubleLine.map((parts) => parts.flat())), 'k: "', '"\n'],
  'in a list': [lines(plainLine.map((units) => units.filter(([one]) => one !== '{'))), '[\n ', ' ,\n b]'],
  literal: [literal, 'k: !Sub |2 # c\n', ''],
};

test.each(Object.entries(styles))(
  'each character of a scalar leads back to where it is written: %s',
  (_, [units, before, after]) => {
    fc.assert(
      fc.property(units, (written) => {
        const text = before + written.map(([, source]) => source).join('') + after;
        const scalar = values(tree(text))[0] as Scalar;
        expect(scalarText(scalar)).toBe(written.map(([decoded]) => decoded).join(''));
        let at = before.length;
        const expected = written.flatMap(([decoded, source]) => {
          const [start, end] = [at, at + source.length];
          at = end;
          const characters = decoded.split('');
          return characters.map((_, index) =>
            decoded.length === source.length ? [start + index, start + index + 1] : [start, end],
          );
        });
        expect(origins(scalar)).toEqual(expected);
      }),
    );
  },
);

/** A random document, as YAML of any style with tags, anchors and aliases. */
interface Printed {
  /** Begins with a line break where it is a block that a key or a dash announces. */
  readonly text: (indent: string) => string;
}

const text = fc.constantFrom(
  'a',
  'b c',
  '1',
  '10.0.0.0/8',
  'on',
  '2012-10-17',
  'arn:aws:s3:::x/*',
  '😀',
  '~',
  'x#y',
  "it's",
);
const anyText = fc.oneof(text, fc.string({ unit: 'binary', maxLength: 6 }));
const tag = fc.constantFrom('', '', '', '!Ref ', '!Sub ', '!If ', '!Fn::X ', '! ', '!!str ');
const listTag = fc.constantFrom('', '', '!Join ', '!If ');
const scalar: fc.Arbitrary<Printed> = fc.oneof(
  fc.tuple(tag, text).map(([t, value]): Printed => ({ text: () => ` ${t}${value}` })),
  fc.tuple(tag, anyText).map(([t, value]): Printed => ({ text: () => ` ${t}${JSON.stringify(value)}` })),
  fc.tuple(tag, text).map(([t, value]): Printed => ({ text: () => ` ${t}'${value.replaceAll("'", "''")}'` })),
  fc
    .tuple(
      tag,
      fc.constantFrom('|', '>', '|-', '>-', '|+', '>+'),
      fc.array(fc.constantFrom('a', ' b', '', '# c', 'd: e', '\tf'), { maxLength: 5 }),
    )
    .map(([t, header, content]): Printed => {
      return {
        text: (indent) =>
          ` ${t}${header.replace(/[|>]/, '$&1')}\n${content.map((line) => `${line && `${indent} ${line}`}\n`).join('')}`.replace(
            /\n$/,
            '',
          ),
      };
    }),
  fc.constant<Printed>({ text: () => '' }),
  fc.constantFrom('x', 'y').map((name): Printed => ({ text: () => ` *${name}` })),
);
const flow = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', '"b, c"', "'d'", '!Ref e', '*x', '! f'),
    fc.tuple(listTag, fc.array(tie('node'), { maxLength: 3 })).map(([t, all]) => `${t}[${all.join(' , ')}]`),
    fc
      .tuple(listTag, fc.array(tie('node'), { maxLength: 3 }))
      .map(([t, all]) => `${t}{${all.map((one, i) => `"k${i}": ${one}`).join(', ')}}`),
    fc.tuple(fc.constantFrom('a', '"b"'), tie('node')).map(([key, value]) => `[${key}: ${value}, ]`),
  ),
})).node;
const { node: document } = fc.letrec<{ node: Printed }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    flow.map((written): Printed => ({ text: () => ` ${written}` })),
    fc.tuple(listTag, fc.array(tie('node'), { minLength: 1, maxLength: 4 })).map(
      ([t, all]): Printed => ({
        text: (indent) => ` ${t} # c\n${all.map((one) => `${indent} -${one.text(`${indent} `)}`).join('\n')}`,
      }),
    ),
    fc.tuple(listTag, fc.array(tie('node'), { minLength: 1, maxLength: 4 })).map(
      ([t, all]): Printed => ({
        text: (indent) =>
          ` ${t}\n${all.map((one, i) => `${indent} ${['k', '"k', "'k"][i % 3]}${i}${['', '"', "'"][i % 3]} :${one.text(`${indent} `)}`).join('\n')}`,
      }),
    ),
  ),
}));

const scalarTag = defineScalarTag('!', {
  matchByTagPrefix: true,
  resolve: (value, _, name) => ({ tag: name, value }),
  identify: () => false,
});
const sequenceTag = defineSequenceTag('!', {
  matchByTagPrefix: true,
  create: (name) => ({ tag: name, value: [] as unknown[] }),
  addItem: ({ value }, item) => void value.push(item),
  identify: () => false,
});
const mapping = (name: string, finalize: (name: string, pairs: unknown[]) => unknown) =>
  defineMappingTag(name, {
    matchByTagPrefix: name === '!',
    create: (tagName) => ({ tagName, pairs: [] as unknown[] }),
    addPair: ({ pairs }, key, value) => {
      pairs.push([key, value]);
      return '';
    },
    has: () => false,
    keys: () => [],
    get: () => undefined,
    finalize: ({ tagName, pairs }) => finalize(tagName, pairs),
    identify: () => false,
  });
const schema = new Schema([
  strTag,
  seqTag,
  scalarTag,
  sequenceTag,
  mapping('tag:yaml.org,2002:map', (_, pairs) => ({ pairs })),
  mapping('!', (name, pairs) => ({ tag: name, value: { pairs } })),
]);

test('values and tags are those that the loader of the YAML library gives', () => {
  fc.assert(
    fc.property(document, lineBreak, (printed, end) => {
      const written = `x: &x !Y {a: b}\ny: &y c\nz:${printed.text('')}\n`.replaceAll('\n', end);
      const root: Node = tree(written);
      expect(outline(root)).toEqual(load(written, { schema, maxAliases: -1 }));
    }),
    { numRuns: 400 },
  );
});
