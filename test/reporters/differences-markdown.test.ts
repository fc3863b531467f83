import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Differences } from '../../src/report/differences.ts';
import { differencesMarkdown } from '../../src/reporters/differences-markdown.ts';
import { draws } from '../proofs/drawn/draws.ts';
import { HEAD } from './explanations.ts';
import { place } from './reports.ts';

const sources = (...cidrs: readonly string[]) => ({ cidrs, words: cidrs.join(' ') });

/** A change of which every text of a file is this one. */
const saying = (text: string): Differences => ({
  apis: [
    {
      ...HEAD,
      name: text,
      location: place(text, 1, 1),
      scenarios: [
        { text, where: { Env: { is: [text] } } },
        { text, where: { Env: { is: ['other'] } } },
      ],
      change: 'changed',
      routes: [
        {
          stage: text,
          method: 'GET',
          path: text,
          witness: text,
          authorization: 'NONE',
          caller: 'anonymous',
          door: { via: 'vpc-endpoint', vpce: text, vpc: text },
          opened: { certainly: sources('2600:100::/32'), possibly: sources('2600:100::/32') },
          closed: { certainly: sources(), possibly: sources('9.9.9.9/32') },
          because: [],
        },
      ],
    },
  ],
  looked: 1,
  failures: [{ message: text, location: place(text, 1, 1) }],
  notAudited: [{ file: text, reason: text }],
});

/** What GitHub reads as markup: all but the code, in which it looks for no mention, reference, address or emoji. */
const markupOf = (text: string): string => differencesMarkdown(saying(text)).replace(/`[^`\n]+`/g, 'CODE');

const plain = markupOf('shop');

describe('nothing of a file is read as markup', () => {
  test('but as code, each text of it', () => {
    expect(plain).toBe(`### who gets in changes in 1 of 1 API

#### CODE in CODE

When CODE, or when CODE.

| route | caller | opened to | closed to |
| --- | --- | --- | --- |
| CODE such as CODE on CODE | anonymous by CODE | CODE | perhaps CODE |

Not compared:

- CODE CODE
- CODE CODE
`);
  });

  test.each([
    'for @octocat, #1 and GH-1',
    'https://evil.example www.evil.example',
    'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3 octo/repo#1',
    ':smile: ~~x~~ **x** _x_ <b>x</b> ![x](y)',
    '`@octocat` ``x``',
    '`',
    '\\`@octocat\\`',
    'a | @octocat | b \\| c',
    '\n# x\n\n- @octocat',
    ' ',
    '',
    '\\',
  ])('%j', (text) => {
    expect(markupOf(text)).toBe(plain);
  });

  test('nor any other', () => {
    const parts = ['`', '|', '\\', '@a', '#1', ' ', '\n', ':x:', '[a](b)', '<i>', '~~', 'a', '\u2028'];
    const texts = fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((some) => some.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        expect(markupOf(text)).toBe(plain);
      }),
      draws(300),
    );
  });
});
