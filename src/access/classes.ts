import { Automaton, FRESH, type Language, type State } from './automaton.ts';

/** Texts of a language that all the patterns treat alike. */
export interface TextClass {
  /** One of them; `FRESH` stands for a character that no pattern names. */
  readonly witness: string;
  /** Whether each of the patterns matches them. */
  readonly matched: readonly boolean[];
}

/** What is looked at before giving up. */
const MOST_STATES = 4_000;

interface Reading {
  readonly text: string;
  readonly states: readonly State[];
}

/**
 * The classes of a language, each with one of its shortest texts: all patterns, which have no unknown parts, are read at
 * once. Undefined where there are too many ways to read them.
 */
export function classesOf(language: Language, patterns: readonly Language[]): readonly TextClass[] | undefined {
  const automata = [language, ...patterns].map((one) => new Automaton(one));
  const first: Reading = { text: '', states: automata.map(({ start }) => start) };
  const classes = new Map<string, TextClass>();
  const seen = new Set([keyOf(first)]);
  const queue = [first];
  for (const { text, states } of queue) {
    const [isText, ...matched] = states.map(({ accepts }) => accepts);
    const found = matched.join();
    if (isText && !classes.has(found)) classes.set(found, { witness: text, matched });
    for (const character of charactersAfter(states)) {
      const next = {
        text: text + character,
        states: automata.map((automaton, i) => automaton.after(states[i] as State, character)),
      };
      const key = keyOf(next);
      if (next.states[0]?.dead || seen.has(key)) continue;
      if (seen.size >= MOST_STATES) return undefined;
      seen.add(key);
      queue.push(next);
    }
  }
  return [...classes.values()];
}

/** What nobody names first, then in an order of their own: the same witness whatever the order of the patterns is. */
function charactersAfter(states: readonly State[]): readonly string[] {
  return [FRESH, ...[...new Set(['/', ...states.flatMap(({ waits }) => waits)])].sort()];
}

const keyOf = ({ states }: Reading): string => states.map(({ id }) => id).join();
