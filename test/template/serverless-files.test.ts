import { describe, expect, test } from 'vitest';
import type { Unknown } from '../../src/values/value.ts';
import { auditTexts, explainTexts } from '../support/memory.ts';
import { service } from '../support/serverless.ts';
import { apiOf, entriesOf, loaded, policyOf, scenariosOf, worldsOf } from './support.ts';

type Texts = Readonly<Record<string, string>>;

const entries = (sources: string, files: Texts, head = ''): readonly string[] =>
  entriesOf(apiOf(service(sources, head), { files }));

/** Why the one entry of a list is not known, or the list is not. */
function reasonsOf(sources: string, files: Texts, head = ''): readonly string[] {
  const list = policyOf(apiOf(service(sources, head), { files }))?.statements[0]?.conditions[0]?.list;
  const unknowns = list?.entries.flatMap(({ address }) => (address.is === 'unknown' ? address.because : [])) ?? [];
  return [...unknowns, ...(list?.open ?? [])].map(({ reason }: Unknown) => reason);
}

describe('a value in another file', () => {
  test.each<[what: string, sources: string, files: Texts, expected: readonly string[]]>([
    ['of a list', `"\${file(a.yml):offices}"`, { 'a.yml': 'offices: [8.8.8.8, 9.9.9.9]' }, ['8.8.8.8', '9.9.9.9']],
    ['the whole file', `"\${file(./a.yaml)}"`, { 'a.yaml': '- 8.8.8.8' }, ['8.8.8.8']],
    ['by an index', `["\${file(a.yml):a.b.1}"]`, { 'a.yml': 'a: { b: [1.1.1.1, 8.8.8.8] }' }, ['8.8.8.8']],
    ['of JSON', `["\${file(net/a.json):a}"]`, { 'net/a.json': '{ "a": "8.8.8.8" }' }, ['8.8.8.8']],
    ['in quotes', `["\${file('a b.yml'):a}"]`, { 'a b.yml': 'a: 8.8.8.8' }, ['8.8.8.8']],
    ['as a part of a text', `["\${file(a.yml):a}/24"]`, { 'a.yml': 'a: 8.8.8.0' }, ['8.8.8.0/24']],
    ['of a text', `["\${file(office.txt)}"]`, { 'office.txt': '8.8.8.8' }, ['8.8.8.8']],
    ['an empty one gives way', `["\${file(a.yml):a, '8.8.8.8'}"]`, { 'a.yml': 'a:' }, ['8.8.8.8']],
    ['one that is not there gives way', `["\${file(a.yml):b, '8.8.8.8'}"]`, { 'a.yml': 'a: 1.1.1.1' }, ['8.8.8.8']],
    ['a default in a file', `["\${self:custom.a, file(a.yml):a}"]`, { 'a.yml': 'a: 8.8.8.8' }, ['8.8.8.8']],
    ['its path with a variable', `["\${file(\${self:service}.yml):a}"]`, { 'pets.yml': 'a: 8.8.8.8' }, ['8.8.8.8']],
    [
      'its path from a file',
      `["\${file(\${file(a.yml):name}.yml):a}"]`,
      { 'a.yml': 'name: b', 'b.yml': 'a: 8.8.8.8' },
      ['8.8.8.8'],
    ],
    [
      'by way of another file, from the folder of the service on',
      `["\${file(net/a.yml):a}"]`,
      { 'net/a.yml': `a: "\${file(net/b.yml):b}"`, 'net/b.yml': 'b: 8.8.8.8' },
      ['8.8.8.8'],
    ],
    [
      'self is the service',
      `["\${file(a.yml):a}"]`,
      { 'a.yml': `a: "\${self:custom.a}"\ncustom: { a: 1.1.1.1 }` },
      ['8.8.8.8'],
    ],
    ['another default', `["\${file(a.yml):\${self:custom.b, 'c'}.d}"]`, { 'a.yml': 'c: { d: 8.8.8.8 }' }, ['8.8.8.8']],
  ])('%s', (what, sources, files, expected) => {
    expect(entries(sources, files, what.startsWith('self') ? 'custom: { a: 8.8.8.8 }\n' : '')).toEqual(expected);
  });

  test('stands where it is written, and is used where the variable stands', () => {
    const text = service(`["\${file(net.yml):office}"]`);
    const files = { 'net.yml': "# ours\noffice: '8.8.8.8'\n" };
    const [entry] = policyOf(apiOf(text, { files }))?.statements[0]?.conditions[0]?.list?.entries ?? [];
    const { at, use } = entry?.place ?? {};
    expect([at?.file.path, at?.start, at?.end]).toEqual(['net.yml', 16, 23]);
    const start = text.indexOf(`\${file`);
    expect([use?.file.path, use?.start, use?.end]).toEqual(['t.yml', start, start + `\${file(net.yml):office}`.length]);
  });

  test('a finding stands in that file', () => {
    const report = auditTexts(
      { 'serverless.yml': service(`"\${file(net.yml):\${opt:stage, 'dev'}}"`), 'net.yml': 'dev:\n  - 0.0.0.0/0\n' },
      {},
      ['serverless.yml'],
    );
    expect(report.findings.map(({ ruleId, location: { file, start, end } }) => [ruleId, file, start, end])).toEqual([
      ['no-wildcard-source', 'net.yml', { line: 2, column: 5 }, { line: 2, column: 14 }],
    ]);
  });

  test.each<[what: string, sources: string, files: Texts, reason: string]>([
    ['that is not here', `["\${file(a.yml):a}"]`, {}, 'a.yml is not there'],
    ['that is not here, and has a default', `["\${file(a.yml):a, '8.8.8.8'}"]`, {}, 'a.yml is not there'],
    ['that is a program', `["\${file(a.js):a, '8.8.8.8'}"]`, { 'a.js': '1' }, 'a.js is a program, which is not run'],
    ['that is another program', `["\${file(a.ts)}"]`, { 'a.ts': '1' }, 'a.ts is a program, which is not run'],
    ['that has no such member', `["\${file(a.yml):b}"]`, { 'a.yml': 'a: 1' }, `\${file(a.yml):b} is not in that file`],
    [
      'of an unknown name',
      `["\${file(\${ssm:/name}.yml):b}"]`,
      { 'a.yml': 'b: 8.8.8.8' },
      `\${ssm:/name} is read from the Systems Manager Parameter Store at deployment`,
    ],
    [
      'that brings itself in',
      `["\${file(a.yml):a}"]`,
      { 'a.yml': `a: "\${file(a.yml):a}"` },
      `\${file(a.yml):a} leads back to itself`,
    ],
    [
      'that leads back by way of another',
      `["\${file(a.yml):a}"]`,
      { 'a.yml': `a: "\${file(b.yml):b}"`, 'b.yml': `b: "\${file(a.yml):a}"` },
      `\${file(a.yml):a} leads back to itself`,
    ],
  ])('is not known from a file %s', (_, sources, files, reason) => {
    expect(reasonsOf(sources, files)).toEqual([reason]);
  });

  test('each file that an option can name, and others that may be there at deployment', () => {
    const files = { 'net.dev.yml': 'a: [8.8.8.8]', 'net.prod.yml': 'a: [9.9.9.9]', 'other.yml': 'a: [1.1.1.1]' };
    const scenarios = scenariosOf(service(`"\${file(net.\${opt:stage, 'dev'}.yml):a}"`), { files });
    expect(scenarios).toEqual({
      'opt:stage is dev': ['8.8.8.8'],
      'opt:stage is prod': ['9.9.9.9'],
      'opt:stage is not dev or prod': ['…'],
    });
    const given = { 'opt:stage': 'prod' };
    expect(entriesOf(apiOf(service(`"\${file(net.\${opt:stage, 'dev'}.yml):a}"`), { files, given }))).toEqual([
      '9.9.9.9',
    ]);
  });
});

describe('parts of a service in files', () => {
  const provider = `name: aws\napiGateway:\n  resourcePolicy: \${file(policy.yml)}\n`;
  const policy = `- Effect: Allow
  Principal: '*'
  Action: execute-api:Invoke
  Resource: execute-api:/*
  Condition: { IpAddress: { aws:SourceIp: [8.8.8.8] } }
`;
  const routes = (functions: string, files: Texts): readonly string[] =>
    worldsOf(
      `service: pets\nprovider: { name: aws, apiGateway: { resourcePolicy: "\${file(policy.yml)}" } }\nfunctions: ${functions}\n`,
      {
        files: { 'policy.yml': policy, ...files },
      },
    ).flatMap(({ revisions }) => (revisions[0]?.routes ?? []).map(({ method, path }) => `${method} ${path}`));

  test('the provider and its policy', () => {
    const texts = {
      'serverless.yml': `service: pets\nprovider: \${file(provider.yml)}\nfunctions: \${file(functions.yml)}\n`,
      'provider.yml': provider,
      'policy.yml': policy,
      'functions.yml': 'list: { handler: a.b, events: [http: GET /pets] }\n',
    };
    const { apis, failures, notAudited } = explainTexts(texts, {}, ['serverless.yml']);
    expect([failures, notAudited]).toEqual([[], []]);
    expect(apis.map(({ id, location }) => [id, location.file])).toEqual([['ApiGatewayRestApi', 'serverless.yml']]);
    expect(apis[0]?.routes.map(({ path, access }) => [path, access[0]?.certainly.cidrs])).toEqual([
      ['/pets', ['8.8.8.8/32']],
    ]);
  });

  test.each<[what: string, functions: string, files: Texts]>([
    ['one file', `"\${file(f.yml)}"`, { 'f.yml': 'list: { events: [http: GET /a] }' }],
    ['a list of files', `\n  - "\${file(f.yml)}"`, { 'f.yml': 'list: { events: [http: GET /a] }' }],
    ['a function', `{ list: "\${file(f.yml):list}" }`, { 'f.yml': 'list: { events: [http: GET /a] }' }],
    ['events', `{ list: { events: "\${file(f.yml)}" } }`, { 'f.yml': '- http: GET /a' }],
    ['an event', `{ list: { events: ["\${file(f.yml)}"] } }`, { 'f.yml': 'http: GET /a' }],
    ['what an event says', `{ list: { events: [http: "\${file(f.yml)}"] } }`, { 'f.yml': '{ path: a, method: get }' }],
  ])('functions: %s', (_, functions, files) => {
    expect(routes(functions, files)).toEqual(['GET /a']);
  });

  test('custom may speak of itself', () => {
    const files = { 'custom.yml': `a: "\${self:custom.b}"\nb: 8.8.8.8\n` };
    expect(entries(`["\${self:custom.a}"]`, files, `custom: \${file(custom.yml)}\n`)).toEqual(['8.8.8.8']);
  });

  test('parameters in a file that is not here are not those of the default', () => {
    expect(reasonsOf(`["\${param:office, '8.8.8.8'}"]`, {}, `params: \${file(params.yml)}\n`)).toEqual([
      'params.yml is not there',
    ]);
  });

  const other = (address: string): string => `Resources:
  Other:
    Type: AWS::ApiGateway::RestApi
    Properties: { Policy: { Statement: [{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: execute-api:/*, Condition: { IpAddress: { aws:SourceIp: ${address} } } }] } }
`;

  test.each<[what: string, resources: string, files: Texts]>([
    ['all of them', `\${file(r.yml)}`, { 'r.yml': other('8.8.8.8') }],
    ['one of a list', `\n  - Outputs: {}\n  - \${file(r.yml)}`, { 'r.yml': other('8.8.8.8') }],
    ['a section', `{ Resources: "\${file(r.yml):Resources}" }`, { 'r.yml': other('8.8.8.8') }],
    ['a resource', `{ Resources: { Other: "\${file(r.yml):Resources.Other}" } }`, { 'r.yml': other('8.8.8.8') }],
  ])('resources: %s', (_, resources, files) => {
    const { apis } = loaded(`${service('8.8.8.8')}resources: ${resources}\n`, { files });
    const api = apis.flatMap(({ worlds }) => worlds).find(({ id }) => id === 'Other');
    expect(api && entriesOf(api)).toEqual(['8.8.8.8']);
  });

  test('resources: each file that an option can name', () => {
    const text = `${service('1.1.1.1')}resources:\n  - \${file(r/\${opt:stage, 'dev'}.yml)}\n`;
    const { apis, notAudited } = loaded(text, {
      files: { 'r/dev.yml': other('8.8.8.8'), 'r/prod.yml': other('9.9.9.9') },
    });
    const others = apis.flatMap(({ worlds }) => worlds).filter(({ id }) => id === 'Other');
    expect(others.map(entriesOf)).toEqual([['8.8.8.8'], ['9.9.9.9']]);
    expect(notAudited).toEqual([`resources: r/\${opt:stage}.yml is not there`]);
  });

  test.each([
    ['the provider', `provider: \${file(p.yml)}`, 'provider: p.yml is not there'],
    ['its name', `provider: { name: "\${file(p.yml):name}" }`, 'provider: p.yml is not there'],
    ['the functions', `provider: aws\nfunctions: \${file(p.yml)}`, 'functions: p.yml is not there'],
    ['a program', `provider: aws\nfunctions: \${file(p.js):all}`, 'functions: p.js is a program, which is not run'],
    ['the resources', `provider: aws\nresources: \${file(p.yml)}`, 'resources: p.yml is not there'],
  ])('what is not here is not passed over: %s', (_, text, reason) => {
    const texts = { 'serverless.yml': `service: a\n${text}\n` };
    expect(auditTexts(texts).notAudited).toEqual([{ file: 'serverless.yml', reason }]);
  });

  test('a service that turns out to run elsewhere is none of ours', () => {
    const files = { 'p.yml': 'name: google' };
    const text = `service: a\nprovider: \${file(p.yml)}\nfunctions: { a: { events: [http: GET /] } }\n`;
    expect(loaded(text, { files })).toEqual({ apis: [], failures: [], notAudited: [] });
  });
});

describe('variables of other sources', () => {
  test.each([
    ['aws:region', `\${aws:region}`, 'us-east-1'],
    ['strToBool', `\${strToBool('1')}`, 'true'],
    ['strToBool of a variable', `\${strToBool(\${self:custom.no})}`, 'false'],
    ['sls:stage', `\${sls:stage}`, 'dev'],
  ])('%s', (_, variable, expected) => {
    expect(
      apiOf(`${service('8.8.8.8', "custom: { no: '0' }\n").replace('service: pets', `service: "${variable}"`)}`).name,
    ).toBe(expected);
  });

  test.each([
    [`\${sls:instanceId}`, `\${sls:instanceId} is made anew in each deployment`],
    [`\${s3:bucket/key}`, `\${s3:bucket/key} is read from S3 at deployment`],
    [`\${cf(eu-west-1):a.b}`, `\${cf(eu-west-1):a.b} is an output of another stack, known at deployment only`],
    [`\${aws:accountId}`, 'AWS::AccountId is known at deployment only'],
    [`\${strToBool('maybe')}`, `\${strToBool('maybe')} is neither true nor false`],
  ])('%s is not known', (variable, reason) => {
    expect(reasonsOf(`["${variable}"]`, {})).toEqual([reason]);
  });
});

describe('hostile', () => {
  test('a thousand nested variables are refused', () => {
    const chain = Array.from({ length: 1000 }, (_, i) => `  a${i}: "\${self:custom.a${i + 1}}"`).join('\n');
    const { failures } = loaded(service(`"\${self:custom.a0}"`, `custom:\n${chain}\n  a1000: 8.8.8.8\n`));
    expect(failures.map(({ message }) => message)).toEqual(['This nests more than 250 levels deep: simplify it.']);
  });

  test('a hundred nested variables are followed', () => {
    const chain = Array.from({ length: 100 }, (_, i) => `  a${i}: "\${self:custom.a${i + 1}}"`).join('\n');
    expect(entries(`"\${self:custom.a0}"`, {}, `custom:\n${chain}\n  a100: 8.8.8.8\n`)).toEqual(['8.8.8.8']);
  });

  test('files that bring in each other twice are refused, not followed for ever', () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`a${i}.yml`, `a: "\${file(a${i + 1}.yml):a}\${file(a${i + 1}.yml):a}"`]),
    );
    const { failures } = loaded(service(`"\${file(a0.yml):a}"`), { files: { ...files, 'a30.yml': 'a: 8.8.8.8' } });
    expect(failures.map(({ message }) => message)).toEqual([
      'This expands to too many values, its aliases, functions or loops multiply: simplify it.',
    ]);
  });

  test('a file that is all of itself', () => {
    const files = { 'a.yml': `\${file(a.yml)}` };
    expect(reasonsOf(`"\${file(a.yml)}"`, files)).toEqual([`\${file(a.yml)} leads back to itself`]);
  });

  test('what cannot be parsed is a failure there, and not known here', () => {
    const texts = { 'serverless.yml': service(`"\${file(a.json):a}"`), 'a.json': '{ "a": ' };
    const { failures, summary } = auditTexts(texts, {}, ['serverless.yml']);
    expect(failures.map(({ location }) => [location.file, location.start])).toEqual([
      ['a.json', { line: 1, column: 7 }],
    ]);
    expect(summary.apis).toBe(1);
  });
});
