import fc from 'fast-check';
import { expect, test } from 'vitest';
import { auditTexts, diffTexts, explainTexts } from '../../support/memory.ts';
import { compareDifferences, compareExplanations, compareReports, type Disagreement, type Given } from './agreement.ts';
import { draws } from './draws.ts';
import { ASSIGNMENTS, type DrawnTemplate, templates, versions } from './templates.ts';
import { toCloudFormation, toText } from './written.ts';

/**
 * What a run without values claims of an assignment is what the run with these values reports, and what only the latter
 * finds is undecided in the former.
 */
function holds<Drawn, Said>(
  drawn: fc.Arbitrary<Drawn>,
  say: (drawn: Drawn, parameters?: Given) => Said,
  compare: (all: Said, one: Said, given: Given, drawn: Drawn) => Disagreement,
  times: number,
): void {
  fc.assert(
    fc.property(drawn, (one) => {
      const all = say(one);
      for (const given of ASSIGNMENTS) {
        const found = compare(all, say(one, given), given, one);
        expect({ given, ...found }).toEqual({ given, claimed: [], missed: [] });
      }
    }),
    draws(times),
  );
}

const textsOf = (drawn: DrawnTemplate): Readonly<Record<string, string>> => ({
  't.json': toText(toCloudFormation(drawn)),
});

test('lint says of each scenario what it says where the scenario is given', () => {
  const audit = (drawn: DrawnTemplate, parameters: Given = {}): ReturnType<typeof auditTexts> =>
    auditTexts(textsOf(drawn), { preset: 'strict', parameters });
  holds(templates, audit, compareReports, 25);
});

test('so does explain', () => {
  const explain = (drawn: DrawnTemplate, parameters: Given = {}): ReturnType<typeof explainTexts> =>
    explainTexts(textsOf(drawn), { parameters });
  holds(templates, explain, compareExplanations, 15);
});

test('so does diff, of two versions', () => {
  const diff = (
    [before, after]: readonly [DrawnTemplate, DrawnTemplate],
    parameters: Given = {},
  ): ReturnType<typeof diffTexts> => diffTexts(textsOf(before), textsOf(after), { parameters });
  holds(versions, diff, compareDifferences, 15);
});
