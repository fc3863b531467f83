import { isBlank, isBreak, lineEnd } from './characters.ts';
import { spanOf } from './span.ts';
import type { Comment, SourceFile } from './tree.ts';

/** Finds YAML's comments, which stand between the tokens. */
export class CommentFinder {
  readonly #file: SourceFile;
  readonly #comments: Comment[];
  // The next `#` that was not looked at: it makes the whole search linear.
  #hash: number;

  constructor(file: SourceFile, comments: Comment[]) {
    this.#file = file;
    this.#comments = comments;
    this.#hash = this.#nextHash(0);
  }

  /** Adds the comments of a range that holds no scalar. Ranges have to come in the order of the text. */
  gather(from: number, to: number): void {
    if (this.#hash < from) this.#hash = this.#nextHash(from);
    while (this.#hash < to) {
      const start = this.#hash;
      let next = start + 1;
      if (startsComment(this.#file.text, start)) {
        next = lineEnd(this.#file.text, start);
        const text = this.#file.text.slice(start + 1, next).trim();
        this.#comments.push({ text, span: spanOf(this.#file, start, next) });
      }
      this.#hash = this.#nextHash(next);
    }
  }

  #nextHash(from: number): number {
    const at = this.#file.text.indexOf('#', from);
    return at === -1 ? Number.POSITIVE_INFINITY : at;
  }
}

/** Skips blanks, line breaks, comments and the given further characters. */
export function skipComments(text: string, from: number, others = ''): number {
  for (let at = from; ; ) {
    if (at < text.length && (isBlank(text, at) || isBreak(text, at) || others.includes(text.charAt(at)))) at++;
    else if (text[at] === '#' && startsComment(text, at)) at = lineEnd(text, at);
    else return at;
  }
}

function startsComment(text: string, hash: number): boolean {
  return hash === 0 || isBlank(text, hash - 1) || isBreak(text, hash - 1);
}
