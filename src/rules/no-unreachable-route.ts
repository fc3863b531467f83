import type { RouteAccess } from '../access/access.ts';
import { admitsSomebody, mayAdmit } from '../access/admits.ts';
import { callableRoutes } from '../access/routes.ts';
import { matchesEverybody } from '../access/unmet.ts';
import { type Answer, all, any, fromBoolean, not, unknown, YES } from '../model/answer.ts';
import type { Api } from '../model/api.ts';
import type { Policy, Statement } from '../model/policy.ts';
import { hasEffect, mayHide } from '../model/questions.ts';
import { CAUSES } from './causes.ts';
import { type Cause, defineRule, type Rule } from './rule.ts';
import { asWritten, routesInWords } from './words.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html */
const rule: Rule = defineRule({
  id: 'no-unreachable-route',
  description: 'Disallow policies under which nobody can call some of the routes',
  severity: 'warning',
  preset: 'recommended',
  kinds: ['rest'],
  yieldsTo: [...CAUSES, 'no-total-lockout'],
  messages: {
    unreachable:
      'Nobody can call {{routes}}, with any credentials, while {{others}} may be called. Let somebody in there too, whom no Deny shuts out.',
  },
  policy(policy, { api, revision, when, report }) {
    const found: RouteAccess[] = [];
    const routes = callableRoutes(api, revision).filter(({ route, stage }) => route && !isExtra(api, stage?.name));
    for (const inStage of groups(routes, ({ stage }) => stage)) {
      // routes that a policy treats alike are all open or all shut
      if (new Set(inStage.map(({ access }) => access)).size < 2) continue;
      const isOther = any(...inStage.map((route) => all(existsOf(route), mayAdmit(route.access))));
      for (const parts of groups(inStage, ({ route }) => route)) {
        const isShut = parts.map((part) =>
          all(any(not(isServed(part)), not(admitsSomebody(part, part.exists))), not(isShutOnPurpose(part, api))),
        );
        when(all(existsOf(parts[0]), ...isShut, isOther), () => {
          for (const one of parts) found.push(one);
        });
      }
    }
    // a route that is not known may be such a one; a document without routes stands for a single one
    if (revision.routes.length > 0 || api.dialect === 'live') when(mayHide(revision.routesOpen), () => {});
    if (found.length === 0) return;
    const stages = new Set(found.map(({ stage }) => stage));
    const open = routes.filter(
      (route) => stages.has(route.stage) && existsOf(route).is === 'yes' && mayAdmit(route.access).is === 'yes',
    );
    const { allow, others } = nearest(policy, found, open);
    // what another rule says of the statements about some of them is no cause for the others
    for (const alike of groups(found, ({ statements }) => statements.map(({ index }) => index).join()))
      report('unreachable', policy, {
        routes: alike.map(asWritten),
        data: { others: routesInWords(others.map(asWritten)) },
        related: allow ? [{ message: 'this Allow admits to them', place: allow.place }] : [],
        cause: [policy, ...causesOf(policy, alike)],
      });
  },
});

export default rule;

/** SAM makes a stage `Stage` beside the one that is written, which nobody means to be called; what it made may be audited too. */
function isExtra({ stages }: Api, stage: string | undefined): boolean {
  return stage === 'Stage' && stages.length > 1;
}

function groups<T, K>(all: readonly T[], keyOf: (one: T) => K): readonly (readonly T[])[] {
  const found = new Map<K, T[]>();
  for (const one of all) {
    const group = found.get(keyOf(one));
    if (group) group.push(one);
    else found.set(keyOf(one), [one]);
  }
  return [...found.values()];
}

function existsOf(part: RouteAccess | undefined): Answer {
  return part?.route?.exists ?? YES;
}

/** Whether a route, where it exists, takes these requests: a method `ANY` does where their verb has none of its own. */
function isServed({ route, exists }: RouteAccess): Answer {
  if (exists.is !== 'unknown') return exists;
  // one condition may stand for both: what the verb's own method adds is what the route's doubts leave
  const own = [...exists.because];
  for (const { id } of route?.exists.is === 'unknown' ? route.exists.because : []) {
    const at = own.findIndex((one) => one.id === id);
    if (at >= 0) own.splice(at, 1);
  }
  return own.length > 0 ? unknown(own) : YES;
}

/** Whether a `Deny` for everybody, without any condition, covers a route. */
function isShutOnPurpose({ statements, matches }: RouteAccess, api: Api): Answer {
  return any(
    ...statements.map((one) =>
      all(hasEffect(one, 'Deny'), matches(one), fromBoolean(one.conditions.length === 0 && matchesEverybody(api, one))),
    ),
  );
}

/** The `Allow` that admits to most other routes of the same path, else of the same verb; and those that it admits to. */
function nearest(
  { statements }: Policy,
  shut: readonly RouteAccess[],
  open: readonly RouteAccess[],
): { readonly allow?: Statement; readonly others: readonly RouteAccess[] } {
  const [paths, verbs] = [new Set(shut.map(({ path }) => path)), new Set(shut.map(({ method }) => method))];
  const samePath = open.filter(({ path }) => paths.has(path));
  const sameVerb = open.filter(({ method }) => verbs.has(method));
  for (const near of [samePath, sameVerb, open]) {
    const admitting = statements
      .filter((one) => one.effect.is === 'yes' && one.effect.value === 'Allow')
      .map((allow) => ({ allow, others: near.filter(({ matches }) => matches(allow).is === 'yes') }))
      .sort((a, b) => b.others.length - a.others.length);
    const [most] = admitting;
    if (most && most.others.length > 0) return most;
  }
  return { others: open };
}

/** What another rule may have spoken of: all of the statements about these routes, and resources that may be meant for them. */
function causesOf({ statements, defects }: Policy, shut: readonly RouteAccess[]): readonly Cause[] {
  // a Deny that matches nobody there shuts nothing
  const spoken = new Set(shut.flatMap((route) => route.statements.filter((one) => !isIdleDeny(route, one))));
  const speaking = statements.filter((one) => spoken.has(one));
  const conditions = speaking.flatMap((one) => one.conditions);
  return [
    ...defects,
    ...statements.flatMap(({ resource }) => resource?.values ?? []),
    ...speaking.flatMap((one) => (one.principal ? [one, one.principal] : [one])),
    ...conditions,
    ...conditions.flatMap(({ list, values }) => [...values, ...(list ? [list, ...list.entries] : [])]),
  ];
}

function isIdleDeny({ access }: RouteAccess, statement: Statement): boolean {
  const isDeny = statement.effect.is === 'yes' && statement.effect.value === 'Deny';
  return isDeny && access.every(({ matching }) => matching(statement).possibly.isEmpty);
}
