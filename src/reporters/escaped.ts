/** What a terminal could obey, or would show in another order than it is written. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text on one line, with an escape for each character that a terminal could obey. */
export function escaped(text: string): string {
  return text.replace(unsafe, unicodeEscape);
}

/** What JSON.stringify leaves of these: it escapes what the standard asks it to, and lays out with line breaks. */
const unsafeInJson = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The same for a text of JSON.stringify. */
export function escapedJson(json: string): string {
  return json.replace(unsafeInJson, unicodeEscape);
}

/** `##[group]`, `##vso[…]`, `##teamcity[…]`, which a CI obeys anywhere in a line of a job's log. */
const bracketed = /(##\w*)\[/g;
/** `::error::`, which GitHub obeys where a line begins; blanks and styles before it do not count. */
const leading = /:(?=:)(?<=^(?:[^\S\n]|\p{Cc}\[\d*m)*:)/gmu;

/** A text for a stream that a CI may read: nothing in it is a command. In a text of JSON a string stays what it was. */
export function withoutCommands(text: string): string {
  return text.replace(bracketed, '$1\\u005b').replace(leading, '\\u003a');
}

function unicodeEscape(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
