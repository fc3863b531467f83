import { posix } from 'node:path';
import fc from 'fast-check';
import { test } from 'vitest';
import { dirname, join } from '../../src/text/paths.ts';

const path = fc
  .array(fc.constantFrom('a', 'b.yml', '..', '.', '/', '//', 'c d'), { maxLength: 8 })
  .map((all) => all.join('/'));
const loose = fc.oneof(
  path,
  fc.array(fc.constantFrom('a', '.', '/'), { maxLength: 6 }).map((all) => all.join('')),
);

test('folders are those that Node names', () => {
  fc.assert(
    fc.property(
      // of two slashes Node keeps one, which no name has
      loose.filter((one) => !one.includes('//')),
      (one) => dirname(one) === posix.dirname(one),
    ),
    { numRuns: 2000 },
  );
});

test('paths are joined as Node joins them', () => {
  fc.assert(
    fc.property(fc.array(loose, { maxLength: 3 }), (parts) => join(...parts) === posix.join(...parts)),
    { numRuns: 2000 },
  );
});
