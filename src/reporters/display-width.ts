const wide =
  /^(?![\uff61-\uffdc])[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\ufe0f/u;

/** ASCII, Latin letters, common punctuation and the signs of reports: nothing that is wide, or a mark on what is before it. */
const narrow = /^[ -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e\u2714\u2716\u26a0]*$/;

const sequences = /\p{Cc}\[\d+m/gu;

let segmenter: Intl.Segmenter | undefined;

/** How many columns of a terminal a text takes: wide characters and emoji take two, marks and styles none. */
export function displayWidth(styled: string): number {
  const text = styled.replace(sequences, '');
  if (narrow.test(text)) return text.length;
  // made only where it is needed: it is slow to make
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}
