import { YES } from '../../model/answer.ts';
import type { Route } from '../../model/api.ts';
import type { Budget } from '../../values/budget.ts';
import { authorizationOf, byAuthorizer, isTrue } from '../kernel/authorization.ts';
import { TemplateError } from '../loaded.ts';
import { linked, type Targets } from './references.ts';
import { answerIn, type Document, type Resource, textIn } from './resource.ts';

const PARENTS: Targets = new Map([
  ['aws_api_gateway_rest_api', 'root_resource_id'],
  ['aws_api_gateway_resource', 'id'],
]);

const AUTHORIZERS: Targets = new Map([['aws_api_gateway_authorizer', 'id']]);

/** The route that an `aws_api_gateway_method` makes. */
export function readRoute(method: Resource, document: Document, budget: Budget): Route {
  const id = `${method.address}.authorization`;
  const said = authorizationOf(answerIn(method, 'authorization'), id, method.place);
  const authorizer = linked(method, 'authorizer_id', AUTHORIZERS, document);
  const type = authorizer.is === 'yes' ? textIn(authorizer.value, 'type') : undefined;
  return {
    place: { at: method.place },
    method: (textIn(method, 'http_method') ?? 'ANY').toUpperCase(),
    path: pathAbove(method, 'resource_id', { document, budget, seen: new Set() }) || '/',
    authorization: byAuthorizer(said, type, id, method.place),
    apiKey: isTrue(answerIn(method, 'api_key_required')),
    exists: YES,
  };
}

interface Walk {
  readonly document: Document;
  readonly budget: Budget;
  readonly seen: Set<Resource>;
}

/** The path that an attribute refers to; that of the root is empty. */
function pathAbove(from: Resource, name: string, walk: Walk): string {
  const parent = linked(from, name, PARENTS, walk.document);
  // braces in a key would end the unknown part
  if (parent.is !== 'yes') return `/\${${`${from.address}.${name}`.replaceAll(/[{}]/g, '_')}}`;
  const { value: resource } = parent;
  if (resource.type === 'aws_api_gateway_rest_api') return '';
  const path = textIn(resource, 'path');
  if (path?.startsWith('/')) return path;
  if (walk.seen.has(resource))
    throw new TemplateError(
      `Resources refer to each other in a circle, ${[...walk.seen, resource].map(({ address }) => address).join(' → ')}: correct one parent_id.`,
      { at: resource.place },
    );
  walk.seen.add(resource);
  const part = textIn(resource, 'path_part') ?? `\${${resource.local.replaceAll(/[{}]/g, '_')}}`;
  return walk.budget.within(resource.place, () => `${pathAbove(resource, 'parent_id', walk)}/${part}`);
}
