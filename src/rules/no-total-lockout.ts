import type { RouteAccess } from '../access/access.ts';
import { isVarying } from '../access/cells.ts';
import { callableRoutes } from '../access/routes.ts';
import { UNROUTABLE } from '../ip/special.ts';
import { type Answer, any, NO, not, unknown, YES } from '../model/answer.ts';
import type { Policy } from '../model/policy.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html */
const rule: Rule = defineRule({
  id: 'no-total-lockout',
  description: 'Disallow policies under which nobody can call any route',
  severity: 'error',
  preset: 'recommended',
  kinds: ['rest'],
  // whatever is said of a part of the policy is, or may be, why nobody gets in
  yieldsTo: [
    'no-conflicting-cidrs',
    'no-ineffective-statement',
    'no-mismatched-principal',
    'no-source-ip-on-private-api',
    'no-spoofable-condition',
    'no-undeployed-policy',
    'no-unmatched-resource',
    'no-unroutable-source',
    'no-vpc-condition-on-public-api',
    'require-allow',
    'valid-cidr',
    'valid-condition',
    'valid-policy',
    'valid-resource',
    'valid-vpc-id',
  ],
  messages: {
    lockout:
      'Nobody can call any route of {{api}}: every call gets 403. Allow those who may call, and deny them nowhere.',
  },
  policy(policy, { api, revision, when, report }) {
    const routes = callableRoutes(api, revision);
    if (routes.length === 0) return;
    const distinct = [...new Set(routes.map(({ access }) => access))];
    when(not(any(...distinct.map(admitsSomebody))), () =>
      report('lockout', policy, { data: { api: api.name ?? api.id }, cause: [policy, ...partsOf(policy)] }),
    );
  },
});

export default rule;

/** Whether somebody gets in: of the internet, from an address that somebody has. */
function admitsSomebody(access: RouteAccess['access']): Answer {
  const because = [];
  for (const { door, certainly, possibly, because: why } of access) {
    const nobody = door.via === 'internet' ? UNROUTABLE : UNROUTABLE.subtract(UNROUTABLE);
    if (possibly.subtract(nobody).isEmpty) continue;
    // some of those whom it depends on get in
    if (!certainly.subtract(nobody).isEmpty || why.every(isVarying)) return YES;
    because.push(...why);
  }
  return because.length > 0 ? unknown(because) : NO;
}

function partsOf({ statements, defects }: Policy): readonly object[] {
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
