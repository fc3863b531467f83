import type { Span } from '../../source/tree.ts';
import { type Chars, isHole, type Piece, type Text, textAt } from '../../values/text.ts';
import type { Origin, Value } from '../../values/value.ts';

/** The JSON text of a value, each character of it standing where the value was written. */
export function jsonText(value: Value, at: Span): Text {
  const pieces: Piece[] = [];
  print(value, pieces, at);
  return { kind: 'text', scalar: 'string', pieces };
}

function print(value: Value, out: Piece[], at: Span): void {
  switch (value.kind) {
    case 'unknown':
      out.push({ unknown: value, at: value.origin.use ?? value.origin.at });
      return;
    case 'text':
      printText(value, out);
      return;
    case 'list':
      out.push(mark('[', value.origin));
      [...value.items, ...value.open].forEach((item, i) => {
        if (i > 0) out.push(mark(',', value.origin));
        print(item, out, at);
      });
      out.push(mark(']', value.origin));
      return;
    case 'dict':
      // what may replace any of its members leaves nothing of it known
      if (value.open[0]) {
        print(value.open[0], out, at);
        return;
      }
      out.push(mark('{', value.first));
      value.entries.forEach((entry, i) => {
        if (i > 0) out.push(mark(',', value.origin));
        printText({ ...entry.key, scalar: 'string' }, out);
        out.push(mark(':', value.origin));
        print(entry.value, out, at);
      });
      out.push(mark('}', value.origin));
  }
}

function printText(text: Text, out: Piece[]): void {
  const [first] = text.pieces as [Piece];
  const value = asJson(text);
  if (value !== undefined) {
    out.push({ ...(first as Chars), text: value });
    return;
  }
  const quote = isHole(first) ? mark('"', { at: first.at }) : { ...first, text: '"', end: first.start };
  out.push(quote);
  for (const one of text.pieces.flatMap(escaped)) out.push(one);
  out.push(quote);
}

/** What JSON writes without quotes: YAML has more spellings of it, which are one to one only where nothing changes. */
function asJson({ scalar, pieces: [first] }: Text): string | undefined {
  if (scalar === 'string' || !first || isHole(first)) return undefined;
  if (scalar === 'null') return 'null';
  if (scalar === 'boolean') return first.text.toLowerCase();
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(first.text) ? first.text : undefined;
}

/** Characters that JSON escapes stand for their escape, one by one; the rest stays one to one. */
function escaped(piece: Piece): readonly Piece[] {
  if (isHole(piece) || JSON.stringify(piece.text).length === piece.text.length + 2) return [piece];
  const exact = piece.end - piece.start === piece.text.length;
  return Array.from({ length: piece.text.length }, (_, i): Piece => {
    const text = JSON.stringify(piece.text[i]).slice(1, -1);
    return exact ? { ...piece, text, start: piece.start + i, end: piece.start + i + 1 } : { ...piece, text };
  });
}

function mark(text: string, { at, use }: Origin): Piece {
  return textAt(text, at, use).pieces[0] as Piece;
}
