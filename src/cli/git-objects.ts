import type { Git } from './git-command.ts';

/** What git has under a name; `why` is its word for a name that leads to nothing. */
export type Found =
  | { readonly type: string; readonly oid: string; readonly size: number; readonly content: Buffer }
  | { readonly why: 'missing' | 'dangling' | 'loop' | 'notdir' | 'symlink' };

/** Looks names up, links within their commit followed; all at once, as a process for each would take longer than all else. */
export function lookUp(git: Git, names: readonly string[], what: '--batch' | '--batch-check'): readonly Found[] {
  if (names.length === 0) return [];
  const output = git.output(['cat-file', what, '--follow-symlinks'], names.map((name) => `${name}\n`).join(''));
  let at = 0;
  const take = (end: number): Buffer => {
    const taken = output.subarray(at, end);
    at = end + 1;
    return taken;
  };
  return names.map((): Found => {
    const row = take(output.indexOf(0x0a, at)).toString();
    const [, oid, type, size] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(row) ?? [];
    if (oid && type) {
      const content = what === '--batch' ? take(at + Number(size)) : Buffer.alloc(0);
      return { type, oid, size: Number(size), content };
    }
    const [, why, length] = /^(dangling|loop|notdir|symlink) (\d+)$/.exec(row) ?? [];
    if (why) take(at + Number(length));
    return { why: (why as 'dangling' | undefined) ?? 'missing' };
  });
}

/** One row of a folder in git. */
export interface Row {
  readonly isLink: boolean;
  readonly type: string;
  readonly oid: string;
  readonly name: string;
}

/** What `ls-tree` lists. */
export function listTree(git: Git, args: readonly string[]): readonly Row[] {
  const rows = git
    .output(['ls-tree', '-z', ...args])
    .toString()
    .split('\0');
  return rows.flatMap((row) => {
    const [, mode, type = '', oid = '', name] = /^(\d+) (\w+) (\w+)\t(.*)$/s.exec(row) ?? [];
    return name === undefined ? [] : [{ isLink: mode === '120000', type, oid, name }];
  });
}
