import { type Node, resolveAlias, type Scalar, type Sequence, type Span, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { mergedMembers } from '../../values/convert.ts';
import { textOf } from '../../values/text.ts';
import { longName } from '../kernel/calls.ts';
import {
  argumentOf,
  type Call,
  callsOf,
  locationOf,
  placeholders,
  type Refusal,
  refusalOf,
  type Target,
  untagged,
  variableOf,
} from './functions.ts';
import { hasMarks, hidden, idKey, Marks, refusedKey } from './marks.ts';

/** A collection or a scalar of a file, and the include that brought the file. */
export interface Origin {
  readonly node: Target;
  readonly use?: Span | undefined;
}

/** What is not given to cfn-include, and stays as it is. Whoever looks into it fails; whoever writes it to a text is seen. */
export class Refused {
  constructor(id: number) {
    Object.assign(this, { [refusedKey(id)]: id });
  }
  get length(): never {
    throw new Error('it is given what was not expanded');
  }
  get Value(): never {
    return this.length;
  }
  toJSON(): string {
    return this.toString();
  }
  toString(): string {
    return Object.keys(this).join('');
  }
}

/** The environment variables that the user lets documents read. */
export type Environment = (name: string) => string | undefined;

/** A text in the place of a node. */
function written(text: string, { span }: Target): Scalar {
  return { kind: 'scalar', plain: false, span, runs: [{ text, start: span.start, end: span.end }] };
}

/** Turns trees into plain data that remembers where it was written. */
export class Plain {
  readonly marks: Marks = new Marks();
  readonly origins: Origin[] = [];
  readonly refused: Target[] = [];
  readonly refusals: Refusal[] = [];
  /** The sequence that a node is a member of. */
  readonly parents: Map<Target, Sequence> = new Map();
  /** The call that a location or a query belongs to. */
  readonly calls: Map<Scalar, Target> = new Map();
  /** Texts that `Fn::Map` replaces: they are compared as a whole, and so have no mark. */
  private readonly names: Set<string> = new Set();
  private readonly budget: Budget;

  private readonly environment: Environment;

  constructor(budget: Budget, environment: Environment) {
    this.budget = budget;
    this.environment = environment;
  }

  /** A tree that a file holds, or a part of one. */
  tree(node: Node, use?: Span): unknown {
    this.collectNames(node);
    return this.data(node, use);
  }

  /** What is refused, and why if the user is not told yet. */
  refuse(node: Target, refusal?: Refusal): Refused {
    if (refusal) this.refusals.push(refusal);
    return new Refused(this.refused.push(node) - 1);
  }

  /** A text with a mark at each end of what `parts` tells apart. */
  marked(scalar: Scalar, parts: RegExp, use?: Span): string {
    const text = scalarText(scalar);
    this.budget.pay(text.length / 50, scalar.span);
    for (const _ of text.matchAll(parts)) this.budget.pay(5, scalar.span);
    let end = 0;
    return text
      .split(parts)
      .map((part, i, all) => {
        end += part.length;
        // what comes after the last mark is known by it
        const isRest = /^\r?\n$/.test(part) || (part === '' && i > 0 && i === all.length - 1);
        return isRest ? part : part + this.marks.mark({ scalar, end, ...(use && { use }) });
      })
      .join('');
  }

  /** The value of a scalar that is no text. */
  primitive(scalar: Scalar): number | boolean | null | undefined {
    const text = scalarText(scalar);
    const type = scalar.plain ? textOf(scalar).scalar : 'string';
    if (type === 'null') return null;
    if (type === 'boolean') return /^t/i.test(text);
    return type === 'number' && String(Number(text)) === text ? Number(text) : undefined;
  }

  private collectNames(node: Node): void {
    const target = resolveAlias(node);
    this.budget.within(node.span, () => {
      const maps = callsOf(target).filter(({ name }) => name === 'Fn::Map');
      // the name where a call has none
      if (maps.length > 0) this.names.add('_');
      for (const one of maps.flatMap(placeholders)) this.names.add(scalarText(one));
      if (target.kind === 'sequence') for (const item of target.items) this.collectNames(item);
      if (target.kind === 'mapping') for (const { value } of target.members) this.collectNames(value);
    });
  }

  private data(node: Node, use: Span | undefined): unknown {
    return this.budget.within(node.span, () => this.convert(resolveAlias(node), use));
  }

  private convert(node: Target, use: Span | undefined): unknown {
    const calls = callsOf(node);
    const variable = calls[0] && variableOf(calls[0]);
    const set = variable === undefined ? undefined : this.environment(variable);
    if (set !== undefined) return this.scalar(written(set, node), use);
    const refusal = calls.map((call) => refusalOf(call, node)).find((one) => one);
    if (refusal) return this.refuse(node, refusal);
    const name = longName(node.tag);
    if (name !== undefined)
      return this.mapping(
        node,
        [[name, this.argument(calls[0], calls[0]?.argument ?? untagged(node), node, use)]],
        use,
      );
    if (node.kind === 'scalar') return this.scalar(node, use);
    if (node.kind === 'sequence') {
      for (const item of node.items) this.parents.set(resolveAlias(item), node);
      return node.items.map((item) => this.data(item, use));
    }
    const members = mergedMembers(node, this.budget).map(({ key, value }): [string, unknown] => {
      const text = scalarText(key);
      const call = calls.find((one) => one.name === text);
      return [this.key(key, value, use), this.argument(call, value, node, use)];
    });
    return this.mapping(node, members, use);
  }

  private mapping(node: Target, members: readonly [string, unknown][], use: Span | undefined): unknown {
    // JSON leaves a symbol out
    const id = [idKey(this.origins.push({ node, use }) - 1), Symbol('id')];
    return Object.fromEntries([id, ...members]);
  }

  /** What a call is given; cfn-include compares the types of includes, and the names of `Fn::Map`, as they are. */
  private argument(call: Call | undefined, value: Node, node: Target, use: Span | undefined): unknown {
    const data = this.data(value, use);
    if (call?.name === 'Fn::Map' && Array.isArray(data) && data.length > 2) {
      const names = placeholders(call).map((one) => scalarText(one));
      return [data[0], names.length > 1 ? names : names[0], data[2]];
    }
    if (call?.name !== 'Fn::Include') return data;
    for (const one of [locationOf(call.argument), argumentOf(call.argument, 'query')])
      if (one?.kind === 'scalar') this.calls.set(one, node);
    if (call.argument.kind !== 'mapping') return data;
    const types = call.argument.members.filter(({ key }) => scalarText(key) === 'type');
    return Object.assign(
      data as object,
      ...types.map((one) => ({ type: scalarText(resolveAlias(one.value) as Scalar) })),
    );
  }

  private key(key: Scalar, value: Node, use: Span | undefined): string {
    const text = scalarText(key);
    const target = resolveAlias(value);
    // cfn-include takes the length of what is no list yet for 0
    const isCounted = text === 'Fn::Length' && target.kind === 'sequence' && longName(target.tag) === undefined;
    if (text === '__proto__' || (text === 'Fn::Length' && !isCounted)) return hidden(text);
    return text.includes('${') ? this.text(key, use) : text;
  }

  private scalar(scalar: Scalar, use: Span | undefined): unknown {
    const primitive = this.primitive(scalar);
    if (primitive !== undefined) return primitive;
    return this.names.has(scalarText(scalar)) ? scalarText(scalar) : this.text(scalar, use);
  }

  private text(scalar: Scalar, use: Span | undefined): string {
    const text = scalarText(scalar);
    if (hasMarks(text)) return this.refuse(scalar, { message: ODD_CHARACTERS, at: scalar.span }).toString();
    return text === '' ? text : this.marked(scalar, /(\$\{[^}]*\})/g, use);
  }
}

const ODD_CHARACTERS = 'This text is not expanded, it holds a character from U+FDD0 to U+FDD3: remove it.';
