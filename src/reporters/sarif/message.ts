/** A text as a sentence: code scanning shows the first one alone where space is short. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A text as plain as it was: what looks like a link in it is none. */
export function literal(text: string): string {
  return text.replace(/(?<!\\)\](?=\()/g, '\\]');
}

/** A link to a related location by its id. */
export function link(text: string, id: number): string {
  return `[${text.replace(/[[\]\\]/g, '\\$&')}](${id})`;
}
