import type { Preset } from '../linter/presets.ts';
import type { AddressType } from '../model/api.ts';
import type { CallerName } from '../report/explanation.ts';
import { type Format, reporters } from '../reporters/index.ts';
import { inWords } from '../text/words.ts';

/** `lint` is what runs where no command is named. */
export type Command = 'lint' | 'explain' | 'who' | 'diff' | 'live';
export type ExplainFormat = 'stylish' | 'json';

/** One option: all that parsing and --help know of it. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What stands for its value; a switch has none. */
  readonly value?: string;
  /** The commands that take it; where they differ in what it says, each has its own row. */
  readonly commands: readonly Command[];
  readonly group: 'Account' | 'Rules' | 'Request' | 'Values' | 'Files' | 'Output' | 'Other';
  readonly help: string;
}

export const commands: readonly Command[] = ['lint', 'explain', 'who', 'diff', 'live'];
export const formats: readonly Format[] = Object.keys(reporters) as Format[];
export const explainFormats: readonly ExplainFormat[] = ['stylish', 'json'];
export const presets: readonly Preset[] = ['recommended', 'strict'];
export const callers: readonly CallerName[] = [
  'anonymous',
  'account',
  'account-allowed',
  'foreign-allowed',
  'authorized',
  'cognito',
  'token',
];
export const apiTypes = ['private', 'regional', 'edge'] as const;
export const addressTypes: readonly AddressType[] = ['ipv4', 'dualstack'];
export const outcomes = ['allow', 'deny'] as const;
export const diffFormats = ['stylish', 'json', 'markdown'] as const;
export const verdicts = ['error', 'warning', 'note', 'undecided', 'not-audited'] as const;
export const changes = ['opened', 'closed', 'any', 'undecided'] as const;

const lint = { commands: ['lint'] } as const;
const explain = { commands: ['explain'] } as const;
const asking = { commands: ['explain', 'who'] } as const;
const diff = { commands: ['diff'] } as const;
const live = { commands: ['live'] } as const;
const audits = { commands: ['lint', 'live'] } as const;
const files = { commands: ['lint', 'explain', 'who', 'diff'] } as const;
const searching = { commands: ['lint', 'explain', 'who'] } as const;
const every = { commands } as const;
const or = (names: readonly string[]): string => inWords(names, 'or');

/** Every option of every command, in the order of --help. */
export const options: readonly Option[] = [
  { ...live, group: 'Account', name: 'region', value: 'REGION', help: 'Read this Region, or all; may be repeated' },
  { ...live, group: 'Account', name: 'profile', value: 'NAME', help: 'A profile of the AWS CLI' },
  { ...live, group: 'Account', name: 'role-arn', value: 'ARN', help: 'Read the account of this role; may be repeated' },
  { ...live, group: 'Account', name: 'external-id', value: 'ID', help: 'What the roles ask of whoever assumes them' },
  { ...live, group: 'Account', name: 'organization', help: 'Read every active account of the organization' },
  { ...live, group: 'Account', name: 'role-name', value: 'NAME', help: 'The role that each of them has for it' },
  { ...live, group: 'Account', name: 'api', value: 'ID', help: 'Read this API only, by id or name; may be repeated' },
  { ...live, group: 'Account', name: 'stage', value: 'NAME', help: 'Read this stage only; may be repeated' },
  { ...live, group: 'Account', name: 'endpoint-url', value: 'URL', help: 'Call this in place of AWS' },
  {
    ...live,
    group: 'Account',
    name: 'max-rps',
    value: 'NUMBER',
    help: 'Requests a second for each account and Region: 4; 0 for no limit',
  },
  {
    ...live,
    group: 'Account',
    name: 'allow-unaudited',
    value: 'PATTERN',
    help: 'Accept what could not be read here, as 111122223333/*',
  },
  {
    ...audits,
    group: 'Rules',
    name: 'rule',
    value: "'ID: SEVERITY'",
    help: 'Run a rule as off, note, warning or error; may be repeated',
  },
  { ...audits, group: 'Rules', name: 'preset', value: 'NAME', help: `The rules that run: ${or(presets)}` },
  { ...lint, group: 'Rules', name: 'no-config-lookup', help: 'Look for no configuration file' },
  {
    ...lint,
    group: 'Rules',
    name: 'base',
    value: 'FILE|git:REF',
    help: 'Hold what is deployed against this earlier version',
  },
  { ...explain, group: 'Request', name: 'from', value: 'ADDRESS', help: 'Answer for a request from this address' },
  { ...explain, group: 'Request', name: 'method', value: 'VERB', help: 'Its verb; GET where there is a path alone' },
  { ...explain, group: 'Request', name: 'path', value: 'PATH', help: 'Its path, as /index.html; else every route' },
  { ...explain, group: 'Request', name: 'stage', value: 'NAME', help: 'Its stage; else every stage' },
  { ...explain, group: 'Request', name: 'caller', value: 'KIND', help: 'Who calls; else every kind that there is:' },
  { ...explain, group: 'Request', name: 'vpce', value: 'ID', help: 'The VPC endpoint that it comes by' },
  { ...explain, group: 'Request', name: 'vpc', value: 'ID', help: 'The VPC of that endpoint' },
  { ...asking, group: 'Request', name: 'expect', value: 'ANSWER', help: `Exit 1 unless all say: ${or(outcomes)}` },
  { ...explain, group: 'Request', name: 'error', value: 'TEXT', help: 'Say why a request was refused with this' },
  {
    ...files,
    group: 'Values',
    name: 'parameters',
    value: 'KEY=VALUE',
    help: 'The value of a template parameter; may be repeated',
  },
  {
    ...files,
    group: 'Values',
    name: 'parameter-file',
    value: '[NAME=]PATH',
    help: 'A file of such values, for the set NAME; may be repeated',
  },
  {
    ...files,
    group: 'Values',
    name: 'env',
    value: 'NAME',
    help: 'Values from samconfig.toml, as a set; may be repeated',
  },
  {
    ...files,
    group: 'Values',
    name: 'allow-env',
    value: 'NAME',
    help: 'Let a service read this environment variable; may be repeated',
  },
  {
    ...files,
    group: 'Values',
    name: 'api-type',
    value: 'TYPE',
    help: `Endpoint where a file cannot say it: ${or(apiTypes)}`,
  },
  {
    ...files,
    group: 'Values',
    name: 'ip-address-type',
    value: 'TYPE',
    help: `Addresses where a file cannot say it: ${or(addressTypes)}`,
  },
  {
    ...files,
    group: 'Values',
    name: 'authorization',
    value: 'TYPE',
    help: 'AuthorizationType of the methods of a policy by itself',
  },
  {
    ...files,
    group: 'Files',
    name: 'root',
    value: 'DIRECTORY',
    help: 'Read nothing outside of it, be it named or not',
  },
  { ...searching, group: 'Files', name: 'stdin', help: 'Read a template from standard input' },
  { ...searching, group: 'Files', name: 'stdin-filename', value: 'NAME', help: 'The file name of standard input' },
  {
    ...live,
    group: 'Output',
    name: 'snapshot-dir',
    value: 'DIR',
    help: 'Write what was read as files, to audit again',
  },
  { ...audits, group: 'Output', name: 'format', short: 'f', value: 'NAME', help: `How to report: ${or(formats)}` },
  {
    ...asking,
    group: 'Output',
    name: 'format',
    short: 'f',
    value: 'NAME',
    help: `How to say it: ${or(explainFormats)}`,
  },
  { ...diff, group: 'Output', name: 'format', short: 'f', value: 'NAME', help: `How to say it: ${or(diffFormats)}` },
  {
    ...diff,
    group: 'Output',
    name: 'fail-on',
    value: 'CHANGE',
    help: `Exit 1 on it; may be repeated: ${or(changes)}`,
  },
  {
    ...audits,
    group: 'Output',
    name: 'fail-on',
    value: 'LIST',
    help: `Exit 1 on these: ${or(verdicts)}`,
  },
  { ...every, group: 'Output', name: 'output-file', short: 'o', value: 'PATH', help: 'Write the report to a file' },
  { ...audits, group: 'Output', name: 'quiet', help: 'Report errors only' },
  { ...audits, group: 'Output', name: 'max-warnings', value: 'NUMBER', help: 'Exit 1 where there are more warnings' },
  { ...every, group: 'Output', name: 'color', help: 'Colours, even where no terminal is' },
  { ...every, group: 'Output', name: 'no-color', help: 'No colours' },
  {
    ...searching,
    group: 'Other',
    name: 'debug',
    help: 'Say on stderr why each file was taken or left; list all in full',
  },
  { ...every, group: 'Other', name: 'help', short: 'h', help: 'Show this' },
  { ...every, group: 'Other', name: 'version', short: 'v', help: 'Show the version' },
];

export function optionsOf(command: Command): readonly Option[] {
  return options.filter((option) => option.commands.includes(command));
}
