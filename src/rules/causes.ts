/** What is said of a part of a policy, and is, or may be, why nobody gets in somewhere. */
export const CAUSES: readonly string[] = [
  'no-conflicting-cidrs',
  'no-ineffective-statement',
  'no-mismatched-principal',
  'no-source-ip-on-private-api',
  'no-unmatched-resource',
  'no-unroutable-source',
  'no-vpc-condition-on-public-api',
  'require-allow',
  'valid-cidr',
  'valid-condition',
  'valid-policy',
  'valid-resource',
  'valid-vpc-id',
];
