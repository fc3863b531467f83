import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Automaton,
  FRESH,
  isLanguage,
  type Language,
  NO_SLASH,
  NO_SLASHES,
  shareText,
} from '../../src/access/automaton.ts';
import { Classes } from '../../src/access/classes.ts';
import { runs } from './drawn.ts';
import { parameter } from './support.ts';

const PARTS: Readonly<Record<string, string>> = { '*': '[^]*', '?': '[^]', [NO_SLASH]: '[^/]', [NO_SLASHES]: '[^/]*' };

/** The same language as a regular expression. */
function expressionOf(language: Language): RegExp {
  return new RegExp(`^${language.map((token) => PARTS[token] ?? token).join('')}$`);
}

const token = fc.constantFrom('a', 'b', '/', '*', '?', NO_SLASH, NO_SLASHES);
const language = fc.array(token, { maxLength: 6 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', FRESH), maxLength: 8 });

const PATH: Language = ['/', '*'];
const SEGMENT: Language = ['/', NO_SLASH, NO_SLASHES];

/** The classes as `witness: matched`. */
function classes(of: Language, ...patterns: string[]): readonly string[] {
  const found = new Classes().of(
    of,
    patterns.map((pattern) => [...pattern]),
  );
  return (found ?? []).map(({ witness, matched }) =>
    `${witness.replaceAll(FRESH, '~')}: ${patterns.filter((_, i) => matched[i]).join(' ')}`.trim(),
  );
}

describe('an automaton', () => {
  test('accepts what its regular expression does', () => {
    fc.assert(
      fc.property(language, text, (tokens, read) => {
        expect(new Automaton(tokens).accepts(read)).toBe(expressionOf(tokens).test(read));
      }),
      { numRuns: runs(2_000) },
    );
  });

  test('of two languages that share a text, and of no others, reads one that is of both', () => {
    const [one, other] = [fc.array(token, { maxLength: 5 }), fc.array(token, { maxLength: 5 })];
    fc.assert(
      fc.property(one, other, (a, b) => {
        const automata = [new Automaton(a), new Automaton(b)] as const;
        const seen = new Set<string>();
        const queue = [automata.map(({ start }) => start)];
        let found = false;
        for (const states of queue) {
          const key = states.map(({ id }) => id).join();
          if (seen.has(key)) continue;
          seen.add(key);
          found ||= states.every(({ accepts }) => accepts);
          for (const character of ['a', 'b', '/', FRESH])
            queue.push(states.map((state, i) => (automata[i] as Automaton).after(state, character)));
        }
        expect(shareText(a, b)).toBe(found);
      }),
      { numRuns: runs(2_000) },
    );
  });

  test('has one state once nothing can change it', () => {
    const automaton = new Automaton([...'/a*']);
    const after = [...'/a'].reduce((state, one) => automaton.after(state, one), automaton.start);
    expect(after).toMatchObject({ accepts: true, settled: true, dead: false, waits: [] });
    expect([...'b/a'].reduce((state, one) => automaton.after(state, one), after)).toBe(after);
    expect(automaton.start).toMatchObject({ accepts: false, settled: false, dead: false, waits: ['/'] });
  });

  test('knows where nothing can follow', () => {
    const automaton = new Automaton([...'/a']);
    expect(automaton.after(automaton.start, 'a')).toMatchObject({ accepts: false, settled: false, dead: true });
    expect(automaton.after(automaton.start, '/')).toMatchObject({ accepts: false, dead: false, waits: ['a'] });
  });

  test('waits for the slash that a segment ends with', () => {
    expect(new Automaton(SEGMENT.slice(1)).start.waits).toEqual(['/']);
    expect(new Automaton([...'*a?']).start.waits).toEqual(['a']);
  });
});

test('a pattern without unknown parts is a language', () => {
  expect(isLanguage([...'/a*'])).toBe(true);
  expect(isLanguage(['/', parameter('Stage')])).toBe(false);
});

describe('classes', () => {
  test('one where there are no patterns, with a shortest text', () => {
    expect(classes(PATH)).toEqual(['/:']);
    expect(classes(SEGMENT)).toEqual(['/~:']);
    expect(classes([...'/a?'])).toEqual(['/a~:']);
  });

  test('one for each way to match', () => {
    expect(classes(PATH, '/a*', '/ab')).toEqual(['/:', '/a: /a*', '/ab: /a* /ab']);
    expect(classes(PATH, '/')).toEqual(['/: /', '/~:']);
    expect(classes(SEGMENT, '/a', '/?')).toEqual(['/~: /?', '/a: /a /?', '/~~:']);
  });

  test('none for what no text of the language does', () => {
    expect(classes(SEGMENT, '/a/b')).toEqual(['/~:']);
    expect(classes(SEGMENT, '*/b')).toEqual(['/~:', '/b: */b']);
    expect(classes([...'/a'], '/?', '/b')).toEqual(['/a: /?']);
  });

  test('whatever the order of the patterns is', () => {
    const patterns = ['*b/c*', '/a*', '/?b*', '*c'];
    const some = new Classes().of(
      PATH,
      patterns.map((one) => [...one]),
    );
    const others = new Classes().of(
      PATH,
      patterns.toReversed().map((one) => [...one]),
    );
    expect(some?.map(({ witness }) => witness)).toEqual(others?.map(({ witness }) => witness));
  });

  test('nothing where there are too many ways to match', () => {
    const containing = (letters: string): readonly Language[] => [...letters].map((letter) => ['*', letter, '*']);
    expect(new Classes().of(PATH, containing('abcdefgh'))).toHaveLength(256);
    expect(new Classes().of(PATH, containing('abcdefghijklmnop'))).toBeUndefined();
  });

  test('are all that there are, each with a text that is matched so', () => {
    fc.assert(
      fc.property(
        language,
        fc.array(language, { maxLength: 3 }),
        fc.array(text, { maxLength: 20 }),
        (of, patterns, texts) => {
          const expressions = patterns.map(expressionOf);
          const matchedBy = (one: string): readonly boolean[] => expressions.map((expression) => expression.test(one));
          const found = new Classes().of(of, patterns) ?? [];
          for (const { witness, matched } of found) {
            expect(expressionOf(of).test(witness)).toBe(true);
            expect(matchedBy(witness)).toEqual(matched);
          }
          expect(new Set(found.map(({ matched }) => matched.join())).size).toBe(found.length);
          for (const one of texts.filter((some) => expressionOf(of).test(some)))
            expect(found.map(({ matched }) => matched)).toContainEqual(matchedBy(one));
        },
      ),
      { numRuns: runs(1_000) },
    );
  });
});

test('one that is asked for too much in all gives up, and says nothing wrong before', () => {
  const all = new Classes();
  const patterns = Array.from({ length: 9 }, (_, i) => [...'*/x?*'].map((one) => (one === 'x' ? String(i) : one)));
  const asked = Array.from({ length: 60 }, () => all.of(PATH, patterns)?.length);
  expect(asked[0]).toBeGreaterThan(1);
  expect(asked.filter((one) => one !== undefined)).toEqual(asked.slice(0, asked.indexOf(undefined)).fill(asked[0]));
  expect(asked.at(-1)).toBe(undefined);
});
