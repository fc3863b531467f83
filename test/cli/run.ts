import type { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll } from 'vitest';
import type { Output } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import type { Engine } from '../../src/cli/tool.ts';
import type { Report } from '../../src/report/report.ts';
import { PAGES } from '../support/pages.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Circumstances {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: AsyncIterable<Uint8Array | string>;
  /** The columns of the terminal that stdout is. */
  readonly terminal?: number;
  readonly stdout?: Output;
  /** Whether stderr is a terminal too. */
  readonly stderrIsTerminal?: boolean;
  readonly engine?: Engine;
  /** Where it listens to signals. */
  readonly signals?: EventEmitter;
}

/** The program in this process. */
export async function run(argv: readonly string[], given: Circumstances = {}): Promise<Outcome> {
  const [stdout, stderr] = [collector(), collector()];
  const io = {
    stdout:
      given.stdout ?? Object.assign(stdout.stream, { isTTY: given.terminal !== undefined, columns: given.terminal }),
    stderr: Object.assign(stderr.stream, { isTTY: given.stderrIsTerminal ?? false }),
    stdin: given.stdin ?? chunks(),
    env: given.env ?? {},
    cwd: () => given.cwd ?? '/nowhere',
    ...(given.signals && {
      once: given.signals.once.bind(given.signals),
      off: given.signals.off.bind(given.signals),
    }),
  };
  const tool = { name: 'ipaudit', version: '1.2.3', homepage: '', pages: PAGES };
  const code = await main(argv, io, tool, given.engine);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** The report that a run printed with --format json. */
export function reportOf({ stdout }: Outcome): Report {
  return JSON.parse(stdout) as Report;
}

/** `file:line:column rule` of each finding. */
export function findingsOf(outcome: Outcome): readonly string[] {
  return reportOf(outcome).findings.map(
    ({ location: { file, start }, ruleId }) => `${file}:${start.line}:${start.column} ${ruleId}`,
  );
}

/** `file message` of each failure. */
export function failuresOf(outcome: Outcome): readonly string[] {
  return reportOf(outcome).failures.map(({ location, message }) => `${location.file} ${message}`);
}

export async function* chunks(...parts: readonly (Uint8Array | string)[]): AsyncGenerator<Uint8Array | string> {
  yield* parts;
}

function collector(): { readonly stream: Writable; readonly text: () => string } {
  const parts: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      parts.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(parts).toString() };
}

/** Makes directories with files in them, which go with the test file that asked. */
export function workspace(): (files?: Readonly<Record<string, string | Uint8Array>>) => string {
  // its real path: the temporary directory may be a link
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ipaudit-')));
  afterAll(() => rmSync(root, { recursive: true }));
  return (files = {}) => {
    const directory = mkdtempSync(join(root, 'd-'));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
    return directory;
  };
}
