import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { takesPath } from '../../../src/access/path.ts';
import type { AddressSet } from '../../../src/ip/address-set.ts';
import { addressSet } from '../../../src/ip/network.ts';
import { UNROUTABLE } from '../../../src/ip/special.ts';
import type { ApiExplanation, DoorName, Request, RouteRef } from '../../../src/report/explanation.ts';
import type { Finding, Report } from '../../../src/report/report.ts';
import { auditTexts, diffTexts, explainTexts, whoTexts } from '../../support/memory.ts';
import { draws } from './draws.ts';
import { ASSIGNMENTS, type DrawnTemplate, PATHS, templates } from './templates.ts';
import { toCloudFormation, toText } from './written.ts';

/** Addresses on both sides of what the drawn CIDRs tell apart, two that no request comes from among them. */
const ADDRESSES = ['8.8.8.8', '8.8.8.7', '8.8.9.1', '9.9.9.9', '1.1.1.1', '10.1.2.3', '2600:1f18::1', '2001:db8::1'];

type Texts = Readonly<Record<string, string>>;
type Row = RouteRef & { readonly caller: string; readonly door: DoorName };

/** A drawn template in one scenario, in which a network may be one that nobody knows. */
const documents = fc.record({
  drawn: templates,
  parameters: fc.constantFrom(...ASSIGNMENTS),
  hasUnknown: fc.boolean(),
});

function textsOf(drawn: DrawnTemplate, hasUnknown: boolean): Texts {
  const text = toText(toCloudFormation(drawn));
  if (!hasUnknown) return { 't.json': text };
  const unknown = text.replaceAll('"9.9.9.0/24"', '{ "Ref": "Office" }');
  return { 't.json': unknown.replace('"Parameters": {', '"Parameters": {\n "Office": { "Type": "String" },') };
}

const setOf = (cidrs: readonly string[]): AddressSet => addressSet(...cidrs);
const single = (address: string): AddressSet => addressSet(address.includes(':') ? `${address}/128` : address);
const rowKey = ({ stage, method, path, witness, caller, door }: Row): string =>
  JSON.stringify([stage, method, path, witness, caller, door]);

/** What becomes of an address by the bounds of an explanation. */
function outcomeOf(door: DoorName, certainly: AddressSet, possibly: AddressSet, address: AddressSet): string {
  if (door.via === 'internet' && UNROUTABLE.covers(address)) return 'unroutable';
  if (certainly.covers(address)) return 'allowed';
  return possibly.intersect(address).isEmpty ? 'denied' : 'undecided';
}

const EXTENTS: Readonly<Record<string, string>> = {
  allowed: 'fully',
  undecided: 'perhaps',
  denied: 'none',
  unroutable: 'none',
};

describe('on drawn templates', () => {
  test('explain --from and who say of an address what the bounds of explain say', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom(...ADDRESSES), ({ drawn, parameters, hasUnknown }, from) => {
        const texts = textsOf(drawn, hasUnknown);
        const { apis, answers = [] } = explainTexts(texts, { request: { from }, parameters });
        const { apis: admitting } = whoTexts(texts, from, { parameters });
        const told = apis.flatMap(({ routes }) =>
          routes.flatMap((route) =>
            route.access.map(({ caller, door, certainly, possibly }) => {
              const bounds = [setOf(certainly.cidrs), setOf(possibly.cidrs)] as const;
              return [rowKey({ ...route, caller, door }), outcomeOf(door, ...bounds, single(from))] as const;
            }),
          ),
        );
        const answered = answers.flatMap((api) => api.answers.map((one) => [rowKey(one), one.outcome] as const));
        expect(answered).toEqual(told);
        const admitted = admitting.flatMap((api) => api.admissions.map((one) => [rowKey(one), one.extent] as const));
        expect(admitted).toEqual(told.map(([key, outcome]) => [key, EXTENTS[outcome]]));
      }),
      draws(50),
    );
  });

  test('lint claims nothing that explain contradicts', () => {
    fc.assert(
      fc.property(documents, ({ drawn, parameters, hasUnknown }) => {
        const texts = textsOf(drawn, hasUnknown);
        const report = auditTexts(texts, { parameters });
        const { apis } = explainTexts(texts, { parameters });
        for (const api of apis) expect(contradictions(api, report)).toEqual([]);
      }),
      draws(50),
    );
  });

  test('diff of a template with itself is empty', () => {
    fc.assert(
      fc.property(documents, ({ drawn, hasUnknown }) => {
        const texts = textsOf(drawn, hasUnknown);
        expect(diffTexts(texts, texts).apis).toEqual([]);
      }),
      draws(20),
    );
  });

  test('diff says of an address what explain --from says of it before and after', () => {
    const calls = fc.record({
      method: fc.constantFrom('GET', 'POST'),
      path: fc.constantFrom('/', '/admin', '/pets', '/pets/7', '/pets/7/toys'),
      from: fc.constantFrom(...ADDRESSES),
    });
    fc.assert(
      fc.property(documents, documents, calls, (one, other, call) => {
        const { parameters } = one;
        // the same but for the policy, and routes that are certainly there
        const routes = one.drawn.routes.map(({ exists: _, ...route }) => route);
        const [old, now] = [one.drawn, other.drawn].map(({ statements }) => ({ ...one.drawn, routes, statements }));
        const [before, after] = [
          textsOf(old as DrawnTemplate, one.hasUnknown),
          textsOf(now as DrawnTemplate, one.hasUnknown),
        ];
        const [was, is] = [answersTo(before, call, parameters), answersTo(after, call, parameters)];
        const changes = diffTexts(before, after, { parameters }).apis.flatMap(({ routes }) => routes);
        for (const [key, present] of is) {
          const past = was.get(key);
          if (past === undefined) continue;
          const own = changes.filter((change) => isCallTo(change, one.drawn, call) && rowOf(change) === key);
          const sees = (what: 'opened' | 'closed', bound: 'certainly' | 'possibly'): boolean =>
            own.some((change) => setOf(change[what][bound].cidrs).covers(single(call.from)));
          const where = JSON.stringify({ key, past, present, own });
          if (past === 'denied' && present === 'allowed') expect(sees('opened', 'possibly'), where).toBe(true);
          if (past === 'allowed' && present === 'denied') expect(sees('closed', 'possibly'), where).toBe(true);
          // of the paths that a policy tells apart a change is told of some
          const isOfAll = own.every(({ witness }) => witness === undefined);
          if (past === present && /allowed|denied/.test(past) && isOfAll)
            expect([sees('opened', 'certainly'), sees('closed', 'certainly')], where).toEqual([false, false]);
        }
      }),
      draws(25),
    );
  });
});

const rowOf = ({ stage, caller, door }: Row): string => JSON.stringify([stage, caller, door]);

/** Whether a change is told of the route that takes a call: of several that could, PATHS has the nearer ones first. */
function isCallTo(change: Row, { routes }: DrawnTemplate, { method, path }: { method: string; path: string }): boolean {
  const isVerb = (one: { method: string }): boolean => one.method === method || one.method === 'ANY';
  const taking = PATHS.find(
    (one) => takesPath(one, path) && routes.some((route) => route.path === one && isVerb(route)),
  );
  return isVerb(change) && (change.path === taking || change.path === path);
}

/** By stage, caller and door. */
function answersTo(
  texts: Texts,
  request: Request,
  parameters: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const { answers = [] } = explainTexts(texts, { request, parameters });
  return new Map(answers.flatMap((api) => api.answers.map((one) => [rowOf(one), one.outcome] as const)));
}

/** What findings say that an explanation says otherwise. */
function contradictions(api: ApiExplanation, { findings, undecided }: Report): readonly string[] {
  const routes = api.routes.filter(({ method }) => method !== 'OPTIONS');
  const entries = routes.flatMap((route) => route.access.map((access) => ({ route, ...access })));
  const calling = ({ door, possibly }: (typeof entries)[number]): AddressSet =>
    door.via === 'internet' ? setOf(possibly.cidrs).subtract(UNROUTABLE) : setOf(possibly.cidrs);
  const isNobody = entries.every((entry) => calling(entry).isEmpty);
  const isDecisive = ({ location }: Finding): boolean =>
    entries.some(({ by, door }) =>
      by.some(
        ({ sources, effect, statements }) =>
          effect !== 'none' &&
          !(door.via === 'internet' ? setOf(sources.cidrs).subtract(UNROUTABLE) : setOf(sources.cidrs)).isEmpty &&
          statements.some((index) => api.statements[index]?.location.start.line === location.start.line),
      ),
    );
  const isOpen = ({ message }: Finding): boolean => {
    const [, address = ''] = /Anybody on the internet, (\S+) for one/.exec(message) ?? [];
    return entries.some(
      ({ caller, door, certainly }) =>
        caller === 'anonymous' && door.via === 'internet' && setOf(certainly.cidrs).covers(single(address)),
    );
  };
  const wrong = findings.flatMap((finding) => {
    const { ruleId } = finding;
    if (ruleId === 'no-total-lockout' && !isNobody) return ['a lockout of somebody'];
    if (ruleId === 'no-ineffective-statement' && isDecisive(finding)) return ['an ineffective statement that decides'];
    if (ruleId === 'no-public-access' && !isOpen(finding)) return ['an example that does not get in'];
    return [];
  });
  const isSaid = findings.length > 0 || undecided.length > 0;
  return isNobody && entries.length > 0 && !isSaid ? [...wrong, 'nobody gets in, and lint is silent'] : wrong;
}
