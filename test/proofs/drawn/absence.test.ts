import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/report/report.ts';
import { auditTexts } from '../../support/memory.ts';
import { CLAIMS, HIDINGS, type Hiding, type Parts, toTemplate } from './absent.ts';
import { draws } from './draws.ts';

const textOf = (parts: Parts): Readonly<Record<string, string>> => ({
  't.json': JSON.stringify(toTemplate(parts), undefined, 1),
});

const audited = (parts: Parts): Report => auditTexts(textOf(parts), { preset: 'strict' });

const claims = (report: Report, rule: string): boolean =>
  report.findings.some(({ ruleId, api }) => ruleId === rule && api.id === 'Api');
const leavesOpen = (report: Report, rule: string): boolean =>
  report.undecided.some(({ rules, api }) => rules.includes(rule) && api.id === 'Api');

describe('nothing is missing for lack of looking', () => {
  for (const [name, { rule, parts, hidden }] of Object.entries(CLAIMS)) {
    test(`${name}: ${rule}`, () => {
      fc.assert(
        fc.property(parts, fc.constantFrom(...hidden), ({ own, refuting }, kind) => {
          const { may, hides } = HIDINGS[kind] as Hiding;
          expect(claims(audited(own), rule), 'the claim itself').toBe(true);
          const report = audited(hides(own, refuting));
          expect({ kind, claimed: claims(report, rule), open: leavesOpen(report, rule) }).toEqual({
            kind,
            claimed: !may,
            open: may,
          });
        }),
        draws(60),
      );
    });
  }
});
