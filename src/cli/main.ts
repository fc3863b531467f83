import { escaped } from '../reporters/escaped.ts';
import { EnvironmentError } from '../session/environment-error.ts';
import { parseArguments } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { helpText } from './help.ts';
import { type Io, print } from './io.ts';
import type { Engine, Tool } from './tool.ts';

const couldNotRun = 2;

/** The program: a command line, streams and an environment in, an exit code out. */
export async function main(argv: readonly string[], io: Io, tool: Tool, engine?: Engine): Promise<number> {
  try {
    return await run(argv, io, tool, engine);
  } catch (error) {
    const isForUser = error instanceof CliError || error instanceof EnvironmentError;
    const text = isForUser ? `${tool.name}: ${escaped(error.message)}` : bug(error, tool);
    // where even this cannot be written, the exit code has to do
    await print(io.stderr, `${text}\n`).catch(() => undefined);
    return couldNotRun;
  }
}

async function run(argv: readonly string[], io: Io, tool: Tool, engine: Engine | undefined): Promise<number> {
  const args = parseArguments(argv);
  if (args.help || args.version) {
    await print(io.stdout, args.help ? helpText(args.command) : `${tool.version}\n`);
    return 0;
  }
  const lacks = (args.command === 'who' && !args.network) || (args.command === 'diff' && !args.versions);
  if (lacks) {
    await print(io.stderr, helpText(args.command));
    return couldNotRun;
  }
  // --help and --version start without them
  switch (args.command) {
    case 'lint':
      return (await import('./commands/lint.ts')).lint(args, io, tool, engine);
    case 'explain':
      return (await import('./commands/explain.ts')).explain(args, io, tool);
    case 'diff':
      return (await import('./commands/diff.ts')).diff(args, io, tool);
    case 'who':
      return (await import('./commands/who.ts')).who(args, io, tool);
    case 'live':
      return (await import('./commands/live.ts')).live(args, io, tool, engine);
  }
}

function bug(error: unknown, { name, version, homepage }: Tool): string {
  const stack = (error instanceof Error && error.stack) || String(error);
  const where = homepage ? ` at ${homepage}` : '';
  return `${stack.split('\n').map(escaped).join('\n')}\n\nThis is a bug in ${name} ${version}: please report it${where}, with the lines above.`;
}
