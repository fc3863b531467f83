import type { Api } from '../../model/api.ts';
import type { Node } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import type { Value } from '../../values/value.ts';
import { readHttpApi } from '../cloudformation/apis.ts';
import { Evaluator } from '../cloudformation/evaluator.ts';
import { type CloudFormationOptions, loadCloudFormation } from '../cloudformation/load.ts';
import { isDeployed } from '../cloudformation/properties.ts';
import type { Scenario } from '../cloudformation/scenario.ts';
import { mergedMember, type Resource, type Template, withResources } from '../cloudformation/template.ts';
import { inEveryWorld } from '../cloudformation/worlds.ts';
import type { Loaded } from '../loaded.ts';
import { DEFINITION, readSamApi } from './api.ts';
import { eventsOf, IMPLICIT } from './events.ts';
import { withGlobals } from './globals.ts';

/** Whether a template is one of AWS SAM. */
export function isSam({ transforms, resources }: Template): boolean {
  return (
    transforms.includes('AWS::Serverless-2016-10-31') ||
    [...resources.values()].some(({ type }) => type.startsWith('AWS::Serverless::'))
  );
}

const READERS: Readonly<Record<string, (resource: Resource, evaluator: Evaluator) => Omit<Api, 'world'>>> = {
  'AWS::Serverless::Api': readSamApi,
  'AWS::Serverless::HttpApi': (resource, evaluator) => readHttpApi(resource, evaluator, DEFINITION),
};

/** The APIs that SAM makes of a template, and those of plain CloudFormation beside them. */
export function loadSam(written: Template, budget: Budget, options: CloudFormationOptions): Loaded {
  const template = withGlobals(withImplicitApi(written, budget), budget);
  const cache = new WeakMap<Node, Value>();
  const others = loadCloudFormation(() => template, budget, options);
  const found = [...template.resources.values()].flatMap((resource) => {
    const read = READERS[resource.type];
    if (!read) return [];
    return inEveryWorld(resource.id, resource.key.span, (scenario: Scenario) => {
      const evaluator = new Evaluator(template, scenario, { ...options, budget, cache });
      if (!isDeployed(resource, evaluator)) return undefined;
      const api = read(resource, evaluator);
      // the scenario is complete only now that all of the API was evaluated
      return { ...api, world: scenario.world };
    });
  });
  return {
    apis: [...found.flatMap(({ apis }) => apis), ...others.apis],
    failures: others.failures,
    notAudited: [...found.flatMap(({ notAudited }) => notAudited), ...others.notAudited],
  };
}

/** The API of the events that name none stands where the first of them does. */
function withImplicitApi(template: Template, budget: Budget): Template {
  const owners = [...template.resources.values()].filter(({ type }) =>
    /^AWS::Serverless::(?:Function|StateMachine)$/.test(type),
  );
  const first = owners.flatMap((owner) => eventsOf(owner, budget)).find(({ resource }) => !namesApi(resource, budget));
  if (!first || template.resources.has(IMPLICIT)) return template;
  const api: Resource = { id: IMPLICIT, key: first.key, type: 'AWS::Serverless::Api' };
  return withResources(template, new Map([...template.resources, [IMPLICIT, api]]));
}

function namesApi({ properties }: Resource, budget: Budget): boolean {
  return properties !== undefined && mergedMember(properties, 'RestApiId', budget) !== undefined;
}
