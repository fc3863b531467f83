import { type Member, type Node, resolveAlias, type Scalar, type Span, scalarText } from '../../source/tree.ts';

/**
 * What can be called for a value, by its long name.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
const FUNCTION_NAMES = [
  'Ref',
  'Fn::Base64',
  'Fn::Cidr',
  'Fn::FindInMap',
  'Fn::GetAtt',
  'Fn::GetAZs',
  'Fn::GetStackOutput',
  'Fn::If',
  'Fn::ImportValue',
  'Fn::Join',
  'Fn::Length',
  'Fn::Select',
  'Fn::Split',
  'Fn::Sub',
  'Fn::ToJsonString',
  'Fn::Transform',
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];
const NAMES: ReadonlySet<string> = new Set(FUNCTION_NAMES);

/** A call of a function: its long name (`Ref`, `Fn::Sub`), or the tag where there is no such function. */
export interface Call {
  readonly name: string;
  readonly argument: Exclude<Node, { kind: 'alias' }>;
  /** The whole call, from the tag or the opening of the mapping to its end. */
  readonly at: Span;
}

const SHORT_NAMES: ReadonlyMap<string, string> = new Map(Object.entries({ '!Ref': 'Ref', '!Condition': 'Condition' }));
const STANDARD_TAG = /^!!|^!<tag:yaml|^!$/;

/** The function that a tag is the short form of; nothing for a tag of YAML itself. */
export function longName(tag: string | undefined): string | undefined {
  if (tag === undefined || STANDARD_TAG.test(tag)) return undefined;
  return SHORT_NAMES.get(tag) ?? `Fn::${tag.slice(1)}`;
}

/** The function call that a node writes in its short or long form. */
export function callOf(node: Exclude<Node, { kind: 'alias' }>): Call | undefined {
  const name = longName(node.tag);
  if (name !== undefined) {
    const { start, end } = node.span;
    const at = { ...node.span, start: node.tagSpan?.start ?? start, end: isQuoted(node) ? end + 1 : end };
    const { tag: _, ...argument } = node;
    return {
      name: NAMES.has(name) || isConditionFunction(name) ? name : (node.tag as string),
      argument: argument as typeof node,
      at,
    };
  }
  const only = node.kind === 'mapping' && node.members.length === 1 ? node.members[0] : undefined;
  if (!only) return undefined;
  const long = scalarText(only.key);
  if (long !== 'Ref' && (!long.startsWith('Fn::') || long.startsWith('Fn::ForEach::'))) return undefined;
  return { name: long, argument: resolveAlias(only.value), at: node.span };
}

/** Whether a quote stands around the characters of a scalar, which its span leaves out. */
function isQuoted({ kind, span: { file, start, end } }: Node): boolean {
  const quote = file.text.charAt(start - 1);
  return kind === 'scalar' && /["']/.test(quote) && file.text.charAt(end) === quote;
}

export const isConditionFunction = (name: string): boolean => /^(?:Fn::(?:And|Or|Not|Equals)|Condition)$/.test(name);

/** The string that a node writes, or nothing for another kind of node, or a function. */
export function scalarOf(node: Node | undefined): Scalar | undefined {
  const target = node && resolveAlias(node);
  return target?.kind === 'scalar' && !callOf(target) ? target : undefined;
}

/** Whether a member is a loop, which stands for others: `Fn::ForEach::Name`. */
export const isLoop = ({ key }: Pick<Member, 'key'>): boolean => scalarText(key).startsWith('Fn::ForEach');

/** Whether a member brings others in its place: what a mapping lacks may be among them. */
export const isOpening = (member: Member): boolean => isLoop(member) || scalarText(member.key) === 'Fn::Transform';
