// Builds dist/, or the directory that is named: the program and the API as ESM, with their dependencies inlined.
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cfnInclude } from './cfn-include.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = resolve(root, process.argv[2] ?? 'dist');
const { name, version, homepage = '' } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/bin.ts', index: 'src/index.ts' },
  outdir,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // jsonc-parser's `main` is a UMD build that cannot be bundled
  mainFields: ['module', 'main'],
  plugins: [cfnInclude],
  // semver asks the environment whether to log
  define: { PACKAGE: JSON.stringify({ name, version, homepage }), 'process.env.NODE_DEBUG': 'undefined' },
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
});
chmodSync(`${outdir}/cli.js`, 0o755);
