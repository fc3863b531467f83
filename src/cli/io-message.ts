const messages: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ENOENT: 'There is no such file: check the name.',
    ENOTDIR: 'There is no such file, a part of its path is no directory: check the name.',
    EEXIST: 'A part of its path is no directory: check the name.',
    EISDIR: 'This is a directory: name a file.',
    EACCES: 'It may not be opened by this user: change its permissions.',
    EPERM: 'It may not be opened by this user: change its permissions.',
    ELOOP: 'Its links lead in a circle: mend them.',
    ENAMETOOLONG: 'Its name is too long for a file: check the name.',
    EROFS: 'It is on a disk that cannot be written: choose another place.',
    ENOSPC: 'The disk is full: make room.',
  }),
);

/** What an error of the file system means, and what to do about it; an error of another kind is thrown on. */
export function ioMessage(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || !code) throw error;
  return messages.get(code) ?? `The system refuses it (${code}): try again.`;
}

/** Whether an error of the file system says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
