import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    dir: 'test',
    // the mutation tests of who gets in run its own tests, and those of the rules that ask it
    include: process.env['TESTS']?.split(' ') ?? ['**/*.test.ts'],
    // The code under test keeps nothing between tests, and a worker for each file would take longer than the tests.
    pool: 'threads',
    isolate: false,
  },
});

export default config;
