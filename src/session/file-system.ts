/** The only way to a file: `cli` gives one that is jailed to the root, counted and capped. Paths are relative to the working directory. */
export interface FileSystem {
  /** The bytes of a file. Throws a ReadError whose message is for the user. */
  read(path: string): Uint8Array;
  /** The names of the files in a folder, in order; none of one that cannot be read. */
  list(path: string): readonly string[];
}

/** A file that was refused or could not be read; the message names the cause and the next step, not the file. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
  /** Whether there is no such file. */
  readonly isMissing: boolean;
  constructor(message: string, { isMissing = false }: { readonly isMissing?: boolean } = {}) {
    super(message);
    this.isMissing = isMissing;
  }
}
