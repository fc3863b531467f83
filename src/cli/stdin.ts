import { maxFileSize, tooLarge } from './file-system.ts';
import { ioMessage } from './io-message.ts';

/** All of standard input, or why it cannot be read. */
export async function readStdin(stdin: AsyncIterable<Uint8Array | string>): Promise<Uint8Array | string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stdin) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > maxFileSize) return tooLarge;
      chunks.push(bytes);
    }
  } catch (error) {
    return ioMessage(error);
  }
  return Buffer.concat(chunks);
}
