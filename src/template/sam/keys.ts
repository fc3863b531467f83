/** Which of the lists of a `ResourcePolicy` is meant. */
export type Effect = 'Allow' | 'Deny';

export const ACCOUNTS = { AwsAccountWhitelist: 'Allow', AwsAccountBlacklist: 'Deny' } as const;
export const RANGES = { IpRangeWhitelist: 'NotIpAddress', IpRangeBlacklist: 'IpAddress' } as const;
/** An operator, and the lists that are compared by it, each under the key that its name says; `Source` says it by each id. */
export const VPCS = {
  StringNotEquals: ['SourceVpcWhitelist', 'IntrinsicVpcWhitelist', 'IntrinsicVpceWhitelist'],
  StringEquals: ['SourceVpcBlacklist', 'IntrinsicVpcBlacklist', 'IntrinsicVpceBlacklist'],
} as const;
export const CUSTOM = 'CustomStatements';

/** All keys that SAM reads; it drops any other. */
export const KEYS: readonly string[] = [
  ...Object.keys(ACCOUNTS),
  CUSTOM,
  ...Object.keys(RANGES),
  ...VPCS.StringNotEquals,
  ...VPCS.StringEquals,
];

/** The lists of networks: SAM allows everybody beside them. */
export const NETWORKS: readonly string[] = KEYS.filter((key) => key.startsWith('IpRange') || key.includes('Vpc'));
