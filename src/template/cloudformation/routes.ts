import { type Answer, all } from '../../model/answer.ts';
import type { Authorization, Route } from '../../model/api.ts';
import { display } from '../../values/text.ts';
import { authorizationOf, byAuthorizer, isTrue } from '../kernel/authorization.ts';
import { blame } from '../kernel/blame.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { exists, ownedBy, property, reference, stringProperty } from '../kernel/properties.ts';
import type { Resource } from '../kernel/template.ts';
import { TemplateError } from '../loaded.ts';

/** The routes of an API that `AWS::ApiGateway::Method` resources make. */
export function readRoutes(api: string, evaluator: Evaluator): readonly Route[] {
  const routes: Route[] = [];
  for (const resource of ownedBy(api, 'AWS::ApiGateway::Method', evaluator)) {
    const { path, exists: there } = pathOf(resource, evaluator);
    const found = all(exists(resource, evaluator), there);
    if (found.is === 'no') continue;
    const method = stringProperty(resource, 'HttpMethod', evaluator);
    routes.push({
      place: { at: resource.key.span },
      method: method?.is === 'yes' ? method.value.toUpperCase() : 'ANY',
      path,
      authorization: readAuthorization(resource, evaluator),
      apiKey: readApiKey(resource, evaluator),
      exists: found,
    });
  }
  return routes;
}

/** The path up to the root; a resource of another template has an unknown one. */
function pathOf(method: Resource, evaluator: Evaluator): { readonly path: string; readonly exists: Answer } {
  const parts: string[] = [];
  const guards: Answer[] = [];
  const seen = new Set<string>();
  for (let from = method, property = 'ResourceId'; ; property = 'ParentId') {
    const id = reference(from, property, evaluator);
    const next = id === undefined ? undefined : evaluator.template.resources.get(id);
    if (next?.type !== 'AWS::ApiGateway::Resource') {
      const root = next !== undefined && /^AWS::(?:ApiGateway::RestApi|Serverless::Api)$/.test(next.type);
      return { path: `${root ? '' : `/\${${id ?? property}}`}/${parts.reverse().join('/')}`, exists: all(...guards) };
    }
    if (seen.has(next.id)) {
      throw new TemplateError(
        `Resources refer to each other in a circle, ${[...seen, next.id].join(' → ')}: correct one ParentId.`,
        {
          at: next.key.span,
        },
      );
    }
    seen.add(next.id);
    guards.push(exists(next, evaluator));
    parts.push(evaluator.scenario.quietly(() => pathPart(next, evaluator)));
    from = next;
  }
}

function pathPart(resource: Resource, evaluator: Evaluator): string {
  const value = property(resource, 'PathPart', evaluator);
  return value?.kind === 'text' && value.scalar !== 'null'
    ? display(value)
    : `\${${(value && blame(value)?.id) ?? resource.id}}`;
}

const AUTHORIZER = 'AWS::ApiGateway::Authorizer';

export function readAuthorization(resource: Resource, evaluator: Evaluator): Answer<Authorization> {
  const type = stringProperty(resource, 'AuthorizationType', evaluator);
  const id = `AuthorizationType ${resource.id}`;
  const said = authorizationOf(type, id, resource.key.span);
  const named = evaluator.template.resources.get(reference(resource, 'AuthorizerId', evaluator) ?? '');
  const own = named?.type === AUTHORIZER ? stringProperty(named, 'Type', evaluator) : undefined;
  return byAuthorizer(said, own?.is === 'yes' ? own.value : undefined, id, resource.key.span);
}

export function readApiKey(resource: Resource, evaluator: Evaluator): Answer {
  return isTrue(stringProperty(resource, 'ApiKeyRequired', evaluator));
}
