import { expect, test } from 'vitest';
import { useColor } from '../../src/cli/color.ts';

type Target = Parameters<typeof useColor>[2];

test.each<[what: string, flag: boolean | undefined, env: Readonly<Record<string, string>>, colored: readonly Target[]]>(
  [
    ['nothing is said', undefined, {}, ['terminal']],
    ['--color', true, {}, ['terminal', 'pipe', 'file']],
    ['--color beats NO_COLOR', true, { NO_COLOR: '1' }, ['terminal', 'pipe', 'file']],
    ['--color beats FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, ['terminal', 'pipe', 'file']],
    ['--no-color', false, {}, []],
    ['--no-color beats FORCE_COLOR', false, { FORCE_COLOR: '1' }, []],
    ['NO_COLOR', undefined, { NO_COLOR: '1' }, []],
    ['NO_COLOR=0, which is a value as any other', undefined, { NO_COLOR: '0' }, []],
    ['an empty NO_COLOR', undefined, { NO_COLOR: '' }, ['terminal']],
    ['FORCE_COLOR', undefined, { FORCE_COLOR: '1' }, ['terminal', 'pipe']],
    ['FORCE_COLOR=0', undefined, { FORCE_COLOR: '0' }, []],
    ['FORCE_COLOR=false', undefined, { FORCE_COLOR: 'false' }, []],
    ['an empty FORCE_COLOR', undefined, { FORCE_COLOR: '' }, ['terminal']],
    ['FORCE_COLOR beats NO_COLOR', undefined, { FORCE_COLOR: '1', NO_COLOR: '1' }, ['terminal', 'pipe']],
    ['a dumb terminal', undefined, { TERM: 'dumb' }, []],
    ['a dumb terminal that is forced', undefined, { TERM: 'dumb', FORCE_COLOR: '1' }, ['terminal', 'pipe']],
  ],
)('%s', (_, flag, env, colored) => {
  const targets = ['terminal', 'pipe', 'file'] as const;
  expect(targets.filter((target) => useColor(flag, env, target))).toEqual(colored);
});
