import { type Answer, NO, unknown, YES } from '../model/answer.ts';
import { areApart, mayHave } from '../model/ids.ts';
import { commonStart, type Pattern, unknownsIn } from '../model/pattern.ts';
import type { Unknown } from '../values/value.ts';
import { FRESH } from './automaton.ts';

/** Whether a pattern matches a text, which has unknown parts but no wildcards. */
export function matchesText(pattern: Pattern, text: Pattern): Answer {
  if (readsAll(pattern, text)) return YES;
  const because = [...unknownsIn(pattern), ...unknownsIn(text)];
  if (because.length === 0) return NO;
  const same = commonStart(pattern, text);
  if (isApart(pattern[same], text[same])) return NO;
  const end = advance(pattern, startOf(pattern, 'perhaps'), text, 'perhaps');
  return end[pattern.length] === 1 ? unknown(because) : NO;
}

/** Goes back to the last `*` where it gets stuck: linear for most patterns, and without memory. */
function readsAll(pattern: Pattern, text: Pattern): boolean {
  let [i, star, back] = [0, -1, 0];
  for (let at = 0; at < text.length; ) {
    if (pattern[i] === '*') {
      star = i;
      back = at;
      i += 1;
    } else if (i < pattern.length && takes(pattern[i], text[at])) {
      i += 1;
      at += 1;
    } else if (star >= 0) {
      i = star + 1;
      back += 1;
      at = back;
    } else return false;
  }
  while (pattern[i] === '*') i += 1;
  return i === pattern.length;
}

type Token = Pattern[number] | undefined;

const isUnknown = (token: Token): token is Unknown => typeof token === 'object';

function takes(own: Token, token: Token): boolean {
  if (isUnknown(own)) return isUnknown(token) && own.id === token.id;
  return own === token || (own === '?' && !isUnknown(token));
}

/** `perhaps`: an unknown part may be any text; `segments`: one of the text that is read has no slash and no colon. */
type Mode = 'certainly' | 'perhaps' | 'segments';

/** The places of a pattern that are reached before anything is read. */
export function startOf(pattern: Pattern, mode: Mode): Uint8Array {
  return closed(new Uint8Array(pattern.length + 1).fill(1, 0, 1), pattern, mode);
}

/** The places of a pattern that are reached from others by reading a text. */
export function advance(pattern: Pattern, from: Uint8Array, text: Pattern, mode: Mode): Uint8Array {
  let reached = from;
  for (const token of text) {
    const next = new Uint8Array(pattern.length + 1);
    for (let i = 0; i <= pattern.length; i += 1) {
      if (!reached[i]) continue;
      const own = pattern[i];
      if (own === '*') next[i] = 1;
      else if (own !== undefined && takes(own, token)) next[i + 1] = 1;
      if (mode === 'certainly') continue;
      if (isUnknown(own) && (isUnknown(token) || token === FRESH || mayHave(own, token))) next[i] = 1;
      if (isUnknown(token)) next.fill(1, i, mode === 'perhaps' ? undefined : endOfSegment(pattern, i) + 1);
    }
    reached = closed(next, pattern, mode);
  }
  return reached;
}

function endOfSegment(pattern: Pattern, from: number): number {
  const end = pattern.findIndex((own, i) => i >= from && (own === '/' || own === ':'));
  return end < 0 ? pattern.length : end;
}

function closed(reached: Uint8Array, pattern: Pattern, mode: Mode): Uint8Array {
  pattern.forEach((own, i) => {
    if (reached[i] && (own === '*' || (mode !== 'certainly' && isUnknown(own)))) reached[i + 1] = 1;
  });
  return reached;
}

const isCharacter = (token: Token): boolean =>
  typeof token === 'string' && token.length === 1 && token !== '*' && token !== '?';

/** Whether two tokens can never stand for the same. */
export function isApart(own: Token, token: Token): boolean {
  if (isUnknown(own) && isUnknown(token)) return areApart(own, token);
  return own !== token && (own === undefined || isCharacter(own)) && isCharacter(token);
}

/** Whether a pattern and a text begin alike, as far as both are written out. */
export function mayBegin(pattern: Pattern, text: Pattern): boolean {
  const end = text.findIndex((token, i) => token !== pattern[i] || !isCharacter(token));
  return end < 0 || !isApart(pattern[end], text[end]);
}
