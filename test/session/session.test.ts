import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSession, defineRule, load, type Options, type Report, type Session } from '../../src/index.ts';
import { ReadError } from '../../src/session/file-system.ts';
import { inMemory } from '../../src/testing/in-memory.ts';

const api = (source: string): string => `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      EndpointConfiguration: { Types: [REGIONAL] }
      Policy: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: { IpAddress: { aws:SourceIp: ${source} } } }] }
  Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: NONE } }
  Live60303ae2: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api, StageName: live } }
`;
const include = (file: string): string =>
  `{ Fn::Transform: { Name: AWS::Include, Parameters: { Location: ${file} } } }`;
const withPolicy = (policy: string): string => api('x').replace(/Policy: .*/, `Policy: ${policy}`);
const OPEN = '0.0.0.0/0';
const OFFICE = '52.94.76.0/22';

/** What a report says, without how long it took. */
function said({ findings, undecided, failures, notAudited }: Report): object {
  return { findings, undecided, failures, notAudited };
}

const fresh = (texts: Readonly<Record<string, string>>, files: readonly string[]): object =>
  said(createSession(inMemory(texts)).lint(files));

/** A session that counts the APIs that rules are shown, and the files that are read. */
function counted(texts: Readonly<Record<string, string>>): { session: Session; shown: string[]; read: string[] } {
  const [shown, read]: [string[], string[]] = [[], []];
  const host = inMemory(texts);
  const rule = defineRule({
    id: 'counting-rule',
    description: 'Require nothing',
    severity: 'note',
    preset: 'recommended',
    messages: { never: 'Nothing is wrong.' },
    api: ({ place }) => void shown.push(place.at.file.path),
  });
  const session = createSession(
    {
      read: (path) => {
        read.push(path);
        return host.read(path);
      },
      list: host.list,
    },
    { ownRules: [rule] },
  );
  return { session, shown, read };
}

describe('a session', () => {
  test('of fifty files does for the one that is edited, and for no other, what it did', () => {
    const texts = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}.yml`, api(OFFICE)]));
    const files = Object.keys(texts);
    const { session, shown, read } = counted(texts);
    expect(session.lint(files).findings).toEqual([]);
    expect([shown.length, read.length]).toEqual([50, 50]);
    expect(session.update('7.yml', api(OPEN))).toEqual(['7.yml']);
    const report = session.lint(files);
    expect([shown.length, shown.at(-1), read.length]).toEqual([51, '7.yml', 50]);
    expect(report.findings.map(({ ruleId, location }) => `${location.file} ${ruleId}`)).toEqual([
      '7.yml no-wildcard-source',
    ]);
    session.lint(files);
    session.explain(files);
    session.who(files, OFFICE);
    expect([shown.length, read.length]).toEqual([51, 50]);
  });

  test('loads anew what reads the file that is edited', () => {
    const policy = (source: string): string => /Policy: (.*)/.exec(api(source))?.[1] as string;
    const texts = { 'a.yml': withPolicy(include('p.yml')), 'b.yml': api(OFFICE), 'p.yml': policy(OFFICE) };
    const { session, shown } = counted(texts);
    const files = ['a.yml', 'b.yml'];
    expect(session.lint(files).findings).toEqual([]);
    expect(session.update('p.yml', policy(OPEN))).toEqual(['a.yml']);
    expect(session.lint(files).findings.map(({ location }) => location.file)).toEqual(['p.yml']);
    expect(shown).toEqual(['a.yml', 'b.yml', 'a.yml']);
    // a file that is no more, and one that is there again
    expect(session.update('p.yml', undefined)).toEqual(['a.yml']);
    expect(session.lint(files).undecided[0]?.reason).toMatch(/^p\.yml is not there/);
    expect(session.update('p.yml', policy(OPEN))).toEqual(['a.yml']);
    expect(said(session.lint(files))).toEqual(fresh({ ...texts, 'p.yml': policy(OPEN) }, files));
  });

  test('loads anew what imports from the file that is edited', () => {
    const exporting = (source: string): string =>
      `Resources: { V: { Type: AWS::EC2::VPC } }\nOutputs: { O: { Value: ${source}, Export: { Name: office } } }\n`;
    const texts = { 'a.yml': api('!ImportValue office'), 'b.yml': api(OFFICE), 'o.yml': exporting(OFFICE) };
    const session = createSession(inMemory(texts));
    const files = Object.keys(texts);
    expect(session.lint(files).findings).toEqual([]);
    expect([...session.update('o.yml', exporting(OPEN))].sort()).toEqual(['a.yml', 'o.yml']);
    expect(said(session.lint(files))).toEqual(fresh({ ...texts, 'o.yml': exporting(OPEN) }, files));
    expect(session.lint(files).findings.map(({ ruleId }) => ruleId)).toEqual(['no-wildcard-source']);
  });

  test('tells what is different from an earlier one', () => {
    const [before, after] = [OFFICE, OPEN].map((source) => createSession(inMemory({ 'a.yml': api(source) })));
    const [changed, ...others] = (after as Session).diff(['a.yml'], before as Session).apis;
    expect([changed?.change, others]).toEqual(['changed', []]);
    expect((after as Session).diff(['a.yml'], after as Session).apis).toEqual([]);
  });

  test('refuses two rules of one name', () => {
    const rule = { id: 'no-host-bits' } as NonNullable<Options['ownRules']>[number];
    const session = createSession(inMemory({}), { ownRules: [rule] });
    expect(() => session.lint([])).toThrow('two rules have the id no-host-bits: give one of them another');
  });
});

/** Texts of files that bring in each other, of each name several. */
const TEXTS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'a.yml': [withPolicy(include('p.yml')), api(OPEN), api('!ImportValue x'), 'a: [', undefined],
  'b.yml': [api('!ImportValue x'), api(`${OFFICE}x`), withPolicy(include('q.yml')), ''],
  'c.yml': [`Outputs: { O: { Value: ${OPEN}, Export: { Name: x } } }\nResources: {}`, api(OFFICE), 'nothing'],
  'p.yml': [include('q.yml'), '{ Statement: [', undefined],
  'q.yml': ['{ Statement: [{ Effect: Allow, Principal: "*", Action: "*", Resource: "*" }] }', '7', undefined],
};
const edit = fc
  .constantFrom(...Object.keys(TEXTS))
  .chain((path) => fc.tuple(fc.constant(path), fc.constantFrom(...(TEXTS[path] as readonly (string | undefined)[]))));

test('whatever is edited, a session says what a new one says', () => {
  const files = ['a.yml', 'b.yml', 'c.yml'];
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
      const texts: Record<string, string> = Object.fromEntries(files.map((path) => [path, TEXTS[path]?.[0] as string]));
      const session = createSession(inMemory({ ...texts }));
      session.lint(files);
      for (const [path, text] of edits) {
        session.update(path, text);
        if (text === undefined) delete texts[path];
        else texts[path] = text;
        const now = fresh(texts, files);
        // a host words its own refusals
        const worded = JSON.parse(
          JSON.stringify(now).replaceAll('there is no such file', 'There is no such file: check the name.'),
        );
        expect(said(session.lint(files))).toEqual(worded);
      }
    }),
    { numRuns: 200 },
  );
});

describe('a host that is read asynchronously', () => {
  const texts: Readonly<Record<string, string>> = {
    'a.yml': withPolicy(include('one/p.yml')),
    'one/p.yml': `{ Version: '2012-10-17', Statement: ${include('../two/s.yml')} }`,
    'two/s.yml': `[{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*', Condition: ${include('three.yml')} }]`,
    'two/three.yml': `{ IpAddress: { aws:SourceIp: ${OPEN} } }`,
  };
  const stack = `Resources: { S: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: two/t.yml } } }`;
  const host = (all: Readonly<Record<string, string>>) => {
    const { read, list } = inMemory(all);
    return { read: async (path: string) => read(path), list: async (path: string) => list(path) };
  };

  test.each([
    ['what a file brings in', texts, ['a.yml'], []],
    [
      'stacks in stacks',
      { 's.yml': stack, 'two/t.yml': stack, 'two/two/t.yml': api(OPEN) },
      ['s.yml'],
      ['no-wildcard-source'],
    ],
    ['a file that is not there', { 'a.yml': texts['a.yml'] as string }, ['a.yml', 'gone.yml'], []],
  ])('is read with all of %s', async (_, all, files, found) => {
    const report = (await load(host(all), files)).lint(files);
    expect(said(report)).toEqual(fresh(all, files));
    expect(report.findings.map(({ ruleId }) => ruleId)).toEqual(found);
  });

  test('may refuse a file, but not fail', async () => {
    const refusing = { ...host(texts), read: () => Promise.reject(new ReadError('It is locked: unlock it.')) };
    const { failures } = (await load(refusing, ['a.yml'])).lint(['a.yml']);
    expect(failures.map(({ message }) => message)).toEqual(['It is locked: unlock it.']);
    const broken = { ...host(texts), read: () => Promise.reject(new Error('boom')) };
    await expect(load(broken, ['a.yml'])).rejects.toThrow('boom');
  });
});
