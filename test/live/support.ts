import { type CollectOptions, collect } from '../../src/live/collect.ts';
import type { Collection } from '../../src/live/collection.ts';
import type { ApiSnapshot } from '../../src/template/snapshot/shape.ts';
import { envOf, type FakeAws } from './server.ts';
import { ACCOUNT, REGION } from './shop.ts';

// as the command does
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** All that there is, as of the account and the region of the tests' server. */
export const EVERYTHING: Omit<CollectOptions, 'maxRps' | 'endpoint' | 'signal'> = {
  env: envOf(ACCOUNT),
  profile: undefined,
  roleArns: [],
  externalId: undefined,
  organizationRole: undefined,
  regions: [REGION],
  apis: [],
  stages: [],
};

/** Collects without a limit, and with few tries. */
export function collectFrom({ url }: Pick<FakeAws, 'url'>, options: Partial<CollectOptions> = {}): Promise<Collection> {
  return collect({
    ...EVERYTHING,
    maxRps: Number.POSITIVE_INFINITY,
    endpoint: url,
    signal: new AbortController().signal,
    patience: { connect: 20_000, request: 20_000, attempts: 2 },
    ...options,
  });
}

export function documentOf({ documents }: Collection, path: string): ApiSnapshot {
  return JSON.parse(documents.get(path) ?? 'null') as ApiSnapshot;
}

/** What was not read, where it is told: the path of an API's document, an account, a Region of it, or a name. */
export interface Missed {
  readonly place: string;
  readonly message: string;
  readonly hides: boolean;
}

export function missedBy({ documents, gaps }: Collection): readonly Missed[] {
  const told = [...documents].flatMap(([path, text]) => {
    const { unread = [] } = JSON.parse(text) as Pick<ApiSnapshot, 'unread'>;
    const place = path.replace(/\/unread\.json$/, '');
    return unread.flatMap(({ message, hides = true }) => (message === undefined ? [] : [{ place, message, hides }]));
  });
  return [...told, ...gaps.map(({ name, message }) => ({ place: name, message, hides: true }))];
}

/** `place: message` of each, in order. */
export function gapsOf(collection: Collection): readonly string[] {
  return missedBy(collection)
    .map(({ place, message }) => `${place}: ${message}`)
    .sort();
}
