import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding, Scenario } from '../../../src/report/report.ts';
import { auditTexts } from '../../support/memory.ts';
import { draws } from './draws.ts';
import { ASSIGNMENTS, templates, toCloudFormation, toText } from './templates.ts';

/** Whether what is told of some scenarios is told of an assignment of the deciding parameters. */
function isTold(scenarios: readonly Scenario[], given: Readonly<Record<string, string>>): boolean {
  return (
    scenarios.length === 0 ||
    scenarios.some(({ where }) =>
      Object.entries(where).every(([name, one]) => {
        const value = given[name] ?? '';
        return 'is' in one ? one.is.includes(value) : !one.not.includes(value);
      }),
    )
  );
}

const keyOf = ({ ruleId, location: { start } }: Finding): string => `${ruleId} ${start.line}:${start.column}`;

/**
 * What a run without values claims of an assignment is what the run with these values reports, and what only the latter
 * finds is undecided in the former.
 */
test.fails('lint says of each scenario what it says where the scenario is given', () => {
  fc.assert(
    fc.property(templates, (drawn) => {
      const texts = { 't.json': toText(toCloudFormation(drawn)) };
      const all = auditTexts(texts, { preset: 'strict' });
      for (const given of ASSIGNMENTS) {
        const one = auditTexts(texts, { preset: 'strict', parameters: given });
        const told = new Set(all.findings.filter(({ scenarios }) => isTold(scenarios, given)).map(keyOf));
        const found = new Set(one.findings.map(keyOf));
        const open = new Set(
          all.undecided.filter(({ scenarios }) => isTold(scenarios, given)).flatMap(({ rules }) => rules),
        );
        const claimed = [...told].filter((key) => !found.has(key));
        const missed = [...found].filter((key) => !told.has(key) && !open.has(key.split(' ')[0] ?? ''));
        expect({ given, claimed, missed }).toEqual({ given, claimed: [], missed: [] });
      }
    }),
    draws(100),
  );
});
