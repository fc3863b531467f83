import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lint } from '../../../src/linter/linter.ts';
import { all, andThen, fromBoolean } from '../../../src/model/answer.ts';
import type { Route } from '../../../src/model/api.ts';
import type { FindingRoute, Scenario } from '../../../src/report/report.ts';
import { rules } from '../../../src/rules/index.ts';
import { defineRule } from '../../../src/rules/rule.ts';
import { loadFiles } from '../../../src/session/loading.ts';
import { inMemory } from '../../../src/testing/in-memory.ts';
import { auditTexts } from '../../support/memory.ts';
import { draws } from './draws.ts';
import { ASSIGNMENTS, type DrawnTemplate, templates } from './templates.ts';
import { isTold } from './told.ts';
import { toCloudFormation, toText } from './written.ts';

/** The rules whose messages name routes. */
const aboutRoutes = rules.filter(({ messages }) => Object.values(messages).some((text) => text.includes('{{routes}}')));

test('a statement gives a rule one finding at one place, whatever routes and scenarios it concerns', () => {
  expect(aboutRoutes.length).toBeGreaterThan(8);
  const ids = aboutRoutes.map(({ id }) => id);
  fc.assert(
    fc.property(templates.map(withoutChosenEffects), (drawn) => {
      const { findings } = auditTexts({ 't.json': toText(toCloudFormation(drawn)) }, { preset: 'strict' });
      const keys = findings
        .filter(({ ruleId }) => ids.includes(ruleId))
        .map(({ ruleId, location: { start } }) => `${ruleId} ${start.line}:${start.column}`);
      expect(keys).toEqual([...new Set(keys)]);
    }),
    draws(50),
  );
});

/** A statement that allows in one scenario and denies in another has two things said of it. */
function withoutChosenEffects(drawn: DrawnTemplate): DrawnTemplate {
  const statements = drawn.statements.map((one) => ({
    ...one,
    effect: typeof one.effect === 'string' ? one.effect : one.effect.yes,
  }));
  return { ...drawn, statements };
}

/** Says of each statement which routes have no authorization, those of `GET` in a message of their own. */
const probe = defineRule({
  id: 'probe',
  description: 'Disallow nothing',
  severity: 'error',
  preset: 'recommended',
  messages: { plain: 'Of {{routes}} nothing is asked.', get: 'Of {{routes}} little is asked.' },
  statement(statement, { revision, when, report }) {
    for (const route of revision.routes)
      when(all(route.exists, isOpen(route)), () =>
        report(route.method === 'GET' ? 'get' : 'plain', statement, {
          routes: [{ ...route, route }],
          ...(route.method === 'GET' && { atMost: 'warning', variant: { of: 'plain', words: 'by GET' } }),
        }),
      );
  },
});

const isOpen = ({ authorization }: Route): ReturnType<typeof fromBoolean> =>
  andThen(authorization, (kind) => fromBoolean(kind === 'NONE'));

/** What the probe says of each place: where, and of which routes, each with its scenarios. */
function probed(text: string, parameters: Readonly<Record<string, string>> = {}) {
  const { apis } = loadFiles(['t.json'], { fs: inMemory({ 't.json': text }), parameters });
  const { findings, undecided } = lint(apis, [{ rule: probe, severity: 'error' }]);
  return {
    undecided,
    findings: findings
      .map(({ location, ...finding }) => ({ ...finding, at: location.at.start }))
      .sort((a, b) => a.at - b.at),
  };
}

const namesOf = (routes: readonly FindingRoute[]): readonly string[] =>
  routes.map(({ method, path }) => `${method} ${path}`).sort();

test('what is told of a route in a scenario is what is told where the scenario is given', () => {
  fc.assert(
    fc.property(templates, (drawn) => {
      const text = toText(toCloudFormation(drawn));
      const { findings, undecided } = probed(text);
      for (const given of ASSIGNMENTS) {
        const told = (scenarios: readonly Scenario[]): boolean => isTold(scenarios, given);
        const isOpenThere = undecided.some(({ scenarios }) => told(scenarios));
        const claimed = findings
          .filter(({ scenarios }) => told(scenarios))
          .map(({ at, routes = [] }) => ({ at, routes: namesOf(routes.filter(({ scenarios }) => told(scenarios))) }));
        const reported = probed(text, given).findings.map(({ at, routes = [] }) => ({ at, routes: namesOf(routes) }));
        // a method with a condition of its own is undecided where nothing is given
        if (isOpenThere) for (const one of claimed) expectWithin(one, reported);
        else expect(claimed).toEqual(reported);
      }
    }),
    draws(100),
  );
});

function expectWithin(
  claimed: { readonly at: number; readonly routes: readonly string[] },
  reported: readonly (typeof claimed)[],
): void {
  const there = reported.find(({ at }) => at === claimed.at);
  expect(there?.routes).toEqual(expect.arrayContaining([...claimed.routes]));
}

test('a finding of several messages says the gravest, and is as grave', () => {
  fc.assert(
    fc.property(templates, (drawn) => {
      for (const { severity, message, routes = [] } of probed(toText(toCloudFormation(drawn))).findings) {
        const isMixed = new Set(routes.map(({ method }) => method === 'GET')).size > 1;
        const isGet = routes.every(({ method }) => method === 'GET');
        expect(severity).toBe(isGet ? 'warning' : 'error');
        expect(message).toMatch(isGet ? /little is asked/ : /nothing is asked/);
        // of many routes the first are named
        if (!/ and \d+ more /.test(message)) expect(message.includes('by GET')).toBe(isMixed);
      }
    }),
    draws(100),
  );
});
