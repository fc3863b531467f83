import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    dir: 'test',
    include: ['**/*.test.ts'],
    // The code under test keeps nothing between tests, and a worker for each file would take longer than the tests.
    pool: 'threads',
    isolate: false,
    // A busy machine is no failure: how long things take is measured in bench/.
    testTimeout: 60_000,
  },
});

export default config;
