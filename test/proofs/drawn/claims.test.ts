import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asking } from './callers.ts';
import { CLAIMS } from './claims.ts';
import { draws } from './draws.ts';
import { listed } from './lists.ts';
import { settled } from './settled.ts';
import { audited } from './suggested.ts';
import { ASSIGNMENTS, templates } from './templates.ts';
import { rowsOf, Trial } from './trial.ts';
import { toCloudFormation, toText } from './written.ts';

test('what a finding claims of who gets in is so', () => {
  const tried = new Set<string>();
  fc.assert(
    fc.property(fc.oneof(templates, listed, asking), fc.constantFrom(...ASSIGNMENTS), (drawn, given) => {
      const one = settled(drawn, given);
      const template = toCloudFormation(one);
      const { findings } = audited({ 't.json': toText(template) });
      const routes = rowsOf(template, one.routes);
      for (const finding of findings) {
        const { ruleId, message } = finding;
        const claim = CLAIMS[ruleId];
        if (!claim) continue;
        tried.add(ruleId);
        const untrue = claim(new Trial(template, finding, routes));
        expect({ ruleId, message, untrue }).toEqual({ ruleId, message, untrue: [] });
      }
    }),
    draws(60),
  );
  expect(tried.size).toBeGreaterThan(10);
});
