import type { Unknown } from '../values/value.ts';

/** Yes with its evidence, no, or unknown with what is to blame. */
export type Answer<T = unknown> =
  | { readonly is: 'yes'; readonly value: T }
  | { readonly is: 'no' }
  | { readonly is: 'unknown'; readonly because: readonly Unknown[] };

export const NO: Answer<never> = { is: 'no' };
export const YES: Answer = { is: 'yes', value: true };

export function yes<T>(value: T): Answer<T> {
  return { is: 'yes', value };
}

export function unknown(because: readonly Unknown[]): Answer<never> {
  return { is: 'unknown', because };
}

export function fromBoolean(condition: boolean): Answer {
  return condition ? YES : NO;
}

/** Asks on with what a yes has found. */
export function andThen<T, U>(answer: Answer<T>, ask: (value: T) => Answer<U>): Answer<U> {
  return answer.is === 'yes' ? ask(answer.value) : answer;
}

/** Yes where all are, with the evidence of each; one no decides, whatever is unknown. */
export function all<T extends readonly unknown[]>(...answers: { readonly [K in keyof T]: Answer<T[K]> }): Answer<T> {
  const values: unknown[] = [];
  const because: Unknown[] = [];
  // asked a million times: one loop, and nothing is made where one answer decides
  for (const answer of answers) {
    if (answer.is === 'no') return NO;
    if (answer.is === 'yes') values.push(answer.value);
    else for (const one of answer.because) because.push(one);
  }
  return because.length > 0 ? unknown(because) : yes(values as readonly unknown[] as T);
}

/** Yes where one is; one yes decides, whatever is unknown. */
export function any(...answers: readonly Answer[]): Answer {
  const because: Unknown[] = [];
  for (const answer of answers) {
    if (answer.is === 'yes') return YES;
    if (answer.is === 'unknown') for (const one of answer.because) because.push(one);
  }
  return because.length > 0 ? unknown(because) : NO;
}

export function not(answer: Answer): Answer {
  return answer.is === 'yes' ? NO : answer.is === 'no' ? YES : answer;
}
