/** An environment that was asked for and that nothing has; the message is for the user. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}
