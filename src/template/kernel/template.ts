import {
  type Mapping,
  type Member,
  member,
  type Node,
  resolveAlias,
  type Scalar,
  type SourceFile,
  type Span,
  scalarText,
} from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { type MergedMember, mergedMember, mergedMembers } from '../../values/convert.ts';
import { textOf } from '../../values/text.ts';
import { TemplateError } from '../loaded.ts';
import { isOpening } from './calls.ts';

/** The sections of a template that decide what its APIs are. */
export interface Template {
  readonly file: SourceFile;
  readonly root: Mapping;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly mappings: ReadonlyMap<string, Member>;
  readonly conditions: ReadonlyMap<string, Member>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly byType: ReadonlyMap<string, readonly Resource[]>;
  readonly outputs: ReadonlyMap<string, Member>;
  readonly transforms: readonly string[];
  /** Resources that a transform makes of others, by the names that references may give them. */
  readonly made?: ReadonlyMap<string, Made>;
}

export interface Made {
  readonly type: string;
  /** What `Ref` gives, where it is written. */
  readonly value?: Node;
}

export interface Parameter {
  readonly name: string;
  readonly key: Scalar;
  readonly type: string;
  readonly default?: Node;
  readonly allowed?: readonly Scalar[];
}

export interface Resource {
  readonly id: string;
  readonly key: Scalar;
  readonly type: string;
  readonly properties?: Mapping;
  /** What brings properties that are not known: a macro, an include, a loop. */
  readonly open?: Member;
  /** The name of the condition that it exists under. */
  readonly condition?: Scalar;
}

/** Whether a document is a CloudFormation template (SAM templates are). */
export function isTemplate(root: Mapping): boolean {
  const resources = member(root, 'Resources');
  return (
    (resources && resolveAlias(resources.value).kind === 'mapping') ||
    member(root, 'AWSTemplateFormatVersion') !== undefined
  );
}

export function readTemplate(file: SourceFile, root: Mapping, budget: Budget): Template {
  const section = (name: string): ReadonlyMap<string, MergedMember> => {
    const found = member(root, name);
    if (!found) return new Map();
    const value = resolveAlias(found.value);
    if (value.kind === 'mapping') return new Map(mergedMembers(value, budget).map((one) => [scalarText(one.key), one]));
    if (value.kind === 'scalar' && value.plain && scalarText(value) === '') return new Map();
    throw new TemplateError(`${name} is a mapping of names: correct it.`, { at: found.key.span });
  };
  const parameters = [...section('Parameters')].map(([name, { key, value }]): [string, Parameter] => [
    name,
    readParameter(name, key, value, budget),
  ]);
  const written = member(root, 'Resources')?.value;
  const whole = written?.kind === 'alias' ? written.span : undefined;
  const resources = [...section('Resources')].flatMap(([id, one]): [string, Resource][] => {
    const resource = isOpening(one) ? undefined : readResource(id, one, whole, budget);
    return resource ? [[id, resource]] : [];
  });
  return {
    file,
    root,
    parameters: new Map(parameters),
    mappings: section('Mappings'),
    conditions: section('Conditions'),
    resources: new Map(resources),
    byType: byType(resources.map(([, resource]) => resource)),
    outputs: section('Outputs'),
    transforms: scalars(member(root, 'Transform')?.value),
  };
}

/** A document that is a part of a template, whose sections stand elsewhere. */
export function fragmentOf(root: Mapping): Template {
  const none = new Map();
  return {
    file: root.span.file,
    root,
    parameters: none,
    mappings: none,
    conditions: none,
    resources: none,
    byType: none,
    outputs: none,
    transforms: [],
  };
}

/** The same template with other resources. */
export function withResources(template: Template, resources: ReadonlyMap<string, Resource>): Template {
  return { ...template, resources, byType: byType([...resources.values()]) };
}

function byType(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const resource of resources) {
    const same = found.get(resource.type);
    if (same) same.push(resource);
    else found.set(resource.type, [resource]);
  }
  return found;
}

function readParameter(name: string, key: Scalar, value: Node, budget: Budget): Parameter {
  const node = resolveAlias(value);
  const get = (property: string): Node | undefined =>
    node.kind === 'mapping' ? mergedMember(node, property, budget)?.value : undefined;
  const fallback = get('Default');
  const allowed = get('AllowedValues');
  const values = allowed && resolveAlias(allowed);
  return {
    name,
    key,
    type: scalars(get('Type'))[0] ?? 'String',
    ...(fallback && { default: asString(fallback) }),
    ...(values?.kind === 'sequence' && {
      allowed: values.items.map(asString).filter((item) => item.kind === 'scalar'),
    }),
  };
}

/** A parameter is a string: of a YAML boolean CloudFormation makes it `true` or `false`. */
function asString(node: Node): Exclude<Node, { kind: 'alias' }> {
  const target = resolveAlias(node);
  if (target.kind !== 'scalar' || textOf(target).scalar !== 'boolean') return target;
  return { ...target, runs: target.runs.map((run) => ({ ...run, text: run.text.toLowerCase() })) };
}

export function readResource(
  id: string,
  { key, value, use }: MergedMember,
  section: Span | undefined,
  budget: Budget,
): Resource | undefined {
  const node = resolveAlias(value);
  if (node.kind !== 'mapping') return undefined;
  const properties = mergedMember(node, 'Properties', budget);
  const condition = mergedMember(node, 'Condition', budget);
  const body = properties && resolveAlias(properties.value);
  const name = condition && resolveAlias(condition.value);
  const open = [node, body].flatMap((one) => (one?.kind === 'mapping' ? one.members : [])).find(isOpening);
  const via = [value, properties?.value].findLast((one) => one?.kind === 'alias')?.span ?? use ?? section;
  return {
    id,
    key,
    type: scalars(mergedMember(node, 'Type', budget)?.value)[0] ?? '',
    ...(body?.kind === 'mapping' && { properties: via ? brought(body, via) : body }),
    ...(open && { open }),
    ...(name?.kind === 'scalar' && { condition: name }),
  };
}

/** A mapping whose members say which reference brought them. */
function brought(mapping: Mapping, use: Span): Mapping {
  const members = mapping.members.map(
    ({ key, value }): Member => ({ key, value: { kind: 'alias', span: use, target: resolveAlias(value) } }),
  );
  return { ...mapping, members };
}

/** The strings of a scalar or a list of them. */
function scalars(node: Node | undefined): readonly string[] {
  const value = node && resolveAlias(node);
  if (value?.kind === 'scalar') return [scalarText(value)];
  if (value?.kind === 'sequence') return value.items.flatMap((item) => scalars(item));
  return [];
}
