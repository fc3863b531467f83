import { describe, expect, test } from 'vitest';
import { condition, method, parameter, statement, template } from '../rules/templates.ts';
import { failuresOf, findingsOf, type Outcome, reportOf, run, workspace } from './run.ts';

const directory = workspace();
const open = condition('!Ref Offices', { head: parameter('Offices', 'CommaDelimitedList'), resources: method('GET') });

/** An allowlist that is wrong in production only, whatever its parameters are. */
const conditional = template(statement('!If [IsProd, !Ref Offices, 10.0.0.0/8]'), {
  head: `Parameters:
  Offices: { Type: String }
  Env: { Type: String, AllowedValues: [prod, dev] }
Conditions:
  IsProd: !Equals [!Ref Env, prod]`,
  resources: method('GET'),
});

const audit = (cwd: string, line: string): Promise<Outcome> =>
  run([...line.split(' '), '--format', 'json', '--rule', 'prefer-explicit-prefix:off'], { cwd });

/** `file:line:column rule` of each finding, with the scenarios that it names. */
const labelled = (outcome: Outcome): readonly string[] => {
  const places = findingsOf(outcome);
  return reportOf(outcome).findings.map(({ scenarios }, i) =>
    [places[i], ...scenarios.map(({ text }) => `(${text})`)].join(' '),
  );
};

describe('--parameter-file NAME=FILE', () => {
  const cwd = directory({
    'a.yml': open,
    'if.yml': conditional,
    'wide.json': '{"Offices": "8.0.0.0/8"}',
    'wide2.json': '{"Offices": "8.0.0.0/8"}',
    'all.yml': 'Offices: 0.0.0.0/0\n',
    'fine.yml': 'Offices: 8.8.8.8/32\n',
    'prod.json': '{"Env": "prod", "Offices": "8.0.0.0/8"}',
    'dev.json': '{"Env": "dev", "Offices": "8.8.8.8/32"}',
    'params.toml': 'Offices = "9.9.9.9/32,8.0.0.0/8"\n',
    'a=b.json': '{"Offices": "0.0.0.0/0"}',
    'broken.json': '{',
  });

  test.each<[line: string, findings: readonly string[]]>([
    // one set differs from nothing
    ['--parameter-file prod=wide.json', ['wide.json:1:14 no-broad-source']],
    [
      '--parameter-file prod=wide.json --parameter-file dev=all.yml --parameter-file test=fine.yml',
      [
        'all.yml:1:10 no-wildcard-source (parameter set is dev)',
        'wide.json:1:14 no-broad-source (parameter set is prod)',
      ],
    ],
    // the same place in two of three
    [
      '--parameter-file a=wide.json --parameter-file b=wide.json --parameter-file c=fine.yml',
      ['wide.json:1:14 no-broad-source (parameter set is a or b)'],
    ],
    // and in all
    ['--parameter-file a=wide.json --parameter-file b=wide.json', ['wide.json:1:14 no-broad-source']],
    [
      '--parameter-file wide.json --parameter-file a=fine.yml --parameter-file b=wide2.json',
      ['wide2.json:1:14 no-broad-source (parameter set is b)'],
    ],
    // later files of a set win, those for all sets among them
    ['--parameter-file a=wide.json --parameter-file a=fine.yml --parameter-file b=fine.yml', []],
    ['--parameter-file a=wide.json --parameter-file b=all.yml --parameter-file fine.yml', []],
    ['--parameter-file a=wide.json --parameter-file b=all.yml --parameters Offices=8.8.8.8/32', []],
    [
      '--parameter-file __proto__=wide.json --parameter-file constructor=fine.yml',
      ['wide.json:1:14 no-broad-source (parameter set is __proto__)'],
    ],
    ['--parameter-file params.toml', ['params.toml:1:23 no-broad-source']],
    ['--parameter-file ./a=b.json', ['a=b.json:1:14 no-wildcard-source']],
  ])('%s', async (line, findings) => {
    const outcome = await audit(cwd, `a.yml ${line}`);
    expect(labelled(outcome)).toEqual(findings);
    const { failures, summary } = reportOf(outcome);
    expect([failures, summary.apis, summary.policies]).toEqual([[], 1, 1]);
  });

  test('a condition that a set does not decide is named beside it', async () => {
    const outcome = await audit(cwd, 'if.yml --parameter-file prod=prod.json --parameter-file any=wide.json');
    expect(labelled(outcome)).toEqual([
      expect.stringMatching(/^if\.yml:\d+:\d+ no-unroutable-source \(parameter set is any and Env is dev\)$/),
      'prod.json:1:29 no-broad-source (parameter set is prod)',
      'wide.json:1:14 no-broad-source (parameter set is any and Env is prod)',
    ]);
    expect(reportOf(outcome).findings[1]?.scenarios).toEqual([
      { text: 'parameter set is prod', where: { 'parameter set': { is: ['prod'] } } },
    ]);
  });

  test('sets are labelled where a person reads them, and in the answers of explain', async () => {
    const line = 'if.yml --parameter-file prod=prod.json --parameter-file dev=dev.json'.split(' ');
    expect((await run(line, { cwd })).stdout).toContain('when parameter set is prod\n');
    const { stdout } = await run(['explain', ...line, '--format', 'json'], { cwd });
    const { apis } = JSON.parse(stdout) as { apis: { scenarios: { text: string }[] }[] };
    expect(apis.flatMap(({ scenarios }) => scenarios.map(({ text }) => text))).toEqual([
      'parameter set is dev',
      'parameter set is prod',
    ]);
  });

  test('what is not given in one set is undecided there alone', async () => {
    const outcome = await audit(
      cwd,
      'a.yml --parameter-file a=fine.yml --parameter-file b=gone.json --parameter-file c=wide.json',
    );
    expect(failuresOf(outcome)).toEqual(['gone.json There is no such file: check the name.']);
    expect(labelled(outcome)).toEqual(['wide.json:1:14 no-broad-source (parameter set is c)']);
    expect(
      reportOf(outcome).undecided.map(({ reason, scenarios }) => [reason, scenarios.map(({ text }) => text)]),
    ).toEqual([['parameter Offices has no default', ['parameter set is b']]]);
    expect(outcome.code).toBe(2);
  });

  test('what cannot be read is said once, however many sets there are', async () => {
    const broken = directory({ 'a.yml': `${open}\nResources: {}\n`, 'b.yml': open, 'p.json': '{', 'q.json': '{}' });
    const line = 'a.yml b.yml gone.yml --parameter-file p.json --parameter-file a=q.json --parameter-file b=q.json';
    expect(failuresOf(await audit(broken, line))).toEqual([
      expect.stringMatching(/^a\.yml The key "Resources" is written twice here/),
      'gone.yml There is no such file: check the name.',
      'p.json The text ends inside an object: close it with "}".',
    ]);
  });

  test('an API that cannot be audited in one set says in which', async () => {
    const mapped = template(statement('8.8.8.8/32'), {
      endpoint: '!FindInMap [Types, !Ref Env, Type]',
      head: 'Parameters: { Env: { Type: String } }\nMappings: { Types: { prod: { Type: REGIONAL } } }',
      resources: method('GET'),
    });
    const files = { 'a.yml': mapped, 'prod.json': '{"Env": "prod"}', 'dev.json': '{"Env": "dev"}' };
    const line = 'a.yml --parameter-file prod=prod.json --parameter-file dev=dev.json';
    const { notAudited, summary } = reportOf(await audit(directory(files), line));
    expect(notAudited).toEqual([
      {
        file: 'a.yml',
        reason: 'Api: no mapping has a row for the values of its parameters, where parameter set is dev',
      },
    ]);
    expect(summary.apis).toBe(1);
  });

  test('a set without a file is refused', async () => {
    const { code, stderr } = await run(['a.yml', '--parameter-file', 'prod='], { cwd });
    expect([code, stderr]).toEqual([2, "ipaudit: --parameter-file takes NAME=PATH, not 'prod='\n"]);
  });
});

describe('--env NAME', () => {
  const auditWith = (
    config: string | Uint8Array,
    line = 'a.yml --env prod',
    name = 'samconfig.toml',
  ): Promise<Outcome> => audit(directory({ 'a.yml': open, 'b.yml': open, [name]: config }), line);
  const deploy = (written: string): string =>
    `version = 0.1\n[prod.deploy.parameters]\nparameter_overrides = ${written}\n`;

  test.each<[written: string, findings: readonly string[]]>([
    ['"Offices=8.0.0.0/8"', ['samconfig.toml:3:32 no-broad-source']],
    ['"Env=prod Offices=\\"9.9.9.9/32, 8.0.0.0/8\\" X=1"', ['samconfig.toml:3:55 no-broad-source']],
    ["'''\nOffices=8.0.0.0/8'''", ['samconfig.toml:4:9 no-broad-source']],
    ['"X=1 Offices=\'8.0.0.0/8\'"', ['samconfig.toml:3:37 no-broad-source']],
    ['"Offices=9.9.9.9/32,\\\\ 8.0.0.0/8"', ['samconfig.toml:3:46 no-broad-source']],
    [
      '"ParameterKey=X,ParameterValue=1 ParameterKey=Offices,ParameterValue=8.0.0.0/8"',
      ['samconfig.toml:3:92 no-broad-source'],
    ],
    ['["X=1", "Offices=1.1.1.1/32", ["Offices=8.0.0.0/8"]]', ['samconfig.toml:3:63 no-broad-source']],
    ['{ X = 1, Offices = "8.0.0.0/8" }', ['samconfig.toml:3:43 no-broad-source']],
    ['{ Offices = ["9.9.9.9/32", "8.0.0.0/8"] }', ['samconfig.toml:3:51 no-broad-source']],
    ['{ "__proto__" = "1", constructor = "2", Offices = "8.0.0.0/8" }', ['samconfig.toml:3:74 no-broad-source']],
    ['""', []],
    ['[]', []],
  ])('%s', async (written, findings) => {
    const outcome = await auditWith(deploy(written));
    expect(findingsOf(outcome)).toEqual(findings);
    const [finding] = reportOf(outcome).findings;
    if (finding) expect(finding.location.end.column - finding.location.start.column).toBe('8.0.0.0/8'.length);
  });

  test('of a name that is given twice the later value is taken, and a quote by itself is an empty one', async () => {
    const outcome = await auditWith(deploy('"Offices=8.0.0.0/8 Offices=\'"'));
    expect(findingsOf(outcome)).toEqual(['samconfig.toml:3:51 valid-cidr']);
  });

  test.each<[written: string, at: string, message: string | RegExp]>([
    ['"Offices=8.8.8.8/32, 8.0.0.0/8"', '3:44-3:53', /^SAM CLI passes over this/],
    ['"My-Office=1 Offices=8.8.8.8/32"', '3:24-3:35', /^SAM CLI passes over this/],
    ['"Offices"', '3:24-3:31', /^SAM CLI passes over this/],
    ['"file://p.json"', '3:24-3:37', /^A file is named here/],
    ['{ "$include" = "p.yml", Offices = "8.8.8.8/32" }', '3:26-3:34', /^\$include is no text/],
    ['{ Offices = { a = 1 } }', '3:25-3:32', /^Offices is no text/],
    ['[', '3:24-4:1', /^This is no TOML/],
  ])('%s is a failure', async (written, at, message) => {
    const outcome = await auditWith(deploy(written));
    const [failure, ...more] = reportOf(outcome).failures;
    const { file, start, end } = failure?.location ?? {};
    expect([file, `${start?.line}:${start?.column}-${end?.line}:${end?.column}`]).toEqual(['samconfig.toml', at]);
    expect(failure?.message).toMatch(message);
    expect([more, outcome.code, reportOf(outcome).summary.apis]).toEqual([[], 2, 1]);
  });

  test.each<[what: string, config: string, findings: readonly string[]]>([
    [
      'deploy wins over global',
      '[prod.global.parameters]\nparameter_overrides = "Offices=0.0.0.0/0"\n[prod.deploy.parameters]\nparameter_overrides = "Offices=8.0.0.0/8"\n',
      ['samconfig.toml:4:32 no-broad-source'],
    ],
    [
      'global alone',
      '[prod.global.parameters]\nparameter_overrides = "Offices=8.0.0.0/8"\n[prod.deploy.parameters]\nx = 1\n',
      ['samconfig.toml:2:32 no-broad-source'],
    ],
    ['no other command', '[prod.build.parameters]\nparameter_overrides = "Offices=8.0.0.0/8"\n', []],
    ['no other environment', '[default.deploy.parameters]\nparameter_overrides = "Offices=8.0.0.0/8"\n[prod]\n', []],
    [
      'the template that it names',
      '[prod.deploy.parameters]\ntemplate_file = "./a.yml"\nparameter_overrides = "Offices=8.0.0.0/8"\n',
      ['samconfig.toml:3:32 no-broad-source'],
    ],
    [
      'what SAM CLI has built',
      '[prod.deploy.parameters]\ntemplate_file = ".aws-sam/build/template.yaml"\nparameter_overrides = "Offices=8.0.0.0/8"\n',
      ['samconfig.toml:3:32 no-broad-source'],
    ],
  ])('%s', async (_, config, findings) => {
    const outcome = await auditWith(config);
    expect([findingsOf(outcome), failuresOf(outcome)]).toEqual([findings, []]);
  });

  test('an environment of another template gives nothing, and says so where that one is not audited', async () => {
    const config = '[prod.deploy.parameters]\ntemplate_file = "b.yml"\nparameter_overrides = "Offices=8.0.0.0/8"\n';
    const outcome = await auditWith(config);
    expect([findingsOf(outcome), failuresOf(outcome)]).toEqual([
      [],
      [expect.stringMatching(/^samconfig.toml This environment is for a template/)],
    ]);
    const both = await auditWith(config, 'a.yml b.yml --env prod');
    expect([findingsOf(both), failuresOf(both), reportOf(both).undecided.length]).toEqual([
      ['samconfig.toml:3:32 no-broad-source'],
      [],
      1,
    ]);
  });

  test('a name that no template has is told, once', async () => {
    const cwd = directory({
      'a.yml': open,
      'b.yml': open,
      'samconfig.toml': '[prod.deploy.parameters]\nparameter_overrides = "Ofices=8.0.0.0/8 Offices=9.9.9.9/32"\n',
    });
    const { code, stderr } = await audit(cwd, 'a.yml b.yml --env prod');
    expect([code, stderr]).toEqual([
      0,
      'warning: samconfig.toml:2:31: no audited template has a parameter Ofices: did you mean Offices?\n',
    ]);
  });

  test('several environments are several sets; files add to a set of the same name, and win', async () => {
    const cwd = directory({
      'a.yml': open,
      'samconfig.toml':
        '[prod.deploy.parameters]\nparameter_overrides = "Offices=8.0.0.0/8"\n[dev.deploy.parameters]\nparameter_overrides = "Offices=9.0.0.0/8"\n',
      'fine.json': '{"Offices": "8.8.8.8/32"}',
    });
    const found = async (line: string): Promise<readonly string[]> => labelled(await audit(cwd, `a.yml${line}`));
    expect(await found('')).toEqual([]);
    expect(await found(' --env prod --env dev')).toEqual([
      'samconfig.toml:2:32 no-broad-source (parameter set is prod)',
      'samconfig.toml:4:32 no-broad-source (parameter set is dev)',
    ]);
    expect(await found(' --env prod --env dev --parameter-file prod=fine.json')).toEqual([
      'samconfig.toml:4:32 no-broad-source (parameter set is dev)',
    ]);
    expect(await found(' --env prod --parameter-file test=fine.json')).toEqual([
      'samconfig.toml:2:32 no-broad-source (parameter set is prod)',
    ]);
    expect(await found(' --env prod --parameters Offices=8.8.8.8/32')).toEqual([]);
  });

  test('each folder has its own configuration, in TOML before YAML', async () => {
    const yaml = 'prod: { deploy: { parameters: { parameter_overrides: "Offices=8.0.0.0/8" } } }\n';
    const cwd = directory({
      'one/a.yml': open,
      'one/samconfig.yaml': yaml,
      'two/a.yml': open,
      'two/samconfig.toml': deploy('"Offices=8.8.8.8/32"'),
      'two/samconfig.yml': yaml,
      'three/a.yml': open,
    });
    const outcome = await audit(cwd, 'one two three --env prod');
    expect(findingsOf(outcome)).toEqual(['one/samconfig.yaml:1:63 no-broad-source']);
    expect(reportOf(outcome).undecided.map(({ location }) => location.file)).toEqual(['three/a.yml']);
  });

  test.each<[what: string, files: Readonly<Record<string, string>>, message: string]>([
    [
      'no configuration',
      {},
      '--env prod is an environment in samconfig.toml, but no such file stands beside what is audited',
    ],
    [
      'others',
      { 'samconfig.toml': 'version = 0.1\n[default]\n[dev.deploy]' },
      "no samconfig has an environment 'prod': there are default, dev",
    ],
    ['none', { 'samconfig.toml': 'prod = 1\n' }, "no samconfig has an environment 'prod': it has none"],
    ['an empty one', { 'samconfig.yaml': '{}' }, "no samconfig has an environment 'prod': it has none"],
  ])('%s is an error', async (_, files, message) => {
    const { code, stdout, stderr } = await run(['a.yml', '--env', 'prod'], {
      cwd: directory({ 'a.yml': open, ...files }),
    });
    expect([code, stdout, stderr]).toEqual([2, '', `ipaudit: ${message}\n`]);
  });

  test.each<[what: string, config: string | Uint8Array, name: string]>([
    ['nested too deep', `a = ${'['.repeat(200_000)}`, 'samconfig.toml'],
    [
      'aliases that multiply',
      `prod: { deploy: { parameters: { parameter_overrides: &h [&g [&f [&e [&d [&c [&b [${'x=1,'.repeat(99)}]${',*b'.repeat(99)}]${',*c'.repeat(99)}]${',*d'.repeat(99)}]${',*e'.repeat(99)}]${',*f'.repeat(99)}]${',*g'.repeat(99)}] } } }`,
      'samconfig.yaml',
    ],
    [
      'a key twice',
      '[prod.deploy.parameters]\nparameter_overrides = "A=1"\nparameter_overrides = "A=2"\n',
      'samconfig.toml',
    ],
    ['no UTF-8', new Uint8Array([0x61, 0xff]), 'samconfig.toml'],
  ])('%s is one failure, and the template is audited', async (_, config, name) => {
    const outcome = await auditWith(config, 'a.yml --env prod', name);
    expect(reportOf(outcome).failures.map(({ location }) => location.file)).toEqual([name]);
    expect([outcome.code, reportOf(outcome).summary.apis]).toEqual([2, 1]);
  });

  test('nothing outside of the root is read', async () => {
    const cwd = directory({ 'in/x': '', 'out/a.yml': open, 'out/samconfig.toml': deploy('"Offices=8.0.0.0/8"') });
    const outcome = await audit(`${cwd}/in`, '../out/a.yml --env prod');
    expect(failuresOf(outcome)).toEqual([
      '../out/samconfig.toml It leads out of the root: name a wider one with --root.',
    ]);
    expect(findingsOf(outcome)).toEqual([]);
  });
});
