import type { Declaration } from '../loaded.ts';

/** Code that the author did not write: packages, the library itself, the runtime. */
const FOREIGN = /(?:^|[\\/])(?:node_modules|site-packages|aws-cdk-lib)[\\/]|^(?:node:|internal[\\/])/;

/**
 * The first place in a stack trace that is the author's own: `new Shop (/home/me/shop/lib/shop.ts:12:5)`, a file URL in its
 * place, no function around it, or no column. A path below the working directory is made relative to it, as those of all
 * files are; any other stays as it is written.
 */
export function sourceOf(frames: readonly string[], cwd: string | undefined): Declaration['source'] {
  for (const frame of frames) {
    const found = /^(.+?):([1-9]\d{0,8})(?::([1-9]\d{0,8}))?$/.exec(placeIn(frame));
    if (!found) continue;
    const [, path = '', line, column = '1'] = found;
    if (!FOREIGN.test(path)) return { path: relativeTo(cwd, path), line: Number(line), column: Number(column) };
  }
  return undefined;
}

function placeIn(frame: string): string {
  // of a frame without a function the CDK loses the column
  const text = frame.replace(/^async /, '').replace(/ \(:\)$/, '');
  const open = text.indexOf(' (');
  return withoutScheme(open >= 0 && text.endsWith(')') ? text.slice(open + 2, -1) : text);
}

function withoutScheme(place: string): string {
  if (!place.startsWith('file://')) return place;
  try {
    return decodeURIComponent(place.replace(/^file:\/\/(?:\/(?=[A-Za-z]:))?/, ''));
  } catch {
    return place;
  }
}

function relativeTo(cwd: string | undefined, path: string): string {
  const [base, shown] = [cwd, path].map((one) => one?.replaceAll('\\', '/'));
  return base !== undefined && shown?.startsWith(`${base}/`) ? shown.slice(base.length + 1) : path;
}
