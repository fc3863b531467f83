import { displayWidth } from './display-width.ts';

/**
 * A text after its lead, broken between words where it is wider than `width` columns. The later lines hang below its
 * start, unless the lead leaves too little room for them; a word is never broken, so that it can be copied.
 */
export function hanging(lead: string, text: string, width: number): readonly string[] {
  const start = displayWidth(lead);
  const indent = ' '.repeat(start > width / 2 ? 4 : start);
  const lines: string[] = [];
  let line = lead;
  let column = start;
  for (const [, gap = '', word = ''] of text.matchAll(/( *)([^ ]+)/g)) {
    const wordWidth = displayWidth(word);
    const isBroken = column + gap.length + wordWidth > width && column > indent.length;
    if (isBroken) lines.push(line.trimEnd());
    line = isBroken ? indent + word : line + gap + word;
    column = (isBroken ? indent.length : column + gap.length) + wordWidth;
  }
  return [...lines, line.trimEnd()];
}
