import type { Mapping } from '../../source/tree.ts';
import { callOf, longest } from './expressions.ts';
import { nodeIn } from './nodes.ts';
import type { Reference } from './references.ts';
import type { Module, Resource } from './resource.ts';

/** Something with `count` or `for_each`, and one instance of it. */
interface Repeated {
  readonly keys: readonly string[];
  readonly key: string;
  /** What `each.value` is an instance of, as the configuration writes it. */
  readonly values: string | undefined;
}

/** Which instance it is. */
export const isIndex = ({ text }: Reference): boolean => text === 'each.key' || text === 'count.index';

/**
 * The instances that references with `each` or `count.index` are to: those of the same key. Terraform does not say how a key is
 * used, but where both have the same keys it is hardly another one.
 */
export function alike(references: readonly Reference[], from: Resource): readonly (Resource | Module)[] {
  const [first, ...others] = references.filter((one) => !isIndex(one));
  if (!first || others.length > 0) return [];
  const { text, module } = first;
  const repeated = repeatedIn(module, from);
  const block = /^each\.value\b/.test(text) ? repeated?.values : references.some(isIndex) ? text : undefined;
  if (block === undefined || !repeated?.key) return [];
  const instances: readonly (Resource | Module)[] =
    module.resources.get(block) ?? module.children.filter((one) => `module.${one.call}` === block);
  const keys = instances.map(keyOf);
  const isSame = keys.length === repeated.keys.length && keys.every((key) => repeated.keys.includes(key));
  return isSame ? instances.filter((one) => keyOf(one) === repeated.key) : [];
}

/** The resource itself, where that stands in the module; else the module call in it that leads to the resource. */
function repeatedIn(module: Module, from: Resource): Repeated | undefined {
  if (from.module === module) {
    const [name] = [...module.resources].find(([, instances]) => instances.includes(from)) ?? [''];
    const instances = module.resources.get(name) ?? [];
    return { keys: instances.map(keyOf), key: keyOf(from), values: valuesOf(from.block) };
  }
  let within: Module | undefined = from.module;
  while (within && within.parent !== module) within = within.parent;
  if (!within) return undefined;
  const { call } = within;
  const siblings = module.children.filter((one) => one.call === call);
  return { keys: siblings.map(keyOf), key: keyOf(within), values: valuesOf(callOf(module, call)) };
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
