// `npm run same -- REF [--without-texts]`: whether the program answers as that of another commit, over all that lies at hand.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cfnInclude } from '../cfn-include.mjs';
import { allowances, compare } from './compare.mjs';

const SHOWN = 40;
const root = fileURLToPath(new URL('../..', import.meta.url));
const [ref, ...flags] = process.argv.slice(2);
if (!ref) throw new Error('Name the commit to compare with: npm run same -- REF');
const withoutTexts = flags.includes('--without-texts');

const scratch = mkdtempSync(join(tmpdir(), 'same-'));
const inputs = join(scratch, 'inputs');
const other = join(scratch, 'other');

const run = (command, args, options = {}) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    ...options,
  });
  if (error) throw error;
  return { status, stdout, stderr };
};
const must = (...call) => {
  const { status, stderr } = run(...call);
  if (status !== 0) throw new Error(`${call[0]} ${call[1].join(' ')}: ${stderr}`);
};

try {
  must('git', ['worktree', 'add', '-q', '--detach', other, ref], { cwd: root });
  symlinkSync(join(root, 'node_modules'), join(other, 'node_modules'));
  const programs = [other, root].map((tree, i) => {
    const dist = join(scratch, `dist-${i}`);
    must(process.execPath, [join(tree, 'scripts/build.mjs'), dist], { cwd: tree });
    return join(dist, 'cli.js');
  });
  await writeInputs();
  const allowed = allowances(readIfThere(join(root, 'test/same.allow')));
  const used = new Set();
  const found = [];
  for (const [command, ...args] of commands()) {
    const label = [command, ...args].join(' ');
    const reports = programs.map((program) => reportOf(program, [command, ...args]));
    const { count, rows } = compare(label, ...reports, withoutTexts);
    process.stderr.write(`${label}: ${count} rows, ${rows.length === 0 ? 'the same' : `${rows.length} differ`}\n`);
    for (const row of rows) {
      const reason = allowed.find((one) => one.matches(row));
      if (reason) used.add(reason);
      else found.push(row);
    }
  }
  for (const { sign, label, said } of found.slice(0, SHOWN))
    process.stdout.write(`${sign} ${label}\n    ${said.slice(0, 400)}\n`);
  if (found.length > SHOWN) process.stdout.write(`and ${found.length - SHOWN} more\n`);
  for (const one of allowed)
    if (!used.has(one)) process.stdout.write(`test/same.allow names what does not differ: ${one.line}\n`);
  process.exitCode = found.length > 0 || used.size < allowed.length ? 1 : 0;
} finally {
  run('git', ['worktree', 'remove', '--force', other], { cwd: root });
  rmSync(scratch, { recursive: true, force: true });
}

/** Every question of every input, of the whole folder at once. */
function* commands() {
  const folders = readdirSync(inputs).filter((name) => !name.endsWith('.next'));
  for (const folder of folders) {
    for (const preset of ['recommended', 'strict']) yield ['lint', '--preset', preset, `./${folder}`];
    yield ['explain', folder];
    yield ['who', '52.94.76.0/22', folder];
    if (existsSync(join(inputs, `${folder}.next`))) yield ['diff', folder, `${folder}.next`];
  }
}

function reportOf(program, [command, ...args]) {
  const own = command === 'lint' ? args : [command, ...args];
  const { stdout, stderr } = run(process.execPath, [program, ...own, '--format', 'json'], { cwd: inputs });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`${program} ${own.join(' ')}: ${stderr}`);
  }
}

/** All cases, examples and real templates that there are, 300 drawn ones and the snapshots of the tests. */
async function writeInputs() {
  mkdirSync(inputs);
  for (const [name, path] of [
    ['examples', 'examples'],
    ['cases', '../shared/cases'],
    ['policies', '../shared/corpus/policies'],
    ['broad', '../shared/corpus/broad'],
  ]) {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(inputs, name), { recursive: true });
    else process.stderr.write(`${path} is not there, and is left out\n`);
  }
  const outfile = join(scratch, 'inputs.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['scripts/same/inputs.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    plugins: [cfnInclude],
    logLevel: 'warning',
  });
  must(process.execPath, [outfile, inputs]);
  for (const name of readdirSync(inputs)) writeNeighbours(name);
}

/** The same names, each with what its neighbour of the same kind says. */
function writeNeighbours(name) {
  const files = readdirSync(join(inputs, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(inputs, name).length + 1))
    .sort();
  for (const path of files) {
    const alike = files.filter((one) => extname(one) === extname(path));
    const next = alike[(alike.indexOf(path) + 1) % alike.length];
    const to = join(inputs, `${name}.next`, path);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(inputs, name, next), to);
  }
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
