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

/** `place: message` of each gap, in order. */
export function gapsOf({ gaps }: Collection): readonly string[] {
  return gaps.map(({ place, message }) => `${place}: ${message}`).sort();
}
