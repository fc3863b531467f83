const blockSize = 100;
const base = 37;
const half = 2 ** 32;
const endOfFile = 0xffff;

/**
 * What code scanning follows the lines of a file by, one for each line: a hash of the 100 characters from its start on,
 * blanks left out, and how many lines up to it have that hash. Another value than this is refused as inconsistent, so
 * `text` has to start with the file's byte order mark where it has one.
 */
export function lineHashes(text: string): readonly string[] {
  const { kept, starts } = withoutBlanks(text);
  const counts = new Map<string, number>();
  return starts.map((start) => {
    const hash = hashFrom(kept, start);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash}:${count}`;
  });
}

/** The text without spaces and tabs, each line break as LF, its end marked and filled up; and where its lines start. */
function withoutBlanks(text: string): { readonly kept: Uint16Array; readonly starts: readonly number[] } {
  const [tab, lf, cr, space] = [0x09, 0x0a, 0x0d, 0x20];
  const kept = new Uint16Array(text.length + blockSize);
  const starts = [0];
  let length = 0;
  let previous = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const isSkipped = unit === space || unit === tab || (unit === lf && previous === cr);
    previous = unit;
    if (isSkipped) continue;
    kept[length++] = unit === cr ? lf : unit;
    if (unit === cr || unit === lf) starts.push(length);
  }
  kept[length] = endOfFile;
  return { kept, starts };
}

/** A polynomial of 64 bits in two halves: as bigints a long file would take seconds. */
function hashFrom(units: Uint16Array, start: number): string {
  let high = 0;
  let low = 0;
  for (let at = start; at < start + blockSize; at++) {
    const sum = low * base + (units[at] ?? 0);
    low = sum >>> 0;
    high = (high * base + Math.floor(sum / half)) >>> 0;
  }
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');
}
