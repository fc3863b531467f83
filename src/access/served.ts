import { AddressSet } from '../ip/address-set.ts';
import type { Answer } from '../model/answer.ts';
import type { AddressType, Api } from '../model/api.ts';
import type { Door } from './access.ts';
import type { Bounds } from './sources.ts';

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
