import type { Mapping, Node, Span } from '../../source/tree.ts';
import { movedValue } from '../../values/convert.ts';
import {
  display,
  isHole,
  literal,
  originOf,
  type Piece,
  render,
  replaceParts,
  slice,
  type Text,
  textOfUnknown,
} from '../../values/text.ts';
import { isUnknown, type Value } from '../../values/value.ts';
import { type Evaluator, unknownAt, type Variables } from '../cloudformation/evaluator.ts';
import { valueAt } from './address.ts';
import { option, parameter, stage } from './options.ts';
import { isNode, Parts } from './parts.ts';
import { type Range, type Variable, variablesIn } from './syntax.ts';

/** What stands after the comma of a variable, or where its first source has nothing. */
export type Otherwise = () => Value | undefined;

/** A source of a variable: its whole text, what stands behind its colon, and where the variable stands. */
interface Source {
  readonly written: string;
  readonly address: Text;
  readonly use: Span;
  readonly otherwise: Otherwise;
}

/** The variables of a service, whose own document is their main source. */
export function variablesOf(root: Mapping): Variables {
  const open = new Set<Node>();
  return (text, evaluator) => new Resolver(root, evaluator, open).value(text);
}

class Resolver {
  private readonly root: Mapping;
  private readonly evaluator: Evaluator;
  /** What is being evaluated: a variable that leads back to one of them has no value. */
  private readonly open: Set<Node>;

  constructor(root: Mapping, evaluator: Evaluator, open: Set<Node>) {
    this.root = root;
    this.evaluator = evaluator;
    this.open = open;
  }

  /** What a text stands for: any value where it is one variable and nothing else. */
  value(text: Text): Value | undefined {
    const whole = render(text, '\uFFFC');
    const variables = whole.includes('${') ? variablesIn(whole) : [];
    const [only] = variables;
    if (!only) return text;
    if (only.start === 0 && only.end === whole.length) return this.variable(text, only);
    return replaceParts(
      text,
      variables.map((variable) => ({ ...variable, by: this.pieces(text, variable) })),
    );
  }

  /** A variable within a text; a list or a mapping has no place there. */
  private pieces(text: Text, variable: Variable): readonly Piece[] {
    const use = placeOf(text, variable);
    const value = this.variable(text, variable);
    const known =
      value?.kind === 'text' ? value : textOfUnknown(isUnknown(value) ? value : noString(text, variable), use);
    this.evaluator.budget.spend(use, known);
    return known.pieces;
  }

  private variable(text: Text, { sources, ...range }: Variable): Value | undefined {
    const use = placeOf(text, range);
    return this.evaluator.budget.within(use, () => this.source(text, sources, use));
  }

  /** The first source that there is. */
  private source(text: Text, [first, ...rest]: readonly Range[], use: Span): Value | undefined {
    if (!first) return undefined;
    const own = slice(text, first.start, first.end);
    const written = render(own, '\uFFFC');
    const otherwise = (): Value | undefined => (rest.length > 0 ? this.source(text, rest, use) : undefined);
    if (/^['"]/.test(written)) return slice(own, 1, written.length - 1);
    if (/^(?:true|false)$/.test(written)) return { ...own, scalar: 'boolean' };
    if (/^-?\d+(?:\.\d+)?$/.test(written)) return { ...own, scalar: 'number' };
    if (written === 'null') return otherwise() ?? { ...own, scalar: 'null' };
    if (written.startsWith('${')) return this.present(this.value(own), otherwise);
    const [, type = '', parameters, address] = /^([a-zA-Z][\w-]*)(\(.*?\))?(?::(.*))?$/s.exec(written) ?? [];
    const start = written.length - (address ?? '').length;
    return this.typed(parameters === undefined ? type : `${type}()`, {
      written: display(own),
      address: this.address(slice(own, start, written.length)),
      use,
      otherwise,
    });
  }

  /** A variable that is empty leaves the word to the next source. */
  private present(value: Value | undefined, otherwise: Otherwise): Value | undefined {
    const isNothing = value === undefined || (value.kind === 'text' && value.scalar === 'null');
    return isNothing ? (otherwise() ?? value) : value;
  }

  /** An address with the variables in it resolved, as far as they are settled: what is not may name any of several. */
  private address(text: Text): Text {
    const value = this.evaluator.symbolically(() => this.value(text));
    if (value?.kind === 'text') return value;
    return isUnknown(value) ? textOfUnknown(value, originOf(text).at) : text;
  }

  private typed(type: string, { written, address, use, otherwise }: Source): Value | undefined {
    const { evaluator } = this;
    const name = literal(address);
    if (type === 'self') return this.present(this.self(address, use, otherwise), otherwise);
    if ((type === 'opt' || type === 'env') && name !== undefined)
      return option(`${type}:${name}`, evaluator, use, otherwise);
    if (type === 'param' && name !== undefined) return parameter(name, new Parts(evaluator), this.root, use, otherwise);
    if (type === 'sls' && name === 'stage') return stage(new Parts(evaluator), this.root, use, otherwise);
    const pseudo = type === 'aws' && name !== undefined ? PSEUDO[name] : undefined;
    return pseudo ? evaluator.ref(pseudo, use) : unknownAt(written, `\${${written}} ${WHY[type] ?? ELSEWHERE}`, use);
  }

  private self(address: Text, use: Span, otherwise: Otherwise): Value | undefined {
    const part = valueAt(address, new Parts(this.evaluator), this.root, use, otherwise);
    if (!part || !isNode(part)) return part && movedValue(part, use, this.evaluator.budget);
    if (this.open.has(part)) {
      const written = `self:${display(address)}`;
      return unknownAt(written, `\${${written}} leads back to itself`, use);
    }
    this.open.add(part);
    try {
      const value = this.evaluator.value(part);
      return value && movedValue(value, use, this.evaluator.budget);
    } finally {
      this.open.delete(part);
    }
  }
}

const PSEUDO: Readonly<Record<string, string>> = { accountId: 'AWS::AccountId', region: 'AWS::Region' };
const ELSEWHERE = 'is known at deployment only';
const WHY: Readonly<Record<string, string>> = { 'file()': 'is in a file that is not read' };

function placeOf(text: Text, { start, end }: Range): Span {
  return originOf(slice(text, start, end)).at;
}

function noString(text: Text, range: Range): ReturnType<typeof unknownAt> {
  const written = display(slice(text, range.start, range.end));
  const [only] = text.pieces;
  return unknownAt(written, `${written} is no string`, only && isHole(only) ? only.at : placeOf(text, range));
}
