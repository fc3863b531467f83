/** Ends the program with one line on stderr and exit 2: the user can mend what it names. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
