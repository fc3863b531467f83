import { STSClient } from '@aws-sdk/client-sts';
import type { Entrance } from './accounts.ts';

/** The Region that the environment names, or the profile; undefined where neither does. */
export async function defaultRegion({ env, profile }: Pick<Entrance, 'env' | 'profile'>): Promise<string | undefined> {
  const named = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (named) return named;
  const client = new STSClient(profile === undefined ? {} : { profile });
  // it rejects where it finds none
  return client.config.region().catch(() => undefined);
}
