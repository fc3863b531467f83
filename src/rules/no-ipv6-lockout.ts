import type { RouteAccess } from '../access/access.ts';
import { allowlistsOn, routesOf } from '../access/routes.ts';
import { admitsIpv6, nameNoIpv6, servesIpv6 } from '../access/served.ts';
import { type Answer, all, NO, not } from '../model/answer.ts';
import type { Condition } from '../model/policy.ts';
import { defineRule, type Rule } from './rule.ts';
import { whenSome } from './some-routes.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-ip-address-type.html */
const rule: Rule = defineRule({
  id: 'no-ipv6-lockout',
  description: 'Disallow allowlists without IPv6 sources where clients can come by IPv6',
  severity: 'warning',
  preset: 'recommended',
  endpoint: 'public',
  kinds: ['rest'],
  yieldsTo: ['no-unenforced-allowlist'],
  messages: {
    lockout:
      'This allowlist names no IPv6 source, and the endpoint serves IPv6: clients that come by IPv6 get 403 on {{routes}}. List their IPv6 networks too, or make the endpoint ipv4.',
  },
  list(list, { api, revision, statement, condition, when, report }) {
    const ipv6 = servesIpv6(api);
    if (condition.key.name !== 'aws:SourceIp' || ipv6.is === 'no') return;
    const asked = routesOf(api, revision, statement).map((route) => ({
      route,
      answer: all(ipv6, route.exists, locksOut(route, condition)),
    }));
    whenSome(when, asked, (routes) => {
      report('lockout', list, { routes, cause: [condition] });
    });

    function locksOut(route: RouteAccess, own: Condition): Answer {
      const lists = allowlistsOn(route).filter((one) => one.condition.key.name === 'aws:SourceIp');
      const applies = lists.find((one) => one.condition === own)?.applies ?? NO;
      return all(applies, nameNoIpv6(lists), not(admitsIpv6(route)));
    }
  },
});

export default rule;
