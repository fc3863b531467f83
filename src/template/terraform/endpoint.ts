import { unknown } from '../../model/answer.ts';
import { isUnknown, type Value } from '../../values/value.ts';
import { type Endpoint, readAddressType, readType, withUsualAddresses } from '../kernel/endpoint.ts';
import { attribute, type Resource, valueIn } from './resource.ts';

/**
 * `endpoint_configuration`, a block of which there is at most one; EDGE where nothing is said.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_EndpointConfiguration.html
 */
export function readEndpoint(resource: Resource): Endpoint {
  const blocks = attribute(resource, 'endpoint_configuration');
  const block = blocks?.kind === 'list' ? blocks.items[0] : blocks;
  if (isUnknown(block)) return { endpoint: unknown([block]), addressType: unknown([block]) };
  const types = valueIn(block, 'types') ?? importedType(attribute(resource, 'parameters'));
  const endpoint = readType(types);
  const addresses = valueIn(block, 'ip_address_type');
  return addresses ? { endpoint, addressType: readAddressType(addresses) } : withUsualAddresses(endpoint);
}

/** What the import of a body is told. */
function importedType(parameters: Value | undefined): Value | undefined {
  return isUnknown(parameters) ? parameters : valueIn(parameters, 'endpointConfigurationTypes');
}
