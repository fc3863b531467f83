import { type Answer, fromBoolean, NO, unknown, YES } from '../../model/answer.ts';
import { type Mapping, type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { unknownAt } from '../../values/value.ts';
import { longest } from './expressions.ts';
import { mappingIn, mappingsIn, nodeIn, stringIn, textsIn } from './nodes.ts';
import type { Document, Module, Resource } from './resource.ts';

/** Whether Terraform makes a resource only after another one. */
export type Order = (later: Resource, earlier: Resource) => Answer;

/**
 * The order that references and `depends_on` make, directly or through other blocks.
 * https://developer.hashicorp.com/terraform/internals/graph
 */
export function orderIn({ kind }: Document, budget: Budget): Order {
  const graph: Graph = { blocks: new Map(), walks: new Map(), budget };
  return kind === 'state' ? wasAfter : (later, earlier) => isPlannedAfter(later, earlier, graph);
}

/** A state lists the blocks that a resource depended on when it was made, through others too. */
function wasAfter(later: Resource, earlier: Resource): Answer {
  const listed = textsIn(later.node, 'depends_on');
  const names = [earlier.address, ...(earlier.module === later.module ? [earlier.local] : [])];
  const isListed = names.some((name) => listed.includes(name.replaceAll(/\[.*?\](?=\.|$)/gs, '')));
  if (listed.length > 0) return fromBoolean(isListed);
  return open(later, `a state does not say what ${later.address} depends on: audit a plan`);
}

function isPlannedAfter(later: Resource, earlier: Resource, graph: Graph): Answer {
  const scope = scopeOf(later.module);
  if (!scope || !later.block || !earlier.block)
    return open(later, `the plan has no configuration that says what ${later.address} depends on`);
  const walk = graph.walks.get(later.block) ?? walkFrom(later.block, scope, graph);
  graph.walks.set(later.block, walk);
  if (walk.seen.has(earlier.block)) return YES;
  return walk.isHidden ? open(later, `a local value hides what ${later.address} depends on`) : NO;
}

function walkFrom(block: Mapping, scope: Scope, { blocks, budget }: Graph): Walk {
  const walk: Walk = { blocks, seen: new Set(), steps: [], isHidden: false };
  visitBlock(block, scope, walk);
  visitCall(scope, walk);
  for (let step = walk.steps.pop(); step; step = walk.steps.pop()) {
    budget.pay(1, block.span);
    step();
  }
  return walk;
}

const open = ({ address, place }: Resource, reason: string): Answer =>
  unknown([unknownAt(`order of ${address}`, reason, place)]);

/** A module as it is written. */
interface Scope {
  readonly configuration: Mapping;
  readonly parent?: Scope;
  /** The block that calls it. */
  readonly call?: Mapping;
}

interface Graph {
  /** By their address, of the modules that were met. */
  readonly blocks: Map<Mapping, ReadonlyMap<string, Mapping>>;
  /** From each block that was asked for: all its instances depend on the same. */
  readonly walks: Map<Mapping, Walk>;
  readonly budget: Budget;
}

interface Walk extends Pick<Graph, 'blocks'> {
  /** What was gone through: blocks, arguments and outputs of modules. */
  readonly seen: Set<Node>;
  /** What is to be gone through yet: chains of references may be long. */
  readonly steps: (() => void)[];
  /** Whether a local value was met: the configuration does not say what that refers to. */
  isHidden: boolean;
}

function scopeOf({ configuration, parent, call }: Module): Scope | undefined {
  if (!configuration) return undefined;
  const above = parent && scopeOf(parent);
  const block = above && callIn(above, call);
  return { configuration, ...(above && { parent: above }), ...(block && { call: block }) };
}

function callIn({ configuration }: Scope, name: string | undefined): Mapping | undefined {
  const calls = mappingIn(configuration, 'module_calls');
  return calls && name !== undefined ? mappingIn(calls, name) : undefined;
}

function visitBlock(block: Mapping, scope: Scope, walk: Walk): void {
  if (isNew(block, walk)) walk.steps.push(() => visitParts(block, ['expressions', ...REPETITION], scope, walk));
}

const REPETITION = ['count_expression', 'for_each_expression'];

function visitParts(block: Mapping, names: readonly string[], scope: Scope, walk: Walk): void {
  for (const name of names) visitExpressions(nodeIn(block, name), scope, walk);
  for (const reference of textsIn(block, 'depends_on')) visitReference(reference, scope, walk);
}

/** What a module waits for all of it waits for. */
function visitCall({ parent, call }: Scope, walk: Walk): void {
  if (!parent || !call) return;
  if (isNew(call, walk)) visitParts(call, REPETITION, parent, walk);
  visitCall(parent, walk);
}

function visitExpressions(node: Node | undefined, scope: Scope, walk: Walk): void {
  const target = node && resolveAlias(node);
  if (!target || target.kind === 'scalar') return;
  if (target.kind === 'sequence') for (const item of target.items) visitExpressions(item, scope, walk);
  else if (nodeIn(target, 'references'))
    for (const reference of longest(target)) visitReference(reference, scope, walk);
  else for (const { value } of target.members) visitExpressions(value, scope, walk);
}

function visitReference(reference: string, scope: Scope, walk: Walk): void {
  const [, kind = '', name = ''] = /^(data\.[\w-]+|[\w-]+)\.([\w-]+)/.exec(reference) ?? [];
  const block = blocksOf(scope, walk).get(`${kind}.${name}`);
  if (block) visitBlock(block, scope, walk);
  else if (kind === 'local') walk.isHidden = true;
  else if (kind === 'var') visitVariable(name, scope, walk);
  else if (kind === 'module') visitModule(name, reference, scope, walk);
}

function blocksOf({ configuration }: Scope, { blocks }: Walk): ReadonlyMap<string, Mapping> {
  const known =
    blocks.get(configuration) ??
    new Map(mappingsIn(configuration, 'resources').map((one) => [stringIn(one, 'address') ?? '', one]));
  blocks.set(configuration, known);
  return known;
}

function visitVariable(name: string, { parent, call }: Scope, walk: Walk): void {
  const given = call && nodeIn(mappingIn(call, 'expressions'), name);
  if (parent && given && isNew(given, walk)) walk.steps.push(() => visitExpressions(given, parent, walk));
}

/** One output of a module, or all of the module. */
function visitModule(name: string, reference: string, parent: Scope, walk: Walk): void {
  const call = callIn(parent, name);
  const configuration = call && mappingIn(call, 'module');
  if (!configuration) return;
  const scope = { configuration, parent, call };
  visitCall(scope, walk);
  const output = /^module\.[\w-]+(?:\[.*?\])?\.([\w-]+)/s.exec(reference)?.[1];
  const outputs = mappingIn(configuration, 'outputs');
  if (output === undefined) visitAll(scope, walk);
  else if (outputs) visitOutput(mappingIn(outputs, output), scope, walk);
}

function visitOutput(output: Mapping | undefined, scope: Scope, walk: Walk): void {
  if (output && isNew(output, walk)) walk.steps.push(() => visitParts(output, ['expression'], scope, walk));
}

function visitAll(scope: Scope, walk: Walk): void {
  if (!isNew(scope.configuration, walk)) return;
  for (const block of blocksOf(scope, walk).values()) visitBlock(block, scope, walk);
  for (const { key } of mappingIn(scope.configuration, 'module_calls')?.members ?? [])
    walk.steps.push(() => visitModule(scalarText(key), '', scope, walk));
}

function isNew(node: Node, { seen }: Walk): boolean {
  const { size } = seen;
  return seen.add(node).size > size;
}
