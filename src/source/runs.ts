import type { Run } from './tree.ts';

/** Collects the runs of a scalar from its start to its end. */
export class Runs {
  readonly #text: string;
  readonly #runs: Run[] = [];
  // The characters that stand as they are and wait for the end of their stretch.
  #from: number;
  #to: number;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#from = start;
    this.#to = start;
  }

  /** Characters that stand for themselves. */
  copy(start: number, end: number): void {
    if (start === end) return;
    if (start !== this.#to) {
      this.#flush();
      this.#from = start;
    }
    this.#to = end;
  }

  /** Characters that stand for a range of the file. */
  replace(text: string, start: number, end: number): void {
    this.#flush();
    if (text !== '') this.#runs.push({ text, start, end });
    this.#from = end;
    this.#to = end;
  }

  /** All runs; an empty scalar has one empty run where it ends. */
  finish(): readonly Run[] {
    this.#flush();
    if (this.#runs.length === 0) this.#runs.push({ text: '', start: this.#to, end: this.#to });
    return this.#runs;
  }

  #flush(): void {
    if (this.#from === this.#to) return;
    this.#runs.push({ text: this.#text.slice(this.#from, this.#to), start: this.#from, end: this.#to });
    this.#from = this.#to;
  }
}
