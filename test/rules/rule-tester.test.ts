import { describe, expect, test } from 'vitest';
import type { Edit, Finding } from '../../src/report/report.ts';
import { rules } from '../../src/rules/index.ts';
import type { Rule } from '../../src/rules/rule.ts';
import {
  type Cases,
  checkCase,
  type ExpectedSuggestion,
  type InvalidCase,
  type ValidCase,
  weaknesses,
} from '../../src/testing/check-rule.ts';
import { applied, faultsOf } from '../../src/testing/edits.ts';
import { readMarks } from '../../src/testing/marks.ts';
import { auditTexts } from '../support/memory.ts';
import { ruleTester } from './rule-tester.ts';
import { condition, line } from './templates.ts';

const rule = rules.find(({ id }) => id === 'no-broad-source') as Rule;
const DATA = { written: '8.0.0.0/8', size: '16,777,216', narrow: '16' };

const valid = (name: string, address: string): ValidCase => ({ name, text: condition(address) });
const invalid = (name: string, address: string, data = DATA): InvalidCase => ({
  name,
  text: condition(address),
  findings: [{ message: 'broad', data }],
});
const STRONG: Cases = {
  valid: [valid('a', '8.8.8.8'), valid('b', '8.8.4.4')],
  invalid: [invalid('c', '«8.0.0.0/8»'), invalid('d', '«9.0.0.0/8»', { ...DATA, written: '9.0.0.0/8' })],
};

/** Throws what is wrong with a case. */
function check(...given: Parameters<typeof checkCase>): void {
  const failures = checkCase(...given);
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
}

describe('marks', () => {
  test('are taken out, and say where they stood', () => {
    expect(readMarks('a\n«b‹c»\n⟨›⟩')).toEqual({
      text: 'a\nbc\n',
      ranges: {
        '«': [{ start: { line: 2, column: 1 }, end: { line: 2, column: 3 } }],
        '‹': [{ start: { line: 2, column: 2 }, end: { line: 3, column: 1 } }],
        '⟨': [{ start: { line: 3, column: 1 }, end: { line: 3, column: 1 } }],
      },
    });
  });

  test('may be nested, and count UTF-16 units', () => {
    expect(readMarks('🏢««a»b»').ranges['«']).toEqual([
      { start: { line: 1, column: 3 }, end: { line: 1, column: 5 } },
      { start: { line: 1, column: 3 }, end: { line: 1, column: 4 } },
    ]);
  });

  test.each(['«', '»', '«a›', '«a»»'])('%s is refused', (text) => {
    expect(() => readMarks(text)).toThrow();
  });
});

describe('weak tests are refused:', () => {
  test('these are not weak', () => {
    expect(weaknesses(rule, STRONG)).toEqual([]);
  });

  const WEAK: readonly (readonly [string, Cases, string])[] = [
    ['too few valid cases', { ...STRONG, valid: STRONG.valid.slice(1) }, 'fewer than two valid cases'],
    ['too few invalid cases', { ...STRONG, invalid: STRONG.invalid.slice(1) }, 'fewer than two invalid cases'],
    ['one text twice', { ...STRONG, valid: [...STRONG.valid, valid('e', '8.8.8.8')] }, 'the text of "e" is used twice'],
    [
      'one text twice but for its marks',
      { ...STRONG, valid: [...STRONG.valid, valid('e', '8.0.0.0/8')] },
      'the text of "c" is used twice',
    ],
    ['one name twice', { ...STRONG, valid: [...STRONG.valid, valid('a', '8.8.8.0')] }, 'two cases are called "a"'],
    [
      'marks that mean nothing',
      { ...STRONG, valid: [...STRONG.valid, valid('e', '«1.1.1.1»')] },
      'the valid case "e" has marks',
    ],
    [
      'no place',
      { ...STRONG, invalid: [...STRONG.invalid, invalid('e', '10.0.0.0/8')] },
      '"e" marks 0 places for 1 findings',
    ],
    [
      'a related place that nothing relates to',
      { ...STRONG, invalid: [...STRONG.invalid, invalid('e', '⟨«10.0.0.0/8»⟩')] },
      'no finding of "e" relates to its mark 1',
    ],
    [
      'a reason without a place',
      { ...STRONG, undecided: [{ ...valid('e', '1.1.1.1'), reasons: ['why'] }] },
      '"e" marks 0 places for 1 reasons',
    ],
    [
      'a message that no case has',
      { ...STRONG, invalid: STRONG.invalid.map((one) => ({ ...one, findings: [{ message: 'something else' }] })) },
      'no invalid case has the message broad',
    ],
  ];
  test.each(WEAK)('%s', (_, cases, weakness) => {
    expect(weaknesses(rule, cases)).toContain(weakness);
  });

  test('a rule that there is not', () => {
    expect(() => ruleTester('no-such-rule', STRONG)).toThrow('there is no rule no-such-rule');
  });
});

describe('what the program says is held against the case:', () => {
  const [first] = STRONG.invalid as [InvalidCase];
  const finding = first.findings[0];

  test('it agrees', () => {
    check(rule, first, [finding], []);
  });

  test.each([
    ['a finding that is not expected', first.text, []],
    ['a place that is one character off', condition('8«.0.0.0/8»'), [finding]],
    ['an end that is one character off', condition('«8.0.0.0/»8'), [finding]],
    ['another message', first.text, [{ ...finding, message: 'This is broad.', data: {} }]],
    ['other data', first.text, [{ ...finding, data: { ...DATA, size: '16' } }]],
    ['data that the message has not', first.text, [{ ...finding, data: { ...DATA, more: '1' } }]],
    ['data that are not given', first.text, [{ message: 'broad' }]],
    ['a scenario that it does not depend on', first.text, [{ ...finding, scenarios: ['Env is prod'] }]],
    ['a finding that there is not', condition('«8.8.8.8»'), [finding]],
  ])('%s', (_, text, findings) => {
    expect(() => check(rule, { name: 'e', text }, findings, [])).toThrow();
  });

  test.each([
    ['a template that does not parse', '{'],
    ['one without an API', 'Resources: {}'],
    [
      'one that is not audited',
      'Resources: { Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } } }',
    ],
  ])('%s', (_, text) => {
    expect(() => check(rule, { name: 'e', text }, [], [])).toThrow();
  });

  test('a finding of another rule, unless the case names the rule', () => {
    const text = condition('«8.1.2.3/8»');
    const found = { ...finding, data: { ...DATA, written: '8.1.2.3/8' } };
    check(rule, { name: 'e', text, otherRules: ['no-host-bits'] }, [found], []);
    expect(() => check(rule, { name: 'e', text }, [found], [])).toThrow();
  });

  test('another rule that says nothing', () => {
    expect(() => check(rule, { ...first, otherRules: ['no-host-bits'] }, [finding], [])).toThrow();
  });

  test('a reason that there is not', () => {
    expect(() => check(rule, { name: 'e', text: condition('‹8.8.8.8›') }, [], ['why'])).toThrow();
  });
});

describe('what is suggested is held against the case:', () => {
  const duplicates = rules.find(({ id }) => id === 'no-duplicate-cidrs') as Rule;
  const text = condition(['⟨8.8.8.8⟩', '«8.8.8.8/32»']);
  const checkWith = (suggestions?: readonly ExpectedSuggestion[]): void =>
    check(
      duplicates,
      { name: 'e', text },
      [
        {
          message: 'duplicate',
          data: { written: '8.8.8.8/32', earlier: '8.8.8.8' },
          related: [[1, 'listed here first']],
          ...(suggestions && { suggestions }),
        },
      ],
      [],
    );
  const removal: ExpectedSuggestion = { message: 'Remove 8.8.8.8/32', output: condition(['8.8.8.8']) };

  test('it agrees, with the whole text or with the part that changes', () => {
    checkWith([removal]);
    checkWith([{ ...removal, output: [line('«8.8.8.8/32»'), ''] }]);
  });

  const WRONG: readonly (readonly [string, readonly ExpectedSuggestion[] | undefined])[] = [
    ['a suggestion that is not expected', undefined],
    ['none expected', []],
    ['one more expected', [removal, removal]],
    ['another message', [{ ...removal, message: 'Remove it' }]],
    ['another output', [{ ...removal, output: condition(['8.8.8.8', '8.8.4.4']) }]],
    ['one that is safe where it is not meant to be', [{ ...removal, safe: false }]],
    ['a part that the text does not have', [{ ...removal, output: ['9.9.9.9', ''] }]],
    ['a part that it has twice', [{ ...removal, output: ['8.8.8.8', ''] }]],
  ];
  test.each(WRONG)('%s', (_, suggestions) => {
    expect(() => checkWith(suggestions)).toThrow();
  });

  const audit = (one: string) => auditTexts({ 'template.yml': one }, { preset: 'strict' });
  const before = audit(readMarks(text).text);
  const finding = before.findings.find(({ ruleId }) => ruleId === duplicates.id) as Finding;
  const checkOutput = (output: string, safe = true): void =>
    expect(faultsOf(before, finding, { message: 'do it', safe, edits: [] }, audit(output))).toEqual([]);

  test('an output that mends the finding is right', () => {
    checkOutput(condition(['8.8.8.8']));
  });

  test.each([
    ['does not parse', `${condition(['8.8.8.8'])}]`, true],
    ['leaves the finding', condition(['8.8.8.8/32', '8.8.8.8']), false],
    ['brings another finding, and is safe', condition(['8.8.8.8', '8.8.8.9/30']), true],
  ])('an output that %s is wrong', (_, output, safe) => {
    expect(() => checkOutput(output, safe)).toThrow();
  });

  test('an output that brings another finding is right where it is not safe', () => {
    checkOutput(condition(['8.8.8.8', '8.8.8.9/30']), false);
  });
});

describe('edits', () => {
  const edit = (from: readonly [number, number], to: readonly [number, number], text: string): Edit => ({
    file: 'a.yml',
    start: { line: from[0], column: from[1] },
    end: { line: to[0], column: to[1] },
    text,
  });
  const apply = (text: string, ...edits: readonly Edit[]): string | undefined =>
    applied({ 'a.yml': text, 'b.yml': 'b' }, { edits })['a.yml'];

  test('are made in any order, and lines and UTF-16 units are counted from 1', () => {
    expect(apply('🏢a\r\nbc\nd', edit([2, 2], [3, 2], 'x'), edit([1, 3], [1, 4], ''))).toBe('🏢\r\nbx');
  });

  test('may touch', () => {
    expect(apply('abc', edit([1, 1], [1, 2], 'x'), edit([1, 2], [1, 3], 'y'))).toBe('xyc');
  });

  test.each([
    ['that overlap', [edit([1, 1], [1, 3], ''), edit([1, 2], [1, 4], '')]],
    ['that end before they start', [edit([1, 2], [1, 1], '')]],
    ['past the end of a line', [edit([1, 1], [1, 9], '')]],
    ['on no line', [edit([4, 1], [4, 1], '')]],
    ['of no file', [{ ...edit([1, 1], [1, 1], ''), file: 'c.yml' }]],
  ])('%s are refused', (_, edits) => {
    expect(() => apply('abcd', ...edits)).toThrow();
  });
});
