import { type Mapping, member, type Node, resolveAlias, type Span, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { mergedMember } from '../../values/convert.ts';
import { literal } from '../../values/text.ts';
import type { Unknown } from '../../values/value.ts';
import { loadCloudFormation } from '../cloudformation/load.ts';
import { blame } from '../kernel/blame.ts';
import { evaluators, type TemplateOptions } from '../kernel/evaluator.ts';
import type { Scenario } from '../kernel/scenario.ts';
import { fragmentOf } from '../kernel/template.ts';
import { inEveryWorld } from '../kernel/worlds.ts';
import type { Loaded } from '../loaded.ts';
import type { Told } from '../told.ts';
import { readEvents } from './events.ts';
import type { Parts } from './parts.ts';
import { API, readResources, type ServiceResources } from './resources.ts';
import { readHttpApi, readRestApi, type Service } from './service.ts';
import { variablesOf } from './variables.ts';

/** Whether a document is a service of the Serverless Framework that runs on AWS, or that a variable may let run there. */
export function isService(root: Mapping): boolean {
  const name = writtenProvider(root);
  return member(root, 'service') !== undefined && name?.kind === 'scalar' && /^(?:aws$|\$\{)/.test(scalarText(name));
}

/** Whether a document names a provider of the cloud, be it another one. */
export function hasProvider(root: Mapping): boolean {
  return writtenProvider(root) !== undefined;
}

/** The name of its provider, which stands for all of it where there is no more to say. */
function writtenProvider(root: Mapping): Node | undefined {
  const provider = member(root, 'provider')?.value;
  const value = provider && resolveAlias(provider);
  return value?.kind === 'mapping' ? member(value, 'name')?.value : value;
}

/** The API that the events of a service make, and those among its resources. */
export function loadService(
  root: Mapping,
  budget: Budget,
  { told, ...given }: TemplateOptions & { readonly told: Told },
): Loaded {
  const { variables, partsIn } = variablesOf(root);
  const options = { ...given, variables, budget };
  const place = placeOf(root, budget);
  const unclear = new Set<string>();
  const evaluatorIn = evaluators(options);
  const fragment = fragmentOf(root);
  let constant: ServiceResources | undefined;
  const resourcesIn = (scenario: Scenario): ServiceResources => {
    if (constant) return constant;
    const { reads } = scenario;
    const read = readResources(root, place, partsIn(evaluatorIn(scenario, fragment)));
    for (const { reason } of read.unread) unclear.add(`resources: ${reason}`);
    if (scenario.reads === reads) constant = read;
    return read;
  };
  const serviceIn = (scenario: Scenario): Service | undefined => {
    const resources = resourcesIn(scenario);
    const parts = partsIn(evaluatorIn(scenario, resources.whole));
    const provider = providerOf(root, parts);
    if (provider.unknown) unclear.add(`provider: ${provider.unknown.reason}`);
    if (provider.name !== 'aws') return undefined;
    const events = readEvents(parts.member(root, 'functions')?.part, parts);
    return { root, parts, place, events, resources };
  };
  const rest = inEveryWorld(API, place, (scenario) => {
    const service = serviceIn(scenario);
    const api = service && readRestApi(service, told);
    if (!api) for (const { reason } of service?.events.open ?? []) unclear.add(`functions: ${reason}`);
    return api;
  });
  const http = inEveryWorld('HttpApi', place, (scenario) => {
    const service = serviceIn(scenario);
    return service && readHttpApi(service);
  });
  const others = loadCloudFormation((scenario) => resourcesIn(scenario).template, budget, options);
  return {
    apis: [...rest.apis, ...http.apis, ...others.apis],
    failures: others.failures,
    notAudited: [...rest.notAudited, ...http.notAudited, ...others.notAudited, ...unclear],
  };
}

/** The provider that a service runs on, or why it is not known. */
function providerOf(root: Mapping, parts: Parts): { readonly name?: string; readonly unknown?: Unknown } {
  const provider = parts.member(root, 'provider')?.part;
  const value =
    parts.value(parts.member(provider, 'name')?.part) ?? parts.members(provider).open[0] ?? parts.value(provider);
  const because = value && blame(value);
  if (because) return { unknown: because };
  return value?.kind === 'text' ? { name: literal(value) as string } : {};
}

/** What says what the API is: `endpointType`, else the first line. */
function placeOf(root: Mapping, budget: Budget): Span {
  const provider = mergedMember(root, 'provider', budget)?.value;
  const value = provider && resolveAlias(provider);
  const type = value?.kind === 'mapping' ? mergedMember(value, 'endpointType', budget) : undefined;
  return type?.key.span ?? root.first;
}
