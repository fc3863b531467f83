/** How much of a list a person reads. */
const longest = 6;

/** Texts with commas between, the last ones of a long list as their number: `a, b and 12 more CIDRs`. */
export function shortList(texts: readonly string[], noun: string): string {
  if (texts.length <= longest) return texts.join(', ');
  return `${texts.slice(0, longest - 1).join(', ')} and ${texts.length - longest + 1} more ${noun}s`;
}
