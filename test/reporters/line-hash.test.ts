import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineHashes } from '../../src/reporters/sarif/line-hash.ts';

const GREETINGS = [
  ...['e9496ae3ebfced30:1', 'fb7c023a8b9ccb3f:1', 'ce8ba1a563dcdaca:1', 'e20e36e16fcb0cc8:1'],
  ...['b3edc88f2938467e:1', 'c8e28b0b4002a3a0:1', 'c129715d7a2bc9a3:1'],
];

// the vectors of github/codeql-action, which makes the hashes where a report has none
test.each<[what: string, text: string, hashes: readonly string[]]>([
  ['nothing', '', ['c129715d7a2bc9a3:1']],
  [
    'blanks',
    ' a\nb\n  \t\tc\n d',
    ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1'],
  ],
  ['LF', ' hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n', GREETINGS],
  ['CR', ' hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r', GREETINGS],
  ['CRLF', ' hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n', GREETINGS],
  ['all of them', ' hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n', GREETINGS],
  [
    'the same lines',
    'Lorem ipsum dolor sit amet.\n'.repeat(10),
    [
      ...[1, 2, 3, 4, 5, 6].map((n) => `a7f2ff13bc495cf2:${n}`),
      ...['a7f2ff1481e87703:1', 'a9cf91f7bbf1862b:1', '55ec222b86bcae53:1', 'cc97dc7b1d7d8f7b:1', 'c129715d7a2bc9a3:1'],
    ],
  ],
])('%s', (_, text, hashes) => {
  expect(lineHashes(text)).toEqual(hashes);
});

/** The rolling hash as it is specified: one window over the whole text, in whole numbers. */
function rolling(text: string): readonly string[] {
  const window = new Array<bigint>(100).fill(0n);
  const starts = new Array<number>(100).fill(-1);
  const counts = new Map<string, number>();
  const hashes: string[] = [];
  let [hash, slot, lines, isStart, afterCr] = [0n, 0, 0, true, false];
  const give = (): void => {
    if (starts[slot] === -1) return;
    const text = hash.toString(16);
    counts.set(text, (counts.get(text) ?? 0) + 1);
    hashes[starts[slot] as number] = `${text}:${counts.get(text)}`;
    starts[slot] = -1;
  };
  const update = (unit: number): void => {
    hash = BigInt.asUintN(64, hash * 37n + BigInt(unit) - (window[slot] as bigint) * 37n ** 100n);
    window[slot] = BigInt(unit);
    slot = (slot + 1) % 100;
  };
  const take = (unit: number): void => {
    const skip = unit === 32 || unit === 9 || (afterCr && unit === 10);
    afterCr = !skip && unit === 13;
    if (skip) return;
    give();
    if (isStart) starts[slot] = lines++;
    isStart = unit === 10 || unit === 13;
    update(unit === 13 ? 10 : unit);
  };
  for (let i = 0; i < text.length; i += 1) take(text.charCodeAt(i));
  take(65535);
  for (let i = 0; i < 100; i += 1) {
    give();
    update(0);
  }
  return hashes;
}

test('any text has the hashes of the specification', () => {
  const part = fc.constantFrom(
    '\n',
    '\r',
    '\r\n',
    '\r \n',
    '\t',
    ' ',
    'a',
    'b: 1',
    'x'.repeat(60),
    '東',
    '😀',
    '\ufeff',
  );
  const text = fc.array(part, { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(fc.property(text, (one) => assert.deepEqual(lineHashes(one), rolling(one))));
});

test('a long file takes no time', () => {
  const started = performance.now();
  expect(lineHashes('          - 198.51.100.0/24\n'.repeat(100_000))).toHaveLength(100_001);
  expect(performance.now() - started).toBeLessThan(1000);
});
