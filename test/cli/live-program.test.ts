import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeAws } from '../live/aws.ts';
import { envOf } from '../live/server.ts';
import { ACCOUNT, REGION } from '../live/shop.ts';
import { condition } from '../rules/templates.ts';
import { node, PROGRAM } from './program.ts';
import { failuresOf, reportOf, workspace } from './run.ts';

const directory = workspace();
const cwd = directory({ 'open.yml': condition('0.0.0.0/0') });

/** Ids of so many APIs. */
const apisOf = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `api${i}`, stages: [] }));

test('Ctrl-C ends the fetching: what there is is reported, and the rest is named', async () => {
  let reached = (): void => {};
  const interruptAfter = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const aws = await fakeAws(
    { [ACCOUNT]: { [REGION]: { apis: apisOf(40) } } },
    {
      pageSize: 500,
      reply: ({ what }) => {
        if (what !== 'GET /restapis/api20/stages') return undefined;
        reached();
        // the connection that waits is given up too
        return 'hang';
      },
    },
  );
  const argv = [PROGRAM, 'live', '--region', REGION, '--endpoint-url', aws.url, '--max-rps', '0', '--format', 'json'];
  const outcome = await node(argv, { cwd, env: envOf(ACCOUNT), interruptAfter });
  expect([outcome.code, outcome.stderr]).toEqual([2, '']);
  const { summary } = reportOf(outcome);
  expect(summary.coverage?.restApis).toBe(40);
  const named = failuresOf(outcome);
  expect(named.every((one) => one.includes('the run was interrupted: run it again'))).toBe(true);
  expect(named.some((one) => one.startsWith(`${ACCOUNT}/${REGION}/api20.json `))).toBe(true);
  expect(summary.coverage?.audited).toBeGreaterThan(0);
  expect(new Set(reportOf(outcome).failures.map(({ location }) => location.file)).size).toBeGreaterThanOrEqual(
    40 - (summary.coverage?.audited ?? 0),
  );
});

test('without credentials it says what to do', async () => {
  const aws = await fakeAws({});
  const env = { AWS_EC2_METADATA_DISABLED: 'true', HOME: cwd };
  const { code, stdout, stderr } = await node([PROGRAM, 'live', '--region', REGION, '--endpoint-url', aws.url], {
    cwd,
    env,
  });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    'ipaudit: GetCallerIdentity was not made, because there are no credentials: name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\n',
  );
  expect(aws.seen).toEqual([]);
});

/** Notes beside itself what a program loads, which variables it reads and how many sockets it opens. */
const SPY = `
import { appendFileSync } from 'node:fs';
import { register } from 'node:module';
import net from 'node:net';
const note = (kind, what) => appendFileSync(new URL('seen', import.meta.url), kind + ' ' + what + '\\n');
const hook = \`
  import { appendFileSync } from 'node:fs';
  export function load(url, context, next) {
    appendFileSync(new URL('seen', '\${import.meta.url}'), 'module ' + url + '\\\\n');
    return next(url, context);
  }
\`;
register('data:text/javascript,' + encodeURIComponent(hook));
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) { note('socket', ''); return connect.apply(this, args); };
process.env = new Proxy(process.env, {
  get: (target, name) => { note('variable', String(name)); return target[name]; },
  has: (target, name) => { note('variable', String(name)); return name in target; },
  ownKeys: (target) => { note('variable', 'all of them'); return Reflect.ownKeys(target); },
});
`;

/** What the spy sees of a run. */
async function spied(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const folder = directory({ 'spy.mjs': SPY, seen: '' });
  await node(['--import', join(folder, 'spy.mjs'), PROGRAM, ...args], { cwd, env });
  const seen = readFileSync(join(folder, 'seen'), 'utf8').trim().split('\n');
  const of = (kind: string): readonly string[] =>
    seen.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
  const modules = of('module').filter((url) => url.startsWith('file:'));
  return {
    sockets: of('socket').length,
    // the other one is what Node asks for itself
    variables: new Set(of('variable').filter((name) => name !== 'WATCH_REPORT_DEPENDENCIES')),
    modules: modules.length,
    awsModules: modules.filter((url) => /amz-sdk|x-amz-/.test(readFileSync(new URL(url), 'utf8'))).length,
  };
}

/** What the program reads to know whether and where it keeps compiled code. */
const OF_CACHE = ['IPAUDIT_NO_CACHE', 'NODE_V8_COVERAGE'];

test.each([['open.yml'], ['explain', 'open.yml'], ['who', '192.0.2.1', 'open.yml']])(
  '%s: no module of AWS, no socket, and no variable but those of colours and of the cache',
  async (...args) => {
    const { sockets, variables, modules, awsModules } = await spied(args, { IPAUDIT_NO_CACHE: '1' });
    expect(modules).toBeGreaterThan(3);
    expect([sockets, awsModules]).toEqual([0, 0]);
    expect(variables).toEqual(new Set(['FORCE_COLOR', 'NO_COLOR', 'IPAUDIT_NO_CACHE']));
    const fast = await spied(args);
    expect([fast.sockets, fast.awsModules]).toEqual([0, 0]);
    expect([...fast.variables].filter((name) => !OF_CACHE.includes(name)).sort()).toEqual(['FORCE_COLOR', 'NO_COLOR']);
  },
);

test('the file that compiled code is of has nothing of AWS', () => {
  expect(readFileSync(join(dirname(PROGRAM), 'main.cjs'), 'utf8')).not.toMatch(/amz-sdk|x-amz-/);
});

test('a live run has them, so that the spy would see them', async () => {
  const aws = await fakeAws({ [ACCOUNT]: { [REGION]: { apis: apisOf(1) } } });
  const { sockets, variables, awsModules } = await spied(
    ['live', '--region', REGION, '--endpoint-url', aws.url],
    envOf(ACCOUNT),
  );
  expect(sockets).toBeGreaterThan(0);
  expect(awsModules).toBeGreaterThan(0);
  expect(variables).toContain('AWS_ACCESS_KEY_ID');
});
