import {
  type Mapping,
  type Member,
  member,
  type Node,
  resolveAlias,
  type Span,
  scalarText,
} from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { mergedMembers } from '../../values/convert.ts';
import { type Unknown, unknownAt } from '../../values/value.ts';
import { callOf, isLoop } from './calls.ts';
import type { Evaluator } from './evaluator.ts';
import { unexpanded } from './loops.ts';
import { type Resource, readResource } from './template.ts';

/** A part of a template whose resources are not known. */
export interface Part {
  /** What a loop makes, whatever its names; anything where absent. */
  readonly makes?: readonly Resource[];
  /** A macro is given what stands beside it, and may change it. */
  readonly isMacro: boolean;
  readonly unknown: (evaluator: Evaluator) => Unknown;
}

/** What may make a resource of a name. */
export function mayBeMade(id: string, evaluator: Evaluator): Unknown | undefined {
  const isNamed = (one: Resource): boolean => {
    const [before = '', ...after] = one.id.split(/[$&]\{[^{}]*\}/);
    return after.length === 0 ? id === before : id.startsWith(before) && id.endsWith(after.at(-1) ?? '');
  };
  return partsOf(evaluator)
    .find(({ makes }) => !makes || makes.some(isNamed))
    ?.unknown(evaluator);
}

const known = new WeakMap<Mapping, readonly Part[]>();

export function partsOf({ template: { root }, budget }: Evaluator): readonly Part[] {
  const parts = known.get(root) ?? read(root, budget);
  known.set(root, parts);
  return parts;
}

function read(root: Mapping, budget: Budget): readonly Part[] {
  const section = member(root, 'Resources')?.value;
  const resources = section && resolveAlias(section);
  const transforms = member(root, 'Transform')?.value;
  return [
    ...(transforms ? macrosIn(transforms) : []),
    ...root.members.flatMap(({ key, value }) => (scalarText(key) === 'Fn::Transform' ? [transform(key, value)] : [])),
    ...(resources?.kind === 'mapping' ? partsIn(resources, budget) : []),
  ];
}

function partsIn(resources: Mapping, budget: Budget): readonly Part[] {
  const call = callOf(resources);
  if (call) return [transform({ span: call.at }, resources)];
  return mergedMembers(resources, budget).flatMap((one): readonly Part[] => {
    const name = scalarText(one.key);
    if (name === 'Fn::Transform') return [transform(one.key, one.value)];
    return isLoop(one) ? [loop(one, budget)] : [];
  });
}

function transform({ span }: { readonly span: Span }, value: Node): Part {
  const argument = resolveAlias(value);
  const name = argument.kind === 'mapping' ? member(argument, 'Name')?.value : undefined;
  const target = name && resolveAlias(name);
  const isInclude = target?.kind === 'scalar' && scalarText(target) === 'AWS::Include';
  return {
    isMacro: !isInclude,
    unknown: (evaluator) => evaluator.call({ name: 'Fn::Transform', argument, at: span }, value) as Unknown,
  };
}

/** The macros that `Transform` names: those of AWS do what is known, but for a file that was not read. */
function macrosIn(transforms: Node): readonly Part[] {
  const value = resolveAlias(transforms);
  const all = value.kind === 'sequence' ? value.items.map(resolveAlias) : [value];
  return all.flatMap((one): readonly Part[] => {
    const named = one.kind === 'mapping' ? member(one, 'Name')?.value : one;
    const name = named && resolveAlias(named);
    if (name?.kind !== 'scalar') return [];
    const written = scalarText(name);
    if (written === 'AWS::Include') return [transform({ span: name.span }, one)];
    if (written === '' || written.startsWith('AWS::')) return [];
    const reason = `the macro ${written} may change any part of the template`;
    return [{ isMacro: true, unknown: () => unknownAt(`macro ${written}`, reason, name.span) }];
  });
}

function loop(member: Member, budget: Budget): Part {
  const written = resolveAlias(member.value);
  const body = written.kind === 'sequence' ? written.items[2] : undefined;
  const makes = body && madeBy(body, budget);
  return { ...(makes && { makes }), isMacro: false, unknown: (evaluator) => unexpanded(member, evaluator) };
}

/** The resources that stand for all that a loop makes; undefined where those may be of any type. */
function madeBy(body: Node, budget: Budget): readonly Resource[] | undefined {
  const written = resolveAlias(body);
  if (written.kind !== 'mapping') return undefined;
  const made: Resource[] = [];
  for (const one of mergedMembers(written, budget)) {
    const id = scalarText(one.key);
    const inner = resolveAlias(one.value);
    const nested = isLoop(one) && inner.kind === 'sequence' ? inner.items[2] : undefined;
    const found = nested
      ? budget.within(nested.span, () => madeBy(nested, budget))
      : [readResource(id, one, undefined, budget)].filter((resource) => resource !== undefined);
    if (!found || found.length === 0 || found.some(({ type }) => type === '' || type.includes('{'))) return undefined;
    for (const one of found) made.push(one);
  }
  return made;
}
