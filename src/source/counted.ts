import { nodesAt, pathAt } from './path.ts';
import { type Node, type Span, scalarText } from './tree.ts';

/** Functions that read a member of a list by its place, or how many there are: one member less is another list to them. */
const COUNTING = /^(?:!|Fn::)(?:Select|Length|ForEach(?:::.*)?)$/;

/** A variable of the Serverless Framework that reads a member by its place. */
const MEMBER = /\$\{self:([^\s,{}]+)\.\d+[^{}]*\}/g;

const PLACEHOLDER = /\$\{([^!{}][^{}]*)\}/g;

/** What a document counts the members of. */
interface Counted {
  /** Paths of parameters, mappings and lists, `Parameters.Sources`. */
  readonly paths: ReadonlySet<string>;
  /** What an alias brings. */
  readonly aliased: ReadonlySet<Node>;
}

const countedIn = new WeakMap<Node, Counted>();

/** Whether a function counts a list that is written at a place of a document, or that the place refers to. */
export function isCounted(root: Node, { start }: Span): boolean {
  const counted = countedIn.get(root) ?? findCounted(root);
  countedIn.set(root, counted);
  const nodes = nodesAt(root, start);
  if (nodes.some((node, i) => counted.aliased.has(node) || isCounting(nodes[i - 1], node))) return true;
  const path = pathAt(root, start) ?? '';
  const referred = new Set<string>();
  const innermost = nodes.at(-1);
  if (innermost) gather(innermost, referred, new Set());
  return [...counted.paths].some((one) => isWithin(path, one) || referred.has(one));
}

function isWithin(path: string, outer: string): boolean {
  return path.startsWith(outer) && /^(?:[.[]|$)/.test(path.slice(outer.length));
}

function findCounted(root: Node): Counted {
  const paths = new Set<string>();
  const aliased = new Set<Node>();
  const look = (node: Node, parent?: Node): void => {
    if (isCounting(parent, node)) gather(node, paths, aliased);
    if (node.kind === 'mapping') for (const { value } of node.members) look(value, node);
    else if (node.kind === 'sequence') for (const item of node.items) look(item, node);
    else if (node.kind === 'scalar')
      for (const [, path] of scalarText(node).matchAll(MEMBER)) paths.add(path as string);
  };
  look(root);
  return { paths, aliased };
}

/** All that a value refers to. */
function gather(node: Node, paths: Set<string>, aliased: Set<Node>, parent?: Node): void {
  const name = functionOf(parent, node);
  if (node.kind === 'alias') {
    if (aliased.has(node.target)) return;
    aliased.add(node.target);
    gather(node.target, paths, aliased);
  } else if (node.kind === 'scalar') {
    const text = scalarText(node);
    if (name === '!Ref' || name === 'Ref') paths.add(`Parameters.${text}`);
    for (const [, variable] of text.matchAll(PLACEHOLDER)) paths.add(`Parameters.${variable?.trim()}`);
  } else if (node.kind === 'sequence') {
    const [first] = node.items;
    if (/^(?:!|Fn::)FindInMap$/.test(name ?? '') && first?.kind === 'scalar')
      paths.add(`Mappings.${scalarText(first)}`);
    for (const item of node.items) gather(item, paths, aliased, node);
  } else for (const { value } of node.members) gather(value, paths, aliased, node);
}

function isCounting(parent: Node | undefined, node: Node): boolean {
  return [node.tag, keyOf(parent, node)].some((name) => name !== undefined && COUNTING.test(name));
}

/** The function whose arguments a node is; undefined for none. */
export function functionOf(parent: Node | undefined, node: Node): string | undefined {
  if (node.tag !== undefined) return node.tag;
  const name = keyOf(parent, node);
  return name !== undefined && /^(?:Ref$|Fn::)/.test(name) ? name : undefined;
}

function keyOf(parent: Node | undefined, node: Node): string | undefined {
  const member = parent?.kind === 'mapping' ? parent.members.find(({ value }) => value === node) : undefined;
  return member && scalarText(member.key);
}
