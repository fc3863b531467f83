import type { RouteAccess } from '../access/access.ts';
import { blocklistsOn, routesOf } from '../access/routes.ts';
import { nameNoIpv6, opensIpv6, servesIpv6 } from '../access/served.ts';
import { type Answer, all, NO } from '../model/answer.ts';
import type { Condition } from '../model/policy.ts';
import { defineRule, type Rule } from './rule.ts';
import { whenSome } from './some-routes.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-ip-address-type.html */
const rule: Rule = defineRule({
  id: 'no-ipv6-gap',
  description: 'Disallow blocklists without IPv6 sources where clients can come by IPv6',
  severity: 'error',
  preset: 'recommended',
  endpoint: 'public',
  kinds: ['rest'],
  messages: {
    gap: 'This blocklist names no IPv6 source, and {{routes}} can be called over IPv6: who is kept out here comes round by IPv6. List the IPv6 networks of the same clients too.',
  },
  list(list, { api, revision, statement, condition, when, report }) {
    const ipv6 = servesIpv6(api);
    if (condition.key.name !== 'aws:SourceIp' || ipv6.is === 'no') return;
    const asked = routesOf(api, revision, statement).map((route) => ({
      route,
      answer: all(ipv6, hasGap(route, condition)),
    }));
    whenSome(when, asked, (routes) => {
      report('gap', list, { routes, cause: [condition] });
    });

    function hasGap(route: RouteAccess, own: Condition): Answer {
      const lists = blocklistsOn(route).filter((one) => one.condition.key.name === 'aws:SourceIp');
      const applies = lists.find((one) => one.condition === own)?.applies ?? NO;
      return all(applies, nameNoIpv6(lists), opensIpv6(route));
    }
  },
});

export default rule;
