import ip from './stryker.config.mjs';

// properties are drawn a hundredth as often: each mutant is drawn against
process.env.SHARE = '0.01';

/** Mutation tests of who gets in: the second half of `npm run mutate`. */
export default {
  ...ip,
  mutate: ['src/access/**/*.ts'],
  vitest: { configFile: 'vitest.access.config.ts', dir: 'test' },
  thresholds: { break: 85 },
};
