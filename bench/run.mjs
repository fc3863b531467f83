// Measures the built program as whole processes: `npm run bench [-- CORPUS]`. Prints the table of the README.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { manyCidrs, nestedCidrs } from './templates.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const corpus = process.argv[2] ?? join(project, '../shared/corpus/broad');
const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
const program = join(project, 'dist/cli.js');
const runs = 9;

/** Runs a command several times: the median of the wall-clock time, and the most memory that it took. */
function measure(args, times = runs) {
  const memory = join(scratch, 'memory');
  const command = ['--import', join(project, 'bench/memory.mjs'), ...args];
  const durations = [];
  let peak = 0;
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, command, {
      env: { ...process.env, BENCH_MEMORY: memory },
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    durations.push(performance.now() - started);
    if (status === null || status > 2) throw new Error(`${args.join(' ')} failed: ${stderr}`);
    peak = Math.max(peak, Number(readFileSync(memory, 'utf8')));
  }
  return { ms: durations.sort((a, b) => a - b)[times >> 1], peak };
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

const bare = measure([file('nothing.mjs', '')]);
const report = ['--format', 'json', '--output-file', join(scratch, 'report.json')];
const rows = [];
const row = (what, { ms, peak }) =>
  rows.push([what, `${Math.round(ms - bare.ms)} ms`, `${Math.round(peak / 1024)} MB`]);

row('`ipaudit --version`', measure([program, '--version']));
row('one template', measure([program, ...report, join(project, 'examples/office-only.yml')]));
row('a policy of 100,000 CIDRs', measure([program, ...report, file('many.yml', manyCidrs(100_000))], 5));
row(
  '100,000 nested and repeated CIDRs, all rules',
  measure([program, ...report, '--preset', 'strict', file('nested.yml', nestedCidrs(100_000))], 5),
);
try {
  const files = readdirSync(corpus, { recursive: true }).length;
  row(`${files} files and folders of real templates`, measure([program, ...report, corpus], 5));
  row('the same, read and parsed alone', measure([await parseAlone(), corpus], 5));
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
  process.stderr.write(`no corpus at ${corpus}: name a folder of templates\n`);
}
rmSync(scratch, { recursive: true });

const [{ model }] = cpus();
process.stdout.write(
  `Node ${process.version}, ${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB; `,
);
process.stdout.write(`over bare Node, which takes ${Math.round(bare.ms)} ms; medians.\n\n`);
process.stdout.write(
  `| | time | peak memory |\n| --- | --- | --- |\n${rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}`,
);
