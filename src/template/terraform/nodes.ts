import { type Mapping, type Member, type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import { TemplateError } from '../loaded.ts';

/** The object under a name; undefined where there is none. */
export function mappingIn(parent: Mapping, name: string): Mapping | undefined {
  const found = memberIn(parent, name);
  const value = found && resolveAlias(found.value);
  if (!found || value?.kind === 'mapping') return value as Mapping | undefined;
  throw malformed(name, 'an object', found);
}

/** The objects of the list under a name; none where there is no list. */
export function mappingsIn(parent: Mapping, name: string): readonly Mapping[] {
  const found = memberIn(parent, name);
  if (!found) return [];
  const value = resolveAlias(found.value);
  const items = value.kind === 'sequence' ? value.items.map(resolveAlias) : [undefined];
  if (!items.every((item) => item?.kind === 'mapping')) throw malformed(name, 'a list of objects', found);
  return items as readonly Mapping[];
}

/** The string under a name; undefined for anything else. */
export function stringIn(parent: Mapping, name: string): string | undefined {
  const found = memberIn(parent, name);
  const value = found && resolveAlias(found.value);
  return value?.kind === 'scalar' && !value.plain ? scalarText(value) : undefined;
}

/** The strings of the list under a name. */
export function textsIn(parent: Mapping, name: string): readonly string[] {
  const found = memberIn(parent, name);
  const value = found && resolveAlias(found.value);
  const items = value?.kind === 'sequence' ? value.items.map(resolveAlias) : [];
  return items.flatMap((item) => (item.kind === 'scalar' ? [scalarText(item)] : []));
}

/** `null` is as good as nothing. */
function memberIn(parent: Mapping, name: string): Member | undefined {
  const found = members(parent).get(name);
  return found && isNull(found.value) ? undefined : found;
}

const indexes = new WeakMap<Mapping, ReadonlyMap<string, Member>>();

/** References lead to the same few objects again and again. */
function members(parent: Mapping): ReadonlyMap<string, Member> {
  const known = indexes.get(parent) ?? new Map(parent.members.map((one) => [scalarText(one.key), one]));
  indexes.set(parent, known);
  return known;
}

/** What is written under a name, `null` too. */
export function nodeIn(parent: Mapping | undefined, name: string): Node | undefined {
  return parent && members(parent).get(name)?.value;
}

function isNull(node: Node): boolean {
  const value = resolveAlias(node);
  return value.kind === 'scalar' && value.plain && scalarText(value) === 'null';
}

function malformed(name: string, what: string, { key }: Member): TemplateError {
  return new TemplateError(`${name} is ${what} in the output of terraform show -json: print the file anew.`, {
    at: key.span,
  });
}
