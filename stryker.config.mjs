/** Mutation tests of the address algebra: `npm run mutate`. */
export default {
  testRunner: 'vitest',
  mutate: ['src/ip/**/*.ts'],
  vitest: { dir: 'test/ip' },
  // TypeScript 7 has no API to rewrite a configuration with, and the tests need none
  tsconfigFile: 'none',
  reporters: ['clear-text', 'progress'],
  coverageAnalysis: 'perTest',
  thresholds: { break: 90 },
};
