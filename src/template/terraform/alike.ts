import type { Mapping } from '../../source/tree.ts';
import { callOf, longest } from './expressions.ts';
import { nodeIn } from './nodes.ts';
import type { Reference } from './references.ts';
import type { Module, Resource } from './resource.ts';

/** Which instance it is. */
export const isIndex = ({ text }: Reference): boolean => text === 'each.key' || text === 'count.index';

/**
 * The instance that references with `each` or `count.index` are to: that of the same key. Terraform does not say how a key is
 * used, but where both have the same keys it is hardly another one.
 */
export function alike(references: readonly Reference[], from: Resource): Resource | Module | undefined {
  const [first, ...others] = references.filter((one) => !isIndex(one));
  if (!first || others.length > 0) return undefined;
  const { text, module } = first;
  const repeated = repeatedIn(module, from);
  const block = /^each\.value\b/.test(text) ? repeated?.values : references.some(isIndex) ? text : undefined;
  if (block === undefined || !repeated?.key) return undefined;
  const [own, meant] = [repeated.block, block].map((one) => instancesOf(one, module));
  return own?.keys === meant?.keys ? meant?.byKey.get(repeated.key) : undefined;
}

/** Something with `count` or `for_each` in a module, and one instance of it. */
interface Repeated {
  readonly block: string;
  readonly key: string;
  /** What `each.value` is an instance of, as the configuration writes it. */
  readonly values: string | undefined;
}

/** The resource itself, where that stands in the module; else the module call in it that leads to the resource. */
function repeatedIn(module: Module, from: Resource): Repeated | undefined {
  if (from.module === module)
    return { block: `${from.type}.${from.name}`, key: keyOf(from), values: valuesOf(from.block) };
  let within: Module | undefined = from.module;
  while (within && within.parent !== module) within = within.parent;
  return (
    within && { block: `module.${within.call}`, key: keyOf(within), values: valuesOf(callOf(module, within.call)) }
  );
}

interface Instances {
  readonly byKey: ReadonlyMap<string, Resource | Module>;
  /** The same for blocks with the same keys. */
  readonly keys: string;
}

const indexes = new WeakMap<Module, Map<string, Instances>>();

/** Each instance of a block is asked for all others. */
function instancesOf(block: string, module: Module): Instances {
  const index = indexes.get(module) ?? new Map<string, Instances>();
  indexes.set(module, index);
  const known = index.get(block) ?? readInstances(block, module);
  index.set(block, known);
  return known;
}

function readInstances(block: string, { resources, children }: Module): Instances {
  const instances = resources.get(block) ?? children.filter(({ call }) => `module.${call}` === block);
  const byKey = new Map(instances.map((one: Resource | Module) => [keyOf(one), one]));
  return { byKey, keys: [...byKey.keys()].sort().join('\n') };
}

/** The block that all instances of something with `for_each` are made of, one of each. */
function valuesOf(block: Mapping | undefined): string | undefined {
  const expression = nodeIn(block, 'for_each_expression');
  const [only, ...others] = expression ? longest(expression) : [];
  return others.length === 0 ? only : undefined;
}

/** The key of an instance in brackets; empty for the only one. */
function keyOf(instance: Resource | Module): string {
  if ('local' in instance) return instance.local.slice(`${instance.type}.${instance.name}`.length);
  const { address, parent, call } = instance;
  const above = parent?.address ? `${parent.address}.` : '';
  return address.slice(`${above}module.${call}`.length);
}
