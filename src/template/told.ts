import { type Answer, unknown, yes } from '../model/answer.ts';
import type { AddressType, Authorization, EndpointType } from '../model/api.ts';
import type { Unknown } from '../values/value.ts';
import type { Endpoint } from './kernel/endpoint.ts';

/** What the user says of APIs whose documents cannot say it. */
export interface Told {
  readonly endpoint?: EndpointType;
  readonly addressType?: AddressType;
  readonly authorization?: Authorization;
}

/** The endpoint of an API whose document may say its type, but not its addresses: two things that are not known. */
export function toldEndpoint(told: Told, written: Answer<EndpointType> | undefined, nowhere: Unknown): Endpoint {
  const endpoint = written ?? answerOf(told.endpoint, nowhere);
  // a private API can only be dualstack
  if (endpoint.is === 'yes' && endpoint.value === 'PRIVATE') return { endpoint, addressType: yes('dualstack') };
  const addresses = {
    ...nowhere,
    id: `${nowhere.id}: addresses`,
    reason: 'nothing here says which IP address type the API has: --ip-address-type does',
  };
  return { endpoint, addressType: answerOf(told.addressType, addresses) };
}

/** What is told, else what keeps it from being known. */
export function answerOf<T>(told: T | undefined, nowhere: Unknown): Answer<T> {
  return told === undefined ? unknown([nowhere]) : yes(told);
}
