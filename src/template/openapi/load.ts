import type { Api } from '../../model/api.ts';
import { readPolicy } from '../../policy/reader.ts';
import { type Mapping, member, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { entry } from '../../values/entry.ts';
import { literal, originOf } from '../../values/text.ts';
import { type Dict, unknownAt } from '../../values/value.ts';
import { Evaluator, type TemplateOptions } from '../kernel/evaluator.ts';
import { fragmentOf } from '../kernel/template.ts';
import { inEveryWorld } from '../kernel/worlds.ts';
import type { Loaded } from '../loaded.ts';
import { revisionOf } from '../revision.ts';
import { type Told, toldEndpoint } from '../told.ts';
import { readDefinition } from './definition.ts';
import { isHttpApi, writtenEndpoint } from './endpoint.ts';

/** Whether a document is an OpenAPI or Swagger definition that says something to API Gateway. */
export function isOpenApi(root: Mapping): boolean {
  const version = member(root, 'openapi')?.value ?? member(root, 'swagger')?.value;
  return (
    version?.kind === 'scalar' &&
    /^[23](?:\.|$)/.test(scalarText(version)) &&
    root.span.file.text.includes('x-amazon-apigateway-')
  );
}

/** The API that a definition describes. It may be written for an include, so functions of CloudFormation are evaluated. */
export function loadOpenApi(
  root: Mapping,
  budget: Budget,
  { told, ...options }: TemplateOptions & { readonly told: Told },
): Loaded {
  const template = fragmentOf(root);
  const cache = new WeakMap();
  const { apis, notAudited } = inEveryWorld('the API', root.first, (scenario) => {
    const body = new Evaluator(template, scenario, { ...options, budget, cache }).value(root);
    return body?.kind === 'dict' ? { ...apiOf(body, told), world: scenario.world } : undefined;
  });
  return { apis, failures: [], notAudited };
}

export function apiOf(body: Dict, told: Told): Omit<Api, 'world'> {
  const { policy, routes, open } = readDefinition(body);
  const at = body.first.at;
  const title = titleOf(body);
  return {
    kind: isHttpApi(body) ? 'http' : 'rest',
    id: title ?? 'the API',
    place: body.first,
    ...toldEndpoint(
      told,
      writtenEndpoint(body),
      unknownAt('the API', 'an OpenAPI definition does not say which endpoint type its API has', at),
    ),
    revisions: [
      revisionOf(
        [policy && readPolicy(policy.value, originOf(policy.key))],
        routes,
        { policies: open, routes: open },
        unknownAt('routes of the API', 'the definition has no paths', at),
      ),
    ],
    stages: [],
    deployments: [],
    domains: [],
    // whoever imports it deploys it
    exported: true,
    parameters: [],
    dialect: 'openapi',
  };
}

function titleOf(body: Dict): string | undefined {
  const info = entry(body, 'info')?.value;
  const title = info?.kind === 'dict' ? entry(info, 'title')?.value : undefined;
  return title?.kind === 'text' ? literal(title) : undefined;
}
