import { type Answer, NO, unknown, YES } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { commonStart, type Pattern, patternKey, unknownsIn, widest } from '../model/pattern.ts';
import type { Statement } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import { FRESH, isLanguage, type Language } from './automaton.ts';
import { Classes } from './classes.ts';
import { isOpen, pathTokens, tokenLanguage } from './path.ts';
import { advance, isApart, matchesText, mayBegin, startOf } from './reading.ts';
import { ownPrefix, resourcePattern } from './resource.ts';

export type Matched = ReadonlyMap<number, Match>;

/** Whether a `Resource` matches; where it is not known, what is to be known: alike for those that ask the same. */
export type Match = Answer & { readonly asked?: Asked };

/** What decides whether something matches. Two of one key are answered alike, or the other way round if one is negated. */
export interface Asked {
  readonly key: string;
  readonly negated: boolean;
}

/** Paths of one route that the resources of all statements treat alike. */
export interface PathClass {
  readonly witness: string;
  /** By the index of the statement: whether its `Resource` or `NotResource` matches them. Absent where it does not. */
  readonly matched: Matched;
  /** Those of the paths that go before the route's which take them. */
  readonly before: readonly string[];
}

/** What is left of a resource once it has read the beginning of an ARN, certainly or perhaps. */
interface Rest {
  readonly pattern: Pattern;
  /** Empty where it certainly has read it. */
  readonly because: readonly Unknown[];
  /** What was read by what, where that is not certain. */
  readonly asked: string;
}

interface Element {
  /** Of the statement. */
  readonly index: number;
  readonly negated: boolean;
  readonly rests: readonly Rest[];
  readonly open: readonly Unknown[];
}

const NOTHING: Matched = new Map();

/** One for an API whose routes are not known: any path. */
export const ANY_PATH = '/*';

/**
 * The resources of statements, made to be asked often: what they are before a path is worked out once for each stage and
 * verb, and each path once for all stages and verbs that leave the same.
 */
export class Targets {
  readonly #origin: Unknown['origin'];
  readonly #elements: readonly Element[];
  readonly #asked = new Map<string, StageVerb>();
  readonly #heads = new Map<string, StageVerb>();
  readonly #paths = new Map<string, CompiledPath>();
  readonly #matched = new Map<string, Matched>();
  readonly #classes = new Classes();

  constructor(api: Api, statements: readonly Statement[]) {
    const prefix = ownPrefix(api);
    this.#origin = api.place;
    this.#elements = statements.map(({ resource, open }, index) => ({
      index,
      negated: resource?.negated ?? false,
      rests: (resource?.values ?? []).flatMap((value) =>
        read({ pattern: resourcePattern(value, api), because: [], asked: '' }, prefix),
      ),
      open: resource?.open ?? open,
    }));
  }

  /** The same for the requests to one stage by one verb: `/prod/GET` and then a path. One object where the same is left. */
  under(stage: Pattern, verb: string): StageVerb {
    const asked = `${patternKey(stage)} ${verb}`;
    const known = this.#asked.get(asked) ?? this.#read(stage, verb);
    this.#asked.set(asked, known);
    return known;
  }

  #read(stage: Pattern, verb: string): StageVerb {
    // the stage by itself: what is asked of it is then the same, whatever comes behind it
    const parts: readonly Pattern[] = [['/'], stage, ['/', ...verb]];
    const readAll = (rests: readonly Rest[], part: Pattern): readonly Rest[] =>
      rests.flatMap((rest) => read(rest, part));
    const elements = this.#elements
      .map((element) => ({ ...element, rests: parts.reduce(readAll, element.rests) }))
      .filter(({ negated, rests, open }) => negated || rests.length + open.length > 0);
    const key = elements.map(({ index, rests }) => [index, ...rests.map(restKey)].join('\0')).join('\0\0');
    const known = this.#heads.get(key) ?? { elements, classes: new Map() };
    this.#heads.set(key, known);
    return known;
  }

  /**
   * The classes of a path, which may have parameters in braces: split also by the paths that go `before` it, where they take some of
   * its calls. The same array for the same classes.
   */
  classes({ elements, classes }: StageVerb, path: string, before: readonly string[] = []): readonly PathClass[] {
    const key = [path, ...before].join('\0');
    const known = classes.get(key) ?? this.#split(elements, this.#compiled(path), before);
    classes.set(key, known);
    return known;
  }

  #compiled(path: string): CompiledPath {
    const known = this.#paths.get(path) ?? compile(path, this.#origin);
    this.#paths.set(path, known);
    return known;
  }

  #split(
    elements: readonly Element[],
    { path, language, text }: CompiledPath,
    paths: readonly string[],
  ): readonly PathClass[] {
    const near = elements.filter(
      ({ negated, rests, open }) =>
        negated || open.length > 0 || rests.some(({ pattern }) => mayBegin(pattern, text ?? language)),
    );
    if (near.length === 0) return [{ witness: path, matched: NOTHING, before: [] }];
    if (text) return [{ witness: path, matched: this.#match(near, text), before: [] }];
    const patterns = new Map<string, Language>();
    for (const { pattern } of near.flatMap(({ rests }) => rests)) {
      const most = widest(pattern);
      if (isLanguage(most) && mayBegin(most, language)) patterns.set(patternKey(most), most);
    }
    const before = paths.filter((one) => isToldApart(this.#compiled(one), [...patterns.values()]));
    const classes = this.#classes.of(language, [
      ...patterns.values(),
      ...before.map((one) => languageOf(this.#compiled(one))),
    ]);
    if (!classes) {
      const answer = unknown([tooMany(path, this.#origin)]);
      return [{ witness: path, matched: new Map(near.map(({ index }) => [index, answer])), before: [] }];
    }
    const found = new Map<string, PathClass>();
    for (const { witness, matched: by } of classes) {
      const matched = this.#match(near, [...witness]);
      const taken = before.filter((_, i) => by[patterns.size + i]);
      const key = [matchedKey(matched), ...taken].join('\0');
      if (!found.has(key)) found.set(key, { witness: shown(witness, [...patterns.values()]), matched, before: taken });
    }
    return [...found.values()];
  }

  /** One object for the same. */
  #match(elements: readonly Element[], text: Pattern): Matched {
    const matched = match(elements, text);
    const key = matchedKey(matched);
    const known = this.#matched.get(key) ?? matched;
    this.#matched.set(key, known);
    return known;
  }
}

export interface StageVerb {
  readonly elements: readonly Element[];
  /** What is known of paths so far. */
  readonly classes: Map<string, readonly PathClass[]>;
}

interface CompiledPath {
  readonly path: string;
  readonly language: Language;
  /** Where it is one text, which may have unknown parts. */
  readonly text?: Pattern;
}

function languageOf({ language, text }: CompiledPath): Language {
  return text ? (text as Language) : language;
}

/** Whether a pattern that names more than wildcards may match what a path stands for. */
function isToldApart(path: CompiledPath, patterns: readonly Language[]): boolean {
  if (path.text && !isLanguage(path.text)) return false;
  return patterns.some((one) => one.some((token) => token !== '*' && token !== '/') && mayBegin(one, languageOf(path)));
}

function compile(path: string, origin: Unknown['origin']): CompiledPath {
  if (path === ANY_PATH) return { path, language: ['/', '*'] };
  const tokens = pathTokens(path);
  const isOne = tokens.every((token) => token.length === 1) || tokens.some(isOpen);
  const text = tokens.map((token) => (token.length > 1 ? unknownPart(token, origin) : token));
  return { path, language: isOne ? [] : tokens.flatMap(tokenLanguage), ...(isOne && { text }) };
}

/** Equal where the same is matched, and for the same reasons. */
export function matchedKey(matched: Matched): string {
  const parts = [];
  for (const [index, answer] of matched)
    parts.push(
      answer.is === 'unknown' ? `${index}?${answer.because.map(({ id }) => id)}${JSON.stringify(answer.asked)}` : index,
    );
  return parts.join();
}

function match(elements: readonly Element[], text: Pattern): Matched {
  const found = new Map<number, Match>();
  for (const element of elements) {
    const answer = matchElement(element, text);
    if (answer.is !== 'no') found.set(element.index, answer);
  }
  return found;
}

function matchElement({ negated, rests, open }: Element, text: Pattern): Match {
  const because: Unknown[] = [...open];
  const asked: string[] = open.map(({ id }) => id);
  for (const rest of rests) {
    const answer = matchesText(rest.pattern, text);
    if (answer.is === 'yes' && rest.because.length === 0) return negated ? NO : YES;
    if (answer.is === 'no') continue;
    for (const one of answer.is === 'unknown' ? answer.because : rest.because) because.push(one);
    asked.push(answer.is === 'unknown' ? `${rest.asked}${patternKey(rest.pattern)}` : rest.asked);
  }
  if (because.length > 0)
    return { ...unknown(because), asked: { key: [...new Set(asked)].sort().join('\n'), negated } };
  return negated ? YES : NO;
}

/** What is left where a pattern has read a text: a place behind a `*` that may go on reading is not another one. */
function read({ pattern, because, asked }: Rest, text: Pattern): readonly Rest[] {
  const same = commonStart(text, pattern);
  if (same === text.length) return [{ pattern: pattern.slice(text.length), because, asked }];
  if (isApart(pattern[same], text[same])) return [];
  const [own, left] = [pattern.slice(same), text.slice(same)];
  const certain = advance(own, startOf(own, 'certainly'), left, 'certainly');
  const found = places(own, certain).map((place): Rest => ({ pattern: own.slice(place), because, asked }));
  const unknowns = [...unknownsIn(own), ...unknownsIn(left)];
  if (unknowns.length === 0) return found;
  const perhaps = advance(own, startOf(own, 'segments'), left, 'segments');
  const further = places(own, perhaps).filter((place) => !certain[place]);
  const asking = (place: number): string => `${asked}${patternKey(own.slice(0, place))}\0${patternKey(left)}\0`;
  return [
    ...found,
    ...further.map(
      (place): Rest => ({ pattern: own.slice(place), because: [...because, ...unknowns], asked: asking(place) }),
    ),
  ];
}

function places(pattern: Pattern, reached: Uint8Array): readonly number[] {
  return [...reached.keys()].filter((i) => reached[i] === 1 && !(pattern[i - 1] === '*' && reached[i - 1] === 1));
}

function restKey({ pattern, because, asked }: Rest): string {
  return `${patternKey(pattern)}${because.map(({ id }) => `\0?${id}`).join('')}${asked}`;
}

/** A character that no pattern names becomes one that people write. */
function shown(witness: string, patterns: readonly Language[]): string {
  const letter = [...'xyzabcdefghijklmnopqrstuvw0123456789'].find(
    (one) => !patterns.some((pattern) => pattern.includes(one)),
  );
  return witness.replaceAll(FRESH, letter ?? '~');
}

function unknownPart(token: string, origin: Unknown['origin']): Unknown {
  return { kind: 'unknown', id: token, reason: `${token} stands for a part of the path that is not known`, origin };
}

function tooMany(path: string, origin: Unknown['origin']): Unknown {
  const reason = `there are too many ways in which the policy tells requests to ${path} apart`;
  return { kind: 'unknown', id: reason, reason, origin };
}
