import { type Access, ANY_OTHER, type RouteAccess } from '../access/access.ts';
import { metByAnyAccount } from '../access/any-account.ts';
import { isVarying } from '../access/cells.ts';
import { type ConditionOnRoute, callableRoutes, conditionsOn, openOn } from '../access/routes.ts';
import { type Answer, all, any, NO, not, unknown, YES } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import { keyFacts } from '../model/conditions.ts';
import type { Condition, Statement } from '../model/policy.ts';
import { carries, testsSource } from '../model/questions.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-create.html */
const rule: Rule = defineRule({
  id: 'no-open-private-api',
  description: 'Disallow private APIs that any VPC endpoint of any account can reach',
  severity: 'error',
  preset: 'recommended',
  endpoint: 'private',
  yieldsTo: ['require-paired-vpc-source', 'no-source-ip-on-private-api', 'no-unenforced-allowlist'],
  messages: {
    open: 'Any VPC endpoint of any account reaches {{routes}}: nothing keeps out those that the policy does not name. Name the endpoints or VPCs that may call, in a condition on aws:SourceVpce or aws:SourceVpc.',
    together:
      'Any VPC endpoint of any account reaches {{routes}}: a Deny there keeps VPCs out by {{key}} only where its other conditions hold, too. Give {{key}} a Deny of its own.',
    domain:
      'This policy lets in whatever VPC endpoint is associated with {{domain}}. Name those that may call, in a condition on aws:SourceVpce.',
  },
  policy(policy, { api, revision, when, report }) {
    if (api.leadsTo?.is === 'no') return;
    const isDomain = api.kind === 'domain';
    for (const route of callableRoutes(api, revision)) {
      when(all(route.exists, isOpen(route, revision), not(hasBlocklist(route, revision))), () => {
        const first = firstOpener(route);
        if (first && !policy.statements.includes(first)) return;
        // what a Deny tests without effect opens nothing: it is another fault
        const denying = conditionsOn(route, 'Deny').filter((one) => carriesKey(one, api));
        const conditions = [...conditionsOn(route, 'Allow'), ...denying].map(({ condition }) => condition);
        // a route at a time: another rule may have spoken of what opens the one, and not the other
        const together = denying.find(({ condition: one, statement }) => isTogether(one, statement))?.condition;
        const at = first ?? policy;
        const cause = [at, ...conditions.filter(testsSource)];
        const routes = [route];
        if (isDomain) report('domain', at, { data: { domain: api.name ?? api.id }, cause });
        else if (!together) report('open', at, { routes, cause });
        else {
          const data = { key: together.key.written };
          report('together', at, { routes, data, variant: { of: 'open', words: '' }, cause });
        }
      });
    }
  },
});

export default rule;

/** Whether callers get in by an endpoint that nobody names; where the authorization is not known, by each that there is. */
function isOpen({ authorization, access, statements }: RouteAccess, { policyOpen }: Revision): Answer {
  const unclear = authorization.is === 'unknown' ? authorization.because : [];
  // what may bring a policy too decides more than who has to sign
  const ignored = unclear.filter((one) => !policyOpen.includes(one));
  const answers = access.filter(isForeign).map((one) => {
    const { certainly, possibly, because } = one;
    if (possibly.isEmpty) return NO;
    const met = metByAnyAccount(one, statements);
    const doubts = because.filter((doubt) => !ignored.includes(doubt) && !met.has(doubt.id));
    if (!certainly.isEmpty || doubts.length === 0) return YES;
    return doubts.every(isVarying) ? NO : unknown(doubts);
  });
  if (answers.length === 0 || answers.every(({ is }) => is === 'no')) return NO;
  const every = all(...answers);
  return every.is === 'no' ? unknown(ignored) : every;
}

/** By any other endpoint, as a caller that may be of any account. */
function isForeign({ caller, door }: Access): boolean {
  if (door.via !== 'vpc-endpoint' || caller === 'account' || caller === 'account-allowed') return false;
  return (door.vpce ?? ANY_OTHER) === ANY_OTHER && (door.vpc ?? ANY_OTHER) === ANY_OTHER;
}

/** The first statement that lets somebody in by such an endpoint; none where only an authorizer is asked. */
function firstOpener({ access }: RouteAccess): Statement | undefined {
  const allowing = access
    .filter(isForeign)
    .flatMap(({ by }) => by())
    .filter(({ effect }) => effect === 'allow')
    .flatMap(({ statements }) => statements);
  return allowing.sort((a, b) => a.index - b.index)[0];
}

/** Whether VPCs or endpoints are kept out: who writes that means the rest to get in. */
function hasBlocklist(route: RouteAccess, revision: Revision): Answer {
  const blocks = (effect: 'Allow' | 'Deny', negated: boolean): readonly Answer[] =>
    conditionsOn(route, effect)
      .filter(({ condition }) => namesVpc(condition) && condition.operator.negated === negated)
      .map(({ applies }) => applies);
  return any(...blocks('Deny', false), ...blocks('Allow', true), openOn(route, revision));
}

function carriesKey({ condition }: ConditionOnRoute, api: Api): boolean {
  return carries(api, condition).is === 'yes';
}

/** Whether a condition keeps VPCs or endpoints out only together with others. */
function isTogether(condition: Condition, { conditions }: Statement): boolean {
  return namesVpc(condition) && condition.operator.negated && conditions.length > 1;
}

function namesVpc({ key, operator }: Condition): boolean {
  const facts = key.name && keyFacts(key.name);
  return facts?.vpc === true && facts.address !== true && operator.family !== 'null';
}
