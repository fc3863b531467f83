import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/reporters/display-width.ts';
import { hanging } from '../../src/reporters/hanging.ts';
import { stylish } from '../../src/reporters/stylish.ts';
import { finding, place, report, terminal } from './reports.ts';

/** The lines of the frame under a finding at a place: what stands between its message and the last line. */
function frame(source: string, location = place('a.yml', 1, 1), width = 80): readonly string[] {
  const found = finding({ location: { ...location, file: 'a.yml' }, message: 'M', ruleId: 'r' });
  const lines = stylish(report({ findings: [found] }), terminal({ 'a.yml': source }, width)).split('\n');
  return lines.slice(4, lines.findLastIndex((line) => line.startsWith('✖')) - 1);
}

test('a frame stands between the message and the details, with a blank line around', () => {
  const found = finding({
    location: place('a.yml', 2, 3, 4),
    related: [{ message: 'used here', location: place('b.yml', 7, 3) }],
  });
  const other = finding({ location: place('a.yml', 10, 1, 2), severity: 'warning' });
  const source = `one\n  abcd: x\n${'\n'.repeat(7)}xy\n`;
  expect(stylish(report({ findings: [found, other] }), terminal({ 'a.yml': source }))).toBe(`a.yml

   2:3  error    Too broad.  no-broad-source

    2 |   abcd: x
      |   ^^^^
    b.yml:7:3 used here

  10:1  warning  Too broad.  no-broad-source

    10 | xy
       | ^^

✖ 2 problems (1 error, 1 warning)
`);
});

test('without a source there is no frame, and no blank lines for it', () => {
  const found = finding({ related: [{ message: 'used here', location: place('b.yml', 7, 3) }] });
  expect(stylish(report({ findings: [found, found] }), terminal({}))).toBe(
    `a.yml
  1:1  error  Too broad.  no-broad-source
    b.yml:7:3 used here
  1:1  error  Too broad.  no-broad-source
    b.yml:7:3 used here

✖ 2 problems (2 errors, 0 warnings)
`,
  );
});

describe('the exact characters are underlined', () => {
  test.each<[what: string, source: string, column: number, length: number, lines: readonly [string, string]]>([
    ['plain', 'a: 8.0.0.0/8', 4, 9, ['1 | a: 8.0.0.0/8', '  |    ^^^^^^^^^']],
    ['after wide characters', '東京: abc', 5, 3, ['1 | 東京: abc', '  |       ^^^']],
    ['wide characters', 'a: 東京', 4, 2, ['1 | a: 東京', '  |    ^^^^']],
    ['after an emoji', '🏢: abc', 5, 3, ['1 | 🏢: abc', '  |     ^^^']],
    ['after an emoji of two characters', '❤️: abc', 5, 3, ['1 | ❤️: abc', '  |     ^^^']],
    ['after a flag', '🇩🇪: abc', 7, 3, ['1 | 🇩🇪: abc', '  |     ^^^']],
    ['after marks', 'u\u0308: abc', 5, 3, ['1 | u\u0308: abc', '  |    ^^^']],
    ['after narrow letters', 'é: ｱ abc', 6, 3, ['1 | é: ｱ abc', '  |      ^^^']],
    ['after tabs', '\t\ta:\tabc', 6, 3, ['1 |   a: abc', '  |      ^^^']],
    ['before CRLF', 'a: abc\r\nb: 1\r\n', 4, 3, ['1 | a: abc', '  |    ^^^']],
    ['nothing, at the end of a line', 'a:\nb: 1\n', 3, 0, ['1 | a:', '  |   ^']],
    ['nothing, within a line', 'a: b', 2, 0, ['1 | a: b', '  |  ^']],
    ['past the end of a line', 'a: b\n', 9, 3, ['1 | a: b', '  |     ^']],
    ['in an empty file', '', 1, 0, ['1 | ', '  | ^']],
  ])('%s', (_, source, column, length, lines) => {
    expect(frame(source, place('a.yml', 1, column, length))).toEqual(lines.map((line) => `    ${line}`));
  });
});

describe('over several lines', () => {
  const source = 'Policy: [\n  one,\n  two,\n  three ]\n';
  test('each is underlined, three at most', () => {
    const location = { file: 'a.yml', start: { line: 1, column: 9 }, end: { line: 4, column: 10 } };
    expect(frame(source, location)).toEqual([
      '    1 | Policy: [',
      '      |         ^',
      '    2 |   one,',
      '      | ^^^^^^',
      '    3 |   two,',
      '      | ^^^^^^',
    ]);
  });

  test('the line after a last line break is not shown', () => {
    const location = { file: 'a.yml', start: { line: 2, column: 3 }, end: { line: 3, column: 1 } };
    expect(frame(source, location)).toEqual(['    2 |   one,', '      |   ^^^^']);
  });

  test('the gutter is as wide as the last line number', () => {
    const location = { file: 'a.yml', start: { line: 9, column: 1 }, end: { line: 10, column: 2 } };
    expect(frame(`${'\n'.repeat(8)}a\nb`, location)).toEqual(['     9 | a', '       | ^', '    10 | b', '       | ^']);
  });
});

describe('a long line is cut around the place', () => {
  const long = `${'a'.repeat(50)}XYZ${'b'.repeat(50)}`;
  // 40 columns are 32 after the indent and the gutter, so 30 beside the ellipses: 13 + 3 + 14
  test('in the middle', () => {
    expect(frame(long, place('a.yml', 1, 51, 3), 40)).toEqual([
      `    1 | …${'a'.repeat(13)}XYZ${'b'.repeat(14)}…`,
      `      | ${' '.repeat(14)}^^^`,
    ]);
  });

  test('at its start', () => {
    expect(frame(long, place('a.yml', 1, 1, 3), 40)).toEqual([`    1 | ${'a'.repeat(30)}…`, '      | ^^^']);
  });

  test('at its end', () => {
    expect(frame(long, place('a.yml', 1, 102, 2), 40)).toEqual([
      `    1 | …${'b'.repeat(30)}`,
      `      | ${' '.repeat(29)}^^`,
    ]);
  });

  test('of wide characters too', () => {
    const lines = frame(`${'東'.repeat(50)}XYZ${'京'.repeat(50)}`, place('a.yml', 1, 51, 3), 40);
    // half of 32 is 16, so 14 characters beside the ellipses: 5 + 3 + 6
    expect(lines).toEqual([`    1 | …${'東'.repeat(5)}XYZ${'京'.repeat(6)}…`, `      | ${' '.repeat(11)}^^^`]);
    expect(lines.every((line) => displayWidth(line) <= 40)).toBe(true);
  });

  test('on a terminal that is narrower than anything', () => {
    expect(frame(long, place('a.yml', 1, 51, 3), 3)).toContain(`    1 | …${'a'.repeat(7)}XYZ${'b'.repeat(8)}…`);
  });
});

describe('a long text', () => {
  const text = 'one two three four five six';
  test.each<[what: string, lead: string, text: string, width: number, lines: readonly string[]]>([
    ['that fits stays', '  1:1  ', text, 34, ['  1:1  one two three four five six']],
    ['hangs below its start', '  1:1  ', text, 20, ['  1:1  one two three', '       four five six']],
    [
      'hangs a little where the lead is long',
      '123456789012',
      text,
      20,
      ['123456789012one two', '    three four five', '    six'],
    ],
    [
      'starts on the next line where the lead takes all',
      'a/long/name.yml:1:1 ',
      text,
      20,
      ['a/long/name.yml:1:1', '    one two three', '    four five six'],
    ],
    ['keeps its words whole', '  ', 'a 1234567890123456789012 b', 12, ['  a', '  1234567890123456789012', '  b']],
    ['keeps a long first word beside its lead', '  1: ', '1234567890123 b', 12, ['  1: 1234567890123', '     b']],
    ['keeps its blanks', '', 'one two  rule', 13, ['one two  rule']],
    ['drops its blanks where it breaks', '', 'one two  rule', 12, ['one two', 'rule']],
    ['counts wide characters twice', '', '東京 東京 ab', 9, ['東京 東京', 'ab']],
    [
      'counts no styles',
      '\u001b[31ma\u001b[39m ',
      '\u001b[2mbc\u001b[22m d',
      6,
      ['\u001b[31ma\u001b[39m \u001b[2mbc\u001b[22m d'],
    ],
    ['that is empty leaves the lead', '  a.yml:1:1 ', '', 80, ['  a.yml:1:1']],
    [
      'in a pipe is never broken',
      '  ',
      'a '.repeat(200).trim(),
      Number.POSITIVE_INFINITY,
      [`  ${'a '.repeat(200).trim()}`],
    ],
  ])('%s', (_, lead, from, width, lines) => {
    expect(hanging(lead, from, width)).toEqual(lines);
  });

  test('is wrapped on a terminal wherever it stands', () => {
    const message = 'This is wrong: write something else.';
    const at = place('a.yml', 1, 1);
    const all = report({
      findings: [finding({ message, related: [{ message, location: at }] })],
      notAudited: [{ file: 'a.yml', reason: message }],
      failures: [{ message, location: at }],
    });
    expect(stylish(all, terminal({}, 32))).toBe(`a.yml
  1:1  error  This is wrong:
              write something
              else.
              no-broad-source
    a.yml:1:1 This is wrong:
              write something
              else.

not audited
  a.yml  This is wrong: write
         something else.

failed
  a.yml:1:1  This is wrong:
             write something
             else.

✖ 1 problem (1 error, 0
warnings), 1 not audited, 1
failure
`);
  });
});
