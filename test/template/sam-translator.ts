import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Json } from './sam-values.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = file('../../.venv/bin/python');

export const isThere: boolean = existsSync(PYTHON);
if (!isThere) process.stderr.write('skipped: there is no .venv with the translator of SAM, which .ci/run makes\n');

/** What SAM's own translator makes of templates: one process for all of them. */
export async function translated(templates: readonly unknown[]): Promise<readonly Json[]> {
  const python = spawn(PYTHON, [file('../fixtures/sam/translate.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  python.stdin.end(JSON.stringify(templates));
  return JSON.parse(await text(python.stdout));
}
