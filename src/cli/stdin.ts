import { maxFileSize } from './file-system.ts';

/** All of standard input; undefined where it is larger than a file may be. */
export async function readStdin(stdin: AsyncIterable<Uint8Array | string>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxFileSize) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
