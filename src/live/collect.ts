import { setMaxListeners } from 'node:events';
import { isRegion } from '../text/region.ts';
import { type Account, type Entrance, findAccounts } from './accounts.ts';
import { CallError } from './call-error.ts';
import { type Clock, systemClock } from './clock.ts';
import { Collection, type Progress } from './collection.ts';
import { type Patience, patience, type Wiring } from './connection.ts';
import { defaultRegion } from './default-region.ts';
import { eachOf } from './pool.ts';
import { fetchRegion, type Wanted } from './region.ts';
import { regionsOf } from './regions.ts';

/** How many accounts, and how many Regions of each, are read side by side. */
const width = { accounts: 4, regions: 8 };

export interface CollectOptions extends Entrance, Omit<Wanted, 'anyRegion'> {
  /** `all` for those of the partition; none for the one that is configured. */
  readonly regions: readonly string[];
  readonly endpoint: string | undefined;
  /** Given when nothing more is to be fetched. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly clock?: Clock;
  readonly patience?: Patience;
}

/**
 * Fetches snapshot documents of all that is asked for. What is not answered is a gap, and the rest goes on. Throws a
 * CallError where the credentials are refused, or the organization does not list its accounts.
 */
export async function collect(options: CollectOptions): Promise<Collection> {
  const { endpoint, signal, clock = systemClock } = options;
  const wiring: Wiring = { endpoint, signal, clock, patience: options.patience ?? patience };
  // every request in flight listens
  setMaxListeners(0, signal);
  const collection = new Collection(options.onProgress ?? (() => undefined));
  const { regions, home } = await regionsToRead(options);
  const accounts = await findAccounts(options, home, wiring);
  collection.count('accounts', 'found', accounts.length);
  await eachOf(accounts, width.accounts, async (account) => {
    await fetchAccount(account, { ...options, regions }, wiring, collection);
    collection.count('accounts', 'done');
  });
  nameUnfound(options, collection);
  return collection;
}

/** The Regions that are asked for, and one that tells the partition. */
async function regionsToRead(
  options: CollectOptions,
): Promise<{ readonly regions: readonly string[]; readonly home: string }> {
  const named = options.regions.find((region) => region !== 'all');
  const home = named ?? (await defaultRegion(options));
  if (home !== undefined && !isRegion(home))
    throw new CallError(
      'other',
      `there is no Region of the name '${home}'`,
      'check --region, AWS_REGION and the profile',
    );
  if (options.regions.length > 0) return { regions: options.regions, home: home ?? 'us-east-1' };
  if (home === undefined) throw new CallError('other', 'no Region is known', 'name one with --region, or all');
  return { regions: [home], home };
}

async function fetchAccount(
  account: Account,
  options: CollectOptions,
  wiring: Wiring,
  collection: Collection,
): Promise<void> {
  collection.accounts.add(account.id);
  try {
    await account.credentials();
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { reason, message } = error;
    return collection.miss({ partition: account.partition, account: account.id }, { what: 'account', reason, message });
  }
  await eachOf(regionsOf(options.regions, account.partition), width.regions, (region) => {
    const anyRegion = !options.regions.includes(region);
    return fetchRegion(account, region, { ...options, anyRegion }, wiring, collection);
  });
}

/** What was asked for by name and is nowhere. */
function nameUnfound({ apis, stages }: CollectOptions, collection: Collection): void {
  for (const api of apis.filter((one) => !collection.found.apis.has(one)))
    collection.gap(api, 'No REST API that was listed has this id or name: check --api and --region.');
  for (const stage of stages.filter((one) => !collection.found.stages.has(one)))
    collection.gap(stage, 'No REST API that was read has this stage: check --stage.');
}
