import type { Severity } from '../report/report.ts';
import type { ParameterFile } from '../session/parameter-sets.ts';
import { didYouMean } from '../text/words.ts';
import { CliError } from './cli-error.ts';
import type { CommandLine } from './command-line.ts';

/** What the text of one option stands for; a CliError says what is wrong with it. */

const severities: readonly (Severity | 'off')[] = ['off', 'note', 'warning', 'error'];

export function last({ given }: CommandLine, name: string): string | undefined {
  return given.get(name)?.at(-1);
}

export function ruleOf(text: string): readonly [id: string, severity: Severity | 'off'] {
  const [, id, severity] = /^\s*([^\s:]+)\s*:\s*(\S+)\s*$/.exec(text) ?? [];
  const [, name, value] = /^\s*([\w-]+)\s*[=\s]\s*(\S+)\s*$/.exec(text) ?? [];
  const meant = name && value ? `: write '${name}: ${value}'` : '';
  if (!id || !severity) throw new CliError(`--rule takes 'ID: SEVERITY', not '${text}'${meant}`);
  if (/[*?]/.test(id)) throw new CliError(`--rule takes the id of one rule, not '${id}': say it for each`);
  return [id, oneOf(`--rule '${id}'`, severity, severities)];
}

export function parameterOf(text: string): readonly [key: string, value: string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new CliError(`--parameters takes KEY=VALUE, not '${text}'`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

export function environmentName(text: string): string {
  if (text.includes('=')) throw new CliError(`--allow-env takes the name of a variable, not its value: '${text}'`);
  return text;
}

/** A path whose start looks like the name of a set is written with `./` before it. */
export function parameterFileOf(text: string): ParameterFile {
  const [, set, path] = /^([\w.-]+)=(.*)$/s.exec(text) ?? [];
  if (set === undefined || path === undefined) return { path: text };
  if (path === '') throw new CliError(`--parameter-file takes NAME=PATH, not '${text}'`);
  return { path, set };
}

/** There is one report; its format may be said again. */
export function formatOf<T extends string>({ given }: CommandLine, choices: readonly (T | 'stylish')[]): T | 'stylish' {
  const [first = 'stylish', ...others] = new Set(given.get('format')).values();
  if (others.length > 0)
    throw new CliError(`--format takes one of ${[first, ...others].join(', ')}: run once for each`);
  return oneOf('--format', first, choices);
}

export function oneOf<T extends string>(what: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === text);
  if (choice === undefined)
    throw new CliError(`${what} is one of ${choices.join(', ')}, not '${text}'${didYouMean(text, choices)}`);
  return choice;
}

export function numberOf(what: string, text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d+$/.test(text)) throw new CliError(`${what} takes a whole number, not '${text}'`);
  return Number(text);
}
