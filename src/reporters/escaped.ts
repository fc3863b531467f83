/** What a terminal could obey, or would show in another order than it is written. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text on one line, with an escape for each character that a terminal could obey. */
export function escaped(text: string): string {
  return text.replace(unsafe, unicodeEscape);
}

/** The same for JSON, which already escapes part of them, and where line breaks and blanks lay it out. */
export function escapedJson(json: string): string {
  return json.replace(unsafe, (character) => (character === '\n' ? character : unicodeEscape(character)));
}

function unicodeEscape(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
