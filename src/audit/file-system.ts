/** The only way to a file: `cli` gives one that is jailed to the root, counted and capped. */
export interface FileSystem {
  /** The bytes of a file named relative to the working directory. Throws a ReadError whose message is for the user. */
  read(path: string): Uint8Array;
}

/** A file that was refused or could not be read; the message names the cause and the next step, not the file. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
}
