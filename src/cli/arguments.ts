import type { Preset } from '../linter/presets.ts';
import { type AddressType, AUTHORIZATIONS, type Authorization, type EndpointType } from '../model/api.ts';
import type { CallerName } from '../report/explanation.ts';
import type { Severity } from '../report/report.ts';
import type { Format } from '../reporters/index.ts';
import type { ParameterFile } from '../session/parameter-sets.ts';
import { isRegion } from '../text/region.ts';
import { CliError } from './cli-error.ts';
import { type CommandLine, readCommandLine } from './command-line.ts';
import {
  environmentName,
  formatOf,
  last,
  numberOf,
  oneOf,
  parameterFileOf,
  parameterOf,
  ruleOf,
} from './option-values.ts';
import {
  addressTypes,
  apiTypes,
  callers,
  changes,
  diffFormats,
  type ExplainFormat,
  explainFormats,
  formats,
  outcomes,
  presets,
  verdicts,
} from './options.ts';

/** What every command takes. */
export interface CommonArguments {
  /** The working directory where none is named. */
  readonly files: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly parameterFiles: readonly ParameterFile[];
  readonly environments: readonly string[];
  /** Names of the environment variables that documents may read. */
  readonly allowedEnv: readonly string[];
  /** Undefined where nothing is said. */
  readonly apiType: EndpointType | undefined;
  readonly ipAddressType: AddressType | undefined;
  readonly authorization: Authorization | undefined;
  /** What nothing outside of is read; undefined where nothing is said. */
  readonly root: string | undefined;
  readonly stdin: boolean;
  readonly stdinFilename: string;
  readonly outputFile: string | undefined;
  /** Undefined where nothing is said. */
  readonly color: boolean | undefined;
  /** Whether to say of each file why it was taken or left. */
  readonly debug: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** What the commands take that audit. */
export interface AuditArguments extends CommonArguments {
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly preset: Preset;
  readonly format: Format;
  readonly quiet: boolean;
  /** Infinity where nothing is said. */
  readonly maxWarnings: number;
  /** What the run exits 1 on; undefined where nothing is said. */
  readonly failOn: readonly (typeof verdicts)[number][] | undefined;
  /** An earlier version; undefined where nothing is said. */
  readonly base: string | undefined;
}

export interface LintArguments extends AuditArguments {
  readonly command: 'lint';
}

export interface LiveArguments extends AuditArguments {
  readonly command: 'live';
  readonly regions: readonly string[];
  readonly profile: string | undefined;
  readonly roleArns: readonly string[];
  readonly externalId: string | undefined;
  /** The role of each account of the organization; undefined where that is not asked for. */
  readonly organizationRole: string | undefined;
  readonly apis: readonly string[];
  readonly stages: readonly string[];
  readonly endpointUrl: string | undefined;
  /** Infinity for no limit. */
  readonly maxRps: number;
  readonly allowUnaudited: readonly string[];
  readonly snapshotDir: string | undefined;
}

export interface ExplainArguments extends CommonArguments {
  readonly command: 'explain';
  readonly format: ExplainFormat;
  readonly from: string | undefined;
  /** In capitals. */
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly stage: string | undefined;
  readonly caller: CallerName | undefined;
  readonly vpce: string | undefined;
  readonly vpc: string | undefined;
  readonly expect: (typeof outcomes)[number] | undefined;
  readonly error: string | undefined;
}

export interface WhoArguments extends CommonArguments {
  readonly command: 'who';
  /** Undefined where nothing is said. */
  readonly network: string | undefined;
  readonly format: ExplainFormat;
  readonly expect: (typeof outcomes)[number] | undefined;
}

export interface DiffArguments extends CommonArguments {
  readonly command: 'diff';
  /** The older and the newer version; undefined where nothing is said. */
  readonly versions: readonly [older: string, newer: string] | undefined;
  readonly format: (typeof diffFormats)[number];
  readonly failOn: readonly (typeof changes)[number][];
}

export type Arguments = LintArguments | ExplainArguments | WhoArguments | DiffArguments | LiveArguments;

const ENDPOINTS = { private: 'PRIVATE', regional: 'REGIONAL', edge: 'EDGE' } as const;

/** Reads the command line; a CliError says what is wrong with it. */
export function parseArguments(argv: readonly string[]): Arguments {
  const line = readCommandLine(argv);
  if (line.command === 'explain') return explainArguments(line);
  if (line.command === 'diff') return diffArguments(line);
  if (line.command === 'live') return liveArguments(line);
  return line.command === 'who' ? whoArguments(line) : lintArguments(line);
}

function lintArguments(line: CommandLine): LintArguments {
  return { command: 'lint', ...auditArguments(line) };
}

function auditArguments(line: CommandLine): AuditArguments {
  return {
    ...commonArguments(line, line.positionals),
    rules: Object.fromEntries((line.given.get('rule') ?? []).map(ruleOf)),
    preset: oneOf('--preset', last(line, 'preset') ?? 'recommended', presets),
    format: formatOf(line, formats),
    quiet: line.given.has('quiet'),
    base: last(line, 'base'),
    failOn: line.given
      .get('fail-on')
      ?.flatMap((list) => list.split(','))
      .map((one) => oneOf('--fail-on', one.trim(), verdicts)),
    maxWarnings: numberOf('--max-warnings', last(line, 'max-warnings')),
  };
}

const rolePattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

function liveArguments(line: CommandLine): LiveArguments {
  const all = (name: string): readonly string[] => line.given.get(name) ?? [];
  const [roleName, externalId, endpointUrl] = [
    last(line, 'role-name'),
    last(line, 'external-id'),
    last(line, 'endpoint-url'),
  ];
  const [regions, roleArns, isOrganization] = [all('region'), all('role-arn'), line.given.has('organization')];
  const [file] = line.positionals;
  if (file !== undefined)
    throw new CliError(`ipaudit live reads accounts, not files: leave out '${file}', or audit it with ipaudit ${file}`);
  for (const region of regions.filter((one) => one !== 'all' && !isRegion(one)))
    throw new CliError(`--region takes a Region as eu-west-1, or all, not '${region}'`);
  for (const arn of roleArns.filter((one) => !rolePattern.test(one)))
    throw new CliError(`--role-arn takes a role as arn:aws:iam::111122223333:role/NAME, not '${arn}'`);
  const accounts = roleArns.map((arn) => arn.split(':')[4]);
  const twice = accounts.find((account, i) => accounts.indexOf(account) !== i);
  if (twice) throw new CliError(`two roles of --role-arn are of account ${twice}: give one of them`);
  if (isOrganization !== (roleName !== undefined))
    throw new CliError('--organization reads its accounts by the role that --role-name names: give both');
  if (roleName !== undefined && !/^[\w+=,.@/-]+$/.test(roleName))
    throw new CliError(`--role-name takes the name of a role, not '${roleName}'`);
  if (isOrganization && roleArns.length > 0)
    throw new CliError('--organization and --role-arn both say which accounts are read: give one of them');
  if (externalId !== undefined && !isOrganization && roleArns.length === 0)
    throw new CliError('--external-id is for a role: give --role-arn or --organization too');
  if (endpointUrl !== undefined && !/^https?:\/\/[^/]/.test(endpointUrl))
    throw new CliError(`--endpoint-url takes a URL as http://localhost:5000, not '${endpointUrl}'`);
  return {
    command: 'live',
    ...auditArguments(line),
    regions,
    profile: last(line, 'profile'),
    roleArns,
    externalId,
    organizationRole: roleName,
    apis: all('api'),
    stages: all('stage'),
    endpointUrl,
    maxRps: numberOf('--max-rps', last(line, 'max-rps') ?? '4') || Number.POSITIVE_INFINITY,
    allowUnaudited: all('allow-unaudited'),
    snapshotDir: last(line, 'snapshot-dir'),
  };
}

/** What tells a request apart, which an address has to stand beside. */
const details = ['method', 'path', 'stage', 'caller', 'vpce', 'vpc', 'expect'] as const;

function explainArguments(line: CommandLine): ExplainArguments {
  const [caller, expect] = [last(line, 'caller'), last(line, 'expect')];
  const [from, error, path] = [last(line, 'from'), last(line, 'error'), last(line, 'path')];
  const lonely = details.find((name) => last(line, name) !== undefined);
  if (lonely && from === undefined)
    throw new CliError(`--${lonely} is about one request: say where it comes from with --from ADDRESS`);
  if (error !== undefined) {
    const [told] = (['method', 'path', 'stage', 'expect'] as const).filter((name) => last(line, name) !== undefined);
    if (told === 'expect')
      throw new CliError('--error explains an answer that came, --expect asks for one: give one of them');
    if (told) throw new CliError(`the message of --error names the request: leave out --${told}`);
  }
  if (path !== undefined && !path.startsWith('/')) throw new CliError(`--path begins with a slash: write /${path}`);
  return {
    command: 'explain',
    ...commonArguments(line, line.positionals),
    format: formatOf(line, explainFormats),
    from,
    method: last(line, 'method')?.toUpperCase(),
    path,
    stage: last(line, 'stage'),
    caller: caller === undefined ? undefined : oneOf('--caller', caller, callers),
    vpce: last(line, 'vpce'),
    vpc: last(line, 'vpc'),
    expect: expect === undefined ? undefined : oneOf('--expect', expect, outcomes),
    error,
  };
}

function whoArguments(line: CommandLine): WhoArguments {
  const [network, ...files] = line.positionals;
  const expect = last(line, 'expect');
  return {
    command: 'who',
    ...commonArguments(line, files),
    network,
    format: oneOf('--format', last(line, 'format') ?? 'stylish', explainFormats),
    expect: expect === undefined ? undefined : oneOf('--expect', expect, outcomes),
  };
}

function diffArguments(line: CommandLine): DiffArguments {
  const [older, newer, ...more] = line.positionals;
  if (older !== undefined && newer === undefined)
    throw new CliError('ipaudit diff takes two versions, the older one first: OLD NEW');
  if (more.length > 0) throw new CliError(`ipaudit diff takes two versions, and not '${more[0]}' too`);
  return {
    command: 'diff',
    ...commonArguments(line, []),
    versions: older !== undefined && newer !== undefined ? [older, newer] : undefined,
    format: formatOf(line, diffFormats),
    failOn: (line.given.get('fail-on') ?? []).map((one) => oneOf('--fail-on', one, changes)),
  };
}

function commonArguments(line: CommandLine, named: readonly string[]): CommonArguments {
  const { given } = line;
  const color = [...given.keys()].findLast((name) => name === 'color' || name === 'no-color');
  const stdin = given.has('stdin');
  const [apiType, ipAddressType] = [last(line, 'api-type'), last(line, 'ip-address-type')];
  const authorization = last(line, 'authorization');
  // as an unset variable leaves it; it would stand for the working directory
  if (named.includes('')) throw new CliError('the name of a file is empty');
  if (stdin && named.length > 0) throw new CliError('--stdin is audited alone: name no files beside it');
  if (!stdin && given.has('stdin-filename')) throw new CliError('--stdin-filename names what --stdin reads: give both');
  return {
    files: named.length > 0 || stdin ? named : ['.'],
    parameters: Object.fromEntries((given.get('parameters') ?? []).map(parameterOf)),
    parameterFiles: (given.get('parameter-file') ?? []).map(parameterFileOf),
    environments: given.get('env') ?? [],
    allowedEnv: (given.get('allow-env') ?? []).map(environmentName),
    apiType: apiType === undefined ? undefined : ENDPOINTS[oneOf('--api-type', apiType, apiTypes)],
    ipAddressType: ipAddressType === undefined ? undefined : oneOf('--ip-address-type', ipAddressType, addressTypes),
    authorization: authorization === undefined ? undefined : oneOf('--authorization', authorization, AUTHORIZATIONS),
    root: last(line, 'root'),
    stdin,
    stdinFilename: last(line, 'stdin-filename') ?? '<stdin>',
    outputFile: last(line, 'output-file'),
    color: color === undefined ? undefined : color === 'color',
    debug: given.has('debug'),
    help: given.has('help'),
    version: given.has('version'),
  };
}
