import { type Position, positionAt } from './lines.ts';

/** Why bytes are no UTF-8 text, and where. */
export interface DecodeFailure extends Position {
  readonly message: string;
}

/** The text of a file's bytes, which have to be UTF-8; a byte order mark at the start is left out, and `bom` says so. */
export function decode(bytes: Uint8Array): { readonly text: string; readonly bom?: true } | DecodeFailure {
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) {
    return { message: 'The file is encoded as UTF-16: save it as UTF-8.', line: 1, column: 1 };
  }
  const bom = startsWith(bytes, [0xef, 0xbb, 0xbf]);
  const content = bom ? bytes.subarray(3) : bytes;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return bom ? { text, bom } : { text };
  } catch {
    return badByte(content);
  }
}

/** What ASCII characters a file has, in whatever encoding they are; to search in, which takes less time than to decode. */
export function searchable(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  // UTF-16 has one beside each of them
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

function badByte(bytes: Uint8Array): DecodeFailure {
  // A lenient decoder puts U+FFFD for what it cannot read, so its text encodes to other bytes from there on.
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoded = new TextEncoder().encode(lenient.decode(bytes));
  const different = bytes.findIndex((byte, index) => byte !== encoded[index]);
  const good = bytes.subarray(0, different === -1 ? bytes.length : different);
  // As the start of a stream, an unfinished character at the end is left out.
  const text = lenient.decode(good, { stream: true });
  const offset = new TextEncoder().encode(text).length;
  const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const message = `The file is not valid UTF-8 (byte 0x${byte}): save it as UTF-8.`;
  return { message, ...positionAt({ path: '', text }, text.length) };
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
