import { spawn } from 'node:child_process';
import { expect, inject } from 'vitest';
import './build-once.ts';
import type { Outcome } from './run.ts';

/** The file of the built program, which is built once for all tests. */
export const PROGRAM: string = inject('program');

/** What stands around a run of node. */
interface Surroundings {
  readonly cwd: string;
  readonly input?: string;
  /** The reader leaves after so many bytes. */
  readonly readAtMost?: number;
  /** It is killed after so many milliseconds. */
  readonly timeout?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** It gets a SIGINT when this is done. */
  readonly interruptAfter?: Promise<unknown>;
}

/** Runs node with these arguments over pipes. */
export function node(
  argv: readonly string[],
  { cwd, input = '', readAtMost = Number.POSITIVE_INFINITY, timeout = 60_000, env = {}, interruptAfter }: Surroundings,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { cwd, env, timeout, killSignal: 'SIGKILL' });
    interruptAfter?.then(() => child.kill('SIGINT'));
    const output: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      output.stdout.push(chunk);
      size += chunk.length;
      if (size > readAtMost) child.stdout.destroy();
    });
    child.stderr.on('data', (chunk: Buffer) => output.stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const [stdout, stderr] = [output.stdout, output.stderr].map((chunks) => Buffer.concat(chunks).toString());
      // null where a signal ended it, as when memory is full
      resolve({ code: code ?? -1, stdout: stdout as string, stderr: stderr as string });
    });
    // it may end before it reads its input
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/**
 * All that a report says, by how each finding (`7:15 error …`), failure (`a.yml:7:15 …`), file that is not audited and
 * `not decided: …` starts. What a test does not expect is wrong.
 */
export function expectReport(
  { code, stdout, stderr }: Outcome,
  expected: number,
  ...shown: readonly (string | RegExp)[]
): void {
  expect(stderr).toBe('');
  expect(stdout).not.toMatch(/^\s+at /m);
  const said = rowsOf(stdout);
  const starts = (row: string, one: string | RegExp): boolean =>
    typeof one === 'string' ? row.startsWith(one) : one.test(row);
  for (const one of shown) expect(said.filter((row) => starts(row, one)).length, `${one} in\n${stdout}`).toBe(1);
  expect(said.filter((row) => !shown.some((one) => starts(row, one)))).toEqual([]);
  expect(code).toBe(expected);
}

const FINDING = /^ +\d+:\d+ +(?:error|warning|note) /;

/** The rows that say something: what belongs to one of them stands further in. */
export function rowsOf(stdout: string): readonly string[] {
  return stdout
    .split('\n\n')
    .flatMap((block) => {
      const [head = '', ...lines] = block.split('\n');
      // several reasons stand below what they have in common, each behind its place
      if (/^not decided: \d+ reasons/.test(head))
        return lines.map((line) => line.replace(/^ +\S+:\d+:\d+ /, 'not decided: '));
      if (head.startsWith('not decided:')) return [head];
      return [head, ...lines].filter((line) => /^ {2}\S/.test(line) || FINDING.test(line));
    })
    .map((row) => row.trim().replace(/ +/g, ' '));
}
