import type { Answer } from '../../model/answer.ts';
import type { Api } from '../../model/api.ts';
import type { Place, Policy } from '../../model/policy.ts';
import { readPolicy } from '../../policy/reader.ts';
import { type Mapping, resolveAlias, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { fromNode } from '../../values/convert.ts';
import type { Unknown } from '../../values/value.ts';
import { member } from '../cloudformation/template.ts';
import type { Loaded } from '../loaded.ts';
import { revisionOf } from '../revision.ts';
import { answerOf, type Told, toldEndpoint } from '../told.ts';

/** Whether a document is a policy by itself that speaks of API Gateway. */
export function isPolicyDocument(root: Mapping): boolean {
  return root.kind === 'mapping' && member(root, 'Statement') !== undefined && /execute-api/i.test(root.span.file.text);
}

/** A bare policy: the API that it is for, its endpoint type and its routes are not known. */
export function loadPolicyDocument(root: Mapping, budget: Budget, told: Told): Loaded {
  if (!hasPrincipal(root))
    return {
      apis: [],
      failures: [],
      notAudited: [
        'no statement has a Principal: this reads like an identity policy, not like the resource policy of an API',
      ],
    };
  const place = { at: root.first };
  const policy = readPolicy(fromNode(root, budget), place);
  if (policy.is !== 'yes') return { apis: [], failures: [], notAudited: [] };
  const nowhere: Unknown = {
    kind: 'unknown',
    id: 'the API',
    reason: 'a policy by itself does not say which endpoint type its API has: --api-type does',
    origin: place,
  };
  return { apis: [{ worlds: [apiBehind(policy, 'policy', place, told, nowhere)] }], failures: [], notAudited: [] };
}

/** The API of a policy that stands without it; `nowhere` says why its endpoint is not known. */
export function apiBehind(policy: Answer<Policy>, id: string, place: Place, told: Told, nowhere: Unknown): Api {
  const unlisted = (what: string, reason: string): Unknown => ({ ...nowhere, id: `${nowhere.id}: ${what}`, reason });
  const routes = unlisted('routes', 'a policy by itself does not say which routes its API has');
  const authorization = unlisted(
    'authorization',
    'a policy by itself does not say how routes authorize their callers: --authorization does',
  );
  return {
    kind: 'rest',
    id,
    place,
    ...toldEndpoint(told, undefined, nowhere),
    revisions: [
      {
        ...revisionOf([policy], [], { policies: [], routes: [routes] }, routes),
        authorization: answerOf(told.authorization, authorization),
      },
    ],
    stages: [],
    deployments: [],
    domains: [],
    exported: true,
    parameters: [],
    dialect: 'policy',
    world: [],
  };
}

function hasPrincipal(root: Mapping): boolean {
  const found = member(root, 'Statement');
  const value = found && resolveAlias(found.value);
  const statements = value?.kind === 'sequence' ? value.items.map(resolveAlias) : [value];
  return statements.some(
    (one) => one?.kind === 'mapping' && one.members.some(({ key }) => /principal$/i.test(scalarText(key))),
  );
}
