import { Runs } from './runs.ts';
import type { Run } from './tree.ts';

const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    b: '\b',
    t: '\t',
    n: '\n',
    f: '\f',
    r: '\r',
    '"': '"',
    '\\': '\\',
  }),
);

/** A line break as it is kept, and an escape: one that ends its line swallows the blanks and breaks that follow. */
const SPECIAL = /\r\n|\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|[ \t]*\r?\n[ \t\r\n]*|.)/g;
const BREAK = /\r\n/g;

/** The runs of a TOML string between its quotes, which a parser has found to be well-formed. */
export function tomlRuns(text: string, start: number, end: number, escapes: boolean): readonly Run[] {
  const runs = new Runs(text, start);
  const written = text.slice(start, end);
  let at = start;
  for (const match of written.matchAll(escapes ? SPECIAL : BREAK)) {
    const from = start + match.index;
    runs.copy(at, from);
    at = from + match[0].length;
    runs.replace(decoded(match), from, at);
  }
  runs.copy(at, end);
  return runs.finish();
}

function decoded([written, short, long]: RegExpExecArray): string {
  if (written === '\r\n') return '\n';
  const code = short ?? long;
  if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
  return ESCAPES.get(written.slice(1)) ?? '';
}
