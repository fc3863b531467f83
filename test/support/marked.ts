/** A text under construction that remembers where named parts of it went. */
export interface Marked {
  readonly text: string;
  readonly marks: ReadonlyMap<string, readonly [start: number, end: number]>;
}

export function plain(text: string): Marked {
  return { text, marks: new Map() };
}

export function mark(name: string, text: string): Marked {
  return { text, marks: new Map([[name, [0, text.length]]]) };
}

export function join(...parts: readonly (string | Marked)[]): Marked {
  let text = '';
  const marks = new Map<string, readonly [number, number]>();
  for (const part of parts) {
    const one = typeof part === 'string' ? plain(part) : part;
    for (const [name, [start, end]] of one.marks) marks.set(name, [start + text.length, end + text.length]);
    text += one.text;
  }
  return { text, marks };
}

/** Writes each UTF-16 unit as something else: an escape, an indented line break. */
export function encode(from: Marked, unit: (one: string) => string): Marked {
  const offsets = [0];
  let text = '';
  for (let i = 0; i < from.text.length; i += 1) {
    text += unit(from.text[i] as string);
    offsets.push(text.length);
  }
  const marks = [...from.marks].map(([name, [start, end]]) => {
    // an empty part stays empty; any other ends where its last character does
    const from = offsets[start] as number;
    return [name, [from, end === start ? from : (offsets[end] as number)]] as const;
  });
  return { text, marks: new Map(marks) };
}

export function indent(from: Marked, blanks: number): Marked {
  return encode(from, (one) => (one === '\n' ? `\n${' '.repeat(blanks)}` : one));
}

/** 1-based line and column, in UTF-16 units, of an offset; lines end with LF or CRLF. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1) as string).length + 1}`;
}
