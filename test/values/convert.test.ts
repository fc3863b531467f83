import { describe, expect, test } from 'vitest';
import { Budget, LimitError } from '../../src/values/budget.ts';
import { fromNode, movedValue } from '../../src/values/convert.ts';
import { originOf } from '../../src/values/text.ts';
import type { Dict, Origin, Value } from '../../src/values/value.ts';
import { placeOf, pointedAt, rootOf, spanOf, strings, valueIn } from './support.ts';

/** Every origin in a value. */
function origins(value: Value): readonly Origin[] {
  switch (value.kind) {
    case 'text':
      return [originOf(value)];
    case 'unknown':
      return [value.origin];
    case 'list':
      return [value.origin, ...value.items.flatMap(origins)];
    case 'dict':
      return [value.origin, value.first, ...value.entries.flatMap((one) => [originOf(one.key), ...origins(one.value)])];
  }
}

const memberOf = (document: string, name: string): Value => {
  const { entries } = valueIn(document) as Dict;
  return entries.find(({ key }) => strings(key)[0]?.startsWith(`${name} @`))?.value as Value;
};

describe('a document as it stands', () => {
  test.each([
    ['YAML', 'a: [x, 1]\nb: { c: yes }\n', 't.yml'],
    ['JSON', '{"a": ["x", 1], "b": {"c": "yes"}}', 't.json'],
  ])('%s', (_, text, file) => {
    expect(strings(valueIn(text, file))).toEqual(['a @ a', 'x @ x', 'number 1 @ 1', 'b @ b', 'c @ c', 'yes @ yes']);
  });

  test('a mapping begins with its first key, in JSON with its brace', () => {
    expect(pointedAt((valueIn('a: { b: c }') as Dict).first)).toBe('a');
    expect(pointedAt((valueIn('{"a": 1}', 't.json') as Dict).first)).toBe('{');
  });
});

describe('aliases', () => {
  const document = 'base: &b [x, { y: z }]\nuse: *b\n';

  test('stand for what they name, where it was written, and know who uses it', () => {
    const value = memberOf(document, 'use');
    expect(strings(value)).toEqual(['x @ x', 'y @ y', 'z @ z']);
    for (const { at, use } of origins(value)) {
      expect(at.start).toBeLessThan(document.indexOf('use'));
      expect(use && pointedAt({ at: use })).toBe('*b');
    }
  });

  test('of aliases: each part knows the alias nearest to it', () => {
    const value = memberOf('a: &a x\nb: &b [*a]\nc: *b\n', 'c');
    const uses = origins(value).map(({ use }) => use && placeOf({ at: use }));
    expect(uses).toEqual(['3:4', '2:8']);
  });
});

describe('merge keys', () => {
  test.each([
    ['bring members', 'b: &b { x: 1, y: 2 }\nu: { <<: *b, z: 3 }', ['z 3', 'x 1', 'y 2']],
    ['yield to own members', 'b: &b { x: 1, y: 2 }\nu: { x: 9, <<: *b }', ['x 9', 'y 2']],
    ['of a list, the first wins', 'b: &b { x: 1 }\nc: &c { x: 2, y: 2 }\nu: { <<: [*b, *c] }', ['x 1', 'y 2']],
    ['of merge keys', 'b: &b { x: 1 }\nc: &c { <<: *b, y: 2 }\nu: { <<: *c }', ['y 2', 'x 1']],
    ['of a mapping of its own', 'u: { <<: { x: 1 }, y: 2 }', ['y 2', 'x 1']],
    ['in quotes are keys', "b: &b { x: 1 }\nu: { '<<': 2 }", ['<< 2']],
  ])('%s', (_, document, expected) => {
    const { entries } = memberOf(document, 'u') as Dict;
    const written = entries.map(
      ({ key, value }) => `${pointedAt(originOf(key))} ${pointedAt(origins(value)[0] as Origin)}`,
    );
    expect(written).toEqual(expected);
  });

  test('what they bring knows the alias that did', () => {
    const { entries } = memberOf('b: &b { x: 1 }\nu: { <<: *b, z: 3 }', 'u') as Dict;
    const uses = entries.map(({ key }) => originOf(key).use).map((use) => use && pointedAt({ at: use }));
    expect(uses).toEqual([undefined, '*b']);
  });
});

test('a value that a reference brings knows it in all its parts', () => {
  const use = spanOf('!Ref List');
  const value = valueIn('[a, { b: [c] }]');
  const moved = movedValue(value, use, new Budget());
  expect(strings(moved)).toEqual(strings(value));
  expect(origins(moved).map(({ use: one }) => one)).toEqual(origins(value).map(() => use));
});

describe('work has bounds', () => {
  const limit = (document: string, budget = new Budget()): string => {
    try {
      fromNode(rootOf(document), budget);
      return 'none';
    } catch (error) {
      if (!(error instanceof LimitError)) throw error;
      return `${placeOf(error)} ${error.message}`;
    }
  };
  const MULTIPLY = 'This expands to too many values, its aliases, functions or loops multiply: simplify it.';

  test('aliases that multiply are refused where they are too many', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 8; i += 1)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    expect(limit(lines.join('\n'), new Budget(10_000))).toMatch(new RegExp(`^\\d:\\d+ ${MULTIPLY}$`));
  });

  test.each([
    [3, 'none'],
    [2, `1:5 ${MULTIPLY}`],
  ])('%i steps for a list of two: %s', (steps, expected) => {
    expect(limit('[a, b]', new Budget(steps))).toBe(expected);
  });

  test('levels are counted, not values', () => {
    const budget = new Budget();
    const at = spanOf('x');
    const nest = (depth: number): number => budget.within(at, () => (depth === 1 ? 1 : nest(depth - 1)));
    for (let i = 0; i < 3; i += 1) expect(nest(250)).toBe(1);
    expect(() => nest(251)).toThrow('This nests more than 250 levels deep: simplify it.');
    expect(nest(250)).toBe(1);
  });
});
