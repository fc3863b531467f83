// Reads and parses every template below a folder, and does nothing with it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../src/source/decode.ts';
import { parse } from '../src/source/parse.ts';

const folder = process.argv[2] ?? '.';
for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(?:json|ya?ml|template)$/.test(path)) continue;
  const decoded = decode(readFileSync(join(folder, path)));
  if ('text' in decoded) parse({ path, text: decoded.text });
}
