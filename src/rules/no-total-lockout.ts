import { admitsSomebody } from '../access/admits.ts';
import { callableRoutes } from '../access/routes.ts';
import { any, not } from '../model/answer.ts';
import type { Policy } from '../model/policy.ts';
import { mayHide } from '../model/questions.ts';
import { CAUSES } from './causes.ts';
import { type Cause, defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html */
const rule: Rule = defineRule({
  id: 'no-total-lockout',
  description: 'Disallow policies under which nobody can call any route',
  severity: 'error',
  preset: 'recommended',
  yieldsTo: [...CAUSES, 'no-spoofable-condition', 'no-undeployed-policy'],
  messages: {
    lockout:
      'Nobody can call any route of {{api}}: every call gets 403. Allow those who may call, and deny them nowhere.',
    astray:
      'Nobody can call {{domain}}: it leads to public APIs, which no private custom domain reaches. Map a private one.',
  },
  policy(policy, { api, revision, when, report }) {
    if (api.kind === 'domain') {
      if (api.leadsTo) when(not(api.leadsTo), () => report('astray', policy, { data: { domain: api.name ?? api.id } }));
      return;
    }
    const routes = callableRoutes(api, revision);
    if (routes.length === 0) return;
    // routes that are treated alike share their access
    const distinct = [...new Map(routes.map((route) => [route.access, route])).values()];
    when(not(any(...distinct.map((route) => admitsSomebody(route)), mayHide(api.unread?.statements))), () =>
      report('lockout', policy, { data: { api: api.name ?? api.id }, cause: [policy, ...partsOf(policy)] }),
    );
  },
});

export default rule;

function partsOf({ statements, defects }: Policy): readonly Cause[] {
  const conditions = statements.flatMap((statement) => statement.conditions);
  return [
    ...statements,
    ...defects,
    ...statements.flatMap(({ principal, resource }) => [
      ...(principal ? [principal] : []),
      ...(resource?.values ?? []),
    ]),
    ...conditions,
    ...conditions.flatMap(({ list, values }) => [...values, ...(list?.entries ?? [])]),
  ];
}
