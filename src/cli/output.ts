import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { withoutCommands } from '../reporters/escaped.ts';
import type { ReporterContext } from '../reporters/reporter.ts';
import type { CommonArguments } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { useColor } from './color.ts';
import { makeFolder } from './folders.ts';
import { type Io, print } from './io.ts';
import { ioMessage } from './io-message.ts';
import { isSameFile } from './paths.ts';

/** How a text is laid out for where it goes. */
export function layoutFor(
  { outputFile, color, debug }: CommonArguments,
  { stdout, env }: Io,
): Pick<ReporterContext, 'color' | 'debug' | 'frames' | 'width'> {
  const target = outputFile !== undefined ? 'file' : stdout.isTTY ? 'terminal' : 'pipe';
  return {
    color: useColor(color, env, target),
    debug,
    frames: target === 'terminal',
    // a terminal that does not know its width says 0
    width: stdout.columns || 80,
  };
}

/** Writes a report to where the command line says, but never over one of the files that it was made from. */
export async function writeReport(
  text: string,
  { outputFile, stdin }: CommonArguments,
  io: Io,
  inputs: Iterable<string>,
): Promise<void> {
  if (outputFile === undefined) return print(io.stdout, text);
  const cwd = io.cwd();
  const path = resolve(cwd, outputFile);
  const refused = (why: string): CliError => new CliError(`cannot write the report to ${outputFile}: ${why}`);
  const read = [...inputs, ...(stdin ? ['/dev/stdin'] : [])];
  if (read.some((input) => isSameFile(resolve(cwd, input), path)))
    throw refused('it would take the place of a file that was read; name another one');
  try {
    await makeFolder(dirname(path));
    // a job may print it
    await writeFile(path, withoutCommands(text));
  } catch (error) {
    throw refused(ioMessage(error));
  }
}
