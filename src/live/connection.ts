import type { APIGatewayClientConfig } from '@aws-sdk/client-api-gateway';
import { type Call, CallError, callError } from './call-error.ts';
import type { Clock } from './clock.ts';

export type Credentials = Extract<
  NonNullable<APIGatewayClientConfig['credentials']>,
  (...args: never[]) => Promise<unknown>
>;

/** What all calls have in common. */
export interface Wiring {
  /** In place of all endpoints of AWS; undefined for those. */
  readonly endpoint: string | undefined;
  readonly clock: Clock;
  /** Given when nothing more is to be fetched. */
  readonly signal: AbortSignal;
  readonly patience: Patience;
}

export interface Patience {
  /** How long a connection may take, in milliseconds. */
  readonly connect: number;
  /** How long a request may take, from its first byte to the last one of the answer. */
  readonly request: number;
  /** How often it is tried. */
  readonly attempts: number;
}

export const patience: Patience = { connect: 5_000, request: 20_000, attempts: 6 };

/** How a client of the SDK is made. */
export function clientConfig(region: string, credentials: Credentials, { endpoint, patience }: Wiring): ClientConfig {
  const { connect, request, attempts } = patience;
  return {
    region,
    credentials,
    ...(endpoint !== undefined && { endpoint }),
    retryMode: 'standard',
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connect,
      requestTimeout: request,
      socketTimeout: request,
      throwOnRequestTimeout: true,
    },
  };
}

interface ClientConfig {
  readonly region: string;
  readonly credentials: Credentials;
  readonly endpoint?: string;
  readonly retryMode: 'standard';
  readonly maxAttempts: number;
  readonly requestHandler: object;
}

/** Makes a call; a CallError says what else became of it. */
export async function called<T>(call: Call, signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  try {
    if (signal.aborted) throw signal.reason;
    return await send();
  } catch (error) {
    throw callError(call, error, signal);
  }
}

/** All members of all pages. */
export async function paged<T>(
  call: Call,
  page: (
    position: string | undefined,
  ) => Promise<{ readonly items: readonly T[] | undefined; readonly next?: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  const seen = new Set<string>();
  for (let position: string | undefined; seen.size < mostPages; ) {
    const { items, next } = await page(position);
    for (const item of listed(call, items)) all.push(item);
    if (!next) return all;
    if (seen.has(next)) throw new CallError('other', `${call.name} gave the same page twice`, 'run it again');
    seen.add(next);
    position = next;
  }
  throw new CallError('other', `${call.name} gave more than ${mostPages} pages`, 'check --endpoint-url');
}

/** With pages of 500 more than any account may hold: whoever gives more does not speak as AWS does. */
const mostPages = 1_000;

/** The members of a list as AWS gives it. Throws a CallError for what is none: a proxy may answer as well. */
export function listed<T>({ name }: Call, items: readonly T[] | undefined): readonly T[] {
  const given: unknown = items ?? [];
  if (Array.isArray(given) && given.every((item) => typeof item === 'object' && item !== null)) return given;
  throw new CallError(
    'other',
    `${name} was answered by something else than a list`,
    'check --endpoint-url and proxies',
  );
}
