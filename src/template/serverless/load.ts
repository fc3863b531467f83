import { type Mapping, type Node, resolveAlias, type Span, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import type { Value } from '../../values/value.ts';
import { Evaluator } from '../cloudformation/evaluator.ts';
import { type CloudFormationOptions, loadCloudFormation } from '../cloudformation/load.ts';
import type { Scenario } from '../cloudformation/scenario.ts';
import { member, mergedMember } from '../cloudformation/template.ts';
import { inEveryWorld } from '../cloudformation/worlds.ts';
import type { Loaded } from '../loaded.ts';
import type { Told } from '../told.ts';
import { readEvents } from './events.ts';
import { Parts } from './parts.ts';
import { API, readResources } from './resources.ts';
import { readHttpApi, readRestApi, type Service } from './service.ts';
import { variablesOf } from './variables.ts';

/** Whether a document is a service of the Serverless Framework that runs on AWS. */
export function isService(root: Mapping): boolean {
  const provider = member(root, 'provider')?.value;
  const value = provider && resolveAlias(provider);
  const name = value?.kind === 'mapping' ? member(value, 'name')?.value : value;
  return member(root, 'service') !== undefined && name?.kind === 'scalar' && scalarText(name) === 'aws';
}

/** The API that the events of a service make, and those among its resources. */
export function loadService(
  root: Mapping,
  budget: Budget,
  { told, ...given }: CloudFormationOptions & { readonly told: Told },
): Loaded {
  const options = { ...given, variables: variablesOf(root) };
  const place = placeOf(root, budget);
  const resources = readResources(root, place, budget);
  const others = loadCloudFormation(resources.template, budget, options);
  const cache = new WeakMap<Node, Value>();
  const serviceIn = (scenario: Scenario): Service => {
    const parts = new Parts(new Evaluator(resources.whole, scenario, { ...options, budget, cache }));
    return { root, parts, place, events: readEvents(parts.member(root, 'functions')?.part, parts) };
  };
  const rest = inEveryWorld(API, place, (scenario) => readRestApi(serviceIn(scenario), told));
  const http = inEveryWorld('HttpApi', place, (scenario) => readHttpApi(serviceIn(scenario)));
  const apis = [...rest.apis, ...http.apis];
  const unread = apis.length > 0 ? resources.unread : [];
  return {
    apis: [...apis, ...others.apis],
    failures: others.failures,
    notAudited: [
      ...rest.notAudited,
      ...http.notAudited,
      ...others.notAudited,
      ...unread.map((written) => `resources come from ${written}, which is not read with this file`),
    ],
  };
}

/** What says what the API is: `endpointType`, else the first line. */
function placeOf(root: Mapping, budget: Budget): Span {
  const provider = mergedMember(root, 'provider', budget)?.value;
  const value = provider && resolveAlias(provider);
  const type = value?.kind === 'mapping' ? mergedMember(value, 'endpointType', budget) : undefined;
  return type?.key.span ?? root.first;
}
