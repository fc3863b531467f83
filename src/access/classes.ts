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

/** Where the automata are after a text. Those that no text can get to accept any more are left out. */
interface Reading {
  readonly text: string;
  readonly language: State;
  /** By their index. */
  readonly live: readonly Live[];
  /** The indices of those that accept whatever follows. */
  readonly settled: readonly number[];
}

type Live = readonly [index: number, state: State];

/**
 * The classes of a language, each with one of its shortest texts: all patterns, which have no unknown parts, are read at
 * once. Undefined where there are too many ways to read them.
 */
export function classesOf(language: Language, patterns: readonly Language[]): readonly TextClass[] | undefined {
  const own = new Automaton(language);
  const automata = patterns.map((one) => new Automaton(one));
  const first = reading(
    '',
    own.start,
    automata.map(({ start }, i) => [i, start]),
    [],
  );
  const classes = new Map<string, TextClass>();
  const seen = new Set([keyOf(first)]);
  const queue = [first];
  for (const { text, language: state, live, settled } of queue) {
    if (state.accepts) {
      const matching = [...settled, ...live.filter(([, { accepts }]) => accepts).map(([i]) => i)].sort((a, b) => a - b);
      const found = matching.join();
      if (!classes.has(found)) classes.set(found, { witness: text, matched: marked(patterns.length, matching) });
    }
    for (const character of charactersAfter([state, ...live.map(([, one]) => one)])) {
      const after = own.after(state, character);
      if (after.dead) continue;
      const moved = live.map(([i, one]): Live => [i, (automata[i] as Automaton).after(one, character)]);
      const next = reading(text + character, after, moved, settled);
      const key = keyOf(next);
      if (seen.has(key)) continue;
      if (seen.size >= MOST_STATES) return undefined;
      seen.add(key);
      queue.push(next);
    }
  }
  return [...classes.values()];
}

function reading(text: string, language: State, live: readonly Live[], settled: readonly number[]): Reading {
  const newly = live.filter(([, state]) => state.settled).map(([i]) => i);
  return {
    text,
    language,
    live: live.filter(([, state]) => !state.settled && !state.dead),
    settled: newly.length > 0 ? [...settled, ...newly].sort((a, b) => a - b) : settled,
  };
}

function marked(length: number, indices: readonly number[]): readonly boolean[] {
  const matched = new Array<boolean>(length).fill(false);
  for (const i of indices) matched[i] = true;
  return matched;
}

/** What nobody names first, then in an order of their own: the same witness whatever the order of the patterns is. */
function charactersAfter(states: readonly State[]): readonly string[] {
  return [FRESH, ...[...new Set(['/', ...states.flatMap(({ waits }) => waits)])].sort()];
}

function keyOf({ language, live, settled }: Reading): string {
  return `${language.id} ${live.map(([i, { id }]) => `${i}:${id}`).join()} ${settled.join()}`;
}
