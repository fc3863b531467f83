import { describe, expect, test } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import {
  type Case,
  type Cases,
  checkCase,
  type ExpectedFinding,
  type ExpectedReason,
  weaknesses,
} from '../../src/testing/check-rule.ts';

/** Runs the program with all rules over each case, and holds what it says of one rule, and which others speak, against the case. */
export function ruleTester(ruleId: string, cases: Cases): void {
  const rule = rules.find(({ id }) => id === ruleId);
  if (!rule) throw new Error(`there is no rule ${ruleId}`);
  describe(ruleId, () => {
    test('its tests are worth something', () => {
      expect(weaknesses(rule, cases)).toEqual([]);
    });
    const run = (one: Case, findings: readonly ExpectedFinding[], reasons: readonly ExpectedReason[]): void => {
      (one.fails === undefined ? test : test.fails)(one.name, () => {
        for (const failure of checkCase(rule, one, findings, reasons)) {
          if ('faults' in failure) expect(failure.faults).toEqual([]);
          else expect(failure.found).toEqual(failure.expected);
        }
      });
    };
    describe('valid', () => {
      for (const one of cases.valid) run(one, [], []);
    });
    describe('invalid', () => {
      for (const one of cases.invalid) run(one, one.findings, one.reasons ?? []);
    });
    describe('undecided', () => {
      for (const one of cases.undecided ?? []) run(one, [], one.reasons);
    });
  });
}
