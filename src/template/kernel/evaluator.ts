import type { Choice } from '../../model/scenario.ts';
import { placeId } from '../../source/span.ts';
import {
  type Mapping,
  type Member,
  type Node,
  resolveAlias,
  type Scalar,
  type SourceFile,
  type Span,
  scalarText,
} from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { mergedMembers, movedValue } from '../../values/convert.ts';
import { type Text, textOf, textOfUnknown } from '../../values/text.ts';
import {
  type Dict,
  type DictEntry,
  derived,
  isUnknown,
  type Unknown,
  unknownAt,
  type Value,
} from '../../values/value.ts';
import type { Files } from '../files.ts';
import { type Call, callOf, isLoop, isOpening } from './calls.ts';
import { Conditions } from './conditions.ts';
import { dynamicReferences } from './dynamic.ts';
import { functions, type IntrinsicFunction } from './functions.ts';
import { unexpanded } from './loops.ts';
import { natureOfResource } from './natures.ts';
import { domainOf, type GivenParameters, isPseudo, parameterValue } from './parameters.ts';
import { mayBeMade } from './parts.ts';
import type { Scenario } from './scenario.ts';
import type { Template } from './template.ts';

/** Resolves what other templates of the run export; undefined where none exports the name. */
export type Imports = (name: string) => Value | undefined;

/** What a dialect's own variables make of a text; undefined where they leave nothing of it. */
export type Variables = (text: Text, evaluator: Evaluator) => Value | undefined;

/** The stack that a template is deployed as a part of. */
export interface ParentStack {
  /** Its template and those of the stacks that it stands in. */
  readonly ancestors: readonly SourceFile[];
  /** Its id and those of the stacks that it stands in: `Network/Api`. */
  readonly path: string;
  /** Whether it exists; decides in the scenario what it takes to know. */
  exists(scenario: Scenario): boolean;
  /** What a parameter of the outermost template can be. */
  domain(parameter: string): Choice;
}

export interface EvaluatorOptions {
  readonly given: GivenParameters;
  readonly imports: Imports;
  readonly files: Files;
  readonly budget: Budget;
  readonly cache: WeakMap<Node, Value>;
  readonly variables?: Variables;
  readonly parent?: ParentStack;
}

/** What the templates of a run are loaded with. */
export type TemplateOptions = Pick<EvaluatorOptions, 'given' | 'imports' | 'files' | 'variables' | 'parent'>;

/** Evaluation of one template in one scenario. */
export class Evaluator {
  readonly template: Template;
  readonly scenario: Scenario;
  readonly conditions: Conditions;
  readonly budget: Budget;
  readonly imports: Imports;
  readonly files: Files;
  /** What it was made with, for a document of its own in the same scenario. */
  readonly options: EvaluatorOptions;
  /** Parameters that were read, for expressions that depend on defaults. */
  readonly parametersRead: Set<string> = new Set();
  readonly given: GivenParameters;
  private readonly cache: WeakMap<Node, Value>;
  private readonly variables: Variables;
  private symbolic = 0;

  constructor(template: Template, scenario: Scenario, options: EvaluatorOptions) {
    this.options = options;
    this.template = template;
    this.scenario = scenario;
    this.given = options.given;
    this.imports = options.imports;
    this.files = options.files;
    this.budget = options.budget;
    this.cache = options.cache;
    this.variables = options.variables ?? ((text) => text);
    this.conditions = new Conditions(this);
  }

  /** What a node stands for; undefined for `AWS::NoValue`. */
  value(node: Node): Value | undefined {
    const known = this.cache.get(node);
    if (known) return known;
    const reads = this.scenario.reads;
    const value = this.budget.within(node.span, () => this.evaluate(node));
    if (value && this.scenario.reads === reads) this.cache.set(node, value);
    return value;
  }

  /** The string that a scalar writes. */
  text(scalar: Scalar): Text {
    const value = this.variables(textOf({ ...scalar, plain: false }), this);
    if (value?.kind === 'text') return value;
    return textOfUnknown(
      isUnknown(value) ? value : unknownAt(scalarText(scalar), 'this is no string', scalar.span),
      scalar.span,
    );
  }

  /** All that a parameter can be. Where a nested stack is evaluated only those of the outermost template are not settled. */
  domain(parameter: string): Choice {
    return this.options.parent?.domain(parameter) ?? domainOf(this.template.parameters.get(parameter));
  }

  /** Whether defaults settle nothing now. */
  get isSymbolic(): boolean {
    return this.symbolic > 0;
  }

  /** Evaluates so that defaults settle nothing: for conditions. */
  symbolically<T>(work: () => T): T {
    this.symbolic += 1;
    try {
      return work();
    } finally {
      this.symbolic -= 1;
    }
  }

  ref(name: string, use: Span): Value | undefined {
    if (name === 'AWS::NoValue') return undefined;
    const parameter = this.template.parameters.get(name);
    if (parameter || isPseudo(name)) {
      this.parametersRead.add(name);
      return parameterValue(name, parameter, this.given, this.scenario, this.isSymbolic, use, this.budget);
    }
    const written = this.template.made?.get(name)?.value;
    const value = written && this.value(written);
    if (value) return movedValue(value, use, this.budget);
    if (this.typeOf(name) !== undefined) return this.resource(name, undefined, use);
    const id = `Ref ${name}`;
    const maker = mayBeMade(name, this);
    if (maker) return derived(id, maker, use);
    return unknownAt(id, `${name} is neither a parameter nor a resource of this template`, use);
  }

  resource(logicalId: string, attribute: string | undefined, use: Span): Unknown {
    const id = attribute ? `GetAtt ${logicalId}.${attribute}` : `Ref ${logicalId}`;
    const type = this.typeOf(logicalId) ?? '';
    const nature = natureOfResource(type, attribute);
    const own = nature.nature === 'elastic IP address' ? 'address' : 'id';
    const what = attribute ? `${attribute} of ${logicalId}` : `the ${own} of ${logicalId}`;
    return {
      ...unknownAt(id, `${what} is known at deployment only`, use),
      source: { kind: 'resource', logicalId, type, ...(attribute && { attribute }) },
      ...nature,
    };
  }

  private typeOf(logicalId: string): string | undefined {
    const { resources, made } = this.template;
    return (resources.get(logicalId) ?? made?.get(logicalId))?.type;
  }

  private evaluate(node: Node): Value | undefined {
    if (node.kind === 'alias') {
      const value = this.value(node.target);
      return value && movedValue(value, node.span, this.budget);
    }
    const call = callOf(node);
    if (call || node.kind === 'scalar') {
      const value = call ? this.call(call, node) : this.variables(textOf(node as Scalar), this);
      return value?.kind === 'text' ? dynamicReferences(value) : value;
    }
    if (node.kind === 'sequence') {
      const items = node.items.map((item) => this.value(item)).filter((item) => item !== undefined);
      return { kind: 'list', items, open: [], origin: { at: node.span } };
    }
    return this.mapping(node);
  }

  private mapping(node: Mapping): Dict {
    const entries: DictEntry[] = [];
    const open: Unknown[] = [];
    for (const member of mergedMembers(node, this.budget)) {
      if (isOpening(member)) {
        open.push(this.opening(member));
        continue;
      }
      const { key, value, use } = member;
      const evaluated = this.value(value);
      if (evaluated)
        entries.push({ key: textOf(key, use), value: use ? movedValue(evaluated, use, this.budget) : evaluated });
    }
    return { kind: 'dict', entries, open, origin: { at: node.span }, first: { at: node.first } };
  }

  /** What stands for the members that a macro, an include or a loop brings. */
  opening(member: Member): Unknown {
    if (isLoop(member)) return unexpanded(member, this);
    const { key, value } = member;
    return this.call({ name: scalarText(key), argument: resolveAlias(value), at: key.span }, value) as Unknown;
  }

  call({ name, argument, at }: Call, node: Node): Value | undefined {
    const intrinsic: IntrinsicFunction | undefined = functions.get(name);
    if (intrinsic) return intrinsic(argument, this, at);
    return unknownAt(
      `${name} ${placeId(node.span)}`,
      name.startsWith('!') ? `${name} is no function of CloudFormation` : `${name} is not evaluated`,
      at,
    );
  }
}

/** Makes evaluators that share what is the same in every scenario of a template. */
export function evaluators(
  options: Omit<EvaluatorOptions, 'cache'>,
): (scenario: Scenario, template: Template) => Evaluator {
  const caches = new WeakMap<Template, WeakMap<Node, Value>>();
  return (scenario, template) => {
    const cache = caches.get(template) ?? new WeakMap<Node, Value>();
    caches.set(template, cache);
    return new Evaluator(template, scenario, { ...options, cache });
  };
}
