import { type Answer, any } from '../model/answer.ts';
import type { Revision, Route } from '../model/api.ts';
import type { Policy } from '../model/policy.ts';
import type { Unknown } from '../values/value.ts';

/**
 * What is written of an API, with what may bring policies and routes to it. An API that has no routes here may have them in
 * another template, or by hand: `elsewhere` stands for those. So may one of which no route certainly exists.
 */
export function revisionOf(
  written: readonly (Answer<Policy> | undefined)[],
  routes: readonly Route[],
  open: { readonly policies: readonly Unknown[]; readonly routes: readonly Unknown[] },
  elsewhere: Unknown,
): Revision {
  return {
    ...withoutRoutes(written, open.policies),
    routes,
    routesOpen: open.routes.length > 0 ? open.routes : openIn(routes, elsewhere),
  };
}

function openIn(routes: readonly Route[], elsewhere: Unknown): readonly Unknown[] {
  if (routes.length === 0) return [elsewhere];
  const some = any(...routes.map(({ exists }) => exists));
  return some.is === 'unknown' ? some.because : [];
}

/** The same of what has no routes: a custom domain, an HTTP API. */
export function withoutRoutes(
  written: readonly (Answer<Policy> | undefined)[],
  open: readonly Unknown[] = [],
): Revision {
  const policies = written.filter((policy) => policy !== undefined);
  return {
    policies: policies.flatMap((policy) => (policy.is === 'yes' ? [policy.value] : [])),
    policyOpen: [...policies.flatMap((policy) => (policy.is === 'unknown' ? policy.because : [])), ...open],
    routes: [],
    routesOpen: [],
  };
}
