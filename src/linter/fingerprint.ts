import { createHash } from 'node:crypto';

/**
 * What stays of a finding when lines move and scenarios change: the rule, the API, the statement's key and the networks
 * concerned. No file, line or message is in it.
 */
export function fingerprint(rule: string, api: string, statement: string, meaning: string): string {
  return `v1:${createHash('sha256').update([rule, api, statement, meaning].join('\0')).digest('hex').slice(0, 24)}`;
}

/** Tells twins apart, in their order. */
export function numberTwins(fingerprints: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return fingerprints.map((one) => {
    const n = (seen.get(one) ?? 0) + 1;
    seen.set(one, n);
    return n === 1 ? one : `${one}:${n}`;
  });
}
