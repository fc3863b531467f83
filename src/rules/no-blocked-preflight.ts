import type { Access, RouteAccess } from '../access/access.ts';
import { accessOf } from '../access/access-of.ts';
import { exampleOf, nobodysBy } from '../access/admits.ts';
import type { AddressSet } from '../ip/address-set.ts';
import { type Answer, all, NO, unknown, yes } from '../model/answer.ts';
import type { Statement } from '../model/policy.ts';
import { defineRule, type Rule } from './rule.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html */
const rule: Rule = defineRule({
  id: 'no-blocked-preflight',
  description: 'Disallow policies that deny the preflight of calls which they let in',
  severity: 'warning',
  preset: 'strict',
  kinds: ['rest'],
  messages: {
    blocked:
      'Browsers ask by OPTIONS {{path}} before they call, and the policy denies that to {{address}}, whom it lets call {{method}} {{path}}: the call fails. Let OPTIONS in from the same sources.',
  },
  policy(policy, { api, revision, when, report }) {
    const routes = accessOf(api, revision);
    const reported = new Set<Statement | undefined>();
    // CORS is set up where `OPTIONS` has a method of its own: of `ANY` nobody knows what is behind it
    for (const preflight of routes.filter((one) => one.route?.method === 'OPTIONS')) {
      for (const route of routes) {
        if (route.method === 'OPTIONS' || route.path !== preflight.path || route.stage !== preflight.stage) continue;
        when(all(preflight.exists, blocked(route, preflight)), ([, { asked, sources }]) => {
          const denying = denierOf(asked, sources);
          if (reported.has(denying) || (denying && !policy.statements.includes(denying))) return;
          reported.add(denying);
          const { path, method } = route;
          report('blocked', denying ?? policy, {
            data: { path, method, address: exampleOf(sources, asked.door.via) },
            meaning: path,
          });
        });
      }
    }
  },
});

export default rule;

interface Blocked {
  /** The preflight, by the door by which the call gets in. */
  readonly asked: Access;
  readonly sources: AddressSet;
}

/** Who can call a route, and cannot ask before. */
function blocked(route: RouteAccess, preflight: RouteAccess): Answer<Blocked> {
  const because = [];
  for (const { door, certainly, possibly, because: why } of route.access) {
    // a preflight carries no credentials
    const asked = preflight.access.find(
      (one) => one.caller === 'anonymous' && JSON.stringify(one.door) === JSON.stringify(door),
    );
    if (!asked) continue;
    const sources = certainly.subtract(asked.possibly).subtract(nobodysBy(door));
    if (!sources.isEmpty) return yes({ asked, sources });
    if (!possibly.subtract(asked.certainly).subtract(nobodysBy(door)).isEmpty)
      for (const one of [...why, ...asked.because]) because.push(one);
  }
  return because.length > 0 ? unknown(because) : NO;
}

/** The statement that denies the preflight to some of them; none where only an `Allow` is missing. */
function denierOf({ by }: Access, sources: AddressSet): Statement | undefined {
  return by()
    .filter(({ effect, sources: denied }) => effect === 'deny' && !denied.intersect(sources).isEmpty)
    .flatMap(({ statements }) => statements)[0];
}
