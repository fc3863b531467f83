import type { Api } from '../../model/api.ts';
import type { Budget } from '../../values/budget.ts';
import { readHttpApi } from '../cloudformation/apis.ts';
import { loadCloudFormation } from '../cloudformation/load.ts';
import { type Evaluator, evaluators, type TemplateOptions } from '../kernel/evaluator.ts';
import { isDeployed } from '../kernel/properties.ts';
import type { Scenario } from '../kernel/scenario.ts';
import { type Resource, type Template, withResources } from '../kernel/template.ts';
import { everyResource, inEveryWorld } from '../kernel/worlds.ts';
import type { Loaded } from '../loaded.ts';
import { DEFINITION, readSamApi } from './api.ts';
import { readDomainOf } from './domain.ts';
import { apiOf, eventsIn, IMPLICIT, implicitEvents } from './events.ts';
import { withGlobals } from './globals.ts';
import { withMade } from './made.ts';

/** Whether a template is one of AWS SAM. */
export function isSam({ transforms }: Template, templateIn: (scenario: Scenario) => Template): boolean {
  return (
    transforms.includes('AWS::Serverless-2016-10-31') ||
    everyResource(templateIn).some(({ resource: { type } }) => type.startsWith('AWS::Serverless::'))
  );
}

type Reader = (resource: Resource, evaluator: Evaluator) => Omit<Api, 'world'> | undefined;

const READERS: ReadonlyMap<string, readonly Reader[]> = new Map<string, readonly Reader[]>([
  ['AWS::Serverless::Api', [readSamApi, readDomainOf]],
  ['AWS::Serverless::HttpApi', [(resource, evaluator) => readHttpApi(resource, evaluator, DEFINITION)]],
]);

/** The APIs that SAM makes of a template, and those of plain CloudFormation beside them. */
export function loadSam(writtenIn: (scenario: Scenario) => Template, budget: Budget, options: TemplateOptions): Loaded {
  const evaluatorIn = evaluators({ ...options, budget });
  const known = new WeakMap<Template, Map<string, Template>>();
  const templateIn = (scenario: Scenario): Template => {
    const written = writtenIn(scenario);
    const templates = known.get(written) ?? new Map([['', withImplicitApi(written, budget)]]);
    known.set(written, templates);
    const constant = templates.get('always');
    if (constant) return constant;
    const { reads } = scenario;
    const { template, made } = withGlobals(evaluatorIn(scenario, templates.get('') as Template));
    const key = `with ${made}`;
    const whole = templates.get(key) ?? withMade(template, budget);
    templates.set(key, whole);
    if (scenario.reads === reads) templates.set('always', whole);
    return whole;
  };
  const others = loadCloudFormation(templateIn, budget, options);
  const found = everyResource(templateIn).flatMap(({ resource: { id, key, type } }) =>
    (READERS.get(type) ?? []).map((read) =>
      inEveryWorld(id, key.span, (scenario: Scenario) => {
        const evaluator = evaluatorIn(scenario, templateIn(scenario));
        const resource = evaluator.template.resources.get(id);
        if (!resource || !isThere(resource, writtenIn(scenario), evaluator)) return undefined;
        const api = read(resource, evaluator);
        // the scenario is complete only now that all of the API was evaluated
        return api && { ...api, world: scenario.world };
      }),
    ),
  );
  return {
    apis: [...found.flatMap(({ apis }) => apis), ...others.apis],
    failures: others.failures,
    notAudited: [...found.flatMap(({ notAudited }) => notAudited), ...others.notAudited],
  };
}

/** The API of the events that name none stands where the first of them does; one that is written in its place goes. */
function withImplicitApi(template: Template, budget: Budget): Template {
  const [first] = implicitEvents(template, budget);
  if (!first) return template;
  const api: Resource = { id: IMPLICIT, key: first.key, type: 'AWS::Serverless::Api' };
  return withResources(template, new Map([...template.resources, [IMPLICIT, api]]));
}

/** Whether an API exists: the one that SAM makes is there for any of the owners of its events. */
function isThere(resource: Resource, written: Template, evaluator: Evaluator): boolean {
  const events = resource.id === IMPLICIT ? implicitEvents(written, evaluator.budget) : [];
  if (events.length === 0) return isDeployed(resource, evaluator);
  return (
    events.some(({ owner }) => isDeployed(owner, evaluator)) &&
    eventsIn(evaluator).some((event) => apiOf(event, evaluator) === IMPLICIT)
  );
}
