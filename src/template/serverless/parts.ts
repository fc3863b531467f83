import { type Node, resolveAlias } from '../../source/tree.ts';
import { mergedMembers, movedValue } from '../../values/convert.ts';
import { literal, type Text, textOf } from '../../values/text.ts';
import type { Unknown, Value } from '../../values/value.ts';
import { callOf, type Evaluator } from '../cloudformation/evaluator.ts';

/** A part of a document: as it is written, or what a variable brought in its place. */
export type Part = Node | Value;

export interface PartMember {
  readonly key: Text;
  readonly part: Part;
}

/** The members of a mapping, and what may bring further ones; none of anything else. */
export interface PartMembers {
  readonly members: readonly PartMember[];
  readonly open: readonly Unknown[];
}

/** Looks into a document without evaluating more of it than is asked for: the rest may depend on what decides nothing. */
export class Parts {
  readonly evaluator: Evaluator;

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator;
  }

  /** What a part stands for; undefined for nothing, or an empty value. */
  value(part: Part | undefined): Value | undefined {
    const value = part && isNode(part) ? this.evaluator.value(part) : part;
    return value?.kind === 'text' && value.scalar === 'null' ? undefined : value;
  }

  members(part: Part | undefined): PartMembers {
    const known = this.opened(part);
    if (known?.kind === 'mapping') {
      const members = mergedMembers(known, this.evaluator.budget).map(({ key, value, use }) => ({
        key: textOf(key, use),
        part: value,
      }));
      return { members, open: [] };
    }
    if (known?.kind === 'dict')
      return { members: known.entries.map(({ key, value }) => ({ key, part: value })), open: known.open };
    return { members: [], open: known?.kind === 'unknown' ? [known] : [] };
  }

  /** The items of a list, and what may bring further ones; nothing of anything else. */
  items(part: Part | undefined): { readonly items: readonly Part[]; readonly open: readonly Unknown[] } {
    const known = this.opened(part);
    if (known?.kind === 'sequence' || known?.kind === 'list')
      return { items: known.items, open: known.kind === 'list' ? known.open : [] };
    return { items: [], open: known?.kind === 'unknown' ? [known] : [] };
  }

  member(part: Part | undefined, ...path: readonly string[]): PartMember | undefined {
    const [name, ...rest] = path;
    const found = this.members(part).members.find(({ key }) => literal(key) === name);
    return found && rest.length > 0 ? this.member(found.part, ...rest) : found;
  }

  /** What keeps a part, or what it stands in, from being known. */
  openAt(part: Part | undefined, ...path: readonly string[]): readonly Unknown[] {
    const [name, ...rest] = path;
    if (name === undefined) return [];
    const { open } = this.members(part);
    const inner = this.member(part, name)?.part;
    return [...open, ...(inner ? this.openAt(inner, ...rest) : [])];
  }

  /** A part whose members or items can be looked at: a variable or a function in its place is evaluated. */
  private opened(part: Part | undefined): Exclude<Part, { kind: 'alias' }> | undefined {
    if (!part || !isNode(part)) return part;
    const node = resolveAlias(part);
    if (node.kind !== 'scalar' && !callOf(node)) return node;
    const value = this.evaluator.value(node);
    return value && part.kind === 'alias' ? movedValue(value, part.span, this.evaluator.budget) : value;
  }
}

export function isNode(part: Part): part is Node {
  return 'span' in part;
}
