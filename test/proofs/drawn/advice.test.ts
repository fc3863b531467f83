import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AddressSet } from '../../../src/ip/address-set.ts';
import { addressSet } from '../../../src/ip/network.ts';
import { UNROUTABLE } from '../../../src/ip/special.ts';
import { rules } from '../../../src/rules/index.ts';
import { diffTexts } from '../../support/memory.ts';
import { DRAWN_ADVICE, routesWith } from './advice.ts';
import type { Effect } from './advised.ts';
import { draws } from './draws.ts';
import { ELEMENT_ADVICE } from './element-advice.ts';
import { FIXED_ADVICE } from './fixed-advice.ts';
import { FRAMEWORK_ADVICE, WITHOUT_ADVICE } from './framework-advice.ts';
import { OWNER_ADVICE } from './owner-advice.ts';
import { audited, has, news, type Texts } from './suggested.ts';
import { toCloudFormation, toText } from './written.ts';

const FIXED = [...FIXED_ADVICE, ...ELEMENT_ADVICE, ...FRAMEWORK_ADVICE, ...OWNER_ADVICE];

test('there is an advice to follow for each message that gives one', () => {
  const messages = rules.flatMap(({ id, messages: all }) => Object.keys(all).map((name) => `${id} ${name}`));
  const known = [...DRAWN_ADVICE, ...FIXED].map(({ of }) => of);
  const listed = [...known, ...Object.keys(WITHOUT_ADVICE)];
  expect(
    messages.filter((one) => !listed.includes(one)),
    'neither followed nor without advice',
  ).toEqual([]);
  expect(
    listed.filter((one) => !messages.includes(one)),
    'of no message',
  ).toEqual([]);
  expect(
    known.filter((one) => one in WITHOUT_ADVICE),
    'both',
  ).toEqual([]);
});

/** What changes for who gets in. */
function effectOf(before: Texts, after: Texts): Effect {
  const changes = diffTexts(before, after).apis.flatMap(({ routes }) => routes);
  // whom no route leads to the API gets in neither before nor after
  const some = (of: 'opened' | 'closed'): boolean =>
    changes.some(
      ({ door, ...one }) =>
        !addressSet(...one[of].certainly.cidrs, ...one[of].possibly.cidrs).subtract(
          door.via === 'internet' ? UNROUTABLE : AddressSet.empty,
        ).isEmpty,
    );
  const [opens, closes] = [some('opened'), some('closed')];
  return opens && closes ? 'opens and closes' : opens ? 'opens' : closes ? 'closes' : 'keeps';
}

/** The advice does what it promised, mends its finding and brings no other. */
function expectGood(of: string, before: Texts, after: Texts, promise?: Effect, earlier?: Texts): void {
  const [was, is] = [audited(before, earlier), audited(after, earlier)];
  expect(is.failures).toEqual([]);
  expect(has(was, of), 'the template has the finding').toBe(true);
  expect({ left: has(is, of), brought: news(was, is) }).toEqual({ left: false, brought: [] });
  if (promise) expect(effectOf(before, after)).toBe(promise);
}

describe('an advice that is followed on a drawn template does what it says', () => {
  test.each(DRAWN_ADVICE.map((one) => [one.of, one] as const))(
    '%s',
    (of, { given, follow, authorization = 'NONE' }) => {
      fc.assert(
        fc.property(routesWith(authorization), (routes) => {
          const template = given(routes);
          const before = { 't.json': toText(toCloudFormation(template)) };
          for (const [promise, change] of follow)
            expectGood(of, before, { 't.json': toText(toCloudFormation(change(template))) }, promise);
        }),
        draws(3),
      );
    },
  );
});

describe('an advice that is followed on a template does what it says', () => {
  test.each(FIXED.map((one) => [one.of, one] as const))('%s', (of, { before, after, promise, earlier }) => {
    for (const texts of after) expectGood(of, before, texts, promise, earlier);
  });
});
