import { Automaton, FRESH, type Language, type State, shareText } from './automaton.ts';

/** Texts of a language that all the patterns treat alike. */
export interface TextClass {
  /** One of them; `FRESH` stands for a character that no pattern names. */
  readonly witness: string;
  /** Whether each of the patterns matches them. */
  readonly matched: readonly boolean[];
}

/** What is looked at for one language before giving up, and for all that one `Classes` is asked for. */
const MOST_STATES = 4_000;
const MOST_STATES_OF_ALL = 40_000;

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

/** Splits languages by patterns, which are often the same. */
export class Classes {
  readonly #automata = new Map<string, Automaton>();
  #left = MOST_STATES_OF_ALL;

  /**
   * The classes of a language, each with one of its shortest texts: all patterns, which have no unknown parts, are read at
   * once. Undefined where there are too many ways to read them.
   */
  of(language: Language, patterns: readonly Language[]): readonly TextClass[] | undefined {
    const own = new Automaton(language);
    const automata = patterns.map((one) => this.#automaton(one));
    const shortest = new Shortest(own);
    const first = reading(
      '',
      own.start,
      automata.flatMap(({ start }, i) => (shareText(language, patterns[i] as Language) ? [[i, start]] : [])),
      [],
    );
    const witnesses = new Map<string, string>();
    const found = (indices: readonly number[], text: string): void => {
      const key = [...indices].sort((a, b) => a - b).join();
      const known = witnesses.get(key);
      if (known === undefined || inOrder(text, known) < 0) witnesses.set(key, text);
    };
    const most = Math.min(MOST_STATES, this.#left);
    const seen = new Set([keyOf(first)]);
    const queue = [first];
    for (const { text, language: state, live, settled } of queue) {
      // what follows changes nothing where no pattern is left
      const rest = live.length > 0 ? undefined : shortest.from(state);
      if (rest !== undefined) found(settled, text + rest);
      if (live.length === 0) continue;
      if (state.accepts) found([...settled, ...live.filter(([, { accepts }]) => accepts).map(([i]) => i)], text);
      for (const character of charactersAfter(state, live)) {
        const after = own.after(state, character);
        if (after.dead) continue;
        const moved = live.map(([i, one]): Live => [i, (automata[i] as Automaton).after(one, character)]);
        const next = reading(text + character, after, moved, settled);
        const key = keyOf(next);
        if (seen.has(key)) continue;
        if (seen.size >= most) {
          this.#left -= seen.size;
          return undefined;
        }
        seen.add(key);
        queue.push(next);
      }
    }
    this.#left -= seen.size;
    return [...witnesses]
      .sort(([, a], [, b]) => inOrder(a, b))
      .map(([key, witness]) => ({ witness, matched: marked(patterns.length, key) }));
  }

  #automaton(pattern: Language): Automaton {
    const key = pattern.join('\0');
    const known = this.#automata.get(key) ?? new Automaton(pattern);
    this.#automata.set(key, known);
    return known;
  }
}

/** The first of the shortest texts that lead from a state to one that accepts. */
class Shortest {
  readonly #own: Automaton;
  readonly #known = new Map<State, string | undefined>();

  constructor(own: Automaton) {
    this.#own = own;
  }

  from(state: State): string | undefined {
    if (!this.#known.has(state)) this.#known.set(state, this.#find(state));
    return this.#known.get(state);
  }

  #find(start: State): string | undefined {
    const seen = new Set([start]);
    const queue: [string, State][] = [['', start]];
    for (const [text, state] of queue) {
      if (state.accepts) return text;
      for (const character of charactersAfter(state, [])) {
        const after = this.#own.after(state, character);
        if (after.dead || seen.has(after)) continue;
        seen.add(after);
        queue.push([text + character, after]);
      }
    }
    return undefined;
  }
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

function marked(length: number, indices: string): readonly boolean[] {
  const matched = new Array<boolean>(length).fill(false);
  for (const i of indices === '' ? [] : indices.split(',')) matched[Number(i)] = true;
  return matched;
}

/** What nobody names first, then in an order of their own: the same witness whatever the order of the patterns is. */
function charactersAfter({ waits }: State, live: readonly Live[]): readonly string[] {
  const found = new Set(waits).add('/');
  for (const [, state] of live) for (const one of state.waits) found.add(one);
  return [FRESH, ...[...found].sort()];
}

/** The shorter text first, and of two of a length the one whose characters come first. */
function inOrder(a: string, b: string): number {
  const [one, other] = [[...a], [...b]];
  if (one.length !== other.length) return one.length - other.length;
  const at = one.findIndex((character, i) => character !== other[i]);
  if (at < 0) return 0;
  const [first, second] = [one[at] as string, other[at] as string];
  return first === FRESH || (second !== FRESH && first < second) ? -1 : 1;
}

function keyOf({ language, live, settled }: Reading): string {
  return `${language.id} ${live.map(([i, { id }]) => `${i}:${id}`).join()} ${settled.join()}`;
}
