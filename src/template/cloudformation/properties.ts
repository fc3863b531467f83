import { type Answer, unknown, yes } from '../../model/answer.ts';
import type { AddressType, EndpointType } from '../../model/api.ts';
import { placeId } from '../../source/span.ts';
import { type Member, type Scalar, type Span, scalarText } from '../../source/tree.ts';
import { parseJsonText } from '../../values/json.ts';
import { display, literal, originOf } from '../../values/text.ts';
import { isUnknown, type Unknown, type Value } from '../../values/value.ts';
import { entry } from '../openapi/definition.ts';
import { blame, type Evaluator, unknownAt } from './evaluator.ts';
import { mergedMember, type Resource } from './template.ts';

/** A property of a resource as a node; undefined where it is not written. */
export function propertyNode(resource: Resource, name: string, evaluator: Evaluator): Member | undefined {
  return resource.properties && mergedMember(resource.properties, name, evaluator.budget);
}

/** A property's value; undefined where it is not written, and nothing may bring it, or is `AWS::NoValue`. */
export function property(resource: Resource, name: string, evaluator: Evaluator): Value | undefined {
  const found = propertyNode(resource, name, evaluator);
  if (found) return evaluator.value(found.value);
  return resource.open && evaluator.opening(resource.open);
}

/** The logical id of the resource that a property refers to; undefined for anything else. */
export function reference(resource: Resource, name: string, evaluator: Evaluator): string | undefined {
  const value = evaluator.scenario.quietly(() => property(resource, name, evaluator));
  const source = value && blame(value)?.source;
  return source?.kind === 'resource' && (isUnknown(value as Value) || value?.kind === 'text')
    ? source.logicalId
    : undefined;
}

/** The resources of a type whose `RestApiId` refers to an API. */
export function ownedBy(api: string, type: string, evaluator: Evaluator): readonly Resource[] {
  const { fixed, varying } = ownersOf(type, evaluator);
  const own = fixed.get(api) ?? [];
  const further = varying.filter(({ resource }) => reference(resource, 'RestApiId', evaluator) === api);
  const all = further.length === 0 ? own : [...own, ...further].sort((a, b) => a.at - b.at);
  return all.map(({ resource }) => resource);
}

/** A resource and its place among those of its type. */
interface Owned {
  readonly resource: Resource;
  readonly at: number;
}

/** The resources of a type by what owns them in every scenario, and those whose owner depends on it. */
interface Owners {
  readonly fixed: ReadonlyMap<string, readonly Owned[]>;
  readonly varying: readonly Owned[];
}

// by what the evaluators of one template share
const owners = new WeakMap<Evaluator['options']['cache'], Map<string, Owners>>();

function ownersOf(type: string, evaluator: Evaluator): Owners {
  const { cache } = evaluator.options;
  const known = owners.get(cache) ?? new Map<string, Owners>();
  owners.set(cache, known);
  const found = known.get(type) ?? findOwners(evaluator.template.byType.get(type) ?? [], evaluator);
  known.set(type, found);
  return found;
}

function findOwners(resources: readonly Resource[], evaluator: Evaluator): Owners {
  const fixed = new Map<string, Owned[]>();
  const varying: Owned[] = [];
  resources.forEach((resource, at) => {
    const { reads } = evaluator.scenario;
    const owner = reference(resource, 'RestApiId', evaluator);
    if (evaluator.scenario.reads > reads) varying.push({ resource, at });
    else if (owner !== undefined) {
      const own = fixed.get(owner) ?? [];
      own.push({ resource, at });
      fixed.set(owner, own);
    }
  });
  return { fixed, varying };
}

/** A property that is a string. */
export function stringProperty(resource: Resource, name: string, evaluator: Evaluator): Answer<string> | undefined {
  const value = property(resource, name, evaluator);
  if (!value) return undefined;
  const because = blame(value);
  if (because) return unknown([because]);
  return value.kind === 'text' ? yes(literal(value) as string) : undefined;
}

export interface Endpoint {
  readonly endpoint: Answer<EndpointType>;
  readonly addressType: Answer<AddressType>;
}

/** `EndpointConfiguration` as a mapping with `Types` or `Type`, the same as JSON, or a string; EDGE where nothing is said. */
export function readEndpoint(resource: Resource, evaluator: Evaluator): Endpoint {
  const written = property(resource, 'EndpointConfiguration', evaluator);
  const isJson = written?.kind === 'text' && display(written).trimStart().startsWith('{');
  const configuration = isJson ? (parseJsonText(written).value ?? written) : written;
  const parameters = property(resource, 'Parameters', evaluator);
  const imported = parameters?.kind === 'dict' ? entry(parameters, 'endpointConfigurationTypes')?.value : undefined;
  const dict = configuration?.kind === 'dict' ? configuration : undefined;
  const types = dict ? (entry(dict, 'Types') ?? entry(dict, 'Type'))?.value : configuration;
  const open = dict?.open ?? [];
  const endpoint = readType(types ?? imported, open);
  const addressType = dict && entry(dict, 'IpAddressType')?.value;
  if (addressType) return { endpoint, addressType: readAddressType(addressType) };
  if (open.length > 0) return { endpoint, addressType: unknown(open) };
  return withUsualAddresses(endpoint);
}

/** A private API can only be dualstack, the others are ipv4 unless they say so. */
export function withUsualAddresses(endpoint: Answer<EndpointType>): Endpoint {
  if (endpoint.is === 'unknown') return { endpoint, addressType: endpoint };
  return { endpoint, addressType: yes(endpoint.is === 'yes' && endpoint.value === 'PRIVATE' ? 'dualstack' : 'ipv4') };
}

/** An endpoint type, or a list of one; EDGE where nothing is said. */
export function readType(value: Value | undefined, open: readonly Unknown[] = []): Answer<EndpointType> {
  if (!value) return open.length > 0 ? unknown(open) : yes('EDGE');
  if (isUnknown(value)) return unknown([value]);
  if (value.kind === 'list')
    return value.items.length === 0 && value.open.length > 0
      ? unknown(value.open)
      : readType(value.items[0], value.open);
  if (value.kind === 'dict') return unknown([odd(value.first.at, 'the endpoint type is written as a mapping')]);
  const because = blame(value);
  if (because) return unknown([because]);
  const type = (literal(value) ?? '').toUpperCase();
  if (type === 'REGIONAL' || type === 'EDGE' || type === 'PRIVATE') return yes(type);
  return unknown([odd(originOf(value).at, `${type || "''"} is no endpoint type`)]);
}

export function readAddressType(value: Value): Answer<AddressType> {
  const because = blame(value);
  if (because) return unknown([because]);
  const type = value.kind === 'text' ? literal(value)?.toLowerCase() : undefined;
  return type === 'dualstack' ? yes('dualstack') : yes('ipv4');
}

function odd(at: Span, reason: string): Unknown {
  return unknownAt(placeId(at), reason, at);
}

/** Whether a resource exists in this scenario; decides what it takes to know. */
export function isDeployed({ condition }: { readonly condition?: Scalar | undefined }, evaluator: Evaluator): boolean {
  if (evaluator.options.parent?.exists(evaluator.scenario) === false) return false;
  return !condition || evaluator.conditions.named(scalarText(condition), condition) === true;
}

/** Whether a resource exists in this scenario, without deciding anything that is not decided yet. */
export function exists(resource: Resource, evaluator: Evaluator): Answer {
  const { condition } = resource;
  if (!condition) return { is: 'yes', value: true };
  const holds = evaluator.scenario.quietly(() => evaluator.conditions.named(scalarText(condition), condition));
  if (holds === undefined)
    return unknown([
      unknownAt(
        `Condition ${scalarText(condition)}`,
        `whether condition ${scalarText(condition)} holds is not known: --parameters tells it`,
        condition.span,
      ),
    ]);
  return holds ? { is: 'yes', value: true } : { is: 'no' };
}
