import maxPolicySize from './max-policy-size.ts';
import noBroadSource from './no-broad-source.ts';
import noConflictingCidrs from './no-conflicting-cidrs.ts';
import noDuplicateCidrs from './no-duplicate-cidrs.ts';
import noHostBits from './no-host-bits.ts';
import noHttpApiPolicy from './no-http-api-policy.ts';
import noNegatedElement from './no-negated-element.ts';
import noOptionalSource from './no-optional-source.ts';
import noOverlappingCidrs from './no-overlapping-cidrs.ts';
import noPartlyDeniedCidrs from './no-partly-denied-cidrs.ts';
import noSourceIpOnPrivateApi from './no-source-ip-on-private-api.ts';
import noSpoofableCondition from './no-spoofable-condition.ts';
import noTwoPolicies from './no-two-policies.ts';
import noUndeployedPolicy from './no-undeployed-policy.ts';
import noUnroutableSource from './no-unroutable-source.ts';
import noVpcConditionOnPublicApi from './no-vpc-condition-on-public-api.ts';
import noWildcardSource from './no-wildcard-source.ts';
import preferAggregatedCidrs from './prefer-aggregated-cidrs.ts';
import preferExplicitPrefix from './prefer-explicit-prefix.ts';
import requirePairedVpcSource from './require-paired-vpc-source.ts';
import requirePolicy from './require-policy.ts';
import requirePrivateApiPolicy from './require-private-api-policy.ts';
import requireRedeploy from './require-redeploy.ts';
import type { Rule } from './rule.ts';
import validCidr from './valid-cidr.ts';
import validCondition from './valid-condition.ts';
import validPolicy from './valid-policy.ts';
import validVpcId from './valid-vpc-id.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  maxPolicySize,
  noBroadSource,
  noConflictingCidrs,
  noDuplicateCidrs,
  noHostBits,
  noHttpApiPolicy,
  noNegatedElement,
  noOptionalSource,
  noOverlappingCidrs,
  noPartlyDeniedCidrs,
  noSourceIpOnPrivateApi,
  noSpoofableCondition,
  noTwoPolicies,
  noUndeployedPolicy,
  noUnroutableSource,
  noVpcConditionOnPublicApi,
  noWildcardSource,
  preferAggregatedCidrs,
  preferExplicitPrefix,
  requirePairedVpcSource,
  requirePolicy,
  requirePrivateApiPolicy,
  requireRedeploy,
  validCidr,
  validCondition,
  validPolicy,
  validVpcId,
];
