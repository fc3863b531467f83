import { describe, expect, test } from 'vitest';
import type { AuditOptions } from '../../src/answers/audit.ts';
import type { Finding } from '../../src/report/report.ts';
import { condition, ENVIRONMENTS, method, parameter, statement, template, withPolicy } from '../rules/templates.ts';
import { auditTexts } from '../support/memory.ts';

const findingsIn = (text: string, options: Omit<AuditOptions, 'fs'> = {}): readonly Finding[] =>
  auditTexts({ 't.yml': text }, options).findings;

const idsIn = (text: string, options: Omit<AuditOptions, 'fs'> = {}): readonly string[] =>
  findingsIn(text, options).map(({ ruleId }) => ruleId);

describe('which rules run', () => {
  const text = condition(['10.0.0.0/8']);

  test('a rule has its own severity, or the one that it is given', () => {
    expect(findingsIn(text).map(({ ruleId, severity }) => `${ruleId} ${severity}`)).toEqual([
      'no-unroutable-source error',
    ]);
    const rules = { 'no-unroutable-source': 'note' } as const;
    expect(findingsIn(text, { rules }).map(({ severity }) => severity)).toEqual(['note']);
  });

  test('a rule that is switched off hides nothing: the one that yielded to it speaks', () => {
    expect(idsIn(text, { rules: { 'no-unroutable-source': 'off' } })).toEqual(['no-broad-source']);
  });

  test('a strict rule runs in its preset, or when it is named', () => {
    const open = withPolicy('', {
      resources:
        'Root:\n  Type: AWS::ApiGateway::Method\n  Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: NONE }',
    });
    expect(idsIn(open)).toEqual([]);
    expect(idsIn(open, { preset: 'strict' })).toEqual(['require-policy']);
    expect(idsIn(open, { rules: { 'require-policy': 'warning' } })).toEqual(['require-policy']);
  });
});

describe('a fingerprint', () => {
  const [finding] = findingsIn(condition(['8.0.0.0/8']));

  test.each([
    ['comments and other lines', `# one\n# two\n${condition(['8.0.0.0/8'])}`],
    ['its file', undefined],
    ['another place in its list', condition(['1.1.1.0/24', '8.0.0.0/8'])],
    ['how the network is written', condition(['8.1.2.3/8'])],
    [
      'the scenario',
      template(`${statement(['8.0.0.0/8'])}`, { head: ENVIRONMENTS }).replace(
        '- 8.0.0.0/8',
        '- !If [IsProd, 8.0.0.0/8, 1.1.1.0/24]',
      ),
    ],
    [
      'the order of statements',
      template(`${statement(['1.1.1.0/24'], { effect: 'Deny' })}\n${statement(['8.0.0.0/8'])}`),
    ],
  ])('does not depend on %s', (_, text) => {
    const found =
      text === undefined ? auditTexts({ 'other.yml': condition(['8.0.0.0/8']) }).findings : findingsIn(text);
    const same = found.filter(({ ruleId }) => ruleId === 'no-broad-source');
    expect(same.map(({ fingerprint }) => fingerprint)).toEqual([finding?.fingerprint]);
  });

  test.each([
    ['the network', condition(['9.0.0.0/8'])],
    ['the API', condition(['8.0.0.0/8']).replace('  Api:', '  Shop:').replace('!Ref Api', '!Ref Shop')],
    ['the statement', condition(['8.0.0.0/8'], { also: 'Sid: Office' })],
    ['the operator', condition(['8.0.0.0/8'], { operator: 'IpAddressIfExists' })],
  ])('depends on %s', (_, text) => {
    const other = findingsIn(text).find(({ ruleId }) => ruleId === 'no-broad-source');
    expect(other?.fingerprint).toMatch(/^v1:/);
    expect(other?.fingerprint).not.toBe(finding?.fingerprint);
  });

  test('has the shape that is documented, and tells twins apart', () => {
    const twins = findingsIn(condition(['8.0.0.0/8', '8.0.0.0/8'])).filter(
      ({ ruleId }) => ruleId === 'no-broad-source',
    );
    expect(twins.map(({ fingerprint }) => fingerprint)).toEqual([finding?.fingerprint, `${finding?.fingerprint}:2`]);
    expect(finding?.fingerprint).toMatch(/^v1:[0-9a-f]{24}$/);
  });
});

describe('fingerprints of several files', () => {
  const one = condition(['8.0.0.0/8', '8.0.0.0/8']);
  const both = { 'a.yml': one, 'b.yml': one };
  /** The fingerprints of one file's findings, in their order. */
  const printsOf = (file: string, texts: Readonly<Record<string, string>>, files?: readonly string[]) =>
    auditTexts(texts, {}, files)
      .findings.filter(({ location }) => location.file === file)
      .map(({ fingerprint }) => fingerprint);
  const alone = printsOf('b.yml', { 'b.yml': one });

  test('are those of each file alone, in whatever order they are named', () => {
    expect(alone).toEqual([...new Set(alone)]);
    expect(alone.some((print) => print.endsWith(':2'))).toBe(true);
    for (const order of [
      ['a.yml', 'b.yml'],
      ['b.yml', 'a.yml'],
    ])
      for (const file of order) expect(printsOf(file, both, order)).toEqual(alone);
  });

  test('stay where another file is mended', () => {
    expect(printsOf('b.yml', { ...both, 'a.yml': condition(['1.1.1.0/24']) })).toEqual(alone);
  });

  test('hold no file: an API that moves takes them along', () => {
    expect(printsOf('c/d.yml', { 'c/d.yml': one })).toEqual(alone);
  });

  test('tell the APIs of one file apart, and number the twins of each', () => {
    const two = `${one}${one.slice(one.indexOf('  Api:')).replaceAll('Api:', 'Shop:').replaceAll('!Ref Api', '!Ref Shop')}`;
    const found = auditTexts({ 't.yml': two }).findings.filter(({ ruleId }) => ruleId === 'no-broad-source');
    const ofApi = (id: string): readonly string[] =>
      found.filter(({ api }) => api.id === id).map(({ fingerprint }) => fingerprint.replace(/^v1:[0-9a-f]+/, ''));
    expect([ofApi('Api'), ofApi('Shop')]).toEqual([
      ['', ':2'],
      ['', ':2'],
    ]);
  });
});

describe('one scalar that is used in several places', () => {
  const shared = parameter('Offices', 'CommaDelimitedList', '8.0.0.0/8');
  const two = template(`${statement('!Ref Offices')}\n${statement('!Ref Offices', { also: 'Sid: Second' })}`, {
    head: shared,
    resources: method('GET'),
  });

  test('gives one finding, with the uses as related places', () => {
    const [finding, ...others] = findingsIn(two);
    expect(others).toEqual([]);
    // the parameter's default is on line 5; the two conditions use it
    expect(finding?.location).toMatchObject({ start: { line: 5, column: 14 }, end: { line: 5, column: 23 } });
    expect(finding?.related.map(({ message, location }) => `${message} ${location.start.line}`)).toEqual([
      'used here 22',
      'used here 29',
    ]);
  });

  test('is undecided once, for all rules that it keeps from deciding', () => {
    const { undecided } = auditTexts({ 't.yml': two.replace('    Default: 8.0.0.0/8\n', '') });
    expect(undecided.map(({ reason, location }) => `${reason} ${location.start.line}`)).toEqual([
      'parameter Offices has no default 3',
    ]);
    expect(undecided[0]?.rules).toContain('no-broad-source');
    expect(undecided[0]?.rules).toEqual([...(undecided[0]?.rules ?? [])].sort());
  });
});

describe('scenarios', () => {
  const chosen = (yes: string, no: string): string =>
    template(statement([`!If [IsProd, ${yes}, ${no}]`]), { head: ENVIRONMENTS });

  test('a finding says in which it holds', () => {
    expect(findingsIn(chosen('8.0.0.0/8', '1.1.1.0/24')).map(({ scenarios }) => scenarios)).toEqual([
      [{ text: 'Env is prod', where: { Env: { is: ['prod'] } } }],
    ]);
  });

  test('what holds in all of them says nothing', () => {
    const both = template(`${statement([`!If [IsProd, 1.1.1.0/24, 2.2.2.0/24]`, '8.0.0.0/8'])}`, {
      head: ENVIRONMENTS,
    });
    expect(findingsIn(both).map(({ scenarios }) => scenarios)).toEqual([[]]);
  });

  test('a value that is given settles them', () => {
    const text = chosen('8.0.0.0/8', '1.1.1.0/24');
    expect(findingsIn(text, { parameters: { Env: 'dev' } })).toEqual([]);
    expect(findingsIn(text, { parameters: { Env: 'prod' } }).map(({ scenarios }) => scenarios)).toEqual([[]]);
  });

  const seven = (...entries: readonly string[]): string => {
    const names = Array.from({ length: 7 }, (_, i) => `P${i}`);
    const head = [
      'Parameters:',
      ...names.map((name) => `  ${name}: { Type: String }`),
      'Conditions:',
      ...names.map((name) => `  Is${name}: !Equals [!Ref ${name}, x]`),
    ].join('\n');
    const chosenBy = names.map((name, i) => `!If [Is${name}, 1.1.${i}.0/24, 1.2.${i}.0/24]`);
    return template(statement([...entries, ...chosenBy]), { head, resources: method('GET') });
  };

  test('where there are more than are looked at, every rule is undecided', () => {
    const { undecided, findings } = auditTexts({ 't.yml': seven('8.0.0.0/8') });
    expect(undecided.map(({ reason }) => reason)).toEqual([
      'only the first 64 scenarios of Api were looked at: give parameters with --parameters',
    ]);
    expect(undecided[0]?.rules).toEqual(expect.arrayContaining(['no-broad-source', 'valid-cidr', 'valid-policy']));
    expect(undecided[0]?.rules).not.toContain('no-source-ip-on-private-api');
    expect(findings.map(({ ruleId, scenarios }) => [ruleId, scenarios.map(({ text }) => text)])).toEqual([
      ['no-broad-source', ['it is one of the 64 scenarios that were looked at']],
    ]);
  });

  test('where there are more than are looked at, no change is safe', () => {
    const [repeated] = findingsIn(seven('2.2.2.2', '2.2.2.2'), { rules: { 'no-undeployed-policy': 'off' } });
    expect(repeated).toMatchObject({ ruleId: 'no-duplicate-cidrs', suggestions: [] });
  });
});

test('what holds in all scenarios of one API and in some of another names none', () => {
  const text = condition(['!Ref Office'], {
    head: `${ENVIRONMENTS.replace('Parameters:', 'Parameters:\n  Office: { Type: String, Default: 54.0.0.0/8 }')}`,
    resources: `Other:
  Type: AWS::ApiGateway::RestApi
  Properties:
    Policy:
      Statement:
        Effect: Allow
        Principal: '*'
        Action: execute-api:Invoke
        Resource: execute-api:/*
        Condition: { IpAddress: { aws:SourceIp: !If [IsProd, !Ref Office, 9.9.9.9] } }`,
  });
  const found = findingsIn(text, { rules: { 'no-undeployed-policy': 'off' } });
  expect(found.map(({ ruleId, scenarios }) => [ruleId, scenarios])).toEqual([['no-broad-source', []]]);
});
