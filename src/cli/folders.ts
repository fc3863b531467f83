import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissing } from './io-message.ts';
import { isDirectory } from './paths.ts';

/** Makes a folder and those above it. Node's own way to does not end where none can be made, as below `/proc`. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (isDirectory(path)) return;
    if (!isMissing(error) || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}
