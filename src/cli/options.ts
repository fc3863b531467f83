import type { Preset } from '../linter/presets.ts';
import { type Format, reporters } from '../reporters/index.ts';

/** One option: all that parsing and --help know of it. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What stands for its value; a switch has none. */
  readonly value?: string;
  readonly group: 'Rules' | 'Values' | 'Files' | 'Output' | 'Other';
  readonly help: string;
}

export const formats: readonly Format[] = Object.keys(reporters) as Format[];
export const presets: readonly Preset[] = ['recommended', 'strict'];

/** Every option of `ipaudit FILE…`, in the order of --help. */
export const options: readonly Option[] = [
  {
    group: 'Rules',
    name: 'rule',
    value: "'ID: SEVERITY'",
    help: 'Run a rule as off, note, warning or error; may be repeated',
  },
  { group: 'Rules', name: 'preset', value: 'NAME', help: `The rules that run: ${presets.join(' or ')}` },
  { group: 'Rules', name: 'no-config-lookup', help: 'Look for no configuration file' },
  {
    group: 'Values',
    name: 'parameters',
    value: 'KEY=VALUE',
    help: 'The value of a template parameter; may be repeated',
  },
  {
    group: 'Values',
    name: 'parameter-file',
    value: 'PATH',
    help: 'A JSON or YAML file with such values; may be repeated',
  },
  { group: 'Files', name: 'stdin', help: 'Audit what standard input says' },
  { group: 'Files', name: 'stdin-filename', value: 'NAME', help: 'The file name of standard input' },
  {
    group: 'Output',
    name: 'format',
    short: 'f',
    value: 'NAME',
    help: `How to report: ${formats.join(', ').replace(/, (?=\w+$)/, ' or ')}`,
  },
  { group: 'Output', name: 'output-file', short: 'o', value: 'PATH', help: 'Write the report to a file' },
  { group: 'Output', name: 'quiet', help: 'Report errors only' },
  { group: 'Output', name: 'max-warnings', value: 'NUMBER', help: 'Exit 1 where there are more warnings' },
  { group: 'Output', name: 'color', help: 'Colours, even where no terminal is' },
  { group: 'Output', name: 'no-color', help: 'No colours' },
  { group: 'Other', name: 'help', short: 'h', help: 'Show this' },
  { group: 'Other', name: 'version', short: 'v', help: 'Show the version' },
];

/** What --help says. */
export function helpText(): string {
  const rows = options.map((option) => ({ ...option, usage: usageOf(option) }));
  const width = Math.max(...rows.map(({ usage }) => usage.length));
  const groups = [...new Set(rows.map(({ group }) => group))].map((group) => {
    const lines = rows
      .filter((row) => row.group === group)
      .map(({ usage, help }) => `  ${usage.padEnd(width)}  ${help}`);
    return `${group}:\n${lines.join('\n')}\n`;
  });
  return `${head}\n${groups.join('\n')}\n${foot}`;
}

function usageOf({ name, short, value }: Option): string {
  return `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`;
}

const head = `Usage: ipaudit [options] FILE…

Audits the IP conditions in Amazon API Gateway resource policies.
FILE is a template, or a directory with .json, .yml, .yaml or .template files below it.
`;

const foot = `Exit status:
  0  no findings of severity error
  1  findings of severity error, or more warnings than --max-warnings
  2  could not run, or could not read something
`;
