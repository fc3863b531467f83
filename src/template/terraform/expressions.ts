import { type Mapping, type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import { mappingIn, nodeIn } from './nodes.ts';
import type { Module } from './resource.ts';

/** Of each chain of references the longest: the others are what it implies. */
export function longest(expression: Node): readonly string[] {
  const node = resolveAlias(expression);
  const list = node.kind === 'mapping' ? nodeIn(node, 'references') : undefined;
  const items = list && resolveAlias(list);
  if (items?.kind !== 'sequence') return [];
  const all = new Set(items.items.map(resolveAlias).flatMap((one) => (one.kind === 'scalar' ? [scalarText(one)] : [])));
  const implied = new Set([...all].flatMap(prefixesOf));
  return [...all].filter((one) => !implied.has(one));
}

function prefixesOf(reference: string): readonly string[] {
  return [...reference.matchAll(/[.[]/g)].map(({ index }) => reference.slice(0, index));
}

/** The block that calls a module. */
export function callOf({ configuration }: Module, call: string | undefined): Mapping | undefined {
  const calls = configuration && mappingIn(configuration, 'module_calls');
  return calls && call !== undefined ? mappingIn(calls, call) : undefined;
}
