import type { Answer } from '../../model/answer.ts';
import type { Api } from '../../model/api.ts';
import type { Place, Policy } from '../../model/policy.ts';
import { readPolicy } from '../../policy/reader.ts';
import { type Mapping, member, type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { fromNode } from '../../values/convert.ts';
import type { Unknown } from '../../values/value.ts';
import type { Loaded } from '../loaded.ts';
import { revisionOf } from '../revision.ts';
import { answerOf, type Told, toldEndpoint } from '../told.ts';

/** Whether a document is a policy by itself that speaks of API Gateway: that of a function names an API in conditions alone. */
export function isPolicyDocument(root: Mapping): boolean {
  const written = member(root, 'Statement')?.value;
  if (!written || !/execute-api/i.test(root.span.file.text)) return false;
  const statements = itemsOf(written).filter((one) => one.kind === 'mapping');
  return statements.length === 0 || statements.some(namesApi);
}

function namesApi({ members }: Mapping): boolean {
  return members.some(({ key, value: { span } }) => {
    if (/^(?:Condition|(?:Not)?Principal)$/.test(scalarText(key))) return false;
    return /execute-api/i.test(span.file.text.slice(span.start, span.end));
  });
}

/** A bare policy: the API that it is for, its endpoint type and its routes are not known. */
export function loadPolicyDocument(root: Mapping, budget: Budget, told: Told): Loaded {
  if (!isResourcePolicy(root))
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

/** Only a resource policy has a `Principal`, and only one has resources of the short form: what it lacks is a mistake then. */
function isResourcePolicy(root: Mapping): boolean {
  const statements = itemsOf(member(root, 'Statement')?.value).filter((one) => one.kind === 'mapping');
  const hasPrincipal = statements.some(({ members }) => members.some(({ key }) => /principal$/i.test(scalarText(key))));
  const resources = statements.flatMap((one) => itemsOf(member(one, 'Resource')?.value));
  return hasPrincipal || (resources.length > 0 && resources.every(isShort));
}

function isShort(resource: Node): boolean {
  return resource.kind === 'scalar' && scalarText(resource).startsWith('execute-api:/');
}

function itemsOf(value: Node | undefined): readonly Node[] {
  const node = value && resolveAlias(value);
  if (node?.kind === 'sequence') return node.items.map(resolveAlias);
  return node ? [node] : [];
}
