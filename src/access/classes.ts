import type { Pattern } from '../model/pattern.ts';
import { advance, FRESH, startOf } from './reading.ts';

/** One character that is no slash, and any number of them; beside those of patterns. */
export const NO_SLASH = 'no slash';
export const NO_SLASHES = 'no slashes';

/** Texts as a pattern of characters, `*`, `?` and the two above. */
export type Language = readonly string[];

/** Texts of a language that all the patterns treat alike. */
export interface TextClass {
  /** One of them; `FRESH` stands for a character that no pattern names. */
  readonly witness: string;
  /** Whether each of the patterns matches them. */
  readonly matched: readonly boolean[];
}

/** What is looked at before giving up. */
const MOST_STATES = 4_000;

/** Whether a text, which has no wildcards, is one of a language. */
export function isIn(language: Language, text: string): boolean {
  let reached = startOfLanguage(language);
  for (const character of text) reached = step(language, reached, character);
  return reached[language.length] === 1;
}

interface State {
  readonly text: string;
  readonly language: Uint8Array;
  readonly patterns: readonly Uint8Array[];
}

/**
 * The classes of a language, each with one of its shortest texts: all patterns, which have no unknown parts, are read at
 * once. Undefined where there are too many ways to read them.
 */
export function classesOf(language: Language, patterns: readonly Pattern[]): readonly TextClass[] | undefined {
  const first: State = {
    text: '',
    language: startOfLanguage(language),
    patterns: patterns.map((pattern) => startOf(pattern, 'certainly')),
  };
  const classes = new Map<string, TextClass>();
  const seen = new Set<string>([keyOf(first)]);
  const queue = [first];
  for (const state of queue) {
    if (state.language[language.length]) {
      const matched = state.patterns.map((reached, i) => reached[patterns[i]?.length ?? 0] === 1);
      const key = matched.join();
      if (!classes.has(key)) classes.set(key, { witness: state.text, matched });
    }
    for (const character of charactersAfter(state, language, patterns)) {
      const reached = step(language, state.language, character);
      if (!reached.includes(1)) continue;
      const next: State = {
        text: state.text + character,
        language: reached,
        patterns: patterns.map((pattern, i) =>
          advance(pattern, state.patterns[i] as Uint8Array, [character], 'certainly'),
        ),
      };
      const key = keyOf(next);
      if (seen.has(key)) continue;
      if (seen.size >= MOST_STATES) return undefined;
      seen.add(key);
      queue.push(next);
    }
  }
  return [...classes.values()];
}

/** What has to be told apart: the characters that something waits for, a slash, and any other. */
function charactersAfter(state: State, language: Language, patterns: readonly Pattern[]): readonly string[] {
  const found = new Set(['/']);
  const wait = (tokens: Pattern, reached: Uint8Array): void =>
    tokens.forEach((token, i) => {
      if (reached[i] && isCharacter(token)) found.add(token);
    });
  wait(language, state.language);
  for (const [i, pattern] of patterns.entries()) wait(pattern, state.patterns[i] as Uint8Array);
  // in an order of their own, what nobody names first: the same witness whatever the order of the patterns is
  return [FRESH, ...[...found].sort()];
}

function isCharacter(token: Pattern[number]): token is string {
  return typeof token === 'string' && token.length === 1 && token !== '*' && token !== '?';
}

function keyOf({ language, patterns }: State): string {
  return [language, ...patterns]
    .map((reached) => (reached.includes(1) ? String.fromCharCode(...reached) : ''))
    .join('|');
}

function startOfLanguage(language: Language): Uint8Array {
  return closed(new Uint8Array(language.length + 1).fill(1, 0, 1), language);
}

function step(language: Language, reached: Uint8Array, character: string): Uint8Array {
  const next = new Uint8Array(language.length + 1);
  language.forEach((own, i) => {
    if (!reached[i]) return;
    if (own === '*' || (own === NO_SLASHES && character !== '/')) next[i] = 1;
    if (own === character || own === '?' || (own === NO_SLASH && character !== '/')) next[i + 1] = 1;
  });
  return closed(next, language);
}

function closed(reached: Uint8Array, language: Language): Uint8Array {
  language.forEach((own, i) => {
    if (reached[i] && (own === '*' || own === NO_SLASHES)) reached[i + 1] = 1;
  });
  return reached;
}
