import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, all, andThen, any, fromBoolean, NO, not, unknown, yes } from '../../src/model/answer.ts';
import type { Unknown } from '../../src/values/value.ts';

const at = { file: { path: 't.yml', text: '' }, start: 0, end: 0 };
const open = (id: string): Unknown => ({ kind: 'unknown', id, reason: `${id} is unknown`, origin: { at } });

/** A question about three unknown facts, and what it comes to where they are known. */
type Facts = Readonly<Record<'a' | 'b' | 'c', boolean>>;
interface Question {
  readonly answer: Answer;
  readonly decide: (facts: Facts) => boolean;
}

const { question } = fc.letrec<{ question: Question }>((tie) => ({
  question: fc.oneof(
    { depthSize: 'small' },
    fc.boolean().map((value): Question => ({ answer: fromBoolean(value), decide: () => value })),
    fc
      .constantFrom('a', 'b', 'c')
      .map((id): Question => ({ answer: unknown([open(id)]), decide: (facts) => facts[id as keyof Facts] })),
    fc.array(tie('question'), { maxLength: 3 }).map(
      (parts): Question => ({
        answer: all(...parts.map(({ answer }) => answer)),
        decide: (facts) => parts.every(({ decide }) => decide(facts)),
      }),
    ),
    fc.array(tie('question'), { maxLength: 3 }).map(
      (parts): Question => ({
        answer: any(...parts.map(({ answer }) => answer)),
        decide: (facts) => parts.some(({ decide }) => decide(facts)),
      }),
    ),
    tie('question').map(({ answer, decide }): Question => ({ answer: not(answer), decide: (facts) => !decide(facts) })),
  ),
}));

test('what is answered holds whatever the unknown facts are', () => {
  const facts = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() });
  fc.assert(
    fc.property(question, facts, ({ answer, decide }, world) => {
      if (answer.is !== 'unknown') expect(decide(world)).toBe(answer.is === 'yes');
      else expect(answer.because.length).toBeGreaterThan(0);
    }),
  );
});

describe('all', () => {
  test('hands on the evidence of each', () => {
    expect(all(yes(1), yes('two'))).toEqual(yes([1, 'two']));
    expect(all()).toEqual(yes([]));
  });

  test('blames every unknown, and none where one no decides', () => {
    const [a, b] = [open('a'), open('b')];
    expect(all(unknown([a]), yes(1), unknown([b]))).toEqual(unknown([a, b]));
    expect(all(unknown([a]), NO)).toEqual(NO);
  });
});

describe('andThen', () => {
  test('asks on only after a yes', () => {
    expect(andThen(yes(2), (n) => yes(n + 1))).toEqual(yes(3));
    expect(andThen(NO, () => yes(1))).toEqual(NO);
    expect(andThen(unknown([open('a')]), () => yes(1))).toEqual(unknown([open('a')]));
  });
});
