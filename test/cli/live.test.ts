import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeAws } from '../live/aws.ts';
import { envOf, type FakeWorld, refused, type Seen } from '../live/server.ts';
import { ACCOUNT, REGION, shop } from '../live/shop.ts';
import { type Circumstances, failuresOf, type Outcome, reportOf, run, workspace } from './run.ts';

const directory = workspace();
const world: FakeWorld = { [ACCOUNT]: { [REGION]: { apis: [shop(), shop('other')] } } };
const document = `${ACCOUNT}/${REGION}/a1b2c3d4e5.json`;

const live = (url: string, args: readonly string[] = [], given: Circumstances = {}): Promise<Outcome> =>
  run(['live', '--region', REGION, '--endpoint-url', url, '--max-rps', '0', ...args], {
    env: envOf(ACCOUNT),
    ...given,
  });

const withoutProd = ({ what }: Seen) =>
  what === 'GET /restapis/a1b2c3d4e5/stages/prod/exports/oas30' ? refused(403, 'AccessDeniedException') : undefined;

test('the report says what it covers', async () => {
  const { url } = await fakeAws(world);
  const outcome = await live(url, ['--format', 'json']);
  expect(outcome.stderr).toBe('');
  const report = reportOf(outcome);
  expect([report.failures, report.notAudited]).toEqual([[], []]);
  expect(report.summary).toMatchObject({
    files: 2,
    coverage: {
      accounts: [ACCOUNT],
      regions: [REGION],
      restApis: 2,
      audited: 2,
      notListed: ['HTTP', 'WebSocket'],
    },
  });
  const { stdout } = await live(url);
  expect(stdout).toMatch(
    /\ncovers account 111122223333, Region eu-west-1: 2 REST APIs seen, 2 audited; HTTP and WebSocket APIs cannot have a resource policy and are not listed\n$/,
  );
  const { runs } = JSON.parse((await live(url, ['--format', 'sarif'])).stdout);
  expect(runs[0].invocations[0].properties.coverage).toEqual(report.summary.coverage);
});

/** Where the snapshot of the shop names what was refused. */
const place = (column: number): object => ({ line: 133, column });

test('what was not audited ends with 2, unless a pattern names it', async () => {
  const { url } = await fakeAws(world, { reply: withoutProd });
  const message = `Stage prod: GetExport was refused (AccessDeniedException): allow apigateway:GET on arn:aws:apigateway:${REGION}::/restapis/*/stages/*/exports/oas30.`;
  const strict = await live(url, ['--format', 'json']);
  expect(strict.code).toBe(2);
  expect(reportOf(strict).failures).toEqual([
    {
      message,
      location: { file: document, path: 'unread[0].message', start: place(19), end: place(19 + message.length) },
    },
  ]);
  const named = [`${ACCOUNT}/*`, `${ACCOUNT}/${REGION}/a1b2c3d4e5`, document, '*'];
  for (const pattern of named) {
    const allowed = await live(url, ['--format', 'json', '--allow-unaudited', pattern]);
    expect(reportOf(allowed).failures, pattern).toEqual([]);
    expect(reportOf(allowed).notAudited, pattern).toEqual([{ file: document, reason: message }]);
    expect(reportOf(allowed).summary).toMatchObject({ failures: 0, notAudited: 1 });
    expect(allowed.code, pattern).not.toBe(2);
  }
  for (const pattern of ['222233334444/*', ACCOUNT, 'a1b2c3d4e5', `${ACCOUNT}/${REGION}/a1b2c3d4e.`])
    expect((await live(url, ['--allow-unaudited', pattern])).code, pattern).toBe(2);
});

test.each([`${ACCOUNT}/*`, `*/${REGION}/*`, `${ACCOUNT}/${REGION}`])('a Region that %s names', async (pattern) => {
  const reply = ({ what }: Seen) => (/restapis$/.test(what) ? refused(403, 'AccessDeniedException') : undefined);
  const { url } = await fakeAws(world, { reply });
  expect((await live(url)).code).toBe(2);
  const allowed = await live(url, ['--format', 'json', '--allow-unaudited', pattern]);
  expect([reportOf(allowed).failures, allowed.code]).toEqual([[], 0]);
});

test('an account that a pattern names', async () => {
  const { url } = await fakeAws(world);
  const role = ['--role-arn', 'arn:aws:iam::222233334444:role/auditor'];
  expect((await live(url, role)).code).toBe(2);
  const allowed = await live(url, [...role, '--format', 'json', '--allow-unaudited', '222233334444/*']);
  expect([reportOf(allowed).failures, allowed.code]).toEqual([[], 0]);
});

test('an API that was deleted meanwhile and Regions that are not enabled leave nothing unaudited', async () => {
  const gone = ({ what }: Seen) =>
    what === 'GET /restapis/other/stages' ? refused(404, 'NotFoundException') : undefined;
  const { url } = await fakeAws(world, { reply: gone });
  const outcome = await run(['live', '--region', 'all', '--endpoint-url', url, '--max-rps', '0', '--format', 'json'], {
    env: envOf(ACCOUNT),
  });
  const { notAudited, failures, summary } = reportOf(outcome);
  expect(failures).toEqual([]);
  expect(notAudited.map(({ file }) => file)).toContain(`${ACCOUNT}/${REGION}/unread.json`);
  expect(notAudited.map(({ file }) => file)).toContain(`${ACCOUNT}/us-east-1/unread.json`);
  expect(summary.coverage).toMatchObject({ regions: [REGION], restApis: 2, audited: 1 });
  expect(outcome.code).not.toBe(2);
});

/** What a report says but for what only one of two runs can say. */
function shown(outcome: Outcome): unknown {
  const { findings, undecided, notAudited, failures, summary } = reportOf(outcome);
  const { coverage, durationMs, ...counts } = summary;
  return { findings, undecided, notAudited, failures, counts };
}

test('a directory of snapshots is audited offline with the same result', async () => {
  const cwd = directory();
  const domain = { domainName: 'in.example.com', endpointConfiguration: { types: ['PRIVATE'] } };
  const apis = [shop(), shop('other')];
  const { url } = await fakeAws({ [ACCOUNT]: { [REGION]: { apis, domains: [domain] } } });
  const online = await live(url, ['--format', 'json', '--snapshot-dir', 'snap'], { cwd });
  const folder = join(cwd, 'snap', ACCOUNT, REGION);
  expect(readdirSync(folder)).toEqual(['a1b2c3d4e5.json', 'domain-in.example.com.json', 'other.json']);
  const offline = await run(['--format', 'json', 'snap'], { cwd });
  expect(shown(online)).toEqual(shown(offline));
  expect(reportOf(offline).summary.files).toBe(3);
  // a second run writes the same bytes
  const first = readFileSync(join(folder, 'other.json'), 'utf8');
  await live(url, ['--snapshot-dir', 'snap'], { cwd });
  expect(readFileSync(join(folder, 'other.json'), 'utf8')).toBe(first);
});

test.each([
  ['GetRestApis', /restapis$/],
  ['GetStages', /stages$/],
  ['GetExport', /exports/],
  ['GetResources', /resources$/],
  ['GetAuthorizers', /authorizers$/],
  ['GetDomainNames', /domainnames$/],
  ['GetBasePathMappings', /basepathmappings$/],
])('where %s is refused, snapshots are audited offline with the same result', async (_, pattern) => {
  const cwd = directory();
  const domain = { domainName: 'api.example.com', endpointConfiguration: { types: ['REGIONAL'] } };
  const region = { apis: [shop(), shop('other')], domains: [domain] };
  const reply = ({ what }: Seen) => (pattern.test(what) ? refused(403, 'AccessDeniedException') : undefined);
  const { url } = await fakeAws({ [ACCOUNT]: { [REGION]: region } }, { reply });
  const online = await live(url, ['--format', 'json', '--snapshot-dir', 'snap'], { cwd });
  const offline = await run(['--format', 'json', 'snap'], { cwd });
  expect(online.code).toBe(2);
  expect(reportOf(online).failures.length).toBeGreaterThan(0);
  expect([offline.code, shown(offline)]).toEqual([online.code, shown(online)]);
});

test('failures of a run that writes snapshots name the files as they were written', async () => {
  const cwd = directory();
  const { url } = await fakeAws(world, { reply: withoutProd });
  const outcome = await live(url, ['--format', 'json', '--snapshot-dir', './snap/'], { cwd });
  expect(failuresOf(outcome)).toEqual([expect.stringMatching(new RegExp(`^snap/${document} Stage prod: `))]);
});

test('snapshots of earlier runs that stay in the directory are told of', async () => {
  const cwd = directory();
  const { url } = await fakeAws(world);
  mkdirSync(join(cwd, 'snap', ACCOUNT, REGION), { recursive: true });
  writeFileSync(join(cwd, 'snap', ACCOUNT, REGION, 'older.json'), '{}');
  const { stderr } = await live(url, ['--snapshot-dir', 'snap'], { cwd });
  expect(stderr).toBe(
    'ipaudit: snap has files that are not of this run, and would be audited with it: 111122223333/eu-west-1/older.json\n',
  );
});

test('a snapshot is written as a whole or not at all', async () => {
  const cwd = directory();
  const { url } = await fakeAws(world);
  const folder = join(cwd, 'snap', ACCOUNT, REGION);
  // where it is to be written aside there is a folder
  mkdirSync(join(folder, 'other.json.part'), { recursive: true });
  writeFileSync(join(folder, 'other.json'), 'as it was');
  const { code, stderr } = await live(url, ['--snapshot-dir', 'snap'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('cannot write the snapshots below snap: ');
  expect(readFileSync(join(folder, 'other.json'), 'utf8')).toBe('as it was');
});

test('a directory that cannot be written is told of in a line, and does not cost the report', async () => {
  const cwd = directory({ taken: 'a file' });
  const { url } = await fakeAws(world);
  const { code, stdout, stderr } = await live(url, ['--snapshot-dir', 'taken'], { cwd });
  expect(stdout).toContain('2 REST APIs seen, 2 audited');
  expect(stderr).toBe(
    `ipaudit: cannot write the snapshots below taken: A part of its path is no directory: check the name.\n`,
  );
  expect(code).toBe(2);
});

test('no credential is in anything that is written', async () => {
  const cwd = directory();
  const { url } = await fakeAws(world, { reply: withoutProd });
  for (const format of ['stylish', 'json', 'sarif']) {
    const { stdout, stderr } = await live(url, ['--format', format, '--snapshot-dir', 'snap'], { cwd });
    expect(stdout + stderr).not.toMatch(/secret|AKID|hidden/);
  }
  expect(readFileSync(join(cwd, 'snap', document), 'utf8')).not.toMatch(/secret|AKID/);
});

test('credentials that AWS refuses, and a Region that nobody names, end with one line and 2', async () => {
  const { url } = await fakeAws({});
  expect(await live(url)).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'ipaudit: GetCallerIdentity was refused, because the credentials are not known there (InvalidClientTokenId): check them.\n',
  });
  const { code, stderr } = await run(['live', '--endpoint-url', url], {
    env: { ...envOf(ACCOUNT), AWS_REGION: 'not a region' },
  });
  expect([code, stderr]).toEqual([
    2,
    "ipaudit: there is no Region of the name 'not a region': check --region, AWS_REGION and the profile.\n",
  ]);
});

test('a terminal shows how far it is; a pipe and CI are silent', async () => {
  const { url } = await fakeAws(world);
  const shown = await live(url, [], { stderrIsTerminal: true });
  expect(shown.stderr).toContain('accounts 0 of 1, APIs 1 of 2');
  expect(shown.stderr.endsWith('accounts 1 of 1, APIs 2 of 2\r\u001b[K')).toBe(true);
  const env = { ...envOf(ACCOUNT), CI: 'true' };
  expect((await live(url, [], { stderrIsTerminal: true, env })).stderr).toBe('');
});
