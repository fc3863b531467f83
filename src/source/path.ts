import { type Node, type Span, scalarText } from './tree.ts';

/** The path of the innermost node or key at an offset or right before it, such as `Statement[0].Condition`; the root's path is empty. */
export function pathAt(root: Node, offset: number): string | undefined {
  if (!stands(root, offset)) return undefined;
  let path = '';
  let node: Node | undefined = root;
  while (node) {
    const child = childAt(node, offset);
    if (child) path += path === '' ? child.step.replace(/^\./, '') : child.step;
    node = child?.node;
  }
  return path;
}

/** The nodes that an offset lies in, from the root to the innermost. */
export function nodesAt(root: Node, offset: number): readonly Node[] {
  const nodes: Node[] = [];
  for (let node: Node | undefined = root; node; node = childAt(node, offset)?.node) nodes.push(node);
  return nodes;
}

interface Child {
  readonly step: string;
  /** The node to look into; none if it is the key that stands at the offset. */
  readonly node: Node | undefined;
}

function childAt(node: Node, offset: number): Child | undefined {
  if (node.kind === 'mapping') {
    const member = node.members[lastBefore(node.members, offset, ({ key }) => key)];
    if (!member) return undefined;
    const inside = stands(member.value, offset);
    if (!inside && !stands(member.key, offset)) return undefined;
    return { step: `.${scalarText(member.key)}`, node: inside ? member.value : undefined };
  }
  if (node.kind === 'sequence') {
    const index = lastBefore(node.items, offset, (one) => one);
    const item = node.items[index];
    return item && stands(item, offset) ? { step: `[${index}]`, node: item } : undefined;
  }
  return undefined;
}

/** The index of the last part, of parts in the order of the text, that starts at an offset or before; -1 for none. */
function lastBefore<T>(parts: readonly T[], offset: number, nodeOf: (part: T) => Node): number {
  let low = -1;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const { span, tagSpan } = nodeOf(parts[middle] as T);
    if ((tagSpan ?? span).start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function stands(node: Node, offset: number): boolean {
  return holds(node.span, offset) || (node.tagSpan !== undefined && holds(node.tagSpan, offset));
}

function holds({ start, end }: Span, offset: number): boolean {
  return offset >= start && offset <= end;
}
