import { type Member, resolveAlias, type Span, scalarText } from '../../source/tree.ts';
import { type Budget, LimitError } from '../../values/budget.ts';
import { literal } from '../../values/text.ts';
import { failureOf, unique } from '../failures.ts';
import { isLocal } from '../files.ts';
import { isLoop, scalarOf } from '../kernel/calls.ts';
import { Evaluator, evaluators, type Imports, type TemplateOptions } from '../kernel/evaluator.ts';
import { unexpanded } from '../kernel/loops.ts';
import { property } from '../kernel/properties.ts';
import { explore, nowhere, type Scenario } from '../kernel/scenario.ts';
import type { Resource, Template } from '../kernel/template.ts';
import { BOUND, inEveryWorld } from '../kernel/worlds.ts';
import { type Loaded, type LoadedApi, TemplateError } from '../loaded.ts';
import { API_TYPES, readApi } from './apis.ts';
import { exported } from './exports.ts';

/** The APIs of a template, each in all its scenarios; what the template is may depend on the scenario too. */
export function loadCloudFormation(
  templateIn: (scenario: Scenario) => Template,
  budget: Budget,
  options: TemplateOptions,
): Loaded {
  const apis: LoadedApi[] = [];
  const failures: Loaded['failures'][number][] = [];
  const notAudited = new Set<string>();
  const evaluatorIn = evaluators({ ...options, budget });
  const done = new Set<string>();
  const { results, complete } = explore(BOUND, templateIn);
  if (!complete)
    notAudited.add(
      `only the first ${BOUND} scenarios of its resources were looked at: give parameters with --parameters`,
    );
  for (const template of results) {
    for (const resource of template.resources.values()) {
      const reason = notReadable(resource);
      if (reason) notAudited.add(`${resource.id}: ${reason}`);
      if (reason || !API_TYPES.includes(resource.type) || done.has(resource.id)) continue;
      if (isWebSocket(resource, (scenario) => evaluatorIn(scenario, template))) {
        notAudited.add(`${resource.id}: a WebSocket API has no resource policy`);
        continue;
      }
      done.add(resource.id);
      try {
        const found = inEveryWorld(resource.id, resource.key.span, (scenario) => {
          const evaluator = evaluatorIn(scenario, templateIn(scenario));
          const own = evaluator.template.resources.get(resource.id);
          return own && readApi(own, evaluator);
        });
        for (const api of found.apis) apis.push(api);
        for (const reason of found.notAudited) notAudited.add(reason);
      } catch (error) {
        if (!(error instanceof TemplateError) && !(error instanceof LimitError)) throw error;
        failures.push(failureOf(error));
      }
    }
    for (const loop of loopsOverApis(template))
      notAudited.add(`${scalarText(loop.key)}: ${unexpanded(loop, evaluatorIn(nowhere(), template)).reason}`);
  }
  return { apis, failures: unique(failures), notAudited: [...notAudited] };
}

/** APIs that cannot be read: their body is elsewhere, and may carry the policy. */
function notReadable({ type, properties }: Resource): string | undefined {
  const named = (name: string): Member | undefined => properties?.members.find(({ key }) => scalarText(key) === name);
  const stored = type === 'AWS::ApiGateway::RestApi' ? named('BodyS3Location') : undefined;
  if (!stored || named('Policy')) return undefined;
  const location = scalarOf(stored.value);
  return location && isLocal(scalarText(location)) ? undefined : 'its definition is in S3';
}

function isWebSocket(resource: Resource, evaluatorIn: (scenario: Scenario) => Evaluator): boolean {
  if (resource.type !== 'AWS::ApiGatewayV2::Api') return false;
  const scenario = nowhere();
  const protocol = scenario.quietly(() => property(resource, 'ProtocolType', evaluatorIn(scenario)));
  return protocol?.kind === 'text' && literal(protocol)?.toUpperCase() === 'WEBSOCKET';
}

/** Loops that are not expanded, and may make an API. */
function loopsOverApis(template: Template): readonly Member[] {
  const section = template.root.members.find(({ key }) => scalarText(key) === 'Resources');
  const resources = section && resolveAlias(section.value);
  if (resources?.kind !== 'mapping') return [];
  const text = (span: Span): string => span.file.text.slice(span.start, span.end);
  // events that name no API make one, unless others have
  const isImplicit = (written: string): boolean =>
    !template.resources.has('ServerlessRestApi') &&
    /AWS::Serverless::(?:Function|StateMachine)/.test(written) &&
    /\bType["']?\s*:\s*["']?Api\b/.test(written) &&
    !written.includes('RestApiId');
  return resources.members.filter((one) => {
    const written = text(one.value.span);
    return isLoop(one) && (APIS.test(written) || isImplicit(written));
  });
}

const APIS =
  /AWS::(?:ApiGateway::(?:RestApi|DomainNameV2)|ApiGatewayV2::Api|Serverless::(?:Http)?Api|\w+::[^\w])(?!\w)/;

/** What a template exports, for others of the run. */
export function exportsOf(
  templateIn: (scenario: Scenario) => Template,
  budget: Budget,
  options: TemplateOptions,
): Imports {
  const scenario = nowhere();
  const template = scenario.quietly(() => templateIn(scenario));
  const evaluator = new Evaluator(template, scenario, { ...options, budget, cache: new WeakMap() });
  return (name) => exported(name, evaluator);
}
