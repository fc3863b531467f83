import {
  type Mapping,
  type Member,
  type Node,
  resolveAlias,
  type Scalar,
  type Span,
  scalarText,
} from '../../source/tree.ts';

/** Nodes of what the framework writes; they stand where the service says so. */
export function scalarAt(text: string, span: Span): Scalar {
  return { kind: 'scalar', plain: true, span, runs: [{ text, start: span.start, end: span.end }] };
}

export function mappingAt(members: Readonly<Record<string, Node>>, span: Span): Mapping {
  return {
    kind: 'mapping',
    span,
    first: span,
    members: Object.entries(members).map(([name, value]) => ({ key: scalarAt(name, span), value })),
  };
}

/** Two parts of a template as the framework merges them: mappings by their keys, lists by their indexes. */
export function mergedNodes(first: Node, second: Node): Node {
  const [one, other] = [resolveAlias(first), resolveAlias(second)];
  if (one.kind === 'sequence' && other.kind === 'sequence') {
    const items = other.items.map((item, i) => (one.items[i] ? mergedNodes(one.items[i], item) : item));
    return { ...one, items: [...items, ...one.items.slice(items.length)] };
  }
  if (one.kind !== 'mapping' || other.kind !== 'mapping') return second;
  const members = new Map(one.members.map((member): [string, Member] => [scalarText(member.key), member]));
  for (const member of other.members) {
    const name = scalarText(member.key);
    const known = members.get(name);
    members.set(name, known ? { key: member.key, value: mergedNodes(known.value, member.value) } : member);
  }
  return { ...one, members: [...members.values()] };
}

/** A mapping with the members of another one in place of its own. */
export function assigned(mapping: Mapping, other: Mapping): Mapping {
  const replaced = new Set(other.members.map(({ key }) => scalarText(key)));
  return {
    ...mapping,
    members: [...mapping.members.filter(({ key }) => !replaced.has(scalarText(key))), ...other.members],
  };
}
