// Builds dist/: program and API in one ESM build, so that they share their chunks. Dependencies are inlined.
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { name, version, homepage = '' } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const entries = { cli: 'src/cli/bin.ts', index: 'src/index.ts' };

rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(`${root}/${path}`))),
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // jsonc-parser's `main` is a UMD build that cannot be bundled
  mainFields: ['module', 'main'],
  define: { PACKAGE: JSON.stringify({ name, version, homepage }) },
  logLevel: 'warning',
});
chmodSync(`${root}/dist/cli.js`, 0o755);
