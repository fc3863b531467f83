import type { Host, Scalar, Span } from '../source/tree.ts';
import type { Origin, Unknown } from './value.ts';

/** Characters of one scalar, mapped like a Run: one to one where the lengths are equal, else as a whole. */
export interface Chars {
  readonly text: string;
  readonly host: Host;
  readonly start: number;
  readonly end: number;
  /** The reference that brought them here. */
  readonly use?: Span;
}

/** A part of a text that is not known; counts as one character. */
export interface Hole {
  readonly unknown: Unknown;
  /** Where it stands in the text that is composed. */
  readonly at: Span;
}

export type Piece = Chars | Hole;

/** What an unquoted spelling makes of a scalar; quoted ones and composed ones are strings. */
export type ScalarType = 'string' | 'number' | 'boolean' | 'null';

/** A string whose every character knows where it was written. `pieces` is never empty. */
export interface Text {
  readonly kind: 'text';
  readonly scalar: ScalarType;
  readonly pieces: readonly Piece[];
}

export const isHole = (piece: Piece): piece is Hole => 'unknown' in piece;

const NULL = /^(?:~|null|Null|NULL)?$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

export function textOf(scalar: Scalar, use?: Span): Text {
  // written out: each value of a template comes by here
  const pieces = scalar.runs.map(({ text, start, end, host: brought }): Chars => {
    const host = brought ?? scalar;
    const via = use ?? (brought && !brought.made ? scalar.span : undefined);
    return via ? { text, start, end, host, use: via } : { text, start, end, host };
  });
  return { kind: 'text', scalar: scalar.plain ? plainType(pieces) : 'string', pieces };
}

function plainType(pieces: readonly Chars[]): ScalarType {
  const [only] = pieces;
  if (!only || pieces.length > 1) return 'string';
  if (NULL.test(only.text)) return 'null';
  if (BOOLEAN.test(only.text)) return 'boolean';
  return NUMBER.test(only.text) ? 'number' : 'string';
}

/** A string that stands for a place as a whole: a value given on the command line for a parameter declared there. */
export function textAt(text: string, span: Span, use?: Span): Text {
  return {
    kind: 'text',
    scalar: 'string',
    pieces: [{ text, host: { span }, start: span.start, end: span.end, ...(use && { use }) }],
  };
}

export function textOfUnknown(unknown: Unknown, at: Span): Text {
  return { kind: 'text', scalar: 'string', pieces: [{ unknown, at }] };
}

/** The characters, or nothing where a part is not known. */
export function literal(text: Text): string | undefined {
  return text.pieces.some(isHole) ? undefined : render(text, '');
}

/** The characters with `hole` (one character, or none) for each unknown part. */
export function render(text: Text, hole: string | ((hole: Hole) => string)): string {
  const [only] = text.pieces;
  if (only && text.pieces.length === 1 && !isHole(only)) return only.text;
  const fill = typeof hole === 'string' ? () => hole : hole;
  return text.pieces.map((piece) => (isHole(piece) ? fill(piece) : piece.text)).join('');
}

/** As a person would write it, unknown parts as `${…}`; also the text's identity. */
export function display(text: Text): string {
  return render(text, ({ unknown }) => expression(unknown));
}

export { shortened } from '../source/characters.ts';

/** What stands for an unknown: `${Environment}`. */
export function expression({ id }: Unknown): string {
  return `\${${id.replace(/^(?:Ref|GetAtt) /, '')}}`;
}

export function unknownsOf(text: Text): readonly Unknown[] {
  return text.pieces.filter(isHole).map((piece) => piece.unknown);
}

/** The part from `start` to `end`, counted from the piece `from`; an empty part keeps its place. */
export function slice(text: Text, start: number, end: number, from = 0): Text {
  const pieces: Piece[] = [];
  let offset = 0;
  let nearest: Piece | undefined;
  for (let index = from; index < text.pieces.length && (pieces.length === 0 || offset < end); index += 1) {
    const piece = text.pieces[index] as Piece;
    const size = isHole(piece) ? 1 : piece.text.length;
    const first = Math.min(Math.max(start - offset, 0), size);
    const last = Math.min(end - offset, size);
    if (first < last) pieces.push(isHole(piece) ? piece : cut(piece, first, last));
    else if (offset <= start) nearest = isHole(piece) ? emptyAt(piece.at, first) : cut(piece, first, first);
    offset += size;
    if (offset > end) break;
  }
  if (pieces.length === 0 && nearest) pieces.push(nearest);
  return { kind: 'text', scalar: 'string', pieces };
}

function emptyAt(span: Span, side: number): Chars {
  const at = side === 0 ? span.start : span.end;
  return { text: '', host: { span }, start: at, end: at };
}

function cut(piece: Chars, from: number, to: number): Chars {
  if (from === 0 && to === piece.text.length) return piece;
  const exact = piece.end - piece.start === piece.text.length;
  return exact
    ? { ...piece, text: piece.text.slice(from, to), start: piece.start + from, end: piece.start + to }
    : { ...piece, text: piece.text.slice(from, to) };
}

/** Puts texts together; what several places contribute to stands at `use`, the place that composes it. */
export function concat(texts: readonly Text[], use: Span): Text {
  const pieces = texts.flatMap((text) => text.pieces).filter((piece) => isHole(piece) || piece.text !== '');
  const kept = pieces.length > 0 ? pieces : (texts[0]?.pieces.slice(0, 1) ?? []);
  if (kept.length === 0) return textAt('', use);
  return { kind: 'text', scalar: 'string', pieces: kept.map((piece) => moved(piece, use)) };
}

/** Puts a text together in its own place: only what comes from elsewhere was given a `use` by its caller. */
export function assemble(pieces: readonly Piece[], empty: Piece): Text {
  const kept = pieces.filter((piece) => isHole(piece) || piece.text !== '');
  return { kind: 'text', scalar: 'string', pieces: kept.length > 0 ? kept : [empty] };
}

/** A part of a text, and what stands for it. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly by: readonly Piece[];
}

/** The text with parts of it replaced, which are in order and do not overlap. */
export function replaceParts(text: Text, parts: readonly Replacement[]): Text {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { start, end, by } of parts) {
    for (const one of slice(text, from, start).pieces) pieces.push(one);
    for (const one of by) pieces.push(one);
    from = end;
  }
  if (from === 0) return text;
  for (const one of slice(text, from, Number.MAX_SAFE_INTEGER).pieces) pieces.push(one);
  return assemble(pieces, text.pieces[0] as Piece);
}

/** The text with what a pattern finds in it replaced; what is not known holds none of it. */
export function replaceMatches(
  text: Text,
  pattern: RegExp,
  by: (match: RegExpExecArray, written: Text) => readonly Piece[],
): Text {
  return replaceParts(
    text,
    [...render(text, '\uFFFC').matchAll(pattern)].map((match) => {
      const start = match.index;
      const end = start + match[0].length;
      return { start, end, by: by(match, slice(text, start, end)) };
    }),
  );
}

export function moved(piece: Piece, use: Span): Piece {
  return isHole(piece) ? { unknown: piece.unknown, at: use } : { ...piece, use };
}

export function movedText(text: Text, use: Span): Text {
  return { ...text, pieces: text.pieces.map((piece) => moved(piece, use)) };
}

/** The parts between separators. A part with a hole may hold further separators: `open` there. */
export function split(text: Text, separator: string): readonly { readonly part: Text; readonly open: boolean }[] {
  const [only] = text.pieces;
  if (only && text.pieces.length === 1 && !isHole(only)) {
    return only.text.split(separator).reduce<{ parts: { part: Text; open: boolean }[]; at: number }>(
      (state, part) => {
        state.parts.push({
          part: { kind: 'text', scalar: 'string', pieces: [cut(only, state.at, state.at + part.length)] },
          open: false,
        });
        state.at += part.length + separator.length;
        return state;
      },
      { parts: [], at: 0 },
    ).parts;
  }
  const whole = render(text, '\uFFFC');
  const parts: { part: Text; open: boolean }[] = [];
  for (let from = 0; from <= whole.length; ) {
    const next = whole.indexOf(separator, from);
    const to = next < 0 ? whole.length : next;
    const part = slice(text, from, to);
    parts.push({ part, open: part.pieces.some(isHole) });
    if (next < 0) break;
    from = to + separator.length;
  }
  return parts;
}

export function trim(text: Text): Text {
  const whole = render(text, '\uFFFC');
  const start = whole.length - whole.trimStart().length;
  const end = whole.trimEnd().length;
  return start === 0 && end === whole.length ? text : slice(text, start, Math.max(start, end));
}

/**
 * Where a text stands: its range where all of it lies together in one scalar, else the place that puts it together.
 * `composed` is true for the latter: such a text takes no fix.
 */
export function originOf(text: Text): Origin & { readonly composed: boolean } {
  const first = text.pieces[0] as Piece;
  const last = text.pieces.at(-1) as Piece;
  if (!isHole(first) && !isHole(last) && (first === last || isTogether(text.pieces))) {
    const at: Span = { file: first.host.span.file, start: first.start, end: Math.max(first.start, last.end) };
    return { at, ...(first.use && { use: first.use }), composed: first.host.made ?? false };
  }
  const [only] = text.pieces;
  if (text.pieces.length === 1 && only && isHole(only)) return { ...only.unknown.origin, use: only.at, composed: true };
  const from = site(first);
  const to = site(last);
  return {
    at: { file: from.file, start: from.start, end: from.file === to.file ? Math.max(from.end, to.end) : from.end },
    composed: true,
  };
}

/** Whether all of a text lies together in one scalar. */
function isTogether(pieces: readonly Piece[]): pieces is readonly Chars[] {
  const [first] = pieces as readonly Chars[];
  return (
    pieces.every((piece) => !isHole(piece) && piece.host === first?.host && piece.use === first?.use) &&
    inOrder(pieces as readonly Chars[])
  );
}

/** Whether pieces of one scalar stand there as they do here: a parameter joined to itself does not. */
function inOrder(pieces: readonly Chars[]): boolean {
  return pieces.every((piece, i) => i === 0 || (pieces[i - 1] as Chars).end <= piece.start || isPart(piece));
}

/** Whether the characters are some of those that their range stands for as a whole. */
const isPart = ({ text, start, end }: Chars): boolean => end - start !== text.length;

function site(piece: Piece): Span {
  if (isHole(piece)) return piece.at;
  return piece.use ?? { file: piece.host.span.file, start: piece.start, end: piece.end };
}
