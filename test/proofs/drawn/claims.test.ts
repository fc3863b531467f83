import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLAIMS, rowsOf, Trial } from './claims.ts';
import { draws } from './draws.ts';
import { listed } from './lists.ts';
import { settled } from './settled.ts';
import { audited } from './suggested.ts';
import { ASSIGNMENTS, type DrawnTemplate, templates, toCloudFormation, toText } from './templates.ts';

const hasTwoTests = ({ statements }: DrawnTemplate): boolean => statements.some(({ tests }) => tests.length > 1);

/** Claims that do not hold yet, and why. */
const PENDING: Readonly<Record<string, (drawn: DrawnTemplate) => boolean>> = {
  // a Deny without an IP condition shuts the route
  'no-unenforced-allowlist': ({ statements }) => statements.some(({ effect }) => effect === 'Deny'),
  // a condition beside others is judged as if it stood alone
  'no-source-ip-on-private-api': hasTwoTests,
  'no-vpc-condition-on-public-api': hasTwoTests,
  // of a template without methods nobody knows what its routes need
  'no-voided-allowlist': ({ routes }) => routes.length === 0,
};

test('what a finding claims of who gets in is so', () => {
  const tried = new Set<string>();
  fc.assert(
    fc.property(fc.oneof(templates, listed), fc.constantFrom(...ASSIGNMENTS), (drawn, given) => {
      const one = settled(drawn, given);
      const template = toCloudFormation(one);
      const { findings } = audited({ 't.json': toText(template) });
      const rows = rowsOf(template);
      for (const finding of findings) {
        const { ruleId, message } = finding;
        const claim = CLAIMS[ruleId];
        if (!claim || PENDING[ruleId]?.(one)) continue;
        tried.add(ruleId);
        const untrue = claim(new Trial(template, finding, rows));
        expect({ ruleId, message, untrue }).toEqual({ ruleId, message, untrue: [] });
      }
    }),
    draws(80),
  );
  expect(tried.size).toBeGreaterThan(10);
});
