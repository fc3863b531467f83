/** 1-based lines and columns in UTF-16 units, `end` exclusive. */
export interface Range {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

export interface Marks {
  /** Without the marks. */
  readonly text: string;
  /** In the order of their opening marks. */
  readonly ranges: Readonly<Record<'«' | '⟨' | '‹', readonly Range[]>>;
}

const CLOSING = { '«': '»', '⟨': '⟩', '‹': '›' } as const;

/** Takes the marks out of a text, and says where they stood. Marks may be nested. */
export function readMarks(marked: string): Marks {
  const ranges: Record<keyof typeof CLOSING, Partial<Range>[]> = { '«': [], '⟨': [], '‹': [] };
  const open: Record<keyof typeof CLOSING, number[]> = { '«': [], '⟨': [], '‹': [] };
  let text = '';
  let line = 1;
  let column = 1;
  for (const unit of marked.split('')) {
    const opening = (Object.keys(CLOSING) as (keyof typeof CLOSING)[]).find((mark) => mark === unit);
    const closing = (Object.keys(CLOSING) as (keyof typeof CLOSING)[]).find((mark) => CLOSING[mark] === unit);
    if (opening) {
      open[opening].push(ranges[opening].length);
      ranges[opening].push({ start: { line, column } });
    } else if (closing) {
      const index = open[closing].pop();
      if (index === undefined) throw new Error(`line ${line}: ${unit} closes nothing`);
      ranges[closing][index] = { ...ranges[closing][index], end: { line, column } };
    } else {
      text += unit;
      [line, column] = unit === '\n' ? [line + 1, 1] : [line, column + 1];
    }
  }
  for (const [mark, left] of Object.entries(open)) if (left.length > 0) throw new Error(`${mark} is not closed`);
  return { text, ranges: ranges as Marks['ranges'] };
}
