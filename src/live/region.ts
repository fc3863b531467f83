import type { RestApi } from '@aws-sdk/client-api-gateway';
import type { Unread } from '../template/snapshot/shape.ts';
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
  const site = { partition, account: id, region };
  const origin = { ipauditSnapshot: 1, ...site } as const;
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
    for (const { reason, message } of domains.errors) collection.miss(site, { what: 'domains', reason, message });
    const kept = new Set<string>();
    await eachOf(apis, width, async (api) => {
      const path = apiPath(id, region, api.id);
      const fetched = await fetchApi(gateway, api, (stage) => isAsked(wanted.stages, stage));
      collection.count('apis', 'done');
      if (!fetched) return collection.miss(site, deleted(api));
      const { missed, ...parts } = fetched;
      // it has none of the stages that were asked for
      if (wanted.stages.length > 0 && parts.stages?.length === 0) return;
      for (const { stageName } of parts.stages ?? []) collection.found.stages.add(stageName);
      const mapped = domains.mapped.get(api.id) ?? [];
      const unread = [...missed, ...unreadDomains(domains)];
      const known = domains.errors.length === 0 || mapped.length > 0;
      kept.add(api.id);
      if (missed.length === 0) collection.audited += 1;
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
    const { kind, reason, message } = error;
    if (kind !== 'unknown-key') return collection.miss(site, { what: 'region', reason, message });
    collection.miss(site, {
      what: 'region',
      reason,
      message: notEnabled(error),
      ...(wanted.anyRegion && { hides: false }),
    });
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

function deleted({ id }: Listed): Unread {
  const reason = `API ${id} was deleted while the account was read`;
  return { what: 'api', reason, message: `${reason}.`, hides: false };
}
