import { isHole, type Text } from '../values/text.ts';
import type { Unknown } from '../values/value.ts';
import { type Answer, NO, unknown, YES } from './answer.ts';
import { areApart } from './ids.ts';

/**
 * A text in which `*` stands for any run of characters and `?` for one, as tokens: a character, `*`, `?`, or an unknown part.
 * In a run of wildcards the `?` come first, so that equal patterns look alike.
 */
export type Pattern = readonly Token[];
type Token = string | Unknown;

const STAR = '*';
const ONE = '?';

const isUnknown = (token: Token | undefined): token is Unknown => typeof token === 'object';

export function patternOf(text: Text | string): Pattern {
  const tokens =
    typeof text === 'string'
      ? text.split('')
      : text.pieces.flatMap((piece): Token[] => (isHole(piece) ? [piece.unknown] : piece.text.split('')));
  return normalized(tokens);
}

function normalized(tokens: readonly Token[]): Pattern {
  const result: Token[] = [];
  let star = false;
  for (const token of tokens) {
    if (token === STAR) star = true;
    else {
      if (star && token !== ONE) {
        result.push(STAR);
        star = false;
      }
      result.push(token);
    }
  }
  return star ? [...result, STAR] : result;
}

/** Equal for patterns that are written alike; an unknown part is known by its expression. */
export function patternKey(pattern: Pattern): string {
  return pattern.map((token) => (isUnknown(token) ? `\0${token.id}\0` : token)).join('');
}

export function unknownsIn(pattern: Pattern): readonly Unknown[] {
  return pattern.filter(isUnknown);
}

/** Whether every text that `inner` matches is one that `outer` matches. An empty pattern matches the empty text. */
export function covers(...pair: readonly [outer: Pattern, inner: Pattern]): Answer {
  const [outer, inner] = withoutCommonStart(...pair);
  if (beginApart(outer, inner)) return NO;
  if (matches(outer, inner)) return YES;
  const because = [...unknownsIn(outer), ...unknownsIn(inner)];
  return because.length > 0 && haveCommon(widest(outer), widest(inner)) ? unknown(because) : NO;
}

/** Whether there is a text that both match. */
export function meets(...pair: readonly [Pattern, Pattern]): Answer {
  const [a, b] = withoutCommonStart(...pair);
  if (beginApart(a, b)) return NO;
  if (haveCommon(a, b)) return YES;
  const because = [...unknownsIn(a), ...unknownsIn(b)];
  return because.length > 0 && haveCommon(widest(a), widest(b)) ? unknown(because) : NO;
}

/** What both begin with decides nothing, whatever its unknown parts are. */
function withoutCommonStart(a: Pattern, b: Pattern): readonly [Pattern, Pattern] {
  const at = commonStart(a, b);
  return [a.slice(at), b.slice(at)];
}

/** How many tokens both begin with that stand for the same. */
export function commonStart(a: Pattern, b: Pattern): number {
  let at = 0;
  while (at < a.length && isSame(a[at], b[at])) at += 1;
  return at;
}

/** Whether both begin with an id, and not with the same: what follows makes no difference. */
function beginApart([a]: Pattern, [b]: Pattern): boolean {
  return isUnknown(a) && isUnknown(b) && areApart(a, b);
}

function isSame(one: Token | undefined, other: Token | undefined): boolean {
  if (isUnknown(one)) return isUnknown(other) && one.id === other.id;
  return one === other && one !== STAR && one !== ONE;
}

/** What a pattern may match at most: an unknown part may be any text, and hold wildcards. */
export function widest(pattern: Pattern): Pattern {
  return normalized(pattern.map((token) => (isUnknown(token) ? STAR : token)));
}

/**
 * Whether the pattern takes each of the texts as one: a token of `texts` that stands for several is taken by a `*`, or by a `?`
 * beside one, which then waits for its own character.
 */
function matches(pattern: Pattern, texts: Pattern): boolean {
  let reached = skipStars(start(pattern), pattern);
  for (const text of texts) {
    const next = new Uint8Array(pattern.length + 1);
    for (let i = 0; i < pattern.length; i += 1) {
      if (!reached[i]) continue;
      if (pattern[i] === STAR || (isSeveral(text) && isBesideStar(pattern, i))) next[i] = 1;
      if (pattern[i] !== STAR && coversToken(pattern[i], text)) next[i + 1] = 1;
    }
    reached = skipStars(next, pattern);
  }
  return reached[pattern.length] === 1;
}

const isSeveral = (token: Token): boolean => token === STAR || isUnknown(token);

/** A run of wildcards ends with its `*`. */
function isBesideStar(pattern: Pattern, at: number): boolean {
  let end = at;
  while (pattern[end] === ONE) end += 1;
  return end > at && pattern[end] === STAR;
}

function coversToken(outer: Token | undefined, inner: Token | undefined): boolean {
  if (isUnknown(inner)) return isSame(outer, inner);
  return outer === inner || (outer === ONE && inner !== STAR);
}

/** Both read from left to right, a row of the places in `b` that can be reached for each place in `a`. */
function haveCommon(a: Pattern, b: Pattern): boolean {
  let row = skipStars(start(b), b);
  for (const token of a) {
    const next = new Uint8Array(b.length + 1);
    for (let j = 0; j <= b.length; j += 1) {
      if (!row[j]) continue;
      if (token === STAR) next.fill(1, j);
      else {
        const other = b[j];
        if (other === STAR) next[j] = 1;
        else if (other !== undefined && (coversToken(token, other) || coversToken(other, token))) next[j + 1] = 1;
      }
    }
    row = skipStars(next, b);
  }
  return row[b.length] === 1;
}

/** The places in a pattern that are reached: none of its tokens is read. */
function start(pattern: Pattern): Uint8Array {
  return new Uint8Array(pattern.length + 1).fill(1, 0, 1);
}

/** A `*` may stand for nothing. */
function skipStars(reached: Uint8Array, pattern: Pattern): Uint8Array {
  for (let i = 0; i < pattern.length; i += 1) if (reached[i] && pattern[i] === STAR) reached[i + 1] = 1;
  return reached;
}
