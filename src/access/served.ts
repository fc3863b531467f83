import { AddressSet } from '../ip/address-set.ts';
import { coversInternet } from '../ip/special.ts';
import { type Answer, all as allOf, NO, not, unknown, YES } from '../model/answer.ts';
import type { AddressType, Api } from '../model/api.ts';
import type { Unknown } from '../values/value.ts';
import type { Door, RouteAccess } from './access.ts';
import { isVarying } from './cells.ts';
import type { ListOnRoute } from './routes.ts';
import { type Bounds, listBounds } from './sources.ts';

/**
 * The sources of the families that an API serves by a door, or a domain mapped to it does. Every endpoint serves IPv4.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-ip-address-type.html
 */
export function servedSources({ addressType, domains }: Api, via: Door['via']): Bounds {
  const { all } = AddressSet;
  if (via === 'vpc-endpoint') return { lower: all, upper: all, because: [] };
  const types: readonly Answer<AddressType>[] = [addressType, ...domains.map((domain) => domain.addressType)];
  if (types.some((type) => type.is === 'yes' && type.value === 'dualstack'))
    return { lower: all, upper: all, because: [] };
  const because = types.flatMap((type) => (type.is === 'unknown' ? type.because : []));
  const ipv4 = all.only(4);
  return { lower: ipv4, upper: because.length > 0 ? all : ipv4, because };
}

/** Whether clients can come by IPv6: to the API's own endpoint, or by a domain mapped to it. */
export function servesIpv6(api: Api): Answer {
  const { lower, upper, because } = servedSources(api, 'internet');
  if (lower.v6.length > 0) return YES;
  return upper.v6.length > 0 ? unknown(because) : NO;
}

/** Whether an API lets clients in by IPv6 on a route. */
export function admitsIpv6({ access }: RouteAccess): Answer {
  const because: Unknown[] = [];
  for (const { door, certainly, possibly, because: why } of access) {
    if (door.via !== 'internet') continue;
    if (certainly.v6.length > 0) return YES;
    if (possibly.v6.length > 0) for (const one of why) because.push(one);
  }
  return because.length > 0 ? unknown(because) : NO;
}

/** Whether all of IPv6 gets in on a route: no list decides which of it. */
export function opensIpv6({ access }: RouteAccess): Answer {
  const because: Unknown[] = [];
  for (const { door, certainly, possibly, because: why } of access) {
    if (door.via !== 'internet' || !coversInternet(possibly, 6)) continue;
    if (coversInternet(certainly, 6) || why.every(isVarying)) return YES;
    for (const one of why) because.push(one);
  }
  return because.length > 0 ? unknown(because) : NO;
}

/** Whether no list, of those that speak of a route, has an IPv6 source. */
export function nameNoIpv6(lists: readonly ListOnRoute[]): Answer {
  return allOf(
    ...lists.map(({ list, applies }) => {
      const { lower, upper, because } = listBounds(list);
      if (upper.v6.length === 0) return YES;
      return lower.v6.length > 0 ? not(applies) : unknown(because);
    }),
  );
}
