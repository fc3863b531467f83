import { parseJson } from '../source/json.ts';
import type { Node, Run, Scalar, Span } from '../source/tree.ts';
import { type Chars, isHole, originOf, type Piece, render, slice, type Text, unknownsOf } from './text.ts';
import type { Dict, Origin, Unknown, Value } from './value.ts';

/** What the text of a JSON document holds; `failures` with their places in the files it was written in. */
export interface JsonValue {
  readonly value?: Value;
  readonly failures: readonly { readonly message: string; readonly origin: Origin }[];
}

/**
 * Parses JSON out of a text after substitution; every key and string points at where its characters were written. An
 * unknown part within a string stays a hole in it; outside strings it is an unknown value.
 */
export function parseJsonText(text: Text): JsonValue {
  const holes = new Set<number>();
  let offset = 0;
  for (const piece of text.pieces) {
    if (isHole(piece)) holes.add(offset);
    offset += isHole(piece) ? 1 : piece.text.length;
  }
  // a digit is a character of a string and a value by itself
  const file = { path: '', text: render(text, '0') };
  const parsed = parseJson(file);
  const failures = [...parsed.failures, ...parsed.repeated].map(({ message, at }) => ({
    message,
    origin: originOf(slice(text, at.start, Math.max(at.end, at.start + 1))),
  }));
  if (!parsed.root) {
    const [first] = unknownsOf(text);
    // what an unknown part holds may be just what is missing
    if (first && holesAsValues(file.text, holes)) return { value: first, failures: [] };
    return failures.length > 0 ? { failures } : { failures: [{ message: 'It is empty.', origin: originOf(text) }] };
  }
  return { value: new Lift(text, holes).value(parsed.root), failures };
}

/** Whether an unknown part stands outside all strings. */
function holesAsValues(text: string, holes: ReadonlySet<number>): boolean {
  const outside = text.replace(/"(?:[^"\\]|\\.)*"?/gs, (string) => ' '.repeat(string.length));
  return [...holes].some((hole) => outside[hole] !== ' ');
}

/** Carries a tree of the rendered text over to the text it was rendered from. */
class Lift {
  private readonly text: Text;
  private readonly holes: ReadonlySet<number>;
  /** Texts of one piece, the usual case, need no search. */
  private readonly starts: readonly number[];

  constructor(text: Text, holes: ReadonlySet<number>) {
    this.text = text;
    this.holes = holes;
    let at = 0;
    this.starts = text.pieces.map((piece) => {
      const start = at;
      at += isHole(piece) ? 1 : piece.text.length;
      return start;
    });
  }

  value(node: Node): Value {
    switch (node.kind) {
      case 'alias':
        return this.value(node.target);
      case 'scalar':
        return node.plain && this.holeIn(node.span) ? this.unknown(node.span) : this.scalar(node);
      case 'sequence': {
        const items = node.items.map((item) => this.value(item));
        // `[${List}]` may bring any number of members
        const open = items.filter((item): item is Unknown => item.kind === 'unknown');
        return {
          kind: 'list',
          items: items.filter((item) => item.kind !== 'unknown'),
          open,
          origin: this.origin(node.span),
        };
      }
      case 'mapping': {
        const entries = node.members.map(({ key, value }) => ({ key: this.scalar(key), value: this.value(value) }));
        return {
          kind: 'dict',
          entries,
          open: [],
          origin: this.origin(node.span),
          first: this.origin(node.first),
        } satisfies Dict;
      }
    }
  }

  private holeIn(span: Span): boolean {
    for (let at = span.start; at < span.end; at += 1) if (this.holes.has(at)) return true;
    return false;
  }

  private unknown(span: Span): Unknown {
    const part = this.part(span.start, span.end);
    const [first] = unknownsOf(part) as [Unknown];
    return part.pieces.length === 1
      ? { ...first, origin: { at: first.origin.at, use: originOf(part).use ?? first.origin.at } }
      : { ...first, id: render(part, ({ unknown }) => `\${${unknown.id}}`) };
  }

  private scalar(scalar: Scalar): Text {
    const pieces = scalar.runs.flatMap((run) => this.run(run));
    const text = this.part(scalar.span.start, scalar.span.end);
    if (!scalar.plain) return { kind: 'text', scalar: 'string', pieces: pieces.length > 0 ? pieces : text.pieces };
    const type = /^[tf]/.test(render(text, '')) ? 'boolean' : render(text, '') === 'null' ? 'null' : 'number';
    return { kind: 'text', scalar: type, pieces };
  }

  private run(run: Run): readonly Piece[] {
    const part = this.part(run.start, run.end);
    if (run.end - run.start === run.text.length) return part.pieces;
    const { at, use } = originOf(part);
    const host = part.pieces.find((piece): piece is Chars => !isHole(piece))?.host ?? { span: at };
    return [{ text: run.text, host, start: at.start, end: at.end, ...(use && { use }) }];
  }

  private origin(span: Span): Origin {
    return originOf(this.part(span.start, span.end));
  }

  /** `slice`, from the piece that holds the start: a policy of 100,000 strings must not search for each. */
  private part(start: number, end: number): Text {
    const { pieces } = this.text;
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= start) low = middle;
      else high = middle - 1;
    }
    const base = this.starts[low] as number;
    return slice(this.text, start - base, end - base, low);
  }
}
