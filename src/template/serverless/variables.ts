import { type Mapping, type Span, scalarText } from '../../source/tree.ts';
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
  textAt,
  textOf,
  textOfUnknown,
} from '../../values/text.ts';
import { isUnknown, type Unknown, unknownAt, type Value } from '../../values/value.ts';
import { blame } from '../kernel/blame.ts';
import type { Evaluator, Variables } from '../kernel/evaluator.ts';
import { partAt } from './address.ts';
import { included } from './included.ts';
import { option, parameter, region, stage } from './options.ts';
import { isNode, type Part, Parts, type Visits } from './parts.ts';
import { maySubstitute } from './plugins.ts';
import { type Range, sourceIn, type Variable, variablesIn } from './syntax.ts';
import { isReadAsText } from './version.ts';

/** What stands after the comma of a variable, or where its first source has nothing. */
export type Otherwise = () => Part | undefined;

/** The variables of a service, whose own document is their main source. */
export interface ServiceVariables {
  readonly variables: Variables;
  readonly partsIn: (evaluator: Evaluator) => Parts;
}

export function variablesOf(root: Mapping): ServiceVariables {
  const visits: Visits = { followed: new Set(), evaluated: new Set() };
  const partsIn = (evaluator: Evaluator): Parts =>
    new Parts(
      evaluator,
      (scalar, parts) => {
        const text = textOf(scalar);
        const only = onlyVariable(scalarText(scalar));
        return only && { part: new Resolver(root, parts).variable(text, only) };
      },
      visits,
    );
  return { partsIn, variables: (text, evaluator) => new Resolver(root, partsIn(evaluator)).value(text) };
}

class Resolver {
  private readonly root: Mapping;
  private readonly parts: Parts;
  private readonly evaluator: Evaluator;

  constructor(root: Mapping, parts: Parts) {
    this.root = root;
    this.parts = parts;
    this.evaluator = parts.evaluator;
  }

  /** What a text stands for: any value where it is one variable and nothing else. */
  value(text: Text): Value | undefined {
    const whole = render(text, '\uFFFC');
    if (isReadAsText(text, this.root, this.parts)) return { ...text, scalar: 'string' };
    const only = onlyVariable(whole);
    if (only) return this.parts.evaluated(this.variable(text, only));
    const variables = whole.includes('${') ? variablesIn(whole) : [];
    const parts = [
      ...variables.map((variable) => ({ ...variable, by: this.pieces(text, variable) })),
      ...this.ofPlugin(text, whole, variables),
    ];
    return parts.length === 0
      ? text
      : replaceParts(
          text,
          parts.sort((a, b) => a.start - b.start),
        );
  }

  /** `#{…}`, which a plugin resolves. */
  private ofPlugin(
    text: Text,
    whole: string,
    variables: readonly Range[],
  ): readonly (Range & { readonly by: readonly Piece[] })[] {
    if (!whole.includes('#{') || !maySubstitute(this.root, this.parts)) return [];
    return [...whole.matchAll(/#\{[^{}]*\}/g)].flatMap(({ 0: written, index }) => {
      const range = { start: index, end: index + written.length };
      if (variables.some(({ start, end }) => start < range.end && range.start < end)) return [];
      const use = placeOf(text, range);
      const value = unknownAt(written, `what a plugin makes of ${written} is not known`, use);
      return [{ ...range, by: textOfUnknown(value, use).pieces }];
    });
  }

  /** A variable within a text; a list or a mapping has no place there. */
  private pieces(text: Text, variable: Variable): readonly Piece[] {
    const use = placeOf(text, variable);
    const value = this.parts.evaluated(this.variable(text, variable));
    const known =
      value?.kind === 'text' ? value : textOfUnknown(isUnknown(value) ? value : noString(text, variable), use);
    this.evaluator.budget.spend(use, known);
    return known.pieces;
  }

  variable(text: Text, { sources, ...range }: Variable): Part | undefined {
    const use = placeOf(text, range);
    return this.evaluator.budget.within(use, () => this.source(text, sources, use));
  }

  /** The first source that there is. */
  private source(text: Text, [first, ...rest]: readonly Range[], use: Span): Part | undefined {
    if (!first) return undefined;
    const own = slice(text, first.start, first.end);
    const written = render(own, '\uFFFC');
    const otherwise = (): Part | undefined => (rest.length > 0 ? this.source(text, rest, use) : undefined);
    if (/^['"]/.test(written)) return slice(own, 1, written.length - 1);
    if (/^(?:true|false)$/.test(written)) return { ...own, scalar: 'boolean' };
    if (/^-?\d+(?:\.\d+)?$/.test(written)) return { ...own, scalar: 'number' };
    if (written === 'null') return otherwise() ?? { ...own, scalar: 'null' };
    const inner = onlyVariable(written);
    if (inner) return this.present(this.variable(own, inner), use, otherwise);
    return this.typed(own, use, otherwise);
  }

  private typed(own: Text, use: Span, otherwise: Otherwise): Part | undefined {
    const written = display(own);
    const unknown = (why: string): Unknown => unknownAt(written, `\${${written}} ${why}`, use);
    const { type = '', parameter: given, address: range } = sourceIn(render(own, '\uFFFC')) ?? {};
    const address = range ? this.address(slice(own, range.start, range.end)) : slice(own, 0, 0);
    const name = literal(address);
    const at = (from: Part): Part | undefined =>
      this.present(
        partAt(address, from, this.parts, otherwise) ?? unknown(`is not in ${type === 'self' ? 'this' : 'that'} file`),
        use,
        otherwise,
      );
    if (type === 'self') return at(this.root);
    if (type === 'file' && given)
      return at(included(unquoted(this.address(slice(own, given.start, given.end))), this.root, this.parts, use));
    if (type === 'strToBool' && given) return this.truth(slice(own, given.start, given.end), use, unknown);
    if (name === undefined) return blame(address);
    if (type === 'opt' || type === 'env') return option(`${type}:${name}`, this.parts, use, otherwise);
    if (type === 'param') return parameter(name, this.parts, this.root, use, otherwise);
    if (type === 'sls' && name === 'stage') return stage(this.parts, this.root, use, otherwise);
    if (type === 'aws' && name === 'region') return region(this.parts, this.root, use);
    if (type === 'aws' && name === 'accountId') return this.evaluator.ref('AWS::AccountId', use);
    return unknown(WHY.get(type) ?? 'is known at deployment only');
  }

  /** A part that is empty leaves the word to the next source. */
  private present(part: Part | undefined, use: Span, otherwise: Otherwise): Part | undefined {
    const found = this.parts.followed(part);
    return isNothing(found) ? (otherwise() ?? found) : found && this.parts.moved(found, use);
  }

  /** A text with the variables in it resolved, as far as they are settled: what is not may name any of several. */
  private address(text: Text): Text {
    const value = this.evaluator.symbolically(() => this.value(text));
    if (value?.kind === 'text') return value;
    return isUnknown(value) ? textOfUnknown(value, originOf(text).at) : text;
  }

  /** https://www.serverless.com/framework/docs/providers/aws/guide/variables#read-string-variable-values-as-boolean-values */
  private truth(parameter: Text, use: Span, unknown: (why: string) => Unknown): Value {
    const value = this.value(unquoted(parameter));
    const because = value && blame(value);
    if (because) return because;
    const written = value?.kind === 'text' ? (literal(value) ?? '').trim().toLowerCase() : '';
    const is = (['true', 'false'] as const).find((one, i) => written === one || written === ['1', '0'][i]);
    return is ? { ...textAt(is, use), scalar: 'boolean' } : unknown('is neither true nor false');
  }
}

const WHY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    cf: 'is an output of another stack, known at deployment only',
    ssm: 'is read from the Systems Manager Parameter Store at deployment',
    s3: 'is read from S3 at deployment',
    sls: 'is made anew in each deployment',
  }),
);

/** The variable that a text consists of. */
function onlyVariable(text: string): Variable | undefined {
  const [first] = text.startsWith('${') ? variablesIn(text) : [];
  return first?.start === 0 && first.end === text.length ? first : undefined;
}

function isNothing(part: Part | undefined): boolean {
  if (!part) return true;
  const target = isNode(part) && part.kind === 'alias' ? part.target : part;
  const text = target.kind === 'scalar' ? textOf(target) : target;
  return text.kind === 'text' && text.scalar === 'null';
}

function unquoted(text: Text): Text {
  const written = render(text, '\uFFFC');
  return /^(['"]).*\1$/s.test(written) ? slice(text, 1, written.length - 1) : text;
}

function placeOf(text: Text, { start, end }: Range): Span {
  return originOf(slice(text, start, end)).at;
}

function noString(text: Text, range: Range): Unknown {
  const written = display(slice(text, range.start, range.end));
  const [only] = text.pieces;
  return unknownAt(written, `${written} is no string`, only && isHole(only) ? only.at : placeOf(text, range));
}
