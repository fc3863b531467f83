// What of cfn-include the program runs: the network, the AWS SDK, the disk, the environment and unbounded work are replaced.
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The module that runs the library; nothing else imports it. */
export const library = fileURLToPath(new URL('../src/template/cfn-include/library.ts', import.meta.url));

const standIns = JSON.stringify(fileURLToPath(new URL('../src/template/cfn-include/stand-ins.ts', import.meta.url)));
const namespace = 'cfn-include';
const own = /[\\/]node_modules[\\/]cfn-include[\\/](?:index|lib[\\/]\w+)\.js$/;

/** What the library gets in place of a module that it requires. */
const replaced = {
  fs: `module.exports = require(${standIns}).fs`,
  path: `module.exports = require(${standIns}).path`,
  'aws-sdk-proxy': `module.exports = require(${standIns}).aws`,
  './lib/request': `module.exports = require(${standIns}).request`,
  './lib/include/api': `module.exports = require(${standIns}).request`,
  './lib/promise': `module.exports = require(${standIns}).promise(require('./lib/promise'))`,
  './lib/yaml': `module.exports = require(${standIns}).yaml`,
  jmespath: `module.exports = require(${standIns}).jmespath(require('jmespath'))`,
  lodash: `module.exports = require(${standIns}).lodash(require('lodash'))`,
  // a bundle of ES modules cannot require what is built into Node
  assert: `export * from 'node:assert'`,
  url: `export * from 'node:url'`,
};

/** For esbuild. */
export const cfnInclude = {
  name: 'cfn-include',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /.*/ }, ({ path, importer }) =>
      own.test(importer) && path in replaced ? { path, namespace, pluginData: dirname(importer) } : undefined,
    );
    onLoad({ filter: /.*/, namespace }, ({ path, pluginData }) => ({
      contents: replaced[path],
      resolveDir: pluginData,
    }));
    onLoad({ filter: /[\\/]node_modules[\\/]cfn-include[\\/]index\.js$/ }, async ({ path }) => ({
      contents: `const { Array, JSON, process } = require(${standIns}).globals;\n${await readFile(path, 'utf8')}`,
    }));
  },
};

/** For Vite, and so for the tests: the module that runs the library with all that it needs. */
export const cfnIncludeForTests = {
  name: 'cfn-include',
  enforce: 'pre',
  async load(id) {
    if (id !== library) return undefined;
    const { outputFiles } = await build({
      entryPoints: [library],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      plugins: [cfnInclude],
    });
    return outputFiles[0].text;
  },
};
