import { type Member, type Node, resolveAlias, type Scalar, type Span, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { type Chars, isHole, type Piece, replaceParts, type Text, textOf } from '../../values/text.ts';
import { callOf } from './calls.ts';

/** One round of a loop: its identifier stands for this item. */
export interface Round {
  readonly identifier: string;
  readonly item: Scalar;
}

/** What a node costs that is copied, in steps of the budget: it takes memory too. */
const COPY = 10;

/**
 * A node in a round of a loop: `Ref` of the identifier and `${Identifier}` stand for the item, `&{Identifier}` for its letters and
 * digits. What does not name it stays the node that it is.
 */
export function inRound(node: Node, round: Round, budget: Budget): Node {
  const known = new Map<Node, Node>();
  const label = `${round.identifier} ${scalarText(round.item)}`;
  const copied = (span: Span): Span => ({ ...span, copy: span.copy === undefined ? label : `${span.copy}, ${label}` });
  const copy = (one: Node): Node => {
    const done = known.get(one);
    if (done) return done;
    const made = budget.within(one.span, () => copyOf(one));
    if (made !== one) budget.pay(COPY, one.span);
    known.set(one, made);
    return made;
  };
  const scalar = (one: Scalar): Scalar => {
    const runs = replaced(one, round, budget);
    return runs ? { ...one, ...placed(one), plain: false, runs } : one;
  };
  const placed = (one: Node): Pick<Node, 'span' | 'tagSpan'> => ({
    span: copied(one.span),
    ...(one.tagSpan && { tagSpan: copied(one.tagSpan) }),
  });
  const copyOf = (one: Node): Node => {
    if (one.kind === 'alias') {
      const target = resolveAlias(copy(one.target));
      return target === one.target ? one : { ...one, ...placed(one), target };
    }
    const call = callOf(one);
    const named = call?.name === 'Ref' && call.argument.kind === 'scalar' ? scalarText(call.argument) : undefined;
    if (call && named === round.identifier) return { kind: 'alias', span: copied(call.at), target: round.item };
    if (one.kind === 'scalar') return scalar(one);
    if (one.kind === 'sequence') {
      const items = one.items.map(copy);
      return items.every((item, i) => item === one.items[i]) ? one : { ...one, ...placed(one), items };
    }
    const members = one.members.map((member): Member => {
      const key = scalar(member.key);
      const value = copy(member.value);
      return key === member.key && value === member.value ? member : { key, value };
    });
    if (members.every((member, i) => member === one.members[i])) return one;
    return { ...one, ...placed(one), first: copied(one.first), members };
  };
  return copy(node);
}

/** The characters of a scalar with the item in place of the identifier; undefined where it does not name it. */
function replaced(scalar: Scalar, { identifier, item }: Round, budget: Budget): Scalar['runs'] | undefined {
  const written = scalarText(scalar);
  if (!written.includes(`{${identifier}}`)) return undefined;
  const whole = textOf(item).pieces;
  const reduced = whole.map((piece) => (isHole(piece) ? piece : { ...piece, text: alphanumeric(piece.text) }));
  const parts = [`$`, `&`].flatMap((sign) => {
    const placeholder = `${sign}{${identifier}}`;
    return placesOf(placeholder, written).map((start) => ({
      start,
      end: start + placeholder.length,
      by: sign === '&' ? reduced : whole,
    }));
  });
  if (parts.length === 0) return undefined;
  const text = replaceParts(
    textOf(scalar),
    parts.toSorted((a, b) => a.start - b.start),
  );
  budget.spend(scalar.span, text);
  return runsOf(text, scalar);
}

const alphanumeric = (text: string): string => text.replace(/[^a-zA-Z0-9]/g, '');

function placesOf(part: string, text: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) places.push(at);
  return places;
}

/** A known text as a scalar, each character of it standing where it was written. */
export function scalarOfText(text: Text, span: Span): Scalar {
  return { kind: 'scalar', span, plain: false, runs: runsOf(text) };
}

/** `own`: the scalar whose characters need not say where they were written. */
function runsOf({ pieces }: Text, own?: Scalar): Scalar['runs'] {
  const isChars = (piece: Piece): piece is Chars => !isHole(piece);
  return pieces.filter(isChars).map(({ text, start, end, host }) => ({
    text,
    start,
    end,
    ...(host !== own && { host }),
  }));
}
