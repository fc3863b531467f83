import { type Node, type Span, scalarText } from './tree.ts';

/** The path of the innermost node or key at an offset, such as `Statement[0].Condition`; the root's path is empty. */
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

interface Child {
  readonly step: string;
  /** The node to look into; none if it is the key that stands at the offset. */
  readonly node: Node | undefined;
}

function childAt(node: Node, offset: number): Child | undefined {
  if (node.kind === 'mapping') {
    for (const { key, value } of node.members) {
      const inside = stands(value, offset);
      if (inside || stands(key, offset)) return { step: `.${scalarText(key)}`, node: inside ? value : undefined };
    }
  }
  if (node.kind === 'sequence') {
    const index = node.items.findIndex((item) => stands(item, offset));
    if (index !== -1) return { step: `[${index}]`, node: node.items[index] };
  }
  return undefined;
}

function stands(node: Node, offset: number): boolean {
  return holds(node.span, offset) || (node.tagSpan !== undefined && holds(node.tagSpan, offset));
}

function holds({ start, end }: Span, offset: number): boolean {
  return offset >= start && (offset < end || offset === start);
}
