import { placeId } from '../../source/span.ts';
import { type Node, resolveAlias, type Scalar, type Span, scalarText } from '../../source/tree.ts';
import { movedValue } from '../../values/convert.ts';
import {
  concat,
  display,
  expression,
  literal,
  movedText,
  originOf,
  replaceMatches,
  slice,
  type Text,
  textAt,
  textOf,
  textOfUnknown,
} from '../../values/text.ts';
import { derived, isUnknown, type Unknown, unknownAt, type Value } from '../../values/value.ts';
import { isLocal, unreadReason } from '../files.ts';
import { blame, ofNull } from './blame.ts';
import { callOf, type FunctionName, scalarOf } from './calls.ts';
import { cidrs } from './cidr.ts';
import type { Evaluator } from './evaluator.ts';
import { locationOf } from './includes.ts';
import { findInMap } from './mappings.ts';
import { joined } from './parameters.ts';
import { listOf } from './split.ts';
import { jsonText } from './to-json.ts';

type Target = Exclude<Node, { kind: 'alias' }>;

/** `argument` is what stands behind the tag or the function's name, `at` the whole call. */
export type IntrinsicFunction = (argument: Target, evaluator: Evaluator, at: Span) => Value | undefined;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export const functions: ReadonlyMap<string, IntrinsicFunction> = new Map(
  Object.entries<IntrinsicFunction>({
    Ref: (argument, evaluator, at) => {
      const name = nameIn(argument, evaluator);
      if (typeof name === 'string') return evaluator.ref(name, at);
      return name ? derived(`Ref ${name.id}`, name, at) : malformed('Ref', at);
    },
    'Fn::GetAtt': getAtt,
    'Fn::Sub': sub,
    'Fn::Join': join,
    'Fn::Split': splitText,
    'Fn::Select': select,
    'Fn::If': choose,
    'Fn::FindInMap': (argument, evaluator, at) => findInMap(argsOf(argument), evaluator, at),
    'Fn::ImportValue': importValue,
    'Fn::GetStackOutput': stackOutput,
    'Fn::Cidr': cidr,
    'Fn::ToJsonString': (argument, evaluator, at) =>
      onKnown(evaluator.value(argument), at, 'Fn::ToJsonString', (value) => jsonText(value, at)),
    'Fn::Length': listLength,
    'Fn::Transform': transform,
    'Fn::GetAZs': (_, __, at) => unknownAt(`Fn::GetAZs ${placeId(at)}`, 'Fn::GetAZs is known at deployment only', at),
    'Fn::Base64': (argument, evaluator, at) => opaque('Fn::Base64', evaluator.value(argument), at),
  } satisfies Record<FunctionName, IntrinsicFunction>),
);

/** What `withIncludes` left in its place. */
function transform(argument: Target, { files }: Evaluator, at: Span): Unknown {
  const location = locationOf(argument);
  const name = location && scalarText(location);
  if (name && !isLocal(name))
    return unknownAt(`Fn::Transform ${placeId(at)}`, `${name} is not fetched: name a local copy`, at);
  const found = location && name && files.parse(name, at.file, location.span);
  const reason = found && 'reason' in found ? unreadReason(found) : 'Fn::Transform is not expanded';
  return unknownAt(`Fn::Transform ${placeId(at)}`, reason, at);
}

export function argsOf(argument: Target): readonly Node[] {
  return argument.kind === 'sequence' ? argument.items : [argument];
}

function malformed(name: string, at: Span): Unknown {
  return unknownAt(`${name} ${placeId(at)}`, `${name} is not written as CloudFormation takes it`, at);
}

function opaque(name: string, value: Value | undefined, at: Span): Unknown {
  const cause = value && blame(value);
  return cause
    ? derived(`${name} ${cause.id}`, cause, at)
    : unknownAt(`${name} ${placeId(at)}`, `${name} is not evaluated`, at);
}

/** Hands an unknown on under the name of the function that got it. */
function onKnown(value: Value | undefined, at: Span, name: string, use: (value: Value) => Value): Value {
  if (!value) return malformed(name, at);
  return isUnknown(value) ? derived(`${name} ${value.id}`, value, at) : use(value);
}

/** A name that is written, or that a function makes where `AWS::LanguageExtensions` lets one; undefined for anything else. */
function nameIn(node: Node, evaluator: Evaluator): string | Unknown | undefined {
  const written = scalarOf(node);
  if (written) return scalarText(written);
  const value = evaluator.value(node);
  return value?.kind === 'text' ? (literal(value) ?? blame(value)) : value && blame(value);
}

function getAtt(argument: Target, evaluator: Evaluator, at: Span): Value {
  const parts =
    argument.kind === 'scalar' ? [scalarText(argument)] : argsOf(argument).map((node) => nameIn(node, evaluator));
  const cause = parts.find((part) => typeof part === 'object');
  if (cause) return derived(`GetAtt ${cause.id}`, cause, at);
  const [logicalId, ...attribute] = parts
    .filter((part) => part !== undefined)
    .join('.')
    .split('.');
  return logicalId && attribute.length > 0
    ? evaluator.resource(logicalId, attribute.join('.'), at)
    : malformed('Fn::GetAtt', at);
}

const PLACEHOLDER = /\$\{([^}]*)\}/g;

function sub(argument: Target, evaluator: Evaluator, at: Span): Value {
  const [template, variables] = argument.kind === 'sequence' ? argument.items.map(resolveAlias) : [argument];
  if (template?.kind !== 'scalar') return malformed('Fn::Sub', at);
  const text = evaluator.text(template);
  return replaceMatches(text, PLACEHOLDER, ([found, inner = ''], written) => {
    const name = inner.trim();
    if (name.startsWith('!')) return [...slice(written, 0, 2).pieces, ...slice(written, 3, found.length).pieces];
    const place = originOf(written).at;
    const value = variable(name, variables, evaluator, place);
    evaluator.budget.spend(place, value);
    return value.pieces;
  });
}

function variable(name: string, variables: Target | undefined, evaluator: Evaluator, at: Span): Text {
  const own = variables?.kind === 'mapping' ? variables.members.find(({ key }) => scalarText(key) === name) : undefined;
  const value = own ? evaluator.value(own.value) : nameOf(name, evaluator, at);
  if (value?.kind === 'text') return movedText(asText(value, at), at);
  if (value && isUnknown(value)) return textOfUnknown(value, at);
  return textOfUnknown(unknownAt(`\${${name}}`, `${name} is no string`, at), at);
}

function nameOf(name: string, evaluator: Evaluator, at: Span): Value | undefined {
  const [logicalId, ...attribute] = name.split('.') as [string, ...string[]];
  const isOther = attribute.length > 0 && !evaluator.template.made?.has(name);
  return isOther ? evaluator.resource(logicalId, attribute.join('.'), at) : evaluator.ref(name, at);
}

function join(argument: Target, evaluator: Evaluator, at: Span): Value {
  const [separator, list] = argsOf(argument);
  const between = separator && scalarOf(separator);
  if (!between || !list) return malformed('Fn::Join', at);
  const value = evaluator.value(list);
  const delimiter = scalarText(between);
  if (value && isUnknown(value)) {
    const whole = joined(value);
    const same = whole.source?.kind === 'parameter' && whole.source.list && delimiter === ',';
    return textOfUnknown(same ? whole : derived(`Join '${delimiter}' ${value.id}`, value, at), at);
  }
  if (value?.kind !== 'list') return malformed('Fn::Join', at);
  const parts = value.items.map((item) => asText(item, at));
  const more = value.open.map((one) => textOfUnknown(derived(`Join '${delimiter}' ${one.id}`, one, at), at));
  const separated = [...parts, ...more].flatMap((part, i) =>
    i === 0 || delimiter === '' ? [part] : [textOf(between), part],
  );
  for (const part of separated) evaluator.budget.spend(at, part);
  return concat(separated, at);
}

function asText(value: Value, at: Span): Text {
  if (value.kind === 'text') return value.scalar === 'null' ? textOfUnknown(ofNull(originOf(value).at), at) : value;
  return textOfUnknown(
    isUnknown(value) ? value : unknownAt(`Join ${placeId(at)}`, 'a list or a mapping cannot be joined to a string', at),
    at,
  );
}

function splitText(argument: Target, evaluator: Evaluator, at: Span): Value {
  const [separator, source] = argsOf(argument);
  const between = separator && scalarOf(separator);
  if (!between || !source) return malformed('Fn::Split', at);
  return onKnown(evaluator.value(source), at, `Split '${scalarText(between)}'`, (value) => {
    if (value.kind !== 'text') return malformed('Fn::Split', at);
    return listOf(movedText(value, at), scalarText(between) || '\0', { at });
  });
}

function select(argument: Target, evaluator: Evaluator, at: Span): Value | undefined {
  const [position, source] = argsOf(argument);
  if (!position || !source) return malformed('Fn::Select', at);
  const which = evaluator.value(position);
  const index = which?.kind === 'text' ? Number(literal(which) ?? Number.NaN) : Number.NaN;
  const list = evaluator.value(source);
  if (which && blame(which)) return derived(`Select ${blame(which)?.id}`, blame(which) as Unknown, at);
  // a member is what all of them are
  if (list && isUnknown(list) && list.nature)
    return { ...derived(`Select ${index} ${list.id}`, list, at), nature: list.nature };
  return onKnown(list, at, `Select ${index}`, (value) => {
    if (value.kind !== 'list') return malformed('Fn::Select', at);
    const item = value.items[index];
    const [more] = value.open;
    if (more && index >= (value.ordered ?? value.items.length)) return derived(`Select ${index} ${more.id}`, more, at);
    return item
      ? movedValue(item, at, evaluator.budget)
      : unknownAt(`Select ${placeId(at)}`, `Fn::Select has no member ${index}`, at);
  });
}

function choose(argument: Target, evaluator: Evaluator, at: Span): Value | undefined {
  const [condition, whenTrue, whenFalse] = argsOf(argument);
  const name = condition && conditionName(condition);
  if (!name || !whenTrue || !whenFalse) return malformed('Fn::If', at);
  const holds = evaluator.conditions.named(scalarText(name), name);
  if (holds === undefined)
    return unknownAt(`If ${scalarText(name)} ${placeId(at)}`, `condition ${scalarText(name)} is not decided here`, at);
  return evaluator.value(holds ? whenTrue : whenFalse);
}

/** The branch of `Fn::If` that a condition takes; undefined where that is not decided. */
export function branchOf(argument: Target, evaluator: Evaluator): Node | undefined {
  const [condition, whenTrue, whenFalse] = argsOf(argument);
  const name = condition && conditionName(condition);
  const holds = name && evaluator.conditions.named(scalarText(name), name);
  return holds === undefined ? undefined : holds ? whenTrue : whenFalse;
}

/** The member of a written list that `Fn::Select` takes; undefined for any other list. */
export function memberOf(argument: Target, evaluator: Evaluator): Node | undefined {
  const [position, source] = argsOf(argument);
  const which = position && evaluator.value(position);
  const list = source && resolveAlias(source);
  if (which?.kind !== 'text' || list?.kind !== 'sequence' || callOf(list)) return undefined;
  return list.items.filter((item) => evaluator.value(item) !== undefined)[Number(literal(which) ?? Number.NaN)];
}

function conditionName(node: Node): Scalar | undefined {
  const target = resolveAlias(node);
  if (target.kind === 'scalar') return target;
  const only = target.kind === 'mapping' && target.members.length === 1 ? target.members[0] : undefined;
  return only && scalarText(only.key) === 'Condition' ? scalarOf(only.value) : undefined;
}

function importValue(argument: Target, evaluator: Evaluator, at: Span): Value {
  const name = evaluator.value(argument);
  if (name?.kind !== 'text') return opaque('Fn::ImportValue', name, at);
  const known = literal(name);
  const found = known === undefined ? undefined : evaluator.imports(known);
  if (found) return movedValue(found, at, evaluator.budget);
  const written = display(name);
  return unknownAt(`ImportValue ${written}`, `Fn::ImportValue takes ${written} from another stack`, at);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html */
function stackOutput(argument: Target, evaluator: Evaluator, at: Span): Value {
  const value = evaluator.value(argument);
  if (value?.kind !== 'dict' || value.open.length > 0) return opaque('Fn::GetStackOutput', value, at);
  const parts = ['StackName', 'OutputName', 'Region', 'RoleArn'].map((name) => {
    const part = value.entries.find(({ key }) => literal(key) === name)?.value;
    return part?.kind === 'text' ? display(part) : part && isUnknown(part) ? expression(part) : '';
  });
  const [stack, output] = parts;
  const reason = `Fn::GetStackOutput takes ${output} from the stack ${stack}`;
  return unknownAt(`GetStackOutput ${parts.filter((part) => part !== '').join(' ')}`, reason, at);
}

function cidr(argument: Target, evaluator: Evaluator, at: Span): Value {
  const args = argsOf(argument).map((node) => evaluator.value(node));
  const cause = args.map((value) => value && blame(value)).find((value) => value);
  if (cause) return derived(`Cidr ${cause.id}`, cause, at);
  const [block, count, bits] = args.map((value) => (value?.kind === 'text' ? literal(value) : undefined));
  const blocks =
    block === undefined
      ? undefined
      : cidrs(block, Number(count ?? Number.NaN), Number(bits ?? (block.includes(':') ? 64 : 8)));
  if (!blocks) return malformed('Fn::Cidr', at);
  return { kind: 'list', items: blocks.map((one) => textAt(one, at)), open: [], origin: { at } };
}

function listLength(argument: Target, evaluator: Evaluator, at: Span): Value {
  return onKnown(evaluator.value(argument), at, 'Length', (value) => {
    if (value.kind !== 'list') return malformed('Fn::Length', at);
    const [more] = value.open;
    return more
      ? derived(`Length ${more.id}`, more, at)
      : { ...textAt(String(value.items.length), at), scalar: 'number' };
  });
}
