import { parseArgs } from 'node:util';
import { didYouMean, inWords } from '../text/words.ts';
import { CliError } from './cli-error.ts';
import { type Command, commands, type Option, options, optionsOf } from './options.ts';

/** A command line, taken apart. */
export interface CommandLine {
  readonly command: Command;
  /** The values of each option, in the order in which they were last given; a switch has none. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];
}

/** Takes a command line apart; a CliError says what is wrong with an option. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      options.map(({ name, short, value }) => [name, { type: value ? 'string' : 'boolean', ...(short && { short }) }]),
    ),
    // its own complaints say nothing of what was meant
    strict: false,
    tokens: true,
  });
  const positionals = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  // what follows `--` is a file, whatever its name
  const first = tokens.find(({ kind }) => kind !== 'option');
  const named =
    first?.kind === 'positional' ? commands.find((one) => one !== 'lint' && one === first.value) : undefined;
  const command = named ?? 'lint';
  // a file of that name is ./help
  const asksHelp = first?.kind === 'positional' && first.value === 'help';
  const given = new Map<string, readonly string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const earlier = given.get(token.name) ?? [];
    given.delete(token.name);
    given.set(token.name, [...earlier, ...valuesOf(token, command)]);
  }
  const about = asksHelp ? commands.find((one) => one === positionals[1]) : undefined;
  if (asksHelp) return { command: about ?? 'lint', given: new Map([...given, ['help', []]]), positionals: [] };
  return { command, given, positionals: named ? positionals.slice(1) : positionals };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function valuesOf({ name, rawName, value, inlineValue }: OptionToken, command: Command): readonly string[] {
  const option = optionOf(name, rawName, command);
  if (!option.value) {
    if (value !== undefined) throw new CliError(`${rawName} takes no value`);
    return [];
  }
  // `--format --quiet` lacks a value; `--format=--quiet` says what it means
  if (!value || (!inlineValue && /^-\D/.test(value))) throw new CliError(`${rawName} needs a value: ${option.value}`);
  return [value];
}

function optionOf(name: string, rawName: string, command: Command): Option {
  const own = optionsOf(command);
  const option = own.find((one) => one.name === name);
  if (option) return option;
  const others = options.filter((one) => one.name === name).flatMap((one) => one.commands);
  if (others.length > 0)
    throw new CliError(`${rawName} is an option of ${inWords(others.map(usage), 'and')}, not of ${usage(command)}`);
  const meant = didYouMean(rawName, names[command], ': --help lists all there are');
  throw new CliError(`unknown option ${rawName}${meant}`);
}

const usage = (command: Command): string => (command === 'lint' ? 'ipaudit without a command' : `ipaudit ${command}`);

const namesOf = (command: Command): readonly string[] => optionsOf(command).map(({ name }) => `--${name}`);
const names = Object.fromEntries(commands.map((command) => [command, namesOf(command)])) as Record<
  Command,
  readonly string[]
>;
