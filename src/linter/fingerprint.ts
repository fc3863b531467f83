import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * What stays of a finding when lines move and scenarios change: the rule, the API, the statement's key and what it means: the
 * networks or the routes concerned. No file, line or message is in it.
 */
export function fingerprint(identity: readonly string[]): string {
  return `v1:${bytesToHex(sha256(utf8ToBytes(identity.join('\0')))).slice(0, 24)}`;
}

/** Tells twins of one API apart, in their order: what other documents hold changes nothing. */
export function numberTwins(rows: readonly { readonly print: string; readonly api: string }[]): readonly string[] {
  const seen = new Map<string, number>();
  return rows.map(({ print, api }) => {
    const key = `${print} ${api}`;
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    return n === 1 ? print : `${print}:${n}`;
  });
}
