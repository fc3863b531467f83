import { type Mapping, type Node, resolveAlias, type Span, scalarText } from '../../source/tree.ts';
import { mergedMember, mergedMembers } from '../../values/convert.ts';
import { display, originOf } from '../../values/text.ts';
import type { Unknown } from '../../values/value.ts';
import { extended } from '../cloudformation/extensions.ts';
import { evaluators } from '../kernel/evaluator.ts';
import { fragmentOf, type Resource, readTemplate, type Template, withResources } from '../kernel/template.ts';
import { assigned, mappingAt, mergedNodes, scalarAt } from './nodes.ts';
import { isNode, type Part, type Parts } from './parts.ts';

/** The logical id that the framework gives the API which its events make. */
export const API = 'ApiGatewayRestApi';

/** What a service adds to the template that the framework makes. */
export interface ServiceResources {
  /** Without the API of the events. */
  readonly template: Template;
  /** With it, as a resource that stands where the service says what it is. */
  readonly whole: Template;
  /** What is merged into resources of the framework, and what replaces their properties. */
  readonly written: ReadonlyMap<string, Resource>;
  readonly extensions: ReadonlyMap<string, Resource>;
  /** Parts of it that are not known. */
  readonly unread: readonly Unknown[];
}

/**
 * `resources`: a template, or a list of templates that are merged, whose `extensions` go before what the framework makes.
 * https://www.serverless.com/framework/docs/providers/aws/guide/resources
 */
export function readResources(root: Mapping, place: Span, parts: Parts): ServiceResources {
  const { budget } = parts.evaluator;
  const unread: Unknown[] = [];
  const written = parts.member(root, 'resources')?.part;
  const { items } = parts.items(written);
  const fragments = (items.length > 0 ? items : written ? [written] : []).flatMap((part) => {
    const node = expanded(part, parts, unread);
    return node?.kind === 'mapping' ? [node] : [];
  });
  const [first, ...others] = fragments;
  const whole = first && others.reduce<Node>(mergedNodes, first);
  const declared = whole?.kind === 'mapping' ? readTemplate(root.span.file, whole, budget) : fragmentOf(root);
  const { scenario, options } = parts.evaluator;
  const read = extended(declared, evaluators(options))(scenario);
  const extending = whole?.kind === 'mapping' ? mergedMember(whole, 'extensions', budget)?.value : undefined;
  const extensions = extending
    ? readTemplate(root.span.file, mappingAt({ Resources: extending }, place), budget).resources
    : new Map();
  const own: Resource = { id: API, key: scalarAt(API, place), type: 'AWS::ApiGateway::RestApi' };
  const rest = new Map([...read.resources].filter(([id]) => id !== API));
  return {
    template: withResources(read, rest),
    whole: withResources(read, new Map([...rest, [API, own]])),
    written: read.resources,
    extensions,
    unread,
  };
}

/** What a resource of the framework is once the service has had its word; undefined where the service says nothing. */
export function overridden(id: string, made: Mapping, type: string, resources: ServiceResources): Resource | undefined {
  const written = resources.written.get(id);
  const extension = resources.extensions.get(id);
  if (!written && !extension) return undefined;
  const merged = written?.properties ? mergedNodes(made, written.properties) : made;
  const condition = extension?.condition ?? written?.condition;
  return {
    id,
    key: (extension ?? (written as Resource)).key,
    type,
    properties: extension?.properties ? assigned(merged as Mapping, extension.properties) : (merged as Mapping),
    ...(condition && { condition }),
  };
}

/** What says which resources there are and what they are: the variables there are followed. */
const LEVELS: readonly RegExp[] = [/^/, /^/, /^(?:Type|Properties|Condition)$/];

/** A part of a template as it is written, the variables in it followed that decide which resources there are. */
function expanded(
  part: Part,
  parts: Parts,
  unread: Unknown[],
  level = 0,
): Exclude<Node, { kind: 'alias' }> | undefined {
  const found = parts.followed(part);
  if (!found) return undefined;
  if (!isNode(found)) {
    if (found.kind === 'unknown') unread.push(found);
    return found.kind === 'text' ? scalarAt(display(found), originOf(found).at) : undefined;
  }
  const node = resolveAlias(found);
  const names = LEVELS[level];
  if (node.kind !== 'mapping' || !names) return node;
  const members = mergedMembers(node, parts.evaluator.budget).flatMap(({ key, value }) => {
    const inner = names.test(scalarText(key)) ? expanded(value, parts, unread, level + 1) : value;
    return inner ? [{ key, value: inner }] : [];
  });
  return { ...node, members };
}
