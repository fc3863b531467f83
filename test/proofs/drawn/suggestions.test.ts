import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draws } from './draws.ts';
import { FORMS, isCountedIn, keptIn, listed } from './lists.ts';
import { audited, broken } from './suggested.ts';
import { toCloudFormation, toText } from './written.ts';

test('a suggestion mends its finding, and a safe one leaves who gets in as it is', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(listed, fc.constantFrom(...Object.keys(FORMS)), (drawn, form) => {
      const texts = { 't.json': toText(keptIn(form, toCloudFormation(drawn))) };
      const before = audited(texts);
      for (const finding of before.findings) {
        for (const suggestion of finding.suggestions) {
          seen.add(finding.ruleId);
          const about = { rule: finding.ruleId, suggestion: suggestion.message, form };
          expect({ ...about, broken: broken(texts, before, finding, suggestion) }).toEqual({ ...about, broken: [] });
          const removes = suggestion.edits.some(({ text }) => text === '');
          expect({ ...about, removes: removes && isCountedIn(form, finding.location.path) }).toEqual({
            ...about,
            removes: false,
          });
        }
      }
    }),
    draws(60),
  );
  expect(seen.size).toBeGreaterThan(3);
});
