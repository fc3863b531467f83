// Measures live runs against the tests' stand-in for AWS: `npm run bench:live`. Fails where the limiter is not kept.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const RATE = 4;
const SPEED = 20;
const scratch = mkdtempSync(join(tmpdir(), 'bench-'));

async function bundled(name) {
  const outfile = join(scratch, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  return outfile;
}

const [serverFile, clientFile] = [await bundled('live-server'), await bundled('live-client')];
const server = fork(serverFile);
const [url] = await once(server, 'message');

/** What a run took, and when its requests left, in milliseconds of the run's clock. */
async function run(rate, speed) {
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const client = fork(clientFile, [url, String(rate), String(speed)], { env });
  const [taken] = await once(client, 'message');
  return taken;
}

try {
  const free = await run(Number.POSITIVE_INFINITY, 1);
  process.stdout.write(
    `without a limit: ${free.times.length} requests in ${(free.ms / 1000).toFixed(1)} s, ` +
      `${Math.round((free.times.length * 1000) / free.ms)} a second, ${Math.round(free.peak / 1024)} MB\n`,
  );
  const { times } = await run(RATE, SPEED);
  const rate = ((times.length - 1) * 1000) / (times.at(-1) - times[0]);
  // in any minute of it: the one that it begins with, and one that left late in the minute before
  const most = Math.max(...times.map((start, i) => times.slice(i).filter((time) => time < start + 60_000).length));
  process.stdout.write(`limited to ${RATE} a second: ${rate.toFixed(3)} a second, at most ${most} in a minute\n`);
  if (rate > RATE || rate < RATE * 0.9 || most > RATE * 60 + 2) {
    process.stderr.write('the limiter is not kept\n');
    process.exitCode = 1;
  }
} finally {
  server.kill();
  rmSync(scratch, { recursive: true });
}
