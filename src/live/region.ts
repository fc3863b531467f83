import type { RestApi } from '@aws-sdk/client-api-gateway';
import type { Account } from './accounts.ts';
import { fetchApi } from './api-snapshot.ts';
import { CallError } from './call-error.ts';
import type { Collection } from './collection.ts';
import type { Wiring } from './connection.ts';
import { apiPath, documentText, domainPath } from './documents.ts';
import { type Domains, fetchDomains } from './domain-names.ts';
import { Gateway } from './gateway.ts';
import { eachOf } from './pool.ts';

/** How many APIs of a Region are fetched side by side. */
const width = 8;

/** What of a Region is asked for. */
export interface Wanted {
  /** Ids and names; all APIs where there are none. */
  readonly apis: readonly string[];
  /** Names; all stages where there are none, else the APIs that have such a stage. */
  readonly stages: readonly string[];
  /** Requests a second in each Region of each account; Infinity for no limit. */
  readonly maxRps: number;
  /** Whether a Region that is not enabled was not asked for by its name. */
  readonly anyRegion: boolean;
}

type Listed = RestApi & { readonly id: string };

/** Fetches the APIs and the private custom domain names of a Region; what is not answered is a gap. */
export async function fetchRegion(
  account: Account,
  region: string,
  wanted: Wanted,
  wiring: Wiring,
  collection: Collection,
): Promise<void> {
  const { id, partition, credentials } = account;
  const place = `${id}/${region}`;
  const origin = { ipauditSnapshot: 1, partition, account: id, region } as const;
  const gateway = new Gateway(partition, region, credentials, wanted.maxRps, wiring);
  try {
    const isAsked = (asked: readonly string[], ...names: readonly (string | undefined)[]): boolean =>
      asked.length === 0 || names.some((name) => name !== undefined && asked.includes(name));
    const all = (await gateway.restApis()).filter((api): api is Listed => api.id !== undefined);
    const apis = all.filter(({ id, name }) => isAsked(wanted.apis, id, name));
    collection.regions.add(region);
    collection.count('apis', 'found', apis.length);
    for (const { id, name } of apis) collection.found.apis.add(id).add(name ?? id);
    const domains = apis.length > 0 || wanted.apis.length === 0 ? await fetchDomains(gateway) : NO_DOMAINS;
    for (const { message } of domains.errors) collection.gap(place, message);
    const kept = new Set<string>();
    await eachOf(apis, width, async (api) => {
      const path = apiPath(id, region, api.id);
      const fetched = await orGap(collection, path, () =>
        fetchApi(gateway, api, (stage) => isAsked(wanted.stages, stage)),
      );
      collection.count('apis', 'done');
      if (fetched === 'gap') return;
      if (!fetched) return collection.gap(path, 'This API was deleted while the account was read.', { hides: false });
      const { missed, ...parts } = fetched;
      // it has none of the stages that were asked for
      if (wanted.stages.length > 0 && parts.stages?.length === 0) return;
      for (const { stageName } of parts.stages ?? []) collection.found.stages.add(stageName);
      for (const { unread, error } of missed)
        collection.gap(path, unread.stage === undefined ? error.message : `Stage ${unread.stage}: ${error.message}`);
      const mapped = domains.mapped.get(api.id) ?? [];
      const unread = [...missed.map((one) => one.unread), ...unreadDomains(domains)];
      const known = domains.errors.length === 0 || mapped.length > 0;
      kept.add(api.id);
      collection.audited += 1;
      collection.documents.set(path, documentText({ ...origin, ...parts, ...(known && { domains: mapped }), unread }));
    });
    const isWhole = wanted.apis.length + wanted.stages.length === 0;
    for (const { domain, apis: of } of domains.private) {
      if (!isWhole && ![...of].some((api) => kept.has(api))) continue;
      const alike = domains.private.filter((other) => other.domain.domainName === domain.domainName).length > 1;
      const snapshot = { ...origin, domain };
      collection.documents.set(domainPath(snapshot, alike), documentText(snapshot));
    }
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (error.kind !== 'unknown-key') return collection.gap(place, error.message);
    const hides = !wanted.anyRegion;
    collection.gap(place, notEnabled(error), { hides });
  } finally {
    gateway.close();
  }
}

const NO_DOMAINS: Domains = { mapped: new Map(), private: [], errors: [] };

function unreadDomains({ errors }: Domains): readonly { readonly what: 'domains'; readonly reason: string }[] {
  return errors.slice(0, 1).map(({ reason }) => ({ what: 'domains', reason }));
}

function notEnabled({ reason }: CallError): string {
  return `${reason}, although GetCallerIdentity accepts them: the Region is not enabled for the account, or they are of a session that the global endpoint of STS began and that such Regions do not know.`;
}

async function orGap<T>(collection: Collection, path: string, work: () => Promise<T>): Promise<T | 'gap'> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    collection.gap(path, error.message);
    return 'gap';
  }
}
