// Builds dist/, or the directory that is named: the program and the API as ESM, with their dependencies inlined.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { build } from 'esbuild';
import { cfnInclude } from './cfn-include.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = resolve(root, process.argv[2] ?? 'dist');
const { name, version, homepage = '' } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // jsonc-parser's `main` is a UMD build that cannot be bundled
  mainFields: ['module', 'main'],
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
};
// semver asks the environment whether to log
const define = { 'process.env.NODE_DEBUG': 'undefined' };

/** A run that starts fast calls no AWS. */
const withoutLive = {
  name: 'without-live',
  setup({ onResolve }) {
    onResolve({ filter: /\/commands\/live\.ts$/ }, () => ({ path: './not-here.js', external: true }));
  },
};

rmSync(outdir, { recursive: true, force: true });
// what a code cache is made of: one script, in ASCII
await build({
  ...shared,
  entryPoints: { main: 'src/cli/main.ts' },
  outdir,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  define,
  plugins: [withoutLive, cfnInclude],
  banner: { js: '(function (module, require) {' },
  footer: { js: '})' },
});
// esbuild leaves letters in regular expressions as they are; the file is read as Latin-1
const written = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
const main = readFileSync(`${outdir}/main.cjs`, 'utf8').replace(/[^\0-\x7f]/g, written);
writeFileSync(`${outdir}/main.cjs`, main);
const MAIN_CRC = String(crc32(main));
await build({
  ...shared,
  entryPoints: { cli: 'src/cli/bin.ts', index: 'src/index.ts' },
  outdir,
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  format: 'esm',
  plugins: [cfnInclude],
  define: { ...define, PACKAGE: JSON.stringify({ name, version, homepage }), MAIN_CRC },
});
chmodSync(`${outdir}/cli.js`, 0o755);
