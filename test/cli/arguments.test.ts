import { describe, expect, test } from 'vitest';
import { type ExplainArguments, type LintArguments, parseArguments } from '../../src/cli/arguments.ts';
import { CliError } from '../../src/cli/cli-error.ts';
import { helpText } from '../../src/cli/help.ts';
import {
  callers,
  changes,
  commands,
  diffFormats,
  explainFormats,
  formats,
  optionsOf,
  presets,
} from '../../src/cli/options.ts';

const DEFAULTS: LintArguments = {
  command: 'lint',
  files: ['.'],
  rules: {},
  preset: 'recommended',
  parameters: {},
  parameterFiles: [],
  environments: [],
  allowedEnv: [],
  apiType: undefined,
  ipAddressType: undefined,
  authorization: undefined,
  root: undefined,
  stdin: false,
  stdinFilename: '<stdin>',
  format: 'stylish',
  outputFile: undefined,
  quiet: false,
  maxWarnings: Number.POSITIVE_INFINITY,
  failOn: undefined,
  base: undefined,
  color: undefined,
  debug: false,
  help: false,
  version: false,
};

test.each<[line: string, different: Partial<LintArguments>]>([
  ['', {}],
  ['a.yml b', { files: ['a.yml', 'b'] }],
  ['--rule=valid-cidr:off', { rules: { 'valid-cidr': 'off' } }],
  [
    '--rule valid-cidr:note --rule a:error --rule valid-cidr:warning',
    { rules: { 'valid-cidr': 'warning', a: 'error' } },
  ],
  ['--fail-on note', { failOn: ['note'] }],
  ['--fail-on error,undecided --fail-on=not-audited', { failOn: ['error', 'undecided', 'not-audited'] }],
  ['--preset strict', { preset: 'strict' }],
  ['--preset=strict --preset=recommended', {}],
  ['--no-config-lookup', {}],
  ['--parameters A=1 --parameters=B=2', { parameters: { A: '1', B: '2' } }],
  ['--parameters A=1 --parameters A=b=c', { parameters: { A: 'b=c' } }],
  ['--parameters A=', { parameters: { A: '' } }],
  ['--allow-env A --allow-env=B', { allowedEnv: ['A', 'B'] }],
  ['--parameter-file a.json --parameter-file=b.yml', { parameterFiles: [{ path: 'a.json' }, { path: 'b.yml' }] }],
  ['--parameter-file eu-1.prod=a=b.json', { parameterFiles: [{ path: 'a=b.json', set: 'eu-1.prod' }] }],
  [
    '--parameter-file ./a=b.json --parameter-file d/a=b',
    { parameterFiles: [{ path: './a=b.json' }, { path: 'd/a=b' }] },
  ],
  ['--env prod --env dev', { environments: ['prod', 'dev'] }],
  ['--api-type private', { apiType: 'PRIVATE' }],
  ['--api-type edge --api-type=regional', { apiType: 'REGIONAL' }],
  ['--ip-address-type dualstack', { ipAddressType: 'dualstack' }],
  ['--stdin', { files: [], stdin: true }],
  ['--stdin --stdin-filename x.yml', { files: [], stdin: true, stdinFilename: 'x.yml' }],
  ['--format json', { format: 'json' }],
  ['--format=json', { format: 'json' }],
  ['-f json', { format: 'json' }],
  ['-fjson a', { format: 'json', files: ['a'] }],
  ['-o out.txt', { outputFile: 'out.txt' }],
  ['--output-file=-', { outputFile: '-' }],
  ['--output-file=--quiet', { outputFile: '--quiet' }],
  ['--quiet', { quiet: true }],
  ['--max-warnings 0', { maxWarnings: 0 }],
  ['--max-warnings=12', { maxWarnings: 12 }],
  ['--color', { color: true }],
  ['--no-color', { color: false }],
  ['--no-color --color', { color: true }],
  ['--color --no-color', { color: false }],
  ['--color --no-color --color', { color: true }],
  ['-h', { help: true }],
  ['--help --version', { help: true, version: true }],
  ['-hv', { help: true, version: true }],
  ['a -f json b', { format: 'json', files: ['a', 'b'] }],
  ['-- --quiet -f', { files: ['--quiet', '-f'] }],
  ['./explain', { files: ['./explain'] }],
  ['-- who', { files: ['who'] }],
  ['a.yml explain', { files: ['a.yml', 'explain'] }],
  ['lint', { files: ['lint'] }],
  ['--parameters __proto__=x', { parameters: Object.fromEntries([['__proto__', 'x']]) }],
])('%s', (line, different) => {
  expect(parseArguments(line.split(' ').filter(Boolean))).toEqual({ ...DEFAULTS, ...different });
});

test('blanks around the parts of a rule', () => {
  expect(parseArguments(['--rule', ' valid-cidr :  off '])).toMatchObject({ rules: { 'valid-cidr': 'off' } });
});

describe('what is wrong is said in one line', () => {
  test.each<[argv: readonly string[], message: string]>([
    [['--formt', 'json'], 'unknown option --formt: did you mean --format?'],
    [['--max-warning=1'], 'unknown option --max-warning: did you mean --max-warnings?'],
    [['--colour'], 'unknown option --colour: did you mean --color?'],
    [['--Quiet'], 'unknown option --Quiet: did you mean --quiet?'],
    [['--fix'], 'unknown option --fix: --help lists all there are'],
    [['--constructor'], 'unknown option --constructor: --help lists all there are'],
    [['--__proto__'], 'unknown option --__proto__: --help lists all there are'],
    [['-x'], 'unknown option -x: --help lists all there are'],
    [['--no-quiet'], 'unknown option --no-quiet: --help lists all there are'],
    [['--format'], '--format needs a value: NAME'],
    [['-f'], '-f needs a value: NAME'],
    [['--format='], '--format needs a value: NAME'],
    [['--format', '--quiet'], '--format needs a value: NAME'],
    [['--max-warnings', '-1'], "--max-warnings takes a whole number, not '-1'"],
    [['--quiet=yes'], '--quiet takes no value'],
    [['--help=rules'], '--help takes no value'],
    [['--format', 'jsn'], "--format is one of stylish, json, sarif, not 'jsn': did you mean json?"],
    [['--quite'], 'unknown option --quite: did you mean --quiet?'],
    [
      ['--rule', 'no-host-bits=error'],
      "--rule takes 'ID: SEVERITY', not 'no-host-bits=error': write 'no-host-bits: error'",
    ],
    [['--rule', '*: off'], "--rule takes the id of one rule, not '*': say it for each"],
    [['--format', 'toString'], "--format is one of stylish, json, sarif, not 'toString'"],
    [['--preset', 'Strict'], "--preset is one of recommended, strict, not 'Strict': did you mean strict?"],
    [['--max-warnings', 'many'], "--max-warnings takes a whole number, not 'many'"],
    [['--max-warnings=-1'], "--max-warnings takes a whole number, not '-1'"],
    [['--max-warnings', '1.5'], "--max-warnings takes a whole number, not '1.5'"],
    [['--rule', 'valid-cidr'], "--rule takes 'ID: SEVERITY', not 'valid-cidr'"],
    [['--rule', 'a: b: c'], "--rule takes 'ID: SEVERITY', not 'a: b: c'"],
    [
      ['--rule', 'valid-cidr: warn'],
      "--rule 'valid-cidr' is one of off, note, warning, error, not 'warn': did you mean warning?",
    ],
    [['--rule', 'valid-cidr: 2'], "--rule 'valid-cidr' is one of off, note, warning, error, not '2'"],
    [['--api-type', 'PRIVATE'], "--api-type is one of private, regional, edge, not 'PRIVATE': did you mean private?"],
    [['--ip-address-type', 'ipv6'], "--ip-address-type is one of ipv4, dualstack, not 'ipv6': did you mean ipv4?"],
    [['--parameters', 'A'], "--parameters takes KEY=VALUE, not 'A'"],
    [['--allow-env', 'A=1'], "--allow-env takes the name of a variable, not its value: 'A=1'"],
    [['--parameters', '=A'], "--parameters takes KEY=VALUE, not '=A'"],
    [['--stdin', 'a.yml'], '--stdin is audited alone: name no files beside it'],
    [['--stdin-filename', 'a.yml'], '--stdin-filename names what --stdin reads: give both'],
    [['a.yml', ''], 'the name of a file is empty'],
    [['--from', '1.1.1.1', 'a'], '--from is an option of ipaudit explain, not of ipaudit without a command'],
    [
      ['explain', '--quiet', 'a'],
      '--quiet is an option of ipaudit without a command and ipaudit live, not of ipaudit explain',
    ],
    [['who', '-f', 'sarif', '1.1.1.1'], "--format is one of stylish, json, not 'sarif'"],
    [['who', '1.1.1.1', '--expect', 'allowed'], "--expect is one of allow, deny, not 'allowed'"],
    [['who', '1.1.1.1', '--from', '1.1.1.1'], '--from is an option of ipaudit explain, not of ipaudit who'],
    [['live', 'a.yml'], "ipaudit live reads accounts, not files: leave out 'a.yml', or audit it with ipaudit a.yml"],
    [['live', '--region', '../../etc'], "--region takes a Region as eu-west-1, or all, not '../../etc'"],
    [
      ['live', '--role-arn', 'auditor'],
      "--role-arn takes a role as arn:aws:iam::111122223333:role/NAME, not 'auditor'",
    ],
    [
      ['live', ...['a', 'b'].flatMap((name) => ['--role-arn', `arn:aws:iam::111122223333:role/${name}`])],
      'two roles of --role-arn are of account 111122223333: give one of them',
    ],
    [['live', '--organization'], '--organization reads its accounts by the role that --role-name names: give both'],
    [['live', '--role-name', 'a'], '--organization reads its accounts by the role that --role-name names: give both'],
    [['live', '--organization', '--role-name', 'a:b'], "--role-name takes the name of a role, not 'a:b'"],
    [
      ['live', '--organization', '--role-name', 'a', '--role-arn', 'arn:aws:iam::111122223333:role/b'],
      '--organization and --role-arn both say which accounts are read: give one of them',
    ],
    [['live', '--external-id', 'x'], '--external-id is for a role: give --role-arn or --organization too'],
    [['live', '--endpoint-url', 'localhost'], "--endpoint-url takes a URL as http://localhost:5000, not 'localhost'"],
    [['live', '--max-rps', '0.5'], "--max-rps takes a whole number, not '0.5'"],
    [['explain', '--fro', '1.1.1.1', 'a'], 'unknown option --fro: did you mean --from?'],
    [['explain', '--rul', 'x', 'a'], 'unknown option --rul: --help lists all there are'],
    [['explain', '-f', 'sarif', 'a'], "--format is one of stylish, json, not 'sarif'"],
    [['explain', '--path', '/a', 'a'], '--path is about one request: say where it comes from with --from ADDRESS'],
    [
      ['explain', '--expect', 'deny', 'a'],
      '--expect is about one request: say where it comes from with --from ADDRESS',
    ],
    [['explain', '--from', '1.1.1.1', '--path', 'a'], '--path begins with a slash: write /a'],
    [['explain', '--from', '1.1.1.1', '--expect', 'yes'], "--expect is one of allow, deny, not 'yes'"],
    [
      ['explain', '--from', '1.1.1.1', '--caller', 'me'],
      "--caller is one of anonymous, account, account-allowed, foreign-allowed, authorized, cognito, token, not 'me'",
    ],
    [
      ['explain', '--error', 'x', '--from', '1.1.1.1', '--expect', 'deny'],
      '--error explains an answer that came, --expect asks for one: give one of them',
    ],
    [
      ['explain', '--error', 'x', '--from', '1.1.1.1', '--stage', 'prod'],
      'the message of --error names the request: leave out --stage',
    ],
  ])('%j', (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(new CliError(message));
  });
});

test('a command comes first, wherever the options are', () => {
  const expected: Partial<ExplainArguments> = {
    command: 'explain',
    files: ['a.yml', 'who'],
    format: 'json',
    method: 'GET',
  };
  expect(parseArguments(['-f', 'json', 'explain', 'a.yml', '--from', '::1', '--method', 'get', 'who'])).toMatchObject(
    expected,
  );
  expect(parseArguments(['who', '10.0.0.0/8', 'a'])).toMatchObject({
    command: 'who',
    network: '10.0.0.0/8',
    files: ['a'],
  });
});

test('who looks at the working directory where no file is named', () => {
  expect(parseArguments(['who', '1.1.1.1'])).toMatchObject({ files: ['.'] });
  expect(parseArguments(['who', '1.1.1.1', '--stdin'])).toMatchObject({ files: [], stdin: true });
});

const values = {
  lint: [...formats, ...presets, 'explain', 'who', 'diff', 'live'],
  explain: [...explainFormats, ...callers],
  who: [],
  diff: [...diffFormats, ...changes],
  live: [...formats, ...presets],
};

test.each(commands)('the help of %s names all of its options and values', (command) => {
  const help = helpText(command);
  const names = optionsOf(command).map(({ name }) => `--${name}`);
  for (const name of [...names, ...values[command]]) expect(help).toContain(name);
  expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});
