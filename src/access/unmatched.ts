import { type Answer, all, any, NO, not } from '../model/answer.ts';
import type { Api, Revision } from '../model/api.ts';
import type { ElementValue, Statement } from '../model/policy.ts';
import type { RouteAccess } from './access.ts';
import { accessOf } from './access-of.ts';
import { isInvoke } from './decide.ts';
import { memo } from './memo.ts';
import { requestsOf } from './requests.ts';
import { spokenOf } from './routes.ts';

/** Whether a value of a `Resource` matches no request to a route that the document shows. */
export function isUnmatched(api: Api, revision: Revision, value: ElementValue): Answer {
  return unmatchedIn(api, revision).get(value) ?? NO;
}

const unmatchedIn = memo((api: Api, revision: Revision): ReadonlyMap<ElementValue, Answer> => {
  const found = new Map<ElementValue, Answer>();
  const single: Statement[] = [];
  const shown = accessOf(api, revision).filter(({ route }) => route);
  for (const statement of revision.policies.flatMap((policy) => policy.statements)) {
    const { action, resource } = statement;
    if (!resource || resource.negated) continue;
    const [only, ...others] = resource.values;
    if (only && others.length + resource.open.length === 0 && action && isInvoke(action).is === 'yes')
      found.set(only, not(someRequest(shown, statement)));
    // each value as if it stood in a statement of its own
    else
      for (const value of resource.values)
        single.push({ ...statement, resource: { ...resource, values: [value], open: [] } });
  }
  if (single.length === 0) return found;
  const matched: readonly Answer[][] = single.map(() => []);
  for (const { route, exists, matched: speaking } of requestsOf(api, revision, single))
    if (route) for (const [i, answer] of speaking) matched[i]?.push(all(existsFor({ route, exists }), answer));
  single.forEach(({ resource }, i) => {
    for (const value of resource?.values ?? []) found.set(value, not(any(...(matched[i] ?? []))));
  });
  return found;
});

/** Whether there is such a request: what `ANY` leaves to a method of its own is matched alike. */
function existsFor({ route, exists }: Pick<RouteAccess, 'route' | 'exists'>): Answer {
  return route?.exists ?? exists;
}

/** Whether a statement speaks of a route, of a preflight's too. */
function someRequest(routes: readonly RouteAccess[], statement: Statement): Answer {
  return any(...spokenOf(routes, statement).map((one) => all(existsFor(one), one.speaks(statement))));
}
