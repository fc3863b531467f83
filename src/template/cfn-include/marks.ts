import { type Scalar, type Span, scalarText } from '../../source/tree.ts';

/** What cfn-include is given has marks, of characters that no text holds, which say where it was written. */
const CHARACTERS = /[\uFDD0-\uFDD3]/;
const MARK = /\uFDD0(\d+)\uFDD1/g;
const REFUSED = /\uFDD3(\d+)\uFDD1/;

/** Where the text before a mark ends: after so many decoded characters of a scalar. */
export interface Mark {
  readonly scalar: Scalar;
  readonly end: number;
  /** The include that brought the file of the scalar. */
  readonly use?: Span;
}

/** A part of a text, and the characters of a scalar that it is, or is made of. */
export interface Part extends Mark {
  readonly text: string;
  readonly start: number;
  readonly exact: boolean;
}

/** The marks of one document. */
export class Marks {
  private readonly marks: Mark[] = [];

  mark(mark: Mark): string {
    return `\uFDD0${this.marks.push(mark) - 1}\uFDD1`;
  }

  /** The last mark of a text: where what wrote it ends. */
  last(text: string): Mark | undefined {
    const found = [...text.matchAll(MARK)].at(-1);
    return found && this.marks[Number(found[1])];
  }

  /** The parts of a text in order, empty ones too; none of a text without marks. */
  parts(text: string): readonly Part[] {
    const parts: Part[] = [];
    const ends = new Map<Scalar, number>();
    let from = 0;
    let last: Mark | undefined;
    for (const found of text.matchAll(MARK)) {
      last = this.marks[Number(found[1])] as Mark;
      const part = text.slice(from, found.index);
      const exact = scalarText(last.scalar).endsWith(part, last.end);
      const start = exact ? last.end - part.length : Math.min(ends.get(last.scalar) ?? 0, last.end);
      parts.push({ ...last, text: part, start, exact });
      ends.set(last.scalar, last.end);
      from = found.index + found[0].length;
    }
    const tail = text.slice(from);
    if (last && tail !== '') {
      const exact = scalarText(last.scalar).startsWith(tail, last.end);
      parts.push({ ...last, text: tail, start: last.end, end: last.end + (exact ? tail.length : 0), exact });
    }
    return parts;
  }
}

/** A text without its marks. */
export function bare(text: string): string {
  return text.replace(MARK, '').replace(/\uFDD1$/, '');
}

export const hasMarks = (text: string): boolean => CHARACTERS.test(text);

/** A key that cfn-include must not understand. */
export const hidden = (key: string): string => `${key}\uFDD1`;

/** The key of the number of a mapping, and that of what was refused. */
export const idKey = (id: number): string => `\uFDD2${id}\uFDD1`;
export const refusedKey = (id: number): string => `\uFDD3${id}\uFDD1`;

export const idOf = (key: string): number | undefined =>
  key.startsWith('\uFDD2') ? Number(key.slice(1, -1)) : undefined;

/** The number of what was refused and that a text, or a key, was made of. */
export function refusedIn(text: string): number | undefined {
  const found = REFUSED.exec(text);
  return found ? Number(found[1]) : undefined;
}
