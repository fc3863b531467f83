/** Whether the character at `at` ends a line: \n or \r. */
export function isBreak(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x0a || code === 0x0d;
}

/** Whether the character at `at` is a space or a tab. */
export function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09;
}

/** Where the line that holds `at` ends: at its line break, or at the end of the text. */
export function lineEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && !isBreak(text, end)) end++;
  return end;
}

/** The offset after the line break at `at` (\n, \r\n or a lone \r); `at` itself where there is none. */
export function afterBreak(text: string, at: number): number {
  if (!isBreak(text, at)) return at;
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}

/** The first offset from `at` on, and at most `limit`, that holds neither a blank nor a line break. */
export function skipBlanks(text: string, at: number, limit: number = text.length): number {
  let end = at;
  while (end < limit && (isBlank(text, end) || isBreak(text, end))) end++;
  return end;
}

/** Where what stands before `at` ends, without blanks and line breaks. */
export function contentEnd(text: string, at: number = text.length): number {
  let end = at;
  while (end > 0 && (isBlank(text, end - 1) || isBreak(text, end - 1))) end--;
  return end;
}

/** Whether a surrogate pair is split by a cut at `at`. */
export function splitsPair(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff;
}

/** A text of the file as a message quotes it. */
export function shortened(text: string, limit = 100): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
