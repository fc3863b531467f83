import maxPolicySize from './max-policy-size.ts';
import noBlockedPreflight from './no-blocked-preflight.ts';
import noBroadSource from './no-broad-source.ts';
import noConflictingCidrs from './no-conflicting-cidrs.ts';
import noDuplicateCidrs from './no-duplicate-cidrs.ts';
import noHostBits from './no-host-bits.ts';
import noHttpApiPolicy from './no-http-api-policy.ts';
import noIneffectiveStatement from './no-ineffective-statement.ts';
import noIpv6Gap from './no-ipv6-gap.ts';
import noIpv6Lockout from './no-ipv6-lockout.ts';
import noMismatchedPrincipal from './no-mismatched-principal.ts';
import noNegatedElement from './no-negated-element.ts';
import noOpenPrivateApi from './no-open-private-api.ts';
import noOptionalSource from './no-optional-source.ts';
import noOverlappingCidrs from './no-overlapping-cidrs.ts';
import noOverwrittenPolicy from './no-overwritten-policy.ts';
import noPartlyDeniedCidrs from './no-partly-denied-cidrs.ts';
import noPublicAccess from './no-public-access.ts';
import noSourceIpOnPrivateApi from './no-source-ip-on-private-api.ts';
import noSpoofableCondition from './no-spoofable-condition.ts';
import noTotalLockout from './no-total-lockout.ts';
import noTwoPolicies from './no-two-policies.ts';
import noUncoveredRoute from './no-uncovered-route.ts';
import noUndeployedPolicy from './no-undeployed-policy.ts';
import noUnenforcedAllowlist from './no-unenforced-allowlist.ts';
import noUnmatchedResource from './no-unmatched-resource.ts';
import noUnreachableRoute from './no-unreachable-route.ts';
import noUnroutableSource from './no-unroutable-source.ts';
import noVoidedAllowlist from './no-voided-allowlist.ts';
import noVpcConditionOnPublicApi from './no-vpc-condition-on-public-api.ts';
import noWildcardSource from './no-wildcard-source.ts';
import preferAggregatedCidrs from './prefer-aggregated-cidrs.ts';
import preferExplicitPrefix from './prefer-explicit-prefix.ts';
import requireAllow from './require-allow.ts';
import requirePairedVpcSource from './require-paired-vpc-source.ts';
import requirePolicy from './require-policy.ts';
import requirePrivateApiPolicy from './require-private-api-policy.ts';
import requireRedeploy from './require-redeploy.ts';
import type { Rule } from './rule.ts';
import validCidr from './valid-cidr.ts';
import validCondition from './valid-condition.ts';
import validPolicy from './valid-policy.ts';
import validResource from './valid-resource.ts';
import validSamResourcePolicy from './valid-sam-resource-policy.ts';
import validServerlessResourcePolicy from './valid-serverless-resource-policy.ts';
import validVpcId from './valid-vpc-id.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  maxPolicySize,
  noBlockedPreflight,
  noBroadSource,
  noConflictingCidrs,
  noDuplicateCidrs,
  noHostBits,
  noHttpApiPolicy,
  noIneffectiveStatement,
  noIpv6Gap,
  noIpv6Lockout,
  noMismatchedPrincipal,
  noNegatedElement,
  noOpenPrivateApi,
  noOptionalSource,
  noOverlappingCidrs,
  noOverwrittenPolicy,
  noPartlyDeniedCidrs,
  noPublicAccess,
  noSourceIpOnPrivateApi,
  noSpoofableCondition,
  noTotalLockout,
  noTwoPolicies,
  noUncoveredRoute,
  noUndeployedPolicy,
  noUnenforcedAllowlist,
  noUnmatchedResource,
  noUnreachableRoute,
  noUnroutableSource,
  noVoidedAllowlist,
  noVpcConditionOnPublicApi,
  noWildcardSource,
  preferAggregatedCidrs,
  preferExplicitPrefix,
  requireAllow,
  requirePairedVpcSource,
  requirePolicy,
  requirePrivateApiPolicy,
  requireRedeploy,
  validCidr,
  validCondition,
  validPolicy,
  validResource,
  validSamResourcePolicy,
  validServerlessResourcePolicy,
  validVpcId,
];
