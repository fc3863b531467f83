import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, meets, type Pattern, patternKey, patternOf } from '../../src/model/pattern.ts';
import { concat, type Text, textAt, textOfUnknown } from '../../src/values/text.ts';
import type { Unknown } from '../../src/values/value.ts';

const span = { file: { path: 't.yml', text: '' }, start: 0, end: 0 };
const unknown = (id: string): Unknown => ({ kind: 'unknown', id, reason: `${id} is unknown`, origin: { at: span } });

/** `/<Stage>/x` as a text with a hole. */
function textWith(written: string): Text {
  const parts = written
    .split(/<(\w+)>/)
    .map((part, i) => (i % 2 === 1 ? textOfUnknown(unknown(part), span) : textAt(part, span)));
  return concat(parts, span);
}

const is = (answer: { readonly is: string }): string => answer.is;
const pattern = (written: string): Pattern => patternOf(textWith(written));

describe('covers', () => {
  test.each([
    ['*', 'x', 'yes'],
    ['*', '', 'yes'],
    ['execute-api:*', 'execute-api:invoke', 'yes'],
    ['execute-api:in?oke', 'execute-api:invoke', 'yes'],
    ['execute-api:?', 'execute-api:', 'no'],
    ['/*/GET/*', '/prod/GET/pets/1', 'yes'],
    ['/*/GET/*', '/*/GET/pets', 'yes'],
    ['/prod/*', '/*', 'no'],
    ['*?', '?*', 'yes'],
    ['a?c', 'a*c', 'no'],
    ['*b*', 'a*b?', 'yes'],
    ['a.b', 'axb', 'no'],
    ['/<Stage>/*', '/<Stage>/GET/*', 'yes'],
    ['/*/GET/*', '/<Stage>/GET/*', 'yes'],
    ['/?/x', '/<Stage>/x', 'unknown'],
    ['/prod/*', '/<Stage>/GET/*', 'unknown'],
    ['/<Stage>/*', '/prod/GET/*', 'unknown'],
    ['/<Stage>/GET', '/prod/POST', 'no'],
    ['/<Stage>/*', '/<Other>/*', 'unknown'],
  ])('%s, %s: %s', (outer, inner, answer) => {
    expect(is(covers(pattern(outer), pattern(inner)))).toBe(answer);
  });

  test('says which unknown parts are to blame', () => {
    expect(covers(pattern('/prod/*'), pattern('/<Stage>/*'))).toEqual({ is: 'unknown', because: [unknown('Stage')] });
  });
});

describe('meets', () => {
  test.each([
    ['/prod/*', '/*/GET/*', 'yes'],
    ['/prod/*', '/dev/*', 'no'],
    ['a*b', 'a?b', 'yes'],
    ['a*b', 'b*', 'no'],
    ['*a', '*b', 'no'],
    ['?', '', 'no'],
    ['*', '', 'yes'],
    ['/<Stage>/*', '/prod/*', 'unknown'],
    ['/<Stage>/GET', '/<Stage>/*', 'yes'],
    ['/<Stage>/GET', '/prod/POST', 'no'],
  ])('%s, %s: %s', (a, b, answer) => {
    expect(is(meets(pattern(a), pattern(b)))).toBe(answer);
    expect(is(meets(pattern(b), pattern(a)))).toBe(answer);
  });
});

describe('against texts', () => {
  const written = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 });
  const expression = (one: string): RegExp => new RegExp(`^${one.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  /** All texts of up to four characters: the ones that patterns name, and one that none does. */
  const texts = ['', 'a', 'b', 'c'].flatMap((one) =>
    ['', 'a', 'b', 'c'].flatMap((two) =>
      ['', 'a', 'b', 'c'].flatMap((three) => ['', 'ac', 'cb'].map((four) => one + two + three + four)),
    ),
  );

  test('a literal is covered where its expression matches', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(written, letters, (one, text) => {
        expect(is(covers(patternOf(one), patternOf(text)))).toBe(expression(one).test(text) ? 'yes' : 'no');
      }),
    );
  });

  test('every text that the inner pattern matches is one of the outer; what is not covered has a witness', () => {
    // a * for nothing, one and several of a character that no pattern names
    const witnesses = (one: string): readonly string[] =>
      one
        .split('')
        .reduce<readonly string[]>(
          (made, token) =>
            made.flatMap((text) =>
              (token === '*' ? ['', 'c', 'ccccccccc'] : [token === '?' ? 'c' : token]).map((next) => text + next),
            ),
          [''],
        );
    fc.assert(
      fc.property(written, written, (outer, inner) => {
        const answer = is(covers(patternOf(outer), patternOf(inner)));
        const all = [...texts, ...witnesses(inner)].filter((text) => expression(inner).test(text));
        expect(answer).toBe(all.every((text) => expression(outer).test(text)) ? 'yes' : 'no');
      }),
    );
  });

  test('two that meet have a text in common, and two that are apart have none', () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        const common = texts.some((text) => expression(a).test(text) && expression(b).test(text));
        if (common) expect(is(meets(patternOf(a), patternOf(b)))).toBe('yes');
        if (is(meets(patternOf(a), patternOf(b))) === 'no') expect(common).toBe(false);
      }),
    );
  });

  test('patterns that cover each other are written alike', () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        const [one, other] = [patternOf(a), patternOf(b)];
        const same = is(covers(one, other)) === 'yes' && is(covers(other, one)) === 'yes';
        expect(patternKey(one) === patternKey(other)).toBe(same);
      }),
    );
  });
});
