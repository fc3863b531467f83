import { NO, unknown, YES, yes } from '../../model/answer.ts';
import type { Api, Deployment, Stage } from '../../model/api.ts';
import { entry } from '../../values/entry.ts';
import { display, literal, type Text, textAt, textOfUnknown } from '../../values/text.ts';
import { isUnknown, type Unknown, unknownAt } from '../../values/value.ts';
import { base, nameOf, policyProperty, readDomains, readStages } from '../cloudformation/apis.ts';
import { type DefinitionProperties, definitionOf } from '../cloudformation/definitions.ts';
import { readRoutes } from '../cloudformation/routes.ts';
import { hiddenOf } from '../cloudformation/unread.ts';
import { hasWebAcl } from '../cloudformation/web-acls.ts';
import { blame } from '../kernel/blame.ts';
import { readEndpoint } from '../kernel/endpoint.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { property, propertyNode } from '../kernel/properties.ts';
import type { Resource } from '../kernel/template.ts';
import { revisionOf } from '../revision.ts';
import { isTrue, overridesAuth, readApiAuth } from './authorizers.ts';
import { domainsOf } from './domain.ts';
import { apiOf, eventsIn, hiddenEvents, isOfFunction, refusedApiOf } from './events.ts';
import { readResourcePolicy } from './resource-policy.ts';
import { guardedRoutes, preflights, type TakenEvent } from './routes.ts';

/** The properties that hold the definition of an API, or of an HTTP API. */
export const DEFINITION: DefinitionProperties = {
  inline: 'DefinitionBody',
  location: 'DefinitionUri',
  movesSchemes: true,
};

/** An `AWS::Serverless::Api`, or the API that events make, in the evaluator's scenario. */
export function readSamApi(resource: Resource, evaluator: Evaluator): Omit<Api, 'world'> {
  const events = takenEvents(resource, evaluator);
  const definition = definitionOf(resource, DEFINITION, evaluator);
  const auth = readApiAuth(property(resource, 'Auth', evaluator));
  const written = guardedRoutes(definition.routes, events, auth, evaluator);
  const made = [...written, ...preflights(written, property(resource, 'Cors', evaluator), auth)];
  const stage = stageOf(resource, evaluator);
  const limiting = events.filter(({ limits }) => limits);
  const own = readResourcePolicy({ resource, events: limiting, written, made, stage, definition, evaluator });
  const routes = [...made.filter(({ exists }) => exists.is !== 'no'), ...readRoutes(resource.id, evaluator)];
  const elsewhere = unknownAt(
    `routes of ${resource.id}`,
    `the template has no routes of ${resource.id}`,
    resource.key.span,
  );
  const policies = [policyProperty(resource, 'Policy', evaluator), own.policy];
  const { policies: carriers, routes: further, unread } = hiddenOf(resource, evaluator);
  const hidden = [...further, ...hiddenEvents(evaluator), ...refusedEvents(evaluator)];
  // SAM writes a policy for the paths that there are, and those of hidden events may have one of their own
  const perhaps = policies.some((one) => one && one.is !== 'no') ? [] : [...carriers, ...hidden];
  const open = {
    policies: [...definition.open, ...own.open, ...perhaps],
    routes: [...definition.open, ...hidden],
  };
  const name = nameOf(resource, 'Name', evaluator);
  return {
    ...base(resource, evaluator),
    dialect: 'sam',
    kind: 'rest',
    ...(name !== undefined && { name }),
    ...readEndpoint(resource, evaluator),
    revisions: [{ ...revisionOf(policies, routes, open, elsewhere), defects: own.defects }],
    unread,
    deployments: [deploymentOf(resource, evaluator)],
    keepsPolicy: property(resource, 'Policy', evaluator) !== undefined,
    stages: withFurther(stagesOf(resource, stage, evaluator), readStages(resource.id, evaluator)),
    domains: [...domainsOf(resource, evaluator), ...readDomains(resource.id, evaluator)],
  };
}

/**
 * The events of an API. To one with a definition of its own they add nothing, unless `MergeDefinitions` says so, and those of
 * functions alone; that leaves their policies behind. `OverrideApiAuth` brings `Auth` of an event to any definition.
 */
function takenEvents(resource: Resource, evaluator: Evaluator): readonly TakenEvent[] {
  const body = property(resource, 'DefinitionBody', evaluator);
  if (!body && property(resource, 'DefinitionUri', evaluator)) return [];
  const isMerged =
    isTrue(property(resource, 'MergeDefinitions', evaluator)).is === 'yes' &&
    body?.kind === 'dict' &&
    entry(body, 'paths')?.value.kind === 'dict';
  return eventsIn(evaluator)
    .filter((event) => apiOf(event, evaluator) === resource.id)
    .map((event) => {
      const overrides = isOfFunction(event) && overridesAuth(property(event.resource, 'Auth', evaluator));
      return { ...event, adds: !body || (isMerged && isOfFunction(event)), limits: !body || overrides };
    });
}

/** Events of which nobody knows which API they add to, for SAM refuses the name of it. */
function refusedEvents(evaluator: Evaluator): readonly Unknown[] {
  return eventsIn(evaluator).flatMap((event) => refusedApiOf(event, evaluator) ?? []);
}

/**
 * SAM makes a new deployment where the definition changes, which `Auth.ResourcePolicy` is a part of and `Policy` is not.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html#sam-api-alwaysdeploy
 */
function deploymentOf(resource: Resource, evaluator: Evaluator): Deployment {
  const policy = property(resource, 'Policy', evaluator) && propertyNode(resource, 'Policy', evaluator);
  const always = evaluator.scenario.quietly(() => isTrue(property(resource, 'AlwaysDeploy', evaluator)));
  return {
    id: resource.id,
    place: { at: (policy ?? resource).key.span },
    exists: YES,
    follows: policy ? always : YES,
  };
}

/** `StageName`; the API that events make has the stage `Prod`. */
function stageOf(resource: Resource, evaluator: Evaluator): Text {
  const value = property(resource, 'StageName', evaluator);
  if (value?.kind === 'text') return value;
  const { span } = resource.key;
  return isUnknown(value) ? textOfUnknown(value, value.origin.use ?? value.origin.at) : textAt('Prod', span);
}

/** The stages of an API with those of other resources: a stage that is named again is the same one. */
function withFurther(own: readonly Stage[], others: readonly Stage[]): readonly Stage[] {
  return [...own, ...others.filter(({ name }) => own.every((one) => one.name !== name))];
}

/**
 * The deployment makes a stage of its own beside the one that is asked for, unless `OpenApiVersion` is set.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html#sam-api-openapiversion
 */
function stagesOf(resource: Resource, name: Text, evaluator: Evaluator): readonly Stage[] {
  const place = { at: resource.key.span };
  const known = literal(name);
  const because = blame(name);
  const asked: Stage = {
    place,
    name: display(name),
    named: known === undefined ? unknown(because ? [because] : []) : yes(known),
    webAcl: hasWebAcl(resource.id, resource, evaluator),
  };
  if (property(resource, 'OpenApiVersion', evaluator)) return [asked];
  return [asked, { place, name: 'Stage', named: yes('Stage'), webAcl: NO }];
}
