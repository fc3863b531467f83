import type { DomainSnapshot, Snapshot, UnreadSnapshot } from '../template/snapshot/shape.ts';

/** Where the document of an API stands, relative to the folder of all. */
export function apiPath(account: string, region: string, api: string): string {
  return `${account}/${region}/${safe(api)}.json`;
}

/** The same of a private custom domain name; `alike` says that another one has its name, which only the id tells apart. */
export function domainPath({ account, region, domain }: DomainSnapshot, alike: boolean): string {
  const id = alike && domain.domainNameId !== undefined ? `-${safe(domain.domainNameId)}` : '';
  return `${account}/${region}/domain-${safe(domain.domainName)}${id}.json`;
}

/** Where the document stands that names what could not be read of an account, or of a Region of it. */
export function unreadPath({ account, region }: Pick<UnreadSnapshot, 'account' | 'region'>): string {
  return region === undefined ? `${account}/unread.json` : `${account}/${region}/unread.json`;
}

/** A document as it is written: the same bytes for the same state of the account. */
export function documentText(snapshot: Snapshot): string {
  return `${JSON.stringify(snapshot, null, 2)}\n`;
}

/** An id of the network as a part of a file name: it can lead nowhere, and no two become the same. */
function safe(id: string): string {
  return [...new TextEncoder().encode(id)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w.-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}

/** Members in the order of their names, at all depths: AWS gives them in any. */
export function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sorted) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)])) as T;
}
