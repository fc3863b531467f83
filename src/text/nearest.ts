/** The name that was probably meant: at most a third of the letters are off or changed places, in whatever case. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const short = written.toLowerCase().slice(0, 80);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { name, spelling } of spellingsOf(names)) {
    const limit = Math.min(least - 1, Math.max(1, Math.floor(Math.min(spelling.length, short.length) / 3)));
    // what differs more in length differs more in letters
    if (Math.abs(spelling.length - short.length) > limit) continue;
    const distance = editDistance(short, spelling);
    if (distance > limit) continue;
    best = name;
    least = distance;
  }
  return best;
}

type Spellings = readonly { readonly name: string; readonly spelling: string }[];
const cache = new WeakMap<readonly string[], Spellings>();

function spellingsOf(names: readonly string[]): Spellings {
  const known = cache.get(names) ?? names.flatMap((name) => spellings(name).map((spelling) => ({ name, spelling })));
  cache.set(names, known);
  return known;
}

/** `aws:SourceIp` may be written `SourceIp`. */
function spellings(name: string): readonly string[] {
  const whole = name.toLowerCase();
  const prefix = whole.indexOf(':');
  return prefix < 0 ? [whole] : [whole, whole.slice(prefix + 1)];
}

/** How many letters are put in, left out, changed, or in each other's place. */
function editDistance(a: string, b: string): number {
  let [before, last, row] = [0, 1, 2].map(() => new Uint8Array(b.length + 1)) as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j < last.length; j += 1) last[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    row[0] = i;
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const least = Math.min((last[j - 1] ?? 0) + change, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      row[j] = swapped ? Math.min(least, (before[j - 2] ?? 0) + 1) : least;
    }
    [before, last, row] = [last, row, before];
  }
  return last[b.length] ?? 0;
}
