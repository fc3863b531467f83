import {
  type Mapping,
  type Member,
  type Node,
  type Run,
  resolveAlias,
  type Scalar,
  type Span,
  scalarText,
} from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { mergedMembers } from '../../values/convert.ts';
import { type Chars, slice, textOf } from '../../values/text.ts';
import { longName } from '../kernel/calls.ts';
import { callsOf, type Target, untagged } from './functions.ts';
import { bare, idOf, type Part, refusedIn } from './marks.ts';
import type { Origin, Plain } from './plain.ts';

/**
 * Turns what cfn-include makes of plain data back into a tree. What came out as it was written is the node that it was; what
 * stands elsewhere is an alias, of the place that brought it; what is new stands at the place that it was made for.
 */
export class Rebuild {
  private readonly plain: Plain;
  private readonly budget: Budget;
  private readonly members: WeakMap<Target, ReadonlyMap<string, Member>> = new WeakMap();

  constructor(plain: Plain, budget: Budget) {
    this.plain = plain;
    this.budget = budget;
  }

  /** `context` is what stood, in the file, where the value is now. */
  node(value: unknown, context: Node): Node {
    return this.budget.within(context.span, () => {
      if (typeof value === 'string') return this.text(value, context);
      if (Array.isArray(value)) return this.list(value, context);
      if (typeof value === 'object' && value !== null) return this.mapping(value as Data, context);
      const target = resolveAlias(context);
      if (target.kind === 'scalar' && this.plain.primitive(target) === value) return context;
      return made(value === null ? '' : String(value), context.span, true);
    });
  }

  private text(value: string, context: Node): Node {
    const refused = refusedIn(value);
    if (refused !== undefined) return this.plain.refused[refused] as Target;
    const last = this.plain.marks.last(value);
    const target = resolveAlias(context);
    if (!last) return target.kind === 'scalar' && scalarText(target) === value ? context : made(value, context.span);
    return this.placed(scalarOf(this.plain.marks.parts(value), last.scalar), last.use, context);
  }

  private list(value: readonly unknown[], context: Node): Node {
    const origins = value.map((one) => this.originOf(one));
    const target = resolveAlias(context);
    const parent = origins[0] && this.plain.parents.get(origins[0].node);
    const isParent =
      parent?.items.length === value.length &&
      origins.every((one, i) => one?.node === resolveAlias(parent.items[i] as Node));
    const isOwn = target.kind === 'sequence' && callsOf(target).length === 0 && target.items.length === value.length;
    const whole = isParent ? parent : isOwn ? target : undefined;
    const items = value.map((one, i) => this.node(one, whole?.items[i] ?? context));
    if (!whole) return { kind: 'sequence', span: context.span, items };
    const isSame = items.every((one, i) => one === whole.items[i]);
    return this.placed(isSame ? whole : { ...whole, items }, isParent ? origins[0]?.use : undefined, context);
  }

  private mapping(value: Data, context: Node): Node {
    const keys = Object.keys(value);
    const refused = keys.map(refusedIn).find((id) => id !== undefined);
    if (refused !== undefined) return this.plain.refused[refused] as Target;
    const { origins, main } = this.mappingOrigin(value);
    const node = main?.node ?? origins[0]?.node ?? resolveAlias(context);
    const members = new Map<string, Member>();
    for (const key of keys.filter((one) => idOf(one) === undefined)) {
      const found = this.member(key, value[key], origins, node);
      if (found) members.set(scalarText(found.key), found);
    }
    const known = main && this.membersOf(main.node);
    const isSame =
      known?.size === members.size &&
      [...members].every(([name, one]) => one.value === known.get(name)?.value && one.key === known.get(name)?.key);
    return this.placed(isSame ? node : mappingAt(node, [...members.values()]), main?.use, context);
  }

  /** A member of a mapping where it is written in one of those that the mapping was made of. */
  private member(key: string, value: unknown, origins: readonly Origin[], at: Target): Member | undefined {
    // as in JSON
    if (value === undefined) return undefined;
    const last = this.plain.marks.last(key);
    const written = last ? scalarText(last.scalar) : bare(key);
    const own = this.originOf(value)?.node;
    const found = origins.toReversed().flatMap(({ node, use }) => {
      const member = this.membersOf(node).get(written);
      return member ? [{ member, use }] : [];
    });
    const { member, use } = found.find((one) => resolveAlias(one.member.value) === own) ?? found[0] ?? {};
    const name = last
      ? (resolveAlias(this.text(key, member?.key ?? at)) as Scalar)
      : (member?.key ?? made(bare(key), at.span));
    const node = this.node(value, member?.value ?? at);
    // it stands in a file that this mapping does not stand in
    const isBrought = use && member && member.key.span.file !== at.span.file;
    return { key: name, value: isBrought ? { kind: 'alias', span: use, target: resolveAlias(node) } : node };
  }

  /** Where a value was written as a whole; nothing where it is made of several things. */
  private originOf(value: unknown): Origin | undefined {
    if (typeof value === 'string') {
      const last = this.plain.marks.last(value);
      if (!last) return undefined;
      const node = scalarOf(this.plain.marks.parts(value), last.scalar);
      return { node, use: last.use };
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return this.mappingOrigin(value as Data).main;
  }

  /** The mappings that one was made of, without calls that are gone, and the only one of them if it is. */
  private mappingOrigin(value: Data): { readonly origins: readonly Origin[]; readonly main: Origin | undefined } {
    const origins = Object.keys(value).flatMap((key) => this.plain.origins[idOf(key) ?? -1] ?? []);
    const left = origins.filter(
      ({ node }) => this.membersOf(node).size > callsOf(node).length || callsOf(node).length === 0,
    );
    return { origins, main: left.length === 1 ? left[0] : undefined };
  }

  private membersOf(node: Target): ReadonlyMap<string, Member> {
    const known = this.members.get(node);
    if (known) return known;
    const tagged = longName(node.tag);
    const members = new Map<string, Member>();
    if (tagged !== undefined && node.tagSpan)
      members.set(tagged, { key: made(tagged, node.tagSpan), value: untagged(node) });
    else if (node.kind === 'mapping')
      for (const one of mergedMembers(node, this.budget)) members.set(scalarText(one.key), one);
    this.members.set(node, members);
    return members;
  }

  /** A node where it stands, or an alias of it where something else does. */
  private placed(node: Target, use: Span | undefined, context: Node): Node {
    if (node === resolveAlias(context)) return context;
    const { file, start, end } = context.span;
    const isSameFile = node.span.file === file;
    if (isSameFile && start <= node.span.start && node.span.end <= end) return node;
    return { kind: 'alias', span: (isSameFile ? undefined : use) ?? context.span, target: node };
  }
}

type Data = Readonly<Record<string, unknown>>;

/** A scalar that cfn-include made. */
function made(text: string, span: Span, plain = false): Scalar {
  return {
    kind: 'scalar',
    span,
    plain,
    runs: [{ text, start: span.start, end: span.end, host: { span, made: true } }],
  };
}

function mappingAt(node: Target, members: readonly Member[]): Mapping {
  const { file, end } = node.span;
  const start = node.tagSpan?.start ?? node.span.start;
  const first = node.kind === 'mapping' ? node.first : { file, start, end: start + 1 };
  return { kind: 'mapping', span: { file, start, end }, first, members };
}

/** The scalar that parts of scalars make up in place of `scalar`, or of the characters of it that are among them. */
function scalarOf(parts: readonly Part[], scalar: Scalar): Scalar {
  const own = parts.filter((part) => part.scalar === scalar);
  const start = Math.min(...own.map((part) => part.start));
  const end = Math.max(...own.map((part) => part.end));
  const written = parts.filter(({ text }) => text !== '');
  const isSame = written.every(
    (part, i) => part.exact && part.scalar === scalar && part.start === (written[i - 1]?.end ?? start),
  );
  const isWhole = start === 0 && end === scalarText(scalar).length;
  if (isSame && isWhole) return scalar;
  const chars = charsOf(scalar, start, end);
  const [first, last] = [chars[0] as Chars, chars.at(-1) as Chars];
  const span = isWhole ? scalar.span : { ...scalar.span, start: first.start, end: Math.max(first.start, last.end) };
  const runs = written.flatMap((part) => runsOf(part, scalar));
  return {
    kind: 'scalar',
    span,
    plain: false,
    runs: runs.length > 0 ? runs : [{ text: '', start: span.start, end: span.start }],
  };
}

/** The characters of a part; those of another scalar say which. */
function runsOf({ text, scalar, start, end, exact }: Part, place: Scalar): readonly Run[] {
  const chars = charsOf(scalar, start, end);
  if (exact)
    return chars.map((one) => ({
      text: one.text,
      start: one.start,
      end: one.end,
      ...(scalar !== place && { host: scalar }),
    }));
  const [from, to] = [chars[0] as Chars, chars.at(-1) as Chars];
  return [{ text, start: from.start, end: to.end, host: { span: scalar.span, made: true } }];
}

function charsOf(scalar: Scalar, start: number, end: number): readonly Chars[] {
  return slice(textOf(scalar), start, end).pieces.filter((piece) => 'text' in piece);
}
