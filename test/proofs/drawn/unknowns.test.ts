import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blanked, blankOf, cuts, documents, filled, isFirst, isPossible, textsOf, VALUES } from './blanks.ts';
import { draws } from './draws.ts';
import { callFaults, faults, given } from './within.ts';

const drawn = fc.record({
  document: documents,
  cuts: fc.array(cuts, { minLength: 1, maxLength: 2 }),
  values: fc.subarray([...VALUES], { minLength: 3, maxLength: 5 }),
});

test('whatever a parameter turns out to be, who gets in lies between those who certainly and those who possibly do', () => {
  fc.assert(
    fc.property(drawn, ({ document: { document }, cuts: where, values }) => {
      const paths = textsOf(document);
      const blanks = where.map((cut) => blankOf(document, paths, cut)).filter(isFirst);
      const less = given(blanked(document, blanks));
      for (const value of new Set([...blanks.map(({ hidden }) => hidden), ...values])) {
        if (!isPossible(document, blanks, value)) continue;
        const more = given(filled(document, blanks, value));
        const names = new Map(
          blanks.map(({ before, after }) => [`${before}\${Blank}${after}`, `${before}${value}${after}`]),
        );
        expect([value, ...faults(less, more, names), ...callFaults(less, more, names)]).toEqual([value]);
      }
    }),
    draws(150),
  );
});
