import { type Node, resolveAlias, type Span, scalarText } from '../../source/tree.ts';
import { type Budget, LimitError } from '../../values/budget.ts';
import { literal } from '../../values/text.ts';
import type { Value } from '../../values/value.ts';
import { type Loaded, type LoadedApi, TemplateError } from '../loaded.ts';
import { API_TYPES, readApi } from './apis.ts';
import { Evaluator, type EvaluatorOptions, type Imports } from './evaluator.ts';
import { exported } from './exports.ts';
import { property } from './properties.ts';
import { Scenario } from './scenario.ts';
import type { Resource, Template } from './template.ts';
import { inEveryWorld } from './worlds.ts';

export type CloudFormationOptions = Pick<EvaluatorOptions, 'given' | 'imports' | 'files' | 'variables'>;

/** The APIs of a template, each in all its scenarios. */
export function loadCloudFormation(template: Template, budget: Budget, options: CloudFormationOptions): Loaded {
  const apis: LoadedApi[] = [];
  const failures: Loaded['failures'][number][] = [];
  const notAudited: string[] = [];
  const cache = new WeakMap<Node, Value>();
  for (const resource of template.resources.values()) {
    const reason = notReadable(resource);
    if (reason) notAudited.push(`${resource.id}: ${reason}`);
    if (reason || !API_TYPES.includes(resource.type)) continue;
    const evaluatorIn = (scenario: Scenario): Evaluator =>
      new Evaluator(template, scenario, { ...options, budget, cache });
    if (isWebSocket(resource, evaluatorIn)) {
      notAudited.push(`${resource.id}: a WebSocket API has no resource policy`);
      continue;
    }
    try {
      const found = inEveryWorld(resource.id, resource.key.span, (scenario) =>
        readApi(resource, evaluatorIn(scenario)),
      );
      for (const api of found.apis) apis.push(api);
      for (const reason of found.notAudited) notAudited.push(reason);
    } catch (error) {
      if (!(error instanceof TemplateError) && !(error instanceof LimitError)) throw error;
      failures.push(failureOf(error));
    }
  }
  for (const key of looped(template)) notAudited.push(`${key}: Fn::ForEach is not expanded`);
  return { apis, failures: unique(failures), notAudited };
}

export function failureOf(error: TemplateError | LimitError): Loaded['failures'][number] {
  return error instanceof TemplateError
    ? { message: error.message, place: error.place }
    : { message: error.message, place: { at: error.at } };
}

/** APIs that cannot be read: their body is elsewhere, and may carry the policy. */
function notReadable({ type, properties }: Resource): string | undefined {
  const names = properties?.members.map(({ key }) => scalarText(key)) ?? [];
  if (type === 'AWS::ApiGateway::RestApi' && names.includes('BodyS3Location') && !names.includes('Policy'))
    return 'its definition is in S3';
  return undefined;
}

function isWebSocket(resource: Resource, evaluatorIn: (scenario: Scenario) => Evaluator): boolean {
  if (resource.type !== 'AWS::ApiGatewayV2::Api') return false;
  const scenario = new Scenario(new Map(), new Set(), () => {});
  const protocol = scenario.quietly(() => property(resource, 'ProtocolType', evaluatorIn(scenario)));
  return protocol?.kind === 'text' && literal(protocol)?.toUpperCase() === 'WEBSOCKET';
}

/** Loops over resources that may make an API. */
function looped(template: Template): readonly string[] {
  const section = template.root.members.find(({ key }) => scalarText(key) === 'Resources');
  const resources = section && resolveAlias(section.value);
  if (resources?.kind !== 'mapping') return [];
  const text = (span: Span): string => span.file.text.slice(span.start, span.end);
  return resources.members
    .filter(
      ({ key, value }) =>
        scalarText(key).startsWith('Fn::ForEach') &&
        /AWS::(?:ApiGateway|Serverless::(?:Api|HttpApi))/.test(text(value.span)),
    )
    .map(({ key }) => scalarText(key));
}

export function unique(failures: Loaded['failures']): Loaded['failures'] {
  return failures.filter(
    ({ message, place }, i) =>
      failures.findIndex((other) => other.message === message && other.place.at.start === place.at.start) === i,
  );
}

/** What a template exports, for others of the run. */
export function exportsOf(template: Template, budget: Budget, options: CloudFormationOptions): Imports {
  const scenario = new Scenario(new Map(), new Set(), () => {});
  const evaluator = new Evaluator(template, scenario, { ...options, budget, cache: new WeakMap() });
  return (name) => exported(name, evaluator);
}
