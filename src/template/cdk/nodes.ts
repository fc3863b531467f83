import { member, type Node, type Scalar, scalarText } from '../../source/tree.ts';

/** What stands at a path of members; nothing where one of them is not there. */
export function at(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return node;
  return node?.kind === 'mapping' ? at(member(node, name)?.value, ...rest) : undefined;
}

/** The same of a string that is not empty. */
export function stringAt(node: Node | undefined, ...path: readonly string[]): Scalar | undefined {
  const found = at(node, ...path);
  return found?.kind === 'scalar' && !found.plain && scalarText(found) !== '' ? found : undefined;
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'sequence' ? node.items : [];
}
