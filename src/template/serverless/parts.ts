import { type Alias, type Node, resolveAlias, type Scalar, type Span } from '../../source/tree.ts';
import { mergedMembers, movedValue } from '../../values/convert.ts';
import { literal, type Text, textOf } from '../../values/text.ts';
import { type Unknown, unknownAt, type Value } from '../../values/value.ts';
import { callOf } from '../kernel/calls.ts';
import type { Evaluator } from '../kernel/evaluator.ts';

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

/** What the variable that a scalar consists of leads to; undefined for any other scalar. */
export type Follow = (scalar: Scalar, parts: Parts) => { readonly part: Part | undefined } | undefined;

/** What is being looked into, and what evaluated: a variable that leads back to one of them has no value. */
export interface Visits {
  readonly followed: Set<Node>;
  readonly evaluated: Set<Node>;
}

/**
 * Looks into a document without evaluating more of it than is asked for: the rest may depend on what decides nothing, or
 * on the part that is asked for.
 */
export class Parts {
  readonly evaluator: Evaluator;
  private readonly follow: Follow;
  private readonly visits: Visits;

  constructor(evaluator: Evaluator, follow: Follow, visits: Visits) {
    this.evaluator = evaluator;
    this.follow = follow;
    this.visits = visits;
  }

  /** What a part stands for; undefined for nothing, or an empty value. */
  value(part: Part | undefined): Value | undefined {
    const value = this.evaluated(part);
    return value?.kind === 'text' && value.scalar === 'null' ? undefined : value;
  }

  /** The same with an empty value as it is. */
  evaluated(part: Part | undefined): Value | undefined {
    if (!part || !isNode(part)) return part;
    return this.once(this.visits.evaluated, part, (node) => this.evaluator.value(node));
  }

  /** A part as it is written where it is written: variables in its place are followed, and nothing is evaluated. */
  followed(part: Part | undefined): Part | undefined {
    if (!part || !isNode(part)) return part;
    const target = resolveAlias(part);
    if (target.kind !== 'scalar' || callOf(target)) return part;
    const brought = this.once(this.visits.followed, part, () => this.follow(target, this));
    if (!brought || 'kind' in brought) return brought ?? part;
    return brought.part && part.kind === 'alias' ? this.moved(brought.part, part.span) : brought.part;
  }

  /** Says of a part that the variable at `use` brought it, as an alias brings what it stands for. */
  moved(part: Part, use: Span): Part {
    if (!isNode(part)) return movedValue(part, use, this.evaluator.budget);
    return { kind: 'alias', span: use, target: resolveAlias(part) } satisfies Alias;
  }

  members(part: Part | undefined): PartMembers {
    const known = this.opened(part);
    const target = known && isNode(known) ? resolveAlias(known) : known;
    if (target?.kind === 'mapping') {
      const via = known?.kind === 'alias' ? known.span : undefined;
      const members = mergedMembers(target, this.evaluator.budget).map(({ key, value, use = via }) => ({
        key: textOf(key, use),
        part: use ? this.moved(value, use) : value,
      }));
      return { members, open: [] };
    }
    if (target?.kind === 'dict')
      return { members: target.entries.map(({ key, value }) => ({ key, part: value })), open: target.open };
    return { members: [], open: target?.kind === 'unknown' ? [target] : [] };
  }

  /** The items of a list, and what may bring further ones; nothing of anything else. */
  items(part: Part | undefined): { readonly items: readonly Part[]; readonly open: readonly Unknown[] } {
    const known = this.opened(part);
    const target = known && isNode(known) ? resolveAlias(known) : known;
    if (target?.kind === 'sequence') {
      const via = known?.kind === 'alias' ? known.span : undefined;
      return { items: via ? target.items.map((item) => this.moved(item, via)) : target.items, open: [] };
    }
    if (target?.kind === 'list') return { items: target.items, open: target.open };
    return { items: [], open: target?.kind === 'unknown' ? [target] : [] };
  }

  member(part: Part | undefined, ...path: readonly string[]): PartMember | undefined {
    const [name, ...rest] = path;
    const found = this.members(part).members.find(({ key }) => literal(key) === name);
    return found && rest.length > 0 ? this.member(found.part, ...rest) : found;
  }

  /** A part whose members or items can be looked at: a function in its place is evaluated. */
  private opened(part: Part | undefined): Part | undefined {
    const found = this.followed(part);
    if (!found || !isNode(found)) return found;
    const target = resolveAlias(found);
    return target.kind === 'scalar' || callOf(target) ? this.evaluated(found) : found;
  }

  private once<T>(visits: Set<Node>, part: Node, work: (node: Node) => T): T | Unknown {
    const target = resolveAlias(part);
    if (visits.has(target)) {
      const { file, start, end } = part.span;
      const written = file.text.slice(start, end);
      return unknownAt(written, `${written} leads back to itself`, part.span);
    }
    visits.add(target);
    try {
      return work(part);
    } finally {
      visits.delete(target);
    }
  }
}

export function isNode(part: Part): part is Node {
  return 'span' in part;
}
