import {
  type Mapping,
  type Member,
  type Node,
  resolveAlias,
  type Scalar,
  type Span,
  scalarText,
} from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import {
  fragmentOf,
  mergedMember,
  type Resource,
  readTemplate,
  type Template,
  withResources,
} from '../cloudformation/template.ts';

/** The logical id that the framework gives the API which its events make. */
export const API = 'ApiGatewayRestApi';

/** What a service adds to the template that the framework makes. */
export interface ServiceResources {
  /** Without the API of the events. */
  readonly template: Template;
  /** With it, as a resource that stands where the service says what it is. */
  readonly whole: Template;
  /** Parts of it that stand elsewhere. */
  readonly unread: readonly string[];
}

/** `resources`: a template, or a list of templates that are merged. */
export function readResources(root: Mapping, place: Span, budget: Budget): ServiceResources {
  const written = mergedMember(root, 'resources', budget)?.value;
  const value = written && resolveAlias(written);
  const parts = value?.kind === 'sequence' ? value.items.map(resolveAlias) : value ? [value] : [];
  const fragments = parts.filter((part) => part.kind === 'mapping');
  const read = fragments.length > 0 ? readTemplate(root.span.file, merged(root, fragments), budget) : fragmentOf(root);
  const others = new Map([...read.resources].filter(([id]) => id !== API));
  const own: Resource = {
    ...read.resources.get(API),
    id: API,
    key: scalarAt(API, place),
    type: 'AWS::ApiGateway::RestApi',
  };
  return {
    template: withResources(read, others),
    whole: withResources(read, new Map([...others, [API, own]])),
    unread: parts.flatMap((part) => (part.kind === 'scalar' && scalarText(part) !== '' ? [scalarText(part)] : [])),
  };
}

/** One template whose sections have the members of all. */
function merged(root: Mapping, fragments: readonly Mapping[]): Mapping {
  const [only, ...others] = fragments;
  if (only && others.length === 0) return only;
  const sections = new Map<string, { readonly key: Scalar; readonly nodes: Node[] }>();
  for (const { key, value } of fragments.flatMap(({ members }) => members)) {
    const section = sections.get(scalarText(key)) ?? { key, nodes: [] };
    sections.set(scalarText(key), section);
    section.nodes.push(resolveAlias(value));
  }
  const members = [...sections.values()].map(({ key, nodes }): Member => {
    const [first] = nodes as [Node];
    const mappings = nodes.filter((node) => node.kind === 'mapping');
    const [mapping] = mappings;
    return { key, value: mapping ? { ...mapping, members: mappings.flatMap((one) => one.members) } : first };
  });
  return { ...root, members };
}

function scalarAt(text: string, span: Span): Scalar {
  return { kind: 'scalar', plain: true, span, runs: [{ text, start: span.start, end: span.end }] };
}
