import { parseArgs } from 'node:util';
import type { Preset } from '../linter/presets.ts';
import { nearest } from '../model/nearest.ts';
import type { Severity } from '../report/report.ts';
import type { Format } from '../reporters/index.ts';
import { CliError } from './cli-error.ts';
import { formats, options, presets } from './options.ts';

/** What the command line asks for. */
export interface Arguments {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly preset: Preset;
  readonly parameters: Readonly<Record<string, string>>;
  readonly parameterFiles: readonly string[];
  readonly stdin: boolean;
  readonly stdinFilename: string;
  readonly format: Format;
  readonly outputFile: string | undefined;
  readonly quiet: boolean;
  /** Infinity where nothing is said. */
  readonly maxWarnings: number;
  /** Undefined where nothing is said. */
  readonly color: boolean | undefined;
  readonly help: boolean;
  readonly version: boolean;
}

const severities: readonly (Severity | 'off')[] = ['off', 'note', 'warning', 'error'];

/** Reads the command line; a CliError says what is wrong with it. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { given, files } = read(argv);
  const has = (name: string): boolean => given.has(name);
  const all = (name: string): readonly string[] => given.get(name) ?? [];
  const last = (name: string): string | undefined => all(name).at(-1);
  const color = [...given.keys()].findLast((name) => name === 'color' || name === 'no-color');
  const stdin = has('stdin');
  // as an unset variable leaves it; it would stand for the working directory
  if (files.includes('')) throw new CliError('the name of a file is empty');
  if (stdin && files.length > 0) throw new CliError('--stdin is audited alone: name no files beside it');
  if (!stdin && has('stdin-filename')) throw new CliError('--stdin-filename names what --stdin reads: give both');
  return {
    files,
    rules: Object.fromEntries(all('rule').map(ruleOf)),
    preset: oneOf('--preset', last('preset') ?? 'recommended', presets),
    parameters: Object.fromEntries(all('parameters').map(parameterOf)),
    parameterFiles: all('parameter-file'),
    stdin,
    stdinFilename: last('stdin-filename') ?? '<stdin>',
    format: oneOf('--format', last('format') ?? 'stylish', formats),
    outputFile: last('output-file'),
    quiet: has('quiet'),
    maxWarnings: numberOf('--max-warnings', last('max-warnings')),
    color: color === undefined ? undefined : color === 'color',
    help: has('help'),
    version: has('version'),
  };
}

/** The values of each option, in the order in which they were last given; a switch has none. */
function read(argv: readonly string[]): { given: ReadonlyMap<string, readonly string[]>; files: readonly string[] } {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      options.map(({ name, short, value }) => [name, { type: value ? 'string' : 'boolean', ...(short && { short }) }]),
    ),
    // its own complaints say nothing of what was meant
    strict: false,
    tokens: true,
  });
  const given = new Map<string, readonly string[]>();
  const files: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const earlier = given.get(token.name) ?? [];
    given.delete(token.name);
    given.set(token.name, [...earlier, ...valuesOf(token)]);
  }
  return { given, files };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function valuesOf({ name, rawName, value, inlineValue }: OptionToken): readonly string[] {
  const option = options.find((one) => one.name === name);
  if (!option) {
    const meant = nearest(name, namesOfOptions);
    throw new CliError(
      `unknown option ${rawName}: ${meant ? `did you mean --${meant}?` : '--help lists all there are'}`,
    );
  }
  if (!option.value) {
    if (value !== undefined) throw new CliError(`${rawName} takes no value`);
    return [];
  }
  // `--format --quiet` lacks a value; `--format=--quiet` says what it means
  if (!value || (!inlineValue && value.startsWith('-')))
    throw new CliError(`${rawName} needs a value: ${option.value}`);
  return [value];
}

const namesOfOptions = options.map(({ name }) => name);

function ruleOf(text: string): readonly [id: string, severity: Severity | 'off'] {
  const [, id, severity] = /^\s*([^\s:]+)\s*:\s*(\S+)\s*$/.exec(text) ?? [];
  if (!id || !severity) throw new CliError(`--rule takes 'ID: SEVERITY', not '${text}'`);
  return [id, oneOf(`--rule '${id}'`, severity, severities)];
}

function parameterOf(text: string): readonly [key: string, value: string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new CliError(`--parameters takes KEY=VALUE, not '${text}'`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function oneOf<T extends string>(what: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw new CliError(`${what} is one of ${choices.join(', ')}, not '${text}'`);
  return choice;
}

function numberOf(what: string, text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d+$/.test(text)) throw new CliError(`${what} takes a whole number, not '${text}'`);
  return Number(text);
}
