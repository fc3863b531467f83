import { type Answer, any, NO, not, unknown } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import { type Pattern, patternKey, unknownsIn } from '../model/pattern.ts';
import type { Statement } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';
import { classesOf, type Language, NO_SLASH, NO_SLASHES } from './classes.ts';
import { advance, FRESH, matchesText, startOf } from './reading.ts';
import { ownPrefix, resourcePattern } from './resource.ts';

/** Paths of one route that the resources of all statements treat alike. */
export interface PathClass {
  readonly witness: string;
  /** By the index of the statement: whether its `Resource` or `NotResource` matches them. */
  readonly matched: readonly Answer[];
}

/** What is left of a resource once it has read the beginning of an ARN, certainly or perhaps. */
interface Rest {
  readonly pattern: Pattern;
  /** Empty where it certainly has read it. */
  readonly because: readonly Unknown[];
}

interface Element {
  readonly negated: boolean;
  readonly rests: readonly Rest[];
  readonly open: readonly Unknown[];
}

/** One for an API whose routes are not known: any path. */
export const ANY_PATH = '/*';

/**
 * The resources of statements, made to be asked often: what they are before a path is worked out once for each stage and
 * verb, and each path once for all stages and verbs that leave the same.
 */
export class Targets {
  readonly #origin: Unknown['origin'];
  readonly #elements: readonly Element[];
  readonly #classes = new Map<string, readonly PathClass[]>();

  constructor(api: Api, statements: readonly Statement[]) {
    const prefix = ownPrefix(api);
    this.#origin = api.place;
    this.#elements = statements.map(({ resource, open }) => ({
      negated: resource?.negated ?? false,
      rests: (resource?.values ?? []).flatMap((value) =>
        read({ pattern: resourcePattern(value, api), because: [] }, prefix),
      ),
      open: resource?.open ?? open,
    }));
  }

  /** The same for the requests to one stage by one verb: `/prod/GET` and then a path. */
  under(stage: Pattern, verb: string): StageVerb {
    const head = ['/', ...stage, '/', ...verb];
    const elements = this.#elements.map((element) => ({
      ...element,
      rests: element.rests.flatMap((rest) => read(rest, head)),
    }));
    return { elements, key: elements.map(({ rests }) => rests.map(restKey).join('\0')).join('\0\0') };
  }

  /** The classes of a path, which may have parameters in braces. The same array for the same classes. */
  classes({ elements, key }: StageVerb, path: string): readonly PathClass[] {
    const question = `${path}\0\0\0${key}`;
    const known = this.#classes.get(question) ?? this.#split(elements, path);
    this.#classes.set(question, known);
    return known;
  }

  #split(elements: readonly Element[], path: string): readonly PathClass[] {
    const tokens = tokensOf(path);
    if (tokens.some((token) => token.startsWith('${'))) {
      const text = tokens.map((token) => (token.length > 1 ? unknownPart(token, this.#origin) : token));
      return [{ witness: path, matched: matched(elements, text) }];
    }
    const language = path === ANY_PATH ? ['/', '*'] : tokens.flatMap(languageOf);
    const patterns = new Map<string, Pattern>();
    if (path.includes('{') || path === ANY_PATH) {
      for (const { pattern } of elements.flatMap(({ rests }) => rests))
        if (splits(pattern, language)) patterns.set(patternKey(pattern), pattern);
    }
    const classes =
      patterns.size === 0 ? [{ witness: witnessOf(language) }] : classesOf(language, [...patterns.values()]);
    if (!classes) return [{ witness: path, matched: elements.map(() => unknown([tooMany(path, this.#origin)])) }];
    const found = new Map<string, PathClass>();
    for (const { witness } of classes) {
      const one = matched(elements, [...witness]);
      if (!found.has(answersKey(one))) found.set(answersKey(one), { witness: shown(witness, path), matched: one });
    }
    return [...found.values()];
  }
}

export interface StageVerb {
  readonly elements: readonly Element[];
  /** Equal where the same is left of all resources. */
  readonly key: string;
}

/** Equal for answers of equal kinds and reasons. */
export function answersKey(answers: readonly Answer[]): string {
  return answers.map((one) => (one.is === 'unknown' ? `?${one.because.map(({ id }) => id).join()}` : one.is)).join(' ');
}

function matched(elements: readonly Element[], text: Pattern): readonly Answer[] {
  return elements.map(({ negated, rests, open }) => {
    const found = any(
      ...rests.map(({ pattern, because }) => {
        const answer = matchesText(pattern, text);
        return because.length === 0 || answer.is === 'no' ? answer : unknown(because);
      }),
      open.length > 0 ? unknown(open) : NO,
    );
    return negated ? not(found) : found;
  });
}

/** What is left where a pattern has read a text: a place behind a `*` that may go on reading is not another one. */
function read({ pattern, because }: Rest, text: Pattern): readonly Rest[] {
  const same = text.findIndex((token, i) => !isSame(token, pattern[i]));
  if (same < 0) return [{ pattern: pattern.slice(text.length), because }];
  const [own, left] = [pattern.slice(same), text.slice(same)];
  const certain = advance(own, startOf(own, 'certainly'), left, 'certainly');
  const found = places(own, certain).map((place): Rest => ({ pattern: own.slice(place), because }));
  const unknowns = [...unknownsIn(own), ...unknownsIn(left)];
  if (unknowns.length === 0) return found;
  const perhaps = advance(own, startOf(own, 'segments'), left, 'segments');
  const further = places(own, perhaps).filter((place) => !certain[place]);
  return [...found, ...further.map((place): Rest => ({ pattern: own.slice(place), because: unknowns }))];
}

function isSame(token: Pattern[number] | undefined, own: Pattern[number] | undefined): boolean {
  if (typeof token === 'object') return typeof own === 'object' && own.id === token.id;
  return token === own && token !== '*' && token !== '?';
}

function places(pattern: Pattern, reached: Uint8Array): readonly number[] {
  return [...reached.keys()].filter((i) => reached[i] === 1 && !(pattern[i - 1] === '*' && reached[i - 1] === 1));
}

function restKey({ pattern, because }: Rest): string {
  return `${patternKey(pattern)}${because.map(({ id }) => `\0?${id}`).join('')}`;
}

/** Characters, `{parameter}`, and `${unknown}` parts. */
function tokensOf(path: string): readonly string[] {
  return path.split(/(\$?\{[^{}]*\})/).flatMap((part) => (/^\$?\{.*\}$/.test(part) ? [part] : [...part]));
}

/** A parameter is not empty; a greedy one takes slashes too. */
function languageOf(token: string): Language {
  if (token.length === 1) return [token];
  return token.endsWith('+}') ? ['?', '*'] : [NO_SLASH, NO_SLASHES];
}

function witnessOf(language: Language): string {
  return language
    .flatMap((token) =>
      token.length > 1 || token === '*' ? (token === NO_SLASH ? FRESH : '') : token === '?' ? FRESH : token,
    )
    .join('');
}

/** Whether a pattern may match some texts of a language and not others. */
function splits(pattern: Pattern, language: Language): boolean {
  if (unknownsIn(pattern).length > 0 || pattern.every((token) => token === '*')) return false;
  for (const [i, token] of pattern.entries()) {
    const other = language[i];
    if (token === '*' || other === undefined || other === '*' || other.length > 1) return true;
    if (token !== other && token !== '?' && other !== '?') return false;
  }
  return true;
}

/** A character that nobody named becomes one that people write. */
function shown(witness: string, path: string): string {
  const letter = ['x', 'y', 'z', '0'].find((one) => !path.includes(one)) ?? 'x';
  return witness.replaceAll(FRESH, letter);
}

function unknownPart(token: string, origin: Unknown['origin']): Unknown {
  return { kind: 'unknown', id: token, reason: `${token} stands for a part of the path that is not known`, origin };
}

function tooMany(path: string, origin: Unknown['origin']): Unknown {
  const reason = `there are too many ways in which the policy tells requests to ${path} apart`;
  return { kind: 'unknown', id: reason, reason, origin };
}
