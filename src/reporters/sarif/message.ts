/** A text as a sentence: code scanning shows the first one alone where space is short. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A text as plain as it was: what looks like a link in it is none. A backslash before the bracket would escape its escape. */
export function literal(text: string): string {
  return text.replace(/(?<!\\)(\\*)\](?=\()/g, '$1$1\\]');
}

/** A link to a related location by its id. */
export function link(text: string, id: number): string {
  return `[${text.replace(/[[\]\\]/g, '\\$&')}](${id})`;
}
