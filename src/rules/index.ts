import maxPolicySize from './max-policy-size.ts';
import noBroadSource from './no-broad-source.ts';
import noDuplicateCidrs from './no-duplicate-cidrs.ts';
import noHostBits from './no-host-bits.ts';
import noHttpApiPolicy from './no-http-api-policy.ts';
import noNegatedElement from './no-negated-element.ts';
import noSourceIpOnPrivateApi from './no-source-ip-on-private-api.ts';
import noTwoPolicies from './no-two-policies.ts';
import noUnroutableSource from './no-unroutable-source.ts';
import noVpcConditionOnPublicApi from './no-vpc-condition-on-public-api.ts';
import noWildcardSource from './no-wildcard-source.ts';
import preferExplicitPrefix from './prefer-explicit-prefix.ts';
import requirePolicy from './require-policy.ts';
import requirePrivateApiPolicy from './require-private-api-policy.ts';
import type { Rule } from './rule.ts';
import validCidr from './valid-cidr.ts';
import validCondition from './valid-condition.ts';
import validPolicy from './valid-policy.ts';
import validVpcId from './valid-vpc-id.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  maxPolicySize,
  noBroadSource,
  noDuplicateCidrs,
  noHostBits,
  noHttpApiPolicy,
  noNegatedElement,
  noSourceIpOnPrivateApi,
  noTwoPolicies,
  noUnroutableSource,
  noVpcConditionOnPublicApi,
  noWildcardSource,
  preferExplicitPrefix,
  requirePolicy,
  requirePrivateApiPolicy,
  validCidr,
  validCondition,
  validPolicy,
  validVpcId,
];
