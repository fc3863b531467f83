import { NO, unknown, YES, yes } from '../../model/answer.ts';
import type { Api, Deployment, Domain, Stage } from '../../model/api.ts';
import { resolveAlias } from '../../source/tree.ts';
import { display, literal, type Text, textAt, textOfUnknown } from '../../values/text.ts';
import { isUnknown } from '../../values/value.ts';
import { base, nameOf, policyProperty, readDomains, readStages } from '../cloudformation/apis.ts';
import { type DefinitionProperties, definitionOf } from '../cloudformation/definitions.ts';
import { blame, type Evaluator, unknownAt } from '../cloudformation/evaluator.ts';
import { property, propertyNode, readEndpoint } from '../cloudformation/properties.ts';
import { readRoutes } from '../cloudformation/routes.ts';
import { mergedMember, type Resource } from '../cloudformation/template.ts';
import { hasWebAcl } from '../cloudformation/web-acls.ts';
import { entry } from '../openapi/definition.ts';
import { revisionOf } from '../revision.ts';
import { isTrue, readApiAuth } from './authorizers.ts';
import { apiOf, eventsIn } from './events.ts';
import { readResourcePolicy } from './resource-policy.ts';
import { eventRoutes, preflights, withUsual } from './routes.ts';

/** The properties that hold the definition of an API, or of an HTTP API. */
export const DEFINITION: DefinitionProperties = { inline: 'DefinitionBody', location: 'DefinitionUri' };

/** An `AWS::Serverless::Api`, or the API that events make, in the evaluator's scenario. */
export function readSamApi(resource: Resource, evaluator: Evaluator): Omit<Api, 'world'> {
  const events = takesEvents(resource, evaluator)
    ? eventsIn(evaluator.template, evaluator).filter((event) => apiOf(event, evaluator) === resource.id)
    : [];
  const definition = definitionOf(resource, DEFINITION, evaluator);
  const auth = readApiAuth(property(resource, 'Auth', evaluator));
  const written = eventRoutes(events, withUsual(definition.routes, auth), auth, evaluator);
  const cors = preflights(written, property(resource, 'Cors', evaluator), auth);
  const made = [...written, ...cors];
  const stage = stageOf(resource, evaluator);
  const own = readResourcePolicy({ resource, events, routes: made, stage, definition, evaluator });
  const routes = [...made, ...readRoutes(resource.id, evaluator)];
  const elsewhere = unknownAt(
    `routes of ${resource.id}`,
    `the template has no routes of ${resource.id}`,
    resource.key.span,
  );
  const policies = [policyProperty(resource, 'Policy', evaluator), own.policy];
  const open = { policies: [...definition.open, ...own.open], routes: definition.open };
  const name = nameOf(resource, 'Name', evaluator);
  return {
    ...base(resource, evaluator),
    dialect: 'sam',
    kind: 'rest',
    ...(name !== undefined && { name }),
    ...readEndpoint(resource, evaluator),
    revisions: [{ ...revisionOf(policies, routes, open, elsewhere), defects: own.defects }],
    deployments: [deploymentOf(resource, evaluator)],
    keepsPolicy: propertyNode(resource, 'Policy', evaluator) !== undefined,
    stages: [...stagesOf(resource, stage, evaluator), ...readStages(resource.id, evaluator)],
    domains: [...ownDomain(resource, evaluator), ...readDomains(resource.id, evaluator)],
  };
}

/** To an API with a definition of its own events add nothing, unless `MergeDefinitions` says so. */
function takesEvents(resource: Resource, evaluator: Evaluator): boolean {
  const body = property(resource, 'DefinitionBody', evaluator);
  if (!body) return propertyNode(resource, 'DefinitionUri', evaluator) === undefined;
  const merges = property(resource, 'MergeDefinitions', evaluator);
  const isAsked = merges?.kind === 'text' && literal(merges)?.toLowerCase() === 'true';
  return isAsked && body.kind === 'dict' && entry(body, 'paths')?.value.kind === 'dict';
}

/**
 * SAM makes a new deployment where the definition changes, which `Auth.ResourcePolicy` is a part of and `Policy` is not.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html#sam-api-alwaysdeploy
 */
function deploymentOf(resource: Resource, evaluator: Evaluator): Deployment {
  const policy = propertyNode(resource, 'Policy', evaluator);
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

function ownDomain(resource: Resource, evaluator: Evaluator): readonly Domain[] {
  const node = propertyNode(resource, 'Domain', evaluator);
  const domain = node && resolveAlias(node.value);
  if (!node || domain?.kind !== 'mapping') return [];
  const part = { ...resource, properties: domain };
  const named = mergedMember(domain, 'DomainName', evaluator.budget);
  return [
    {
      place: { at: named?.key.span ?? node.key.span },
      name: nameOf(part, 'DomainName', evaluator) ?? resource.id,
      ...evaluator.scenario.quietly(() => readEndpoint(part, evaluator)),
    },
  ];
}
