import type { Pattern } from '../model/pattern.ts';

/** Texts as characters, `*` and `?` as in patterns, and the two below. */
export type Language = readonly string[];

/** Whether a pattern has no unknown parts. */
export function isLanguage(pattern: Pattern): pattern is Language {
  return pattern.every((token) => typeof token === 'string');
}

/** One character that is no slash, and any number of them. */
export const NO_SLASH = 'no slash';
export const NO_SLASHES = 'no slashes';

/** A character that is in no text and no unknown part: it stands for what nothing names. */
export const FRESH = '\uffff';

/** Whether some text is one of both. */
export function shareText(a: Language, b: Language): boolean {
  const width = b.length + 1;
  const seen = new Uint8Array((a.length + 1) * width);
  const left = [0];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (seen[at]) continue;
    seen[at] = 1;
    const [i, j] = [Math.floor(at / width), at % width];
    const [own, other] = [a[i], b[j]];
    if (own === undefined && other === undefined) return true;
    // what repeats may end here
    if (repeats(own)) left.push(at + width);
    if (repeats(other)) left.push(at + 1);
    if (own === undefined || other === undefined || !shareCharacter(own, other)) continue;
    left.push(at + (repeats(own) ? 0 : width) + (repeats(other) ? 0 : 1));
  }
  return false;
}

const repeats = (token: string | undefined): boolean => token === '*' || token === NO_SLASHES;
const isAny = (token: string): boolean => token === '*' || token === '?';
const isNoSlash = (token: string): boolean => token === NO_SLASH || token === NO_SLASHES;

function shareCharacter(own: string, other: string): boolean {
  if (own === other || isAny(own) || isAny(other)) return true;
  if (isNoSlash(own)) return other !== '/';
  return isNoSlash(other) && own !== '/';
}

/** What is left to read of a language. One object for the same. */
export interface State {
  readonly id: number;
  /** Whether what was read is a text of the language. */
  readonly accepts: boolean;
  /** Whether it stays one, whatever follows. */
  readonly settled: boolean;
  /** Whether no text of the language begins so. */
  readonly dead: boolean;
  /** The characters that it tells apart from any other. */
  readonly waits: readonly string[];
  readonly reached: Uint8Array;
  readonly next: Map<string, State>;
}

/** A language that is read character by character; each state is worked out once, when it is first reached. */
export class Automaton {
  readonly #language: Language;
  readonly #states = new Map<string, State>();
  readonly start: State;

  constructor(language: Language) {
    this.#language = language;
    this.start = this.#state(new Uint8Array(language.length + 1).fill(1, 0, 1));
  }

  after(state: State, character: string): State {
    const read = state.waits.includes(character) ? character : FRESH;
    const known = state.next.get(read) ?? this.#state(this.#step(state.reached, read));
    state.next.set(read, known);
    return known;
  }

  /** Whether a text, which has no wildcards, is one of the language. */
  accepts(text: string): boolean {
    let state = this.start;
    for (const character of text) state = this.after(state, character);
    return state.accepts;
  }

  #step(reached: Uint8Array, character: string): Uint8Array {
    const next = new Uint8Array(reached.length);
    this.#language.forEach((own, i) => {
      if (!reached[i]) return;
      if (own === '*' || (own === NO_SLASHES && character !== '/')) next[i] = 1;
      if (own === character || own === '?' || (own === NO_SLASH && character !== '/')) next[i + 1] = 1;
    });
    return next;
  }

  #state(from: Uint8Array): State {
    const end = this.#language.length;
    const settled = this.#language[end - 1] === '*' && (from[end - 1] === 1 || from[end] === 1);
    // all that is settled is the same
    const reached = settled ? new Uint8Array(end + 1).fill(1, end - 1) : from;
    this.#language.forEach((own, i) => {
      if (reached[i] && (own === '*' || own === NO_SLASHES)) reached[i + 1] = 1;
    });
    const key = String.fromCharCode(...reached);
    const known = this.#states.get(key);
    if (known) return known;
    const state = {
      id: this.#states.size,
      accepts: reached[end] === 1,
      settled,
      dead: !reached.includes(1),
      waits: this.#waits(reached),
      reached,
      next: new Map(),
    };
    this.#states.set(key, state);
    return state;
  }

  #waits(reached: Uint8Array): readonly string[] {
    const waits = this.#language.flatMap((own, i) => {
      if (!reached[i] || own === '*' || own === '?') return [];
      return own === NO_SLASH || own === NO_SLASHES ? ['/'] : [own];
    });
    return [...new Set(waits)];
  }
}
