/** Paths with forward slashes, as reports name files: on every system, and without one. */

/** The folder of a file; `.` where the path names none. */
export function dirname(path: string): string {
  const whole = path.replace(/\/+$/, '');
  const end = whole.lastIndexOf('/');
  if (end < 0) return path.startsWith('/') ? '/' : '.';
  return whole.slice(0, end).replace(/\/+$/, '') || '/';
}

/** A path from a folder on, without `.` and with each `..` taken as far as it leads. */
export function join(...parts: readonly string[]): string {
  const path = parts.filter((part) => part !== '').join('/');
  const isAbsolute = path.startsWith('/');
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..' && names.length > 0 && names.at(-1) !== '..') names.pop();
    else if (name !== '..' || !isAbsolute) names.push(name);
  }
  const joined = `${isAbsolute ? '/' : ''}${names.join('/')}`;
  if (joined === '') return path.endsWith('/') ? './' : '.';
  return path.endsWith('/') && joined !== '/' ? `${joined}/` : joined;
}
