import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../../src/report/report.ts';
import { rules } from '../../../src/rules/index.ts';
import { auditTexts } from '../../support/memory.ts';
import { OTHERS, VERBS } from './agreement.ts';
import {
  type Blank,
  blanked,
  blankOf,
  cuts,
  documents,
  filled,
  isFirst,
  isPossible,
  textsOf,
  VALUES,
} from './blanks.ts';
import { definitionOf, imported, toldOf } from './definitions.ts';
import { draws } from './draws.ts';
import type { Json } from './templates.ts';
import { CALLS, callFaults, faults, given } from './within.ts';
import { toText } from './written.ts';

/** Whatever is not known may turn out to be anything, and nothing that was said is wrong then. */

const call = fc.record({ method: fc.constantFrom('GET', 'POST'), path: fc.constantFrom(...CALLS) });

const drawn = fc.record({
  drawn: documents,
  cuts: fc.array(cuts, { minLength: 1, maxLength: 2 }),
  values: fc.subarray([...VALUES], { minLength: 3, maxLength: 5 }),
  call,
});

const blanksOf = (json: Json, where: Parameters<typeof blankOf>[2][]): readonly Blank[] =>
  where.map((cut) => blankOf(json, textsOf(json), cut)).filter(isFirst);

/** What the parameter may turn out to be: what stood there, and others. */
const valuesFor = (json: Json, blanks: readonly Blank[], values: readonly string[]): readonly string[] =>
  [...new Set([...blanks.map(({ hidden }) => hidden), ...values])].filter((value) => isPossible(json, blanks, value));

const names = (blanks: readonly Blank[], value: string): ReadonlyMap<string, string> =>
  new Map(blanks.map(({ before, after }) => [`${before}\${Blank}${after}`, `${before}${value}${after}`]));

const allFaults = (...[less, more, turnedOut, asked]: Parameters<typeof callFaults>): readonly string[] => [
  ...faults(less, more, turnedOut),
  ...callFaults(less, more, turnedOut, asked),
];

test('a parameter: who gets in lies between those who certainly and those who possibly do', () => {
  fc.assert(
    fc.property(drawn, ({ drawn: { document }, cuts: where, values, call: asked }) => {
      const blanks = blanksOf(document, where);
      const less = given(blanked(document, blanks));
      for (const value of valuesFor(document, blanks, values)) {
        const more = given(filled(document, blanks, value));
        expect([value, ...allFaults(less, more, names(blanks, value), asked)]).toEqual([value]);
      }
    }),
    draws(30),
  );
});

test('the stage of an OpenAPI definition: the same', () => {
  fc.assert(
    fc.property(drawn, fc.boolean(), ({ drawn: { document, policy }, cuts: where, values, call: asked }, isBlanked) => {
      const api = given(document);
      const definition = definitionOf(api, policy);
      const blanks = isBlanked ? blanksOf(definition, where) : [];
      const less = given(blanked(definition, blanks), toldOf(api));
      for (const stage of ['live', 'test', 'GET', 'other']) {
        for (const value of isBlanked ? valuesFor(definition, blanks, values).slice(0, 2) : ['']) {
          const more = given(imported(api, filled(definition, blanks, value), stage));
          const turnedOut = names(blanks, value);
          expect([stage, value, ...allFaults(less, more, turnedOut, asked)]).toEqual([stage, value]);
        }
      }
    }),
    draws(20),
  );
});

test('the routes and stages of a policy by itself: the same', () => {
  fc.assert(
    fc.property(documents, call, ({ document, policy }, asked) => {
      const more = given(document);
      expect(allFaults(given(policy, toldOf(more)), more, new Map(), asked)).toEqual([]);
    }),
    draws(30),
  );
});

const yielding = new Map(rules.map(({ id, yieldsTo = [] }) => [id, yieldsTo]));

/** What a finding is, wherever the lines have gone, and however the text that it points at is written. */
const keyOf = ({ ruleId, location }: Finding): string =>
  `${ruleId} ${location.path?.replace(/\.(?:Ref|Fn::\w+)$/, '')}`;

/**
 * What is claimed, wherever it is said: of equal entries the first is named, of a policy the statement where one is to blame.
 * Routes of which the same is said are one finding, and `ANY` may be told verb by verb.
 */
function claimsOf({ ruleId, message, routes }: Finding, any: readonly string[]): readonly string[] {
  if (!routes) return [`${ruleId}: ${message}`];
  return routes.flatMap(({ stage, method, path }) =>
    (method === 'ANY' ? any : [method]).map((verb) => `${ruleId} ${stage} ${verb} ${path}`),
  );
}

test('a parameter: what is found is found whatever it turns out to be', () => {
  fc.assert(
    fc.property(drawn, ({ drawn: { document }, cuts: where, values }) => {
      const blanks = blanksOf(document, where);
      const lint = (json: Json): readonly Finding[] =>
        auditTexts({ 't.json': toText(json) }, { preset: 'strict' }).findings;
      const claimed = lint(blanked(document, blanks)).filter(({ location }) => !rests(location.path ?? '', blanks));
      for (const value of valuesFor(document, blanks, values)) {
        const found = lint(filled(document, blanks, value));
        const turnedOut = (claim: string): string => claim.replace(/\$\{[^{}]*Blank\}/g, value);
        const keys = new Set(found.flatMap((one) => [keyOf(one), ...claimsOf(one, VERBS)]));
        const heard = new Set(found.map(({ ruleId }) => ruleId));
        const wrong = claimed
          .filter(
            (one) =>
              !keys.has(keyOf(one)) &&
              !claimsOf(one, OTHERS)
                .map(turnedOut)
                .every((claim) => keys.has(claim)),
          )
          // another rule speaks of the same cause more exactly
          .filter(({ ruleId }) => !(yielding.get(ruleId) ?? []).some((id) => heard.has(id)))
          .map(keyOf);
        expect([value, ...wrong]).toEqual([value]);
      }
    }),
    draws(30),
  );
});

/** Whether a finding is about what is not known itself. */
const rests = (place: string, blanks: readonly Blank[]): boolean =>
  blanks.some(({ path }) => place === path.join('.').replace(/\.(\d+)/g, '[$1]'));
