import fc from 'fast-check';
import { expect, test } from 'vitest';
import { link, literal } from '../../src/reporters/sarif/message.ts';
import { sarif } from '../../src/reporters/sarif.ts';
import { draws } from '../proofs/drawn/draws.ts';
import { finding, PIPE, place, report, undecided } from './reports.ts';

/** The links of a message, §3.11.6 of SARIF: a backslash escapes the character after it. */
function linksIn(text: string): readonly string[] {
  return [...text.matchAll(/\\.|\[((?:\\.|[^[\]\\])*)\]\(([^()]*)\)/gs)].flatMap(([, name, target]) =>
    name === undefined ? [] : [`${name.replace(/\\(.)/gs, '$1')} ${target}`],
  );
}

test('the reading of the test finds links, and what is escaped is none', () => {
  expect(linksIn('See [a](1), [b\\]](2) and [c\\\\](https://evil.example).')).toEqual([
    'a 1',
    'b] 2',
    'c\\ https://evil.example',
  ]);
  expect(linksIn('\\[a](1) [b\\](2)')).toEqual([]);
});

test.each([
  ['Not [a](1).', 'Not [a\\](1).'],
  ['[click\\](https://evil.example)', '[click\\\\\\](https://evil.example)'],
  ['[click\\\\](https://evil.example)', '[click\\\\\\\\\\](https://evil.example)'],
  ['a\\b [c] (d)', 'a\\b [c] (d)'],
])('%s is no link', (text, written) => {
  expect(literal(text)).toBe(written);
  expect(linksIn(literal(text))).toEqual([]);
});

const texts = fc
  .array(fc.constantFrom('[', ']', '(', ')', '\\', '](', '[a](1)', 'a', ' '), { maxLength: 12 })
  .map((some) => some.join(''));

test('no text of a file is a link, wherever it stands', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(linksIn(literal(text))).toEqual([]);
      const said = `x${text}`;
      const scenarios = [{ text: said, where: { Env: { is: [said] } } }];
      const related = [{ message: said, location: place('a.yml', 2, 1) }];
      const all = report({
        findings: [
          finding({ message: said, scenarios }),
          finding({ message: said, location: place('b.yml', 1, 1), related }),
        ],
        undecided: [undecided({ reason: said, scenarios })],
        notAudited: [{ file: 'a.yml', reason: said }],
        failures: [{ message: said, location: place('a.yml', 1, 1) }],
      });
      const messages = [...sarif(all, PIPE).matchAll(/"text": ("(?:\\.|[^"\\])*")/g)].map(([, one = '""']) =>
        JSON.parse(one),
      );
      // of one's own there is a link to the related place
      expect(messages.flatMap(linksIn)).toEqual([`${said} 1`]);
    }),
    draws(200),
  );
});

test('a link of our own says its text', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(linksIn(link(text, 7))).toEqual([`${text} 7`]);
    }),
    draws(500),
  );
});
