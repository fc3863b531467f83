import { positionAt } from '../../source/lines.ts';
import { type Node, resolveAlias, type Scalar, scalarText } from '../../source/tree.ts';
import { isHole, literal, render, type Text } from '../../values/text.ts';
import { isUnknown, type Unknown, type Value } from '../../values/value.ts';
import { TemplateError } from '../loaded.ts';
import { type Call, callOf } from './calls.ts';
import type { Evaluator } from './evaluator.ts';

const BOOLEAN = { is: ['true', 'false'] };

/** What a condition came to: a scenario takes nothing back, but may decide more. */
interface Known {
  readonly answer: boolean | undefined;
  /** Whether it depends on the scenario. */
  readonly reads: boolean;
  readonly decisions: number;
}

/** Decides conditions. The answers are undefined only where the scenario is asked quietly. */
export class Conditions {
  private readonly evaluator: Evaluator;
  private readonly open: string[] = [];
  private readonly known = new Map<string, Known>();

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator;
  }

  /** A condition by its name; one that is declared nowhere is free to be true or false. */
  named(name: string, at: Scalar): boolean | undefined {
    const { conditions, parameters } = this.evaluator.template;
    const declared = conditions.get(name);
    if (!declared) return this.free(parameters.has(name) ? `condition ${name}` : name);
    if (this.open.includes(name)) {
      throw new TemplateError(
        `Conditions refer to each other in a circle, ${[...this.open.slice(this.open.indexOf(name)), name].join(' → ')}: remove one of the references.`,
        { at: at.span },
      );
    }
    const { scenario } = this.evaluator;
    const known = this.known.get(name);
    if (known && (known.answer !== undefined || (scenario.isQuiet && known.decisions === scenario.decisions))) {
      if (known.reads) scenario.reads += 1;
      return known.answer;
    }
    this.open.push(name);
    const { reads } = scenario;
    try {
      const answer = this.expression(declared.value);
      this.known.set(name, { answer, reads: scenario.reads > reads, decisions: scenario.decisions });
      return answer;
    } finally {
      this.open.pop();
    }
  }

  private expression(node: Node): boolean | undefined {
    return this.evaluator.budget.within(node.span, () => {
      const target = resolveAlias(node);
      const call = conditionCall(target);
      const args = call?.argument.kind === 'sequence' ? call.argument.items : [];
      if (call?.name === 'Condition' && call.argument.kind === 'scalar')
        return this.named(scalarText(call.argument), call.argument);
      if (call?.name === 'Fn::Not' && args[0]) return negate(this.expression(args[0]));
      if (call?.name === 'Fn::And' && args.length > 0) return this.every(args, true);
      if (call?.name === 'Fn::Or' && args.length > 0) return this.every(args, false);
      if (call?.name === 'Fn::Equals' && args.length === 2) return this.equals(args[0] as Node, args[1] as Node);
      const { file, start } = call?.at ?? target.span;
      const { line, column } = positionAt(file, start);
      return this.free(`${call ? call.name : 'the condition'} at ${line}:${column}`);
    });
  }

  /** `Fn::And` looks for a false, `Fn::Or` for a true: the first one decides. */
  private every(args: readonly Node[], neutral: boolean): boolean | undefined {
    let result: boolean | undefined = neutral;
    for (const arg of args) {
      const one = this.expression(arg);
      if (one === !neutral) return one;
      if (one === undefined) result = undefined;
    }
    return result;
  }

  private equals(left: Node, right: Node): boolean | undefined {
    const { evaluator } = this;
    const [a, b] = evaluator.symbolically(() => [evaluator.value(left), evaluator.value(right)]);
    if (!a || !b) return a === b;
    const known = [a, b].map(knownString);
    if (known[0] !== undefined && known[1] !== undefined) return known[0] === known[1];
    const ids = [a, b].map(identity);
    if (ids[0] === ids[1]) return true;
    const value = known[0] ?? known[1];
    const other = known[0] === undefined ? a : b;
    if (value !== undefined) {
      const solved = solve(other, value);
      if (solved === false) return false;
      const source = solved?.unknown.source;
      if (solved && source?.kind === 'parameter' && (!source.list || source.joined)) {
        return evaluator.scenario.decide(source.name, evaluator.domain(source.name), solved.value);
      }
    }
    for (const operand of [a, b]) {
      const domain = this.fewValues(operand);
      for (const [name, value] of domain) {
        const is = evaluator.scenario.decide(name, { is: domain.map(([, one]) => one) }, value);
        if (is !== false) return is && this.equals(left, right);
      }
    }
    return this.free(`${ids.toSorted().join(' = ')}`, () => this.byDefaults(left, right));
  }

  /** A parameter that can only be so many values, with each of them. */
  private fewValues(operand: Value): readonly (readonly [name: string, value: string])[] {
    const source = isUnknown(operand) ? operand.source : undefined;
    if (source?.kind !== 'parameter') return [];
    const domain = this.evaluator.domain(source.name);
    return 'is' in domain ? domain.is.map((value) => [source.name, value]) : [];
  }

  /** What defaults make of a comparison, and the parameters that it reads. */
  private byDefaults(
    left: Node,
    right: Node,
  ): { readonly value: boolean | undefined; readonly parameters: readonly string[] } {
    const { evaluator } = this;
    evaluator.parametersRead.clear();
    const [a, b] = [evaluator.value(left), evaluator.value(right)].map((value) =>
      value ? knownString(value) : undefined,
    );
    return {
      value: a === undefined || b === undefined ? undefined : a === b,
      parameters: [...evaluator.parametersRead],
    };
  }

  /** A condition that cannot be read: it may be true or false, and is the same wherever it is asked. */
  private free(
    subject: string,
    byDefaults?: () => { readonly value: boolean | undefined; readonly parameters: readonly string[] },
  ): boolean | undefined {
    const { scenario } = this.evaluator;
    const defaults = scenario.choice(subject) ? undefined : byDefaults?.();
    const contradict = (value: boolean, set: Set<string>): void => {
      if (defaults?.value === !value) for (const name of defaults.parameters) set.add(name);
    };
    const answer = scenario.decide(subject, BOOLEAN, 'true', (other) => contradict(false, other.withoutDefault));
    if (answer === true) contradict(true, scenario.withoutDefault);
    return answer;
  }
}

function conditionCall(node: Exclude<Node, { kind: 'alias' }>): Call | undefined {
  const only = node.kind === 'mapping' && node.members.length === 1 ? node.members[0] : undefined;
  if (only && scalarText(only.key) === 'Condition')
    return { name: 'Condition', argument: resolveAlias(only.value), at: node.span };
  return callOf(node);
}

const negate = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

function knownString(value: Value): string | undefined {
  if (value.kind === 'text') return value.scalar === 'boolean' ? literal(value)?.toLowerCase() : literal(value);
  if (value.kind === 'list' && value.open.length === 0) {
    const items = value.items.map(knownString);
    return items.includes(undefined) ? undefined : items.join(',');
  }
  return undefined;
}

function identity(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return value.id;
    case 'text': {
      const [only] = value.pieces;
      if (value.pieces.length === 1 && only && isHole(only)) return only.unknown.id;
      return render(value, ({ unknown }) => `\${${unknown.id}}`) || "''";
    }
    case 'list':
      return `[${[...value.items, ...value.open].map(identity).join(', ')}]`;
    case 'dict':
      return `{${value.entries.map((entry) => `${identity(entry.key)}: ${identity(entry.value)}`).join(', ')}}`;
  }
}

/** What the one unknown in a value must be for the whole to be the string; false where nothing makes it so. */
export function solve(
  value: Value,
  wanted: string,
): { readonly unknown: Unknown; readonly value: string } | false | undefined {
  if (isUnknown(value)) return { unknown: value, value: wanted };
  if (value.kind !== 'text') return undefined;
  const parts = around(value);
  if (!parts) return undefined;
  if (
    wanted.length < parts.before.length + parts.after.length ||
    !wanted.startsWith(parts.before) ||
    !wanted.endsWith(parts.after)
  )
    return false;
  return { unknown: parts.unknown, value: wanted.slice(parts.before.length, wanted.length - parts.after.length) };
}

function around(
  text: Text,
): { readonly before: string; readonly unknown: Unknown; readonly after: string } | undefined {
  const holes = text.pieces.filter(isHole);
  const at = text.pieces.findIndex(isHole);
  if (holes.length !== 1 || !holes[0]) return undefined;
  const chars = (pieces: Text['pieces']): string => pieces.map((piece) => (isHole(piece) ? '' : piece.text)).join('');
  return {
    before: chars(text.pieces.slice(0, at)),
    unknown: holes[0].unknown,
    after: chars(text.pieces.slice(at + 1)),
  };
}
