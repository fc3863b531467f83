import { type Mapping, type Member, type Node, resolveAlias, type Span, scalarText } from '../source/tree.ts';
import type { Budget } from './budget.ts';
import { movedText, textOf } from './text.ts';
import type { Dict, DictEntry, Value } from './value.ts';

/** Turns a tree into values as it stands, aliases followed and merge keys merged. */
export function fromNode(node: Node, budget: Budget, use?: Span): Value {
  return budget.within(node.span, () => {
    const target = resolveAlias(node);
    const via = node.kind === 'alias' ? node.span : use;
    if (target.kind === 'scalar') return textOf(target, via);
    const origin = { at: target.span, ...(via && { use: via }) };
    if (target.kind === 'sequence') {
      return { kind: 'list', items: target.items.map((item) => fromNode(item, budget, via)), open: [], origin };
    }
    const entries = mergedMembers(target, budget).map(
      ({ key, value, use: brought = via }): DictEntry => ({
        key: textOf(key, brought),
        value: fromNode(value, budget, brought),
      }),
    );
    return { kind: 'dict', entries, open: [], origin, first: { at: target.first, ...(via && { use: via }) } };
  });
}

/** A member that a merge key may have brought: then `use` is the alias that did. */
export type MergedMember = Member & { readonly use?: Span };

/** The members with what `<<` brings: a mapping's own keys win, then earlier merges. */
export function mergedMembers(mapping: Mapping, budget: Budget): readonly MergedMember[] {
  if (!mapping.members.some(isMerge)) return mapping.members;
  const members = new Map<string, MergedMember>();
  for (const member of mapping.members) if (!isMerge(member)) members.set(scalarText(member.key), member);
  for (const { value } of mapping.members.filter(isMerge)) {
    const list = resolveAlias(value);
    for (const source of list.kind === 'sequence' ? list.items : [value]) {
      const target = resolveAlias(source);
      if (target.kind !== 'mapping') continue;
      for (const member of budget.within(target.span, () => mergedMembers(target, budget))) {
        const name = scalarText(member.key);
        if (!members.has(name)) members.set(name, { ...member, use: source.span });
      }
    }
  }
  return [...members.values()];
}

const isMerge = (member: Member): boolean => member.key.plain && scalarText(member.key) === '<<';

/** Says of a value that the reference at `use` brought it. */
export function movedValue(value: Value, use: Span, budget: Budget): Value {
  return budget.within(use, () => moveValue(value, use, budget));
}

function moveValue(value: Value, use: Span, budget: Budget): Value {
  switch (value.kind) {
    case 'text':
      return movedText(value, use);
    case 'unknown':
      return { ...value, origin: { at: value.origin.at, use } };
    case 'list':
      return {
        ...value,
        items: value.items.map((item) => movedValue(item, use, budget)),
        origin: { at: value.origin.at, use },
      };
    case 'dict':
      return movedDict(value, use, budget);
  }
}

function movedDict(dict: Dict, use: Span, budget: Budget): Dict {
  return {
    ...dict,
    entries: dict.entries.map(({ key, value }) => ({
      key: movedText(key, use),
      value: movedValue(value, use, budget),
    })),
    origin: { at: dict.origin.at, use },
    first: { at: dict.first.at, use },
  };
}

/** The member of a name, among what merge keys bring too. */
export function mergedMember(mapping: Mapping, name: string, budget: Budget): Member | undefined {
  return mergedMembers(mapping, budget).find(({ key }) => scalarText(key) === name);
}
