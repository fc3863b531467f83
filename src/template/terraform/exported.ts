import { type Mapping, type Node, resolveAlias } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { referencesIn } from './references.ts';
import { type Document, type Module, type Resource, textIn } from './resource.ts';

/** Whether the id of an API leaves the document: by an output, or into a resource that can deploy it by its id. */
export function isExported(api: Resource, { kind, root, outputs, foreign }: Document, budget: Budget): boolean {
  const id = textIn(api, 'id');
  const isIn = (node: Mapping, module: Module): boolean =>
    kind === 'state' ? id !== undefined && holds(node, id) : refers(node, module, api, budget);
  return (outputs !== undefined && isIn(outputs, root)) || foreign.some(({ node, module }) => isIn(node, module));
}

function holds({ span }: Node, id: string): boolean {
  return span.file.text.slice(span.start, span.end).includes(JSON.stringify(id));
}

const IDS: readonly string[] = ['', 'id', 'root_resource_id'];

function refers(node: Node, module: Module, api: Resource, budget: Budget): boolean {
  return budget.within(node.span, () => {
    const target = resolveAlias(node);
    if (target.kind === 'scalar') return false;
    if (target.kind === 'sequence') return target.items.some((item) => refers(item, module, api, budget));
    const found = referencesIn(target, module);
    if (found.some(({ to }) => to?.resource === api && IDS.includes(to.attribute))) return true;
    return target.members.some(({ value }) => refers(value, module, api, budget));
  });
}
