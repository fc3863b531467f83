import type { RouteAccess } from '../access/access.ts';
import { exampleOf } from '../access/admits.ts';
import { blocklistsOn, callableRoutes, conditionsOn, openOn } from '../access/routes.ts';
import { mayCoverInternet } from '../access/sources.ts';
import { uncoveredBy } from '../access/uncovered.ts';
import type { AddressSet, Family } from '../ip/address-set.ts';
import { coversInternet, UNROUTABLE } from '../ip/special.ts';
import { type Answer, all, any, NO, not, unknown, yes } from '../model/answer.ts';
import type { Revision } from '../model/api.ts';
import { keyFacts } from '../model/conditions.ts';
import type { Condition, Statement } from '../model/policy.ts';
import { testsSource } from '../model/questions.ts';
import { type Cause, defineRule, type Rule } from './rule.ts';

/** Routes that are open alike: by the same statements, beside the same lists, behind the same other protection. */
interface Group {
  readonly routes: RouteAccess[];
  readonly openers: readonly Statement[];
  readonly sources: AddressSet;
  readonly guard: Guard | undefined;
  readonly cause: readonly Cause[];
}

type Guard = keyof typeof GUARDS;

const GUARDS = { webAcl: 'behind a web ACL', apiKey: 'with an API key' } as const;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html */
const rule: Rule = defineRule({
  id: 'no-public-access',
  description: 'Disallow routes without authorization that a policy opens to the whole internet',
  severity: 'error',
  preset: 'recommended',
  endpoint: 'public',
  kinds: ['rest'],
  yieldsTo: [
    'no-wildcard-source',
    'no-uncovered-route',
    'no-voided-allowlist',
    'no-spoofable-condition',
    'no-vpc-condition-on-public-api',
  ],
  messages: {
    open: 'Anybody on the internet, {{address}} for one, can call {{routes}} without authorization: {{statements}} lets them in. Name the networks that may call in a condition on aws:SourceIp, or give the routes an authorization.',
    webAcl:
      'Anybody on the internet, {{address}} for one, can call {{routes}} without authorization: {{statements}} lets them in. A web ACL stands before it; ipaudit does not evaluate it.',
    apiKey:
      'Anybody on the internet, {{address}} for one, can call {{routes}} without authorization: {{statements}} lets them in. An API key is asked for; ipaudit does not evaluate it, and AWS calls it no authorization.',
  },
  policy(policy, { api, revision, when, report }) {
    const groups = new Map<string, Group>();
    for (const route of callableRoutes(api, revision)) {
      const open = openTo(route);
      const unblocked = open.is === 'no' ? NO : not(blockedOn(route, revision));
      when(all(open, unblocked), ([sources]) => {
        const openers = openersOf(route, sources);
        if (!openers.every((statement) => policy.statements.includes(statement))) return;
        const uncovered = uncoveredBy(api, revision, route);
        // what another Allow asks for closes nothing: only of its list is it said that this one voids it
        const lists = conditionsOn(route, 'Allow').filter(({ condition: { key } }) => key.name === 'aws:SourceIp');
        const tested = [...lists, ...conditionsOn(route, 'Deny')]
          .map(({ condition }) => condition)
          .filter((condition) => testsSource(condition) || isSpoofable(condition));
        const guard = guardOf(route);
        const parts = [...openers, ...uncovered, ...tested];
        const key = [guard, ...parts.map(({ place }) => place.at.start)].join(' ');
        const group = groups.get(key) ?? {
          routes: [],
          openers,
          sources,
          guard,
          cause: causeOf(openers, uncovered, tested),
        };
        group.routes.push(route);
        groups.set(key, group);
      });
    }
    for (const { routes, openers, sources, guard, cause } of groups.values()) {
      const [first, ...others] = openers;
      if (!first) continue;
      report(guard ?? 'open', first, {
        routes,
        data: {
          address: exampleOf(sources, 'internet'),
          statements: others.length === 0 ? 'this statement' : `this statement, together with ${others.length} more,`,
        },
        related: others.map(({ place }) => ({ message: 'opened here too', place })),
        cause,
        ...(guard && { atMost: 'warning' as const, variant: { of: 'open', words: GUARDS[guard] } }),
      });
    }
  },
});

export default rule;

/** Whether a caller meets a condition as it likes: its denial keeps nobody out. */
function isSpoofable({ key }: Condition): boolean {
  return key.name !== undefined && keyFacts(key.name).spoofable === true;
}

const FAMILIES: readonly Family[] = [4, 6];

/** The sources that get in, where they are the whole internet of a family. */
function openTo({ access }: RouteAccess): Answer<AddressSet> {
  let answer: Answer<AddressSet> = NO;
  for (const { caller, door, certainly, possibly, because } of access) {
    if (caller !== 'anonymous' || door.via !== 'internet') continue;
    if (FAMILIES.some((family) => coversInternet(certainly, family))) return yes(certainly);
    const bounds = { upper: possibly, because };
    if (FAMILIES.some((family) => mayCoverInternet(bounds, family))) answer = unknown(because);
  }
  return answer;
}

/** Whether a list shuts somebody out, or may. */
function blockedOn(route: RouteAccess, revision: Revision): Answer {
  return any(...blocklistsOn(route).map(({ applies }) => applies), openOn(route, revision));
}

/** The statements that let somebody on the internet in, without those that only repeat what others allow. */
function openersOf({ access }: RouteAccess, sources: AddressSet): readonly Statement[] {
  const allows = access
    .filter(({ caller, door }) => caller === 'anonymous' && door.via === 'internet')
    .flatMap(({ by }) => by().filter(({ effect }) => effect === 'allow'))
    .filter((evidence) => !evidence.sources.intersect(sources).subtract(UNROUTABLE).isEmpty)
    .flatMap(({ statements }) => statements);
  const distinct = [...new Set(allows)].sort((a, b) => a.index - b.index);
  const alone = distinct.filter((statement) =>
    access.some(({ matching }) => FAMILIES.some((family) => coversInternet(matching(statement).certainly, family))),
  );
  // where another rule speaks of the conditions of one, one without any still opens it
  const whole = alone.find(({ conditions }) => conditions.length === 0) ?? alone[0];
  return whole ? [whole] : distinct;
}

function guardOf({ stage, route }: RouteAccess): Guard | undefined {
  if (stage?.webAcl.is === 'yes') return 'webAcl';
  return route?.apiKey.is === 'yes' ? 'apiKey' : undefined;
}

/** The statements, conditions and entries that another rule may have spoken of. */
function causeOf(
  openers: readonly Statement[],
  uncovered: readonly Statement[],
  tested: readonly Condition[],
): readonly Cause[] {
  const conditions = [...openers.flatMap((statement) => statement.conditions), ...tested];
  const entries = conditions.flatMap(({ list, values }) => [...values, ...(list ? [list, ...list.entries] : [])]);
  return [...openers, ...uncovered, ...conditions, ...entries];
}
