import { type Answer, NO, unknown, yes } from '../../model/answer.ts';
import { type Node, resolveAlias } from '../../source/tree.ts';
import { isUnknown } from '../../values/value.ts';
import { alike, isIndex } from './alike.ts';
import { callOf, longest } from './expressions.ts';
import { mappingIn, nodeIn } from './nodes.ts';
import { attribute, type Document, type Module, type Resource, textIn } from './resource.ts';

/** Types of resources, and the attribute that an attribute of another one refers to. */
export type Targets = ReadonlyMap<string, string>;

/** A reference, the longest of its chain, in the module that it means something in. */
export interface Reference {
  readonly text: string;
  readonly module: Module;
  /** The instance that it is to; `attribute` is empty for all of it. */
  readonly to?: { readonly resource: Resource; readonly attribute: string };
}

/**
 * The resource that an attribute refers to: by its value where that is known, else by what the configuration says. No for one
 * that is not in the document.
 */
export function linked(from: Resource, name: string, targets: Targets, document: Document): Answer<Resource> {
  const value = attribute(from, name);
  if (!value) return NO;
  if (isUnknown(value)) {
    const expression = nodeIn(from.written, name);
    const found = expression && targetOf(expression, from.module, from, { targets, seen: new Set() });
    return found ? yes(found) : unknown([value]);
  }
  const id = textIn(from, name);
  const found = id !== undefined && identified(document, targets).get(id);
  return found ? yes(found) : NO;
}

const indexes = new WeakMap<Document, Map<Targets, ReadonlyMap<string, Resource>>>();

function identified(document: Document, targets: Targets): ReadonlyMap<string, Resource> {
  const known = indexes.get(document) ?? new Map<Targets, ReadonlyMap<string, Resource>>();
  indexes.set(document, known);
  const found =
    known.get(targets) ??
    new Map(
      document.resources.flatMap((resource) => {
        const name = targets.get(resource.type);
        const id = name === undefined ? undefined : textIn(resource, name);
        return id === undefined ? [] : [[id, resource] as const];
      }),
    );
  known.set(targets, found);
  return found;
}

interface Search {
  readonly targets: Targets;
  readonly seen: Set<Node>;
}

/** The one resource that an expression of another one refers to. */
function targetOf(expression: Node, module: Module, from: Resource, search: Search): Resource | undefined {
  const { targets, seen } = search;
  const references = referencesIn(expression, module, seen);
  // which of several instances it is does not matter where there is but one
  const [first, ...others] = references.filter((one) => !isIndex(one));
  if (!first?.to) return amongAlike(references, from, search);
  if (others.some(({ to }) => to?.resource !== first.to?.resource)) return undefined;
  const { resource, attribute } = first.to;
  if (targets.has(resource.type)) return resource;
  if (others.length > 0) return undefined;
  const further = nodeIn(resource.written, attribute);
  return further && targetOf(further, resource.module, resource, search);
}

/** The same through `each` and `count.index`. Of a module instance the output is not said: it is meant where there is one. */
function amongAlike(references: readonly Reference[], from: Resource, search: Search): Resource | undefined {
  const one = alike(references, from);
  if (!one) return undefined;
  if ('local' in one) return search.targets.has(one.type) ? one : undefined;
  const outputs = one.configuration && mappingIn(one.configuration, 'outputs');
  const found = (outputs?.members ?? []).flatMap(({ value }) => {
    const expression = value.kind === 'mapping' ? nodeIn(value, 'expression') : undefined;
    return (expression && targetOf(expression, one, from, search)) ?? [];
  });
  const [only, ...others] = new Set(found);
  return others.length === 0 ? only : undefined;
}

/** Expressions that one leads to; what lies beyond is not known. */
const LONGEST = 100;

/** What an expression refers to, through variables and outputs of modules. */
export function referencesIn(
  expression: Node,
  module: Module,
  seen: Set<Node> = new Set<Node>(),
): readonly Reference[] {
  if (seen.has(expression) || seen.size > LONGEST) return [{ text: '', module }];
  seen.add(expression);
  return longest(expression).flatMap((text): readonly Reference[] => {
    const next = variable(text, module) ?? output(text, module);
    if (next) return referencesIn(next.expression, next.module, seen);
    const to = instance(text, module);
    return [{ text, module, ...(to && { to }) }];
  });
}

/** Whether nothing that an expression refers to is known only after apply: the variables of a plan have values. */
export function isConstant(expression: Node, module: Module): boolean {
  const node = resolveAlias(expression);
  if (node.kind === 'mapping' && nodeIn(node, 'constant_value')) return true;
  // without any it is a function of nothing, such as a time
  return longest(node).length > 0 && referencesIn(node, module).every((one) => isVariable(one) || isIndex(one));
}

const isVariable = ({ text }: Reference): boolean => /^(?:var|path|terraform)\./.test(text);

interface Step {
  readonly expression: Node;
  readonly module: Module;
}

/** What the call of a module gives for a variable of it. */
function variable(reference: string, { parent, call }: Module): Step | undefined {
  const [, name] = /^var\.([\w-]+)/.exec(reference) ?? [];
  const block = parent && callOf(parent, call);
  const given = block && mappingIn(block, 'expressions');
  const expression = name === undefined ? undefined : nodeIn(given, name);
  return parent && expression && { expression, module: parent };
}

function output(reference: string, module: Module): Step | undefined {
  const [, block, call, name] = /^(module\.([\w-]+)(?:\[.*?\])?)\.([\w-]+)/s.exec(reference) ?? [];
  if (call === undefined || name === undefined) return undefined;
  const children = module.children.filter((one) => one.call === call);
  const child = only(children, ({ address }) => address === [module.address, block].filter(Boolean).join('.'));
  const outputs = child?.configuration && mappingIn(child.configuration, 'outputs');
  const written = outputs && mappingIn(outputs, name);
  const expression = nodeIn(written, 'expression');
  return child && expression && { expression, module: child };
}

function instance(reference: string, module: Module): Reference['to'] {
  const [, block = '', index = '', attribute = ''] =
    /^((?:data\.)?[\w-]+\.[\w-]+)(\[.*?\](?=\.[a-z_]|$))?(?:\.([\w-]+))?/s.exec(reference) ?? [];
  const resource = only(module.resources.get(block) ?? [], ({ local }) => local === block + index);
  return resource && { resource, attribute };
}

/** The instance that is meant; that there is only one leaves no doubt. */
function only<T>(instances: readonly T[], isMeant: (instance: T) => boolean): T | undefined {
  return instances.find(isMeant) ?? (instances.length === 1 ? instances[0] : undefined);
}
