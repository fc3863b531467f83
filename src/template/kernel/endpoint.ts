import { type Answer, unknown, yes } from '../../model/answer.ts';
import type { AddressType, EndpointType } from '../../model/api.ts';
import { placeId } from '../../source/span.ts';
import type { Span } from '../../source/tree.ts';
import { entry } from '../../values/entry.ts';
import { parseJsonText } from '../../values/json.ts';
import { display, literal, originOf } from '../../values/text.ts';
import { isUnknown, type Unknown, unknownAt, type Value } from '../../values/value.ts';
import { blame } from './blame.ts';
import type { Evaluator } from './evaluator.ts';
import { property } from './properties.ts';
import type { Resource } from './template.ts';

export interface Endpoint {
  readonly endpoint: Answer<EndpointType>;
  readonly addressType: Answer<AddressType>;
}

/** `EndpointConfiguration` as a mapping with `Types` or `Type`, the same as JSON, or a string; EDGE where nothing is said. */
export function readEndpoint(resource: Resource, evaluator: Evaluator): Endpoint {
  const written = property(resource, 'EndpointConfiguration', evaluator);
  const isJson = written?.kind === 'text' && display(written).trimStart().startsWith('{');
  const configuration = isJson ? (parseJsonText(written).value ?? written) : written;
  const parameters = property(resource, 'Parameters', evaluator);
  const imported = parameters?.kind === 'dict' ? entry(parameters, 'endpointConfigurationTypes')?.value : undefined;
  const dict = configuration?.kind === 'dict' ? configuration : undefined;
  const types = dict ? (entry(dict, 'Types') ?? entry(dict, 'Type'))?.value : configuration;
  const open = dict?.open ?? [];
  const endpoint = readType(types ?? imported, open);
  const addressType = dict && entry(dict, 'IpAddressType')?.value;
  if (addressType) return { endpoint, addressType: readAddressType(addressType) };
  if (open.length > 0) return { endpoint, addressType: unknown(open) };
  return withUsualAddresses(endpoint);
}

/** A private API can only be dualstack, the others are ipv4 unless they say so. */
export function withUsualAddresses(endpoint: Answer<EndpointType>): Endpoint {
  if (endpoint.is === 'unknown') return { endpoint, addressType: endpoint };
  return { endpoint, addressType: yes(endpoint.is === 'yes' && endpoint.value === 'PRIVATE' ? 'dualstack' : 'ipv4') };
}

/** An endpoint type, or a list of one; EDGE where nothing is said. */
export function readType(value: Value | undefined, open: readonly Unknown[] = []): Answer<EndpointType> {
  if (!value) return open.length > 0 ? unknown(open) : yes('EDGE');
  if (isUnknown(value)) return unknown([value]);
  if (value.kind === 'list')
    return value.items.length === 0 && value.open.length > 0
      ? unknown(value.open)
      : readType(value.items[0], value.open);
  if (value.kind === 'dict') return unknown([odd(value.first.at, 'the endpoint type is written as a mapping')]);
  const because = blame(value);
  if (because) return unknown([because]);
  const type = (literal(value) ?? '').toUpperCase();
  if (type === 'REGIONAL' || type === 'EDGE' || type === 'PRIVATE') return yes(type);
  return unknown([odd(originOf(value).at, `${type || "''"} is no endpoint type`)]);
}

export function readAddressType(value: Value): Answer<AddressType> {
  const because = blame(value);
  if (because) return unknown([because]);
  const type = value.kind === 'text' ? literal(value)?.toLowerCase() : undefined;
  return type === 'dualstack' ? yes('dualstack') : yes('ipv4');
}

function odd(at: Span, reason: string): Unknown {
  return unknownAt(placeId(at), reason, at);
}
