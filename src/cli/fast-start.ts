import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import { CodeCache, placeFor } from './code-cache.ts';
import type { main } from './main.ts';

/** The program in one file, compiled before. */
interface FastStart {
  readonly main: typeof main;
  /** Keeps what was compiled by now, if nothing was kept. */
  keep(): void;
}

/**
 * The program with the code that an earlier run has compiled; undefined where it is to be loaded as it lies. `folder` has the
 * program, and `bundle` the checksum of the file.
 */
export function fastStart(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  bundle: { readonly version: string; readonly crc: number },
): FastStart | undefined {
  const filename = join(folder, 'main.cjs');
  const place = placeFor(folder, env);
  if (place === undefined) return undefined;
  try {
    const bytes = readFileSync(filename);
    if (crc32(bytes) !== bundle.crc) return undefined;
    const cache = new CodeCache(place, `${bundle.version} ${bundle.crc}`);
    const cachedData = cache.read();
    // it has ASCII alone
    const script = new Script(bytes.toString('latin1'), { filename, ...(cachedData && { cachedData }) });
    const module = { exports: {} as { main: typeof main } };
    script.runInThisContext()(module, process.getBuiltinModule);
    const isKept = cachedData !== undefined && !script.cachedDataRejected;
    return { main: module.exports.main, keep: () => (isKept ? undefined : cache.write(script.createCachedData())) };
  } catch {
    return undefined;
  }
}
