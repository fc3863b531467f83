import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { cfnIncludeForTests } from './scripts/cfn-include.mjs';

const config: ViteUserConfig = defineConfig({
  plugins: [cfnIncludeForTests],
  test: {
    dir: 'test',
    include: ['**/*.test.ts'],
    globalSetup: ['test/cli/build-once.ts'],
    // The code under test keeps nothing between tests, and a worker for each file would take longer than the tests.
    pool: 'threads',
    isolate: false,
    // all cores: one is left idle otherwise, of two
    maxWorkers: '100%',
    // A busy machine is no failure: how long things take is measured in bench/.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});

export default config;
