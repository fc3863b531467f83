import { type Answer, NO } from '../../model/answer.ts';
import type { Api, EndpointType } from '../../model/api.ts';
import type { Place, Policy } from '../../model/policy.ts';
import { readPolicy } from '../../policy/reader.ts';
import { member, type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { fromNode } from '../../values/convert.ts';
import { entry } from '../../values/entry.ts';
import { parseJsonText } from '../../values/json.ts';
import { assemble, literal, originOf, type Piece, type Text, textAt } from '../../values/text.ts';
import type { Dict, DictEntry, Unknown, Value } from '../../values/value.ts';
import type { Loaded } from '../loaded.ts';
import { apiOf } from '../openapi/load.ts';
import { withoutRoutes } from '../revision.ts';
import { readEndpoint } from '../snapshot/endpoint.ts';
import { dictsIn, textIn } from '../snapshot/members.ts';
import type { Told } from '../told.ts';
import { apiBehind } from './policy.ts';

const NOTHING: Loaded = { apis: [], failures: [], notAudited: [] };
const ENDPOINT_TYPES: readonly EndpointType[] = ['EDGE', 'REGIONAL', 'PRIVATE'];
const HOLDERS = ['id', 'name', 'restApiId', 'domainName'];

/**
 * Whether a document is what API Gateway takes or gives for an API or a private domain name: patch operations, alone or in the
 * request of `update-rest-api`, the request of `put-rest-api`, the answer of `get-rest-api`.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRestApi.html
 */
export function isRequest(written: Node): boolean {
  const root = resolveAlias(written);
  if (root.kind === 'sequence') return root.items.length > 0 && root.items.every(isOperation);
  if (root.kind !== 'mapping') return false;
  const has = (name: string): boolean => member(root, name) !== undefined;
  const items = listIn(root, 'items');
  return (
    listIn(root, 'patchOperations').some(isOperation) ||
    (has('restApiId') && has('body')) ||
    (items.length > 0 && items.every(isAnswer)) ||
    isAnswer(root)
  );
}

function isOperation(written: Node): boolean {
  const node = resolveAlias(written);
  const path = node.kind === 'mapping' && member(node, 'op') && member(node, 'path')?.value;
  return path !== undefined && path !== false && path.kind === 'scalar' && scalarText(path).startsWith('/');
}

function isAnswer(written: Node): boolean {
  const node = resolveAlias(written);
  if (node.kind !== 'mapping' || !HOLDERS.some((name) => member(node, name))) return false;
  return ['policy', 'managementPolicy', 'endpointConfiguration'].some((name) => member(node, name) !== undefined);
}

function listIn(node: Node, name: string): readonly Node[] {
  const value = node.kind === 'mapping' ? member(node, name)?.value : undefined;
  const target = value && resolveAlias(value);
  return target?.kind === 'sequence' ? target.items : [];
}

export function loadRequest(root: Node, budget: Budget, told: Told): Loaded {
  const document = fromNode(root, budget);
  if (document.kind === 'list')
    return patchedBy(
      document.items.filter((one) => one.kind === 'dict'),
      undefined,
      told,
    );
  if (document.kind !== 'dict') return NOTHING;
  if (entry(document, 'patchOperations')) return patchedBy(dictsIn(document, 'patchOperations'), document, told);
  const items = dictsIn(document, 'items');
  if (items.length > 0) return together(items.map((one) => answered(one, told)));
  const body = entry(document, 'body');
  return body ? imported(body.value, document, told) : answered(document, told);
}

function together(all: readonly Loaded[]): Loaded {
  return {
    apis: all.flatMap(({ apis }) => apis),
    failures: all.flatMap(({ failures }) => failures),
    notAudited: [...new Set(all.flatMap(({ notAudited }) => notAudited))],
  };
}

/** What a patch makes of the policy, on the endpoint type that it may write too. */
function patchedBy(operations: readonly Dict[], request: Dict | undefined, told: Told): Loaded {
  const types = operations.filter((one) => /^\/endpointConfiguration\/types(\/|$)/.test(textIn(one, 'path') ?? ''));
  const endpoint = ENDPOINT_TYPES.find((type) => types.some((one) => textIn(one, 'value') === type));
  return together(operations.map((one) => patched(one, request, { ...told, ...(endpoint && { endpoint }) })));
}

function patched(operation: Dict, request: Dict | undefined, told: Told): Loaded {
  const path = textIn(operation, 'path');
  if (path !== '/policy' && path !== '/managementPolicy') return NOTHING;
  const value = entry(operation, 'value');
  if (!value || textIn(operation, 'op') === 'remove' || textIn(operation, 'value') === '')
    return { ...NOTHING, notAudited: [`this patch takes ${path} away, and brings none in its place`] };
  return held(value, request ?? operation, told, path === '/managementPolicy');
}

/** What a call gives of an API, which may have no policy, or of a domain name. */
function answered(holder: Dict, told: Told): Loaded {
  const names = ['policy', 'managementPolicy'] as const;
  const loaded = together(
    names.map((name) => {
      const written = entry(holder, name);
      return written ? held(written, holder, told, name === 'managementPolicy') : NOTHING;
    }),
  );
  const isBare = loaded.apis.length === 0 && entry(holder, 'endpointConfiguration') && !entry(holder, 'domainName');
  if (!isBare) return loaded;
  // an answer names its API and is all of it; what is to be created may get a policy by another request
  const api = { ...apiWith(NO, holder, told), exported: entry(holder, 'id') === undefined };
  return { ...loaded, apis: [{ worlds: [api] }] };
}

const MANAGEMENT =
  'a management policy says who may associate VPC endpoints with a domain name, not who may call it: audit its policy';

function held({ key, value }: DictEntry, holder: Dict, told: Told, isManagement: boolean): Loaded {
  const policy = readPolicy(unescaped(value), originOf(key));
  if (policy.is === 'no') return NOTHING;
  if (isManagement) return { ...NOTHING, notAudited: [MANAGEMENT] };
  return { ...NOTHING, apis: [{ worlds: [apiWith(policy, holder, told)] }] };
}

function apiWith(policy: Answer<Policy>, holder: Dict, told: Told): Api {
  const named = ['id', 'restApiId', 'domainNameId', 'domainName'].flatMap((name) => entry(holder, name) ?? [])[0];
  const id = (named?.value.kind === 'text' && literal(named.value)) || 'policy';
  const place: Place = named?.value.kind === 'text' ? originOf(named.value) : holder.first;
  const nowhere: Unknown = {
    kind: 'unknown',
    id: 'the API',
    reason: 'this document does not say which endpoint type its API has: --api-type does',
    origin: place,
  };
  const api = apiBehind(policy, id, place, told, nowhere);
  const name = textIn(holder, 'domainName') ?? textIn(holder, 'name');
  const known = {
    ...api,
    ...(name !== undefined && { name }),
    ...(entry(holder, 'endpointConfiguration') && readEndpoint(holder)),
  };
  if (!entry(holder, 'domainName')) return known;
  return {
    ...known,
    kind: 'domain',
    endpoint: { is: 'yes', value: 'PRIVATE' },
    addressType: { is: 'yes', value: 'dualstack' },
    revisions: [withoutRoutes([policy])],
  };
}

const BODY = 'the body of this request is no JSON that can be read here: audit the definition that it was made of';

/** The definition that a request puts in the place of an API. */
function imported(body: Value, request: Dict, told: Told): Loaded {
  if (body.kind !== 'text') return { ...NOTHING, notAudited: [BODY] };
  const { value } = parseJsonText(body);
  if (value?.kind !== 'dict') return { ...NOTHING, notAudited: [BODY] };
  const api = { ...apiOf(value, told), world: [] };
  if (textIn(request, 'mode') !== 'merge') return { ...NOTHING, apis: [{ worlds: [api] }] };
  const rest: Unknown = {
    kind: 'unknown',
    id: 'the API',
    reason: 'a merge keeps what the API has beside this definition',
    origin: originOf(body),
  };
  const revisions = api.revisions.map((revision) => ({
    ...revision,
    policyOpen: revision.policies.length > 0 ? revision.policyOpen : [rest],
    routesOpen: [...revision.routesOpen, rest],
  }));
  return { ...NOTHING, apis: [{ worlds: [{ ...api, revisions }] }] };
}

/** API Gateway gives a policy escaped once more, as if it were to stand between quotes. */
function unescaped(value: Value): Value {
  if (value.kind !== 'text' || !/^\s*\{\s*\\/.test(literal(value) ?? '')) return value;
  const first = originOf(value).at;
  const [quote] = textAt('"', { ...first, end: first.start }).pieces as [Piece];
  const { value: found } = parseJsonText(assemble([quote, ...value.pieces, quote], quote));
  return found?.kind === 'text' ? (found satisfies Text) : value;
}
