import type { Writable } from 'node:stream';
import { withoutCommands } from '../reporters/escaped.ts';
import { CliError } from './cli-error.ts';
import { ioMessage } from './io-message.ts';

/** A stream to write to; a terminal says that it is one, and how wide. */
export type Output = Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };

/** All that the program sees of the outside: `process` is one. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
  /** Tells of Ctrl-C, in place of ending the program. */
  once?(signal: 'SIGINT', listener: () => void): unknown;
  off?(signal: 'SIGINT', listener: () => void): unknown;
}

/**
 * Writes a text, of which a CI obeys nothing; done when the stream has taken all of it. A reader that has gone away, as `head`
 * does, is no error.
 */
export function print(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: NodeJS.ErrnoException | null): void => {
      if (!error) stream.off('error', settle);
      if (error && error.code !== 'EPIPE') reject(new CliError(`cannot write: ${ioMessage(error)}`));
      else resolve();
    };
    // The stream both calls back and emits: without a listener the latter would end the process.
    stream.once('error', settle);
    stream.write(withoutCommands(text), settle);
  });
}
