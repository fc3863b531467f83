import { yes } from '../../model/answer.ts';
import { entry } from '../../values/entry.ts';
import type { Dict } from '../../values/value.ts';
import { type Endpoint, readType, withUsualAddresses } from '../kernel/endpoint.ts';
import { dictIn, textIn } from './members.ts';

/** The endpoint of an API or a domain name, as API Gateway gives it. */
export function readEndpoint(holder: Dict): Endpoint {
  const configuration = dictIn(holder, 'endpointConfiguration');
  const endpoint = readType(configuration && entry(configuration, 'types')?.value);
  const addresses = configuration && textIn(configuration, 'ipAddressType');
  if (addresses === 'dualstack' || addresses === 'ipv4') return { endpoint, addressType: yes(addresses) };
  return withUsualAddresses(endpoint);
}
