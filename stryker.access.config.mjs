import ip from './stryker.config.mjs';

// properties are drawn a hundredth as often: each mutant is drawn against
process.env.SHARE = '0.01';
// who gets in is tested through the rules that ask it, too
process.env.TESTS = 'access/*.test.ts rules/*.test.ts';

/** Mutation tests of who gets in: the second half of `npm run mutate`. */
export default {
  ...ip,
  mutate: ['src/access/*.ts'],
  vitest: { dir: 'test' },
  thresholds: { break: 85 },
};
