// Measures the built program as whole processes: `npm run bench [-- CORPUS]`. Prints the table of the README.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { anywhere, manyExceptions, manyKeys, manyPrincipals, principalsApart, tenants } from './policies.mjs';
import { writeRepository } from './repository.mjs';
import {
  allowedAndDenied,
  chainedConditions,
  manyApis,
  manyCidrs,
  manyFunctions,
  manyRoutes,
  nestedCidrs,
  nestedStacks,
  routesBy,
  switchedStatements,
} from './templates.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const corpus = process.argv[2] ?? join(project, '../shared/corpus/broad');
const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
const program = join(project, 'dist/cli.js');

/** How long a command takes in milliseconds, and the most memory that it took in kilobytes. */
function run(args, env = {}) {
  const memory = join(scratch, 'memory');
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', join(project, 'bench/memory.mjs'), ...args], {
    env: { ...process.env, ...env, BENCH_MEMORY: memory },
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const ms = performance.now() - started;
  if (status === null || status > 2) throw new Error(`${args.join(' ')} failed: ${stderr}`);
  return { ms, peak: Number(readFileSync(memory, 'utf8')) };
}

/** Each run beside one of bare Node, since the machine is not the same from one second to the next: the median difference. */
function measure(args, times = 5, env = {}) {
  const pairs = Array.from({ length: times }, () => ({ bare: run([nothing]), own: run(args, env) }));
  return {
    ms: median(pairs.map(({ bare, own }) => own.ms - bare.ms)),
    bare: median(pairs.map(({ bare }) => bare.ms)),
    peak: Math.max(...pairs.map(({ own }) => own.peak)),
  };
}

/** The time of a search over bare Node, that of grep on the same files beside it, and their ratio. */
function measureSearch(folder, times = 9) {
  const rounds = Array.from({ length: times }, () => ({
    grep: grep(folder),
    ...measure([program, ...report, folder], 1),
  }));
  const [ms, bare, text] = ['ms', 'bare', 'grep'].map((name) => median(rounds.map((round) => round[name])));
  const found = { ms, bare, peak: Math.max(...rounds.map(({ peak }) => peak)) };
  return { found, grep: `${Math.round(text)} ms, so ${(ms / text).toFixed(1)} times as long` };
}

function grep(folder) {
  const started = performance.now();
  const { status, error } = spawnSync('grep', ['-rl', 'ApiGateway', folder]);
  // 1 where it finds nothing
  if (error || status > 1) throw error ?? new Error('grep failed');
  return performance.now() - started;
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1];
}

function file(name, text) {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
}

async function parseAlone() {
  const outfile = join(scratch, 'parse.mjs');
  await build({
    entryPoints: [join(project, 'bench/parse.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
  });
  return outfile;
}

const nothing = file('nothing.mjs', '');
const report = ['--format', 'json', '--output-file', join(scratch, 'report.json')];
const comparing = ['duplicate', 'overlapping', 'conflicting', 'partly-denied'].map((name) => `no-${name}-cidrs`);
const without = [...comparing, 'prefer-aggregated-cidrs'].flatMap((id) => ['--rule', `${id}: off`]);
const nested = file('nested.yml', nestedCidrs(100_000));
const rows = [];
const bares = [];
const row = (what, { ms, bare, peak }) => {
  bares.push(bare);
  rows.push([what, `${Math.round(ms)} ms`, `${Math.round(peak / 1024)} MB`]);
};

row('`ipaudit --version`', measure([program, '--version'], 21));
row('one template', measure([program, ...report, join(project, 'examples/office-only.yml')], 21));
row(
  'the same without compiled code (`IPAUDIT_NO_CACHE=1`)',
  measure([program, ...report, join(project, 'examples/office-only.yml')], 21, { IPAUDIT_NO_CACHE: '1' }),
);
row('a policy of 100,000 CIDRs', measure([program, ...report, file('many.yml', manyCidrs(100_000))]));
row('100,000 nested and repeated CIDRs, all rules', measure([program, ...report, '--preset', 'strict', nested]));
row('the same without the rules that compare', measure([program, ...report, '--preset', 'strict', ...without, nested]));
row(
  '100,000 CIDRs allowed and 100,000 denied',
  measure([program, ...report, file('both.yml', allowedAndDenied(100_000))]),
);
row('300 routes, 4 stages', measure([program, ...report, file('routes.json', manyRoutes(300, 4, false))], 11));
row(
  'the same under the largest policy',
  measure([program, ...report, file('policy.json', manyRoutes(300, 4, true))], 11),
);
for (const [what, text] of [
  ['a statement for 200 accounts', manyPrincipals(200)],
  ['200 statements for an account each', principalsApart(200)],
  ['80 routes with parameters, 80 statements for a value each', tenants(80, 80)],
  ['400 routes with parameters, 40 statements for a value each', tenants(400, 40)],
  ['40 routes with three parameters, 40 statements for a value each', anywhere(40)],
  ['400 statements with a key each', manyKeys(400)],
  ['400 statements with an exception each', manyExceptions(400)],
])
  row(what, measure([program, ...report, file('telling-apart.json', text)], 3));
for (const [what, text] of [
  ['1,600 APIs in one template', manyApis(1600)],
  ['1,600 SAM functions with a route each', manyFunctions(1600)],
  ['a chain of 20 conditions', chainedConditions(20)],
  ['12 statements under a condition each', switchedStatements(12)],
  ['500 nested stacks of one template', nestedStacks(500, 'nested.json')],
]) {
  file('nested.json', manyApis(1));
  row(what, measure([program, ...report, file('large.json', text)]));
}
row(
  '`ipaudit diff`, 150 routes from `ANY` to `GET`, 150 statements',
  measure([program, 'diff', ...report, file('any.json', routesBy('ANY', 150)), file('get.json', routesBy('GET', 150))]),
);
try {
  const files = readdirSync(corpus, { recursive: true }).filter((path) =>
    /\.(?:json|ya?ml|template)$/.test(path),
  ).length;
  row(`${files} real templates`, measure([program, ...report, corpus]));
  row('the same, read and parsed alone', measure([await parseAlone(), corpus]));
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
  process.stderr.write(`no corpus at ${corpus}: name a folder of templates\n`);
}
for (const [what, apis] of [
  ['10,000 mixed files, 100 with an API', 100],
  ['10,000 mixed files, none with an API', 0],
]) {
  const folder = join(scratch, `files-${apis}`);
  writeRepository(folder, apis);
  const search = measureSearch(folder);
  row(`${what} (\`grep -rl\`: ${search.grep})`, search.found);
}
rmSync(scratch, { recursive: true });

const [{ model }] = cpus();
process.stdout.write(
  `Node ${process.version}, ${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB; `,
);
process.stdout.write(`over bare Node, which takes ${Math.round(median(bares))} ms; medians.\n\n`);
process.stdout.write(
  `| | time | peak memory |\n| --- | --- | --- |\n${rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}`,
);
