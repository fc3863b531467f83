import { type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { referencesIn } from './references.ts';
import { type Document, type Module, type Resource, textIn } from './resource.ts';

/** Tells whether the id of an API leaves the document: by an output, or into a resource that can deploy it by its id. */
export function exportedFrom({ kind, root, outputs, foreign }: Document, budget: Budget): (api: Resource) => boolean {
  const places = [...(outputs ? [{ node: outputs, module: root }] : []), ...foreign];
  if (kind === 'state') {
    const texts = new Set<string>();
    for (const { node } of places) collectTexts(node, texts, budget);
    return (api) => texts.has(textIn(api, 'id') ?? '');
  }
  const named = new Set<Resource>();
  for (const { node, module } of places) collectNamed(node, module, named, budget);
  return (api) => named.has(api);
}

function collectTexts(node: Node, into: Set<string>, budget: Budget): void {
  budget.within(node.span, () => {
    const target = resolveAlias(node);
    if (target.kind === 'scalar') into.add(scalarText(target));
    else for (const inside of insidesOf(target)) collectTexts(inside, into, budget);
  });
}

const IDS: readonly string[] = ['', 'id', 'root_resource_id'];

function collectNamed(node: Node, module: Module, into: Set<Resource>, budget: Budget): void {
  budget.within(node.span, () => {
    const target = resolveAlias(node);
    for (const { to } of referencesIn(target, module)) if (to && IDS.includes(to.attribute)) into.add(to.resource);
    for (const inside of insidesOf(target)) collectNamed(inside, module, into, budget);
  });
}

function insidesOf(node: Exclude<Node, { kind: 'alias' }>): readonly Node[] {
  if (node.kind === 'scalar') return [];
  return node.kind === 'sequence' ? node.items : node.members.map(({ value }) => value);
}
