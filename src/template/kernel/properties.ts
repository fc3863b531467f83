import { type Answer, unknown, yes } from '../../model/answer.ts';
import { type Member, type Scalar, scalarText } from '../../source/tree.ts';
import { mergedMember } from '../../values/convert.ts';
import { literal } from '../../values/text.ts';
import { isUnknown, unknownAt, type Value } from '../../values/value.ts';
import { blame } from './blame.ts';
import type { Evaluator } from './evaluator.ts';
import type { Resource } from './template.ts';

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
