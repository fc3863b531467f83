import { type Mapping, type Node, resolveAlias, type Scalar, type Span, scalarText } from '../../source/tree.ts';
import { isLocal } from '../files.ts';
import { callOf, longName } from '../kernel/calls.ts';

export type Target = Exclude<Node, { kind: 'alias' }>;

/** `Fn::Length` is one of CloudFormation too, and no sign of cfn-include. */
const OWN = 'Include Map Flatten Merge DeepMerge Stringify UpperCamelCase LowerCamelCase GetEnv Outputs Sequence'.split(
  ' ',
);
/** Those of later versions, some of which run code. */
const LATER =
  `ApplyTags Compact Concat Eval FlattenDeep IfEval JoinNow ObjectKeys ObjectValues Omit OmitEmpty Pick RefNow Sort SortBy
  SortObject SortedUniq StringSplit SubNow Uniq Without`.split(/\s+/);

const NAMES: ReadonlySet<string> = new Set([...OWN, ...LATER].map((name) => `Fn::${name}`));
const WRITTEN = new RegExp(`(?:Fn::|!)(?:${[...OWN, ...LATER].join('|')})\\b`);

/** Whether a text can use functions of cfn-include: what cannot is not looked at. */
export function mayUseFunctions(text: string): boolean {
  return WRITTEN.test(text);
}

/** A function with what it is given. */
export interface Call {
  readonly name: string;
  readonly argument: Target;
}

/** The functions of cfn-include that a node calls; a mapping may have several, and members that are none. */
export function callsOf(node: Target): readonly Call[] {
  const tagged = longName(node.tag);
  if (tagged !== undefined) return NAMES.has(tagged) ? [{ name: tagged, argument: untagged(node) }] : [];
  if (node.kind !== 'mapping') return [];
  return node.members
    .map(({ key, value }) => ({ name: scalarText(key), argument: resolveAlias(value) }))
    .filter(({ name }) => NAMES.has(name));
}

/** Where a call stands, with its tag. */
export function placeOf(node: Target): Span {
  return callOf(node)?.at ?? node.span;
}

const WITHOUT_TAG = new WeakMap<Target, Target>();

/** A node without its tag: the same one for the same node. */
export function untagged(node: Target): Target {
  const known = WITHOUT_TAG.get(node);
  if (known) return known;
  const { tag: _, tagSpan: __, ...rest } = node;
  WITHOUT_TAG.set(node, rest as Target);
  return rest as Target;
}

/** The texts that a call of `Fn::Map` puts the members of its list in place of. */
export function placeholders({ argument }: Call): readonly Scalar[] {
  if (argument.kind !== 'sequence' || argument.items.length < 3) return [];
  const names = resolveAlias(argument.items[1] as Node);
  const all = names.kind === 'sequence' ? names.items.map(resolveAlias) : [names];
  return all.filter((one) => one.kind === 'scalar');
}

/** Why a call is not made, and where. */
export interface Refusal {
  readonly message: string;
  readonly at: Span;
}

/** The name of the variable that `Fn::GetEnv` reads. */
export function variableOf({ name, argument }: Call): string | undefined {
  if (name !== 'Fn::GetEnv') return undefined;
  const [first] = argument.kind === 'sequence' ? argument.items.map(resolveAlias) : [argument];
  return first?.kind === 'scalar' && longName(first.tag) === undefined ? scalarText(first) : undefined;
}

/** Why a call is not made, as far as it is written; nothing for one that is. */
export function refusalOf(call: Call, node: Target): Refusal | undefined {
  const { name, argument } = call;
  const at = placeOf(node);
  if (name === 'Fn::GetEnv')
    return { message: 'Fn::GetEnv is not expanded, the environment is not read: name it with --allow-env.', at };
  const check = CHECKS.get(name);
  if (!check) return NAMES_OWN.has(name) ? undefined : { message: later(name), at };
  const refusal = check(argument, call);
  return typeof refusal === 'string' ? { message: refusal, at } : refusal;
}

const NAMES_OWN: ReadonlySet<string> = new Set(OWN.map((name) => `Fn::${name}`));
const later = (name: string): string =>
  `${name} is not expanded, it is no function of cfn-include 1.5: write what it stands for.`;

const takesList = (argument: Target, { name }: Call): string | undefined =>
  isList(argument) ? undefined : `${name} takes a list: write one.`;
const takesText = (argument: Target, { name }: Call): string | undefined =>
  argument.kind === 'scalar' && !longName(argument.tag) ? undefined : `${name} takes a text: write one.`;

const CHECKS: ReadonlyMap<string, (argument: Target, call: Call) => Refusal | string | undefined> = new Map(
  Object.entries({
    'Fn::Include': checkInclude,
    'Fn::Map': checkMap,
    'Fn::Flatten': takesList,
    'Fn::Merge': takesList,
    'Fn::DeepMerge': takesList,
    'Fn::Sequence': takesList,
    'Fn::UpperCamelCase': takesText,
    'Fn::LowerCamelCase': takesText,
  }),
);

function isList(node: Target): boolean {
  return (node.kind === 'sequence' && longName(node.tag) === undefined) || callsOf(node).length > 0;
}

function checkMap(argument: Target, call: Call): Refusal | string | undefined {
  const [list] = argument.kind === 'sequence' ? argument.items.map(resolveAlias) : [];
  const count = argument.kind === 'sequence' ? argument.items.length : 0;
  const isNamed = count === 2 || (count === 3 && placeholders(call).length > 0);
  if (!list || !isList(list) || !isNamed) return 'Fn::Map takes a list, a name for its members and a body: write them.';
  const odd = placeholders(call).find((one) => !/^[\w.:@/-]+$/.test(scalarText(one)) || scalarText(one) === 'length');
  return odd && { message: ODD_NAME, at: odd.span };
}

const ODD_NAME =
  'This name is not replaced, cfn-include would read it as a regular expression: use letters, digits and "_" alone.';

function checkInclude(argument: Target): Refusal | string | undefined {
  const member = (name: string): Target | undefined => argumentOf(argument, name);
  const type = member('type');
  const written = type?.kind === 'scalar' ? scalarText(type) : type && '?';
  if (type && written === 'api')
    return { message: 'An API of AWS is not called: include a file below the root.', at: type.span };
  if (type && !['json', 'string', 'literal'].includes(written as string))
    return { message: 'Fn::Include has no such type: write json, string or literal.', at: type.span };
  const location = locationOf(argument);
  if (!location) return 'Fn::Include takes the location of a file: write one.';
  const text = scalarText(location);
  return isLocal(text) || text.startsWith('file:') ? undefined : { message: remote(text), at: location.span };
}

export function remote(location: string): string {
  return `${location} is not read, nothing is fetched: include a file below the root.`;
}

/** Where `Fn::Include` says that its file is. */
export function locationOf(argument: Target): Scalar | undefined {
  const location = argument.kind === 'mapping' ? argumentOf(argument, 'location') : argument;
  return location?.kind === 'scalar' && longName(location.tag) === undefined && scalarText(location) !== ''
    ? location
    : undefined;
}

export function argumentOf(argument: Target, name: string): Target | undefined {
  const found = (argument as Partial<Mapping>).members?.find(({ key }) => scalarText(key) === name);
  return found && resolveAlias(found.value);
}
