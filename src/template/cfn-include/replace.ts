import { type Node, resolveAlias } from '../../source/tree.ts';
import type { Target } from './functions.ts';

/** A tree with other nodes in place of some; aliases of those stand for the new ones. */
export function replaceNodes(root: Node, replacements: ReadonlyMap<Target, Node>): Node {
  const done = new Map<Target, Node>(replacements);
  const replace = (node: Node): Node => {
    const target = resolveAlias(node);
    const found = done.get(target) ?? replaceIn(target);
    done.set(target, found);
    if (node.kind !== 'alias') return found;
    return found === target ? node : { ...node, target: resolveAlias(found) };
  };
  const replaceIn = (node: Target): Target => {
    if (node.kind === 'sequence') {
      const items = node.items.map(replace);
      return items.every((one, i) => one === node.items[i]) ? node : { ...node, items };
    }
    if (node.kind !== 'mapping') return node;
    const members = node.members.map(({ key, value }) => ({ key, value: replace(value) }));
    return members.every(({ value }, i) => value === node.members[i]?.value) ? node : { ...node, members };
  };
  return replace(root);
}
