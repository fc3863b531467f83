import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Json } from './sam-values.ts';
import type { Extended } from './sam-ways.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = file('../../.venv/bin/python');
const LIBRARIES = file('../../.venv/lib');

export const isThere: boolean = existsSync(PYTHON);
export const isImitated: boolean =
  isThere && readdirSync(LIBRARIES).some((version) => existsSync(`${LIBRARIES}/${version}/site-packages/samcli`));
if (!isThere) process.stderr.write('skipped: there is no .venv with the translator of SAM, which .ci/run makes\n');
else if (!isImitated)
  process.stderr.write(
    'skipped: there is no SAM CLI in .venv to evaluate AWS::LanguageExtensions, which .ci/run puts there\n',
  );

/** What SAM's own translator makes of templates, and SAM CLI's imitation of the transform before it: one process for all of them. */
export async function translated(templates: readonly Extended[]): Promise<readonly Json[]> {
  const python = spawn(PYTHON, [file('../fixtures/sam/translate.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  python.stdin.end(JSON.stringify(templates));
  return JSON.parse(await text(python.stdout));
}
