/** The name that was probably meant: at most a third of the letters are off, in whatever case. */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const short = written.toLowerCase().slice(0, 80);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = Math.min(...spellings(name).map((one) => editDistance(short, one)));
    if (distance < least && distance <= Math.max(1, Math.floor(Math.min(name.length, written.length) / 3))) {
      best = name;
      least = distance;
    }
  }
  return best;
}

/** `aws:SourceIp` may be written `SourceIp`. */
function spellings(name: string): readonly string[] {
  return [name, name.replace(/^.*:/, '')].map((one) => one.toLowerCase());
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (previous[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    previous = row;
  }
  return previous[b.length] as number;
}
