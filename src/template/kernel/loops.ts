import { placeId } from '../../source/span.ts';
import {
  type Mapping,
  type Member,
  type Node,
  resolveAlias,
  type Scalar,
  type Sequence,
  scalarText,
} from '../../source/tree.ts';
import { mergedMembers } from '../../values/convert.ts';
import { originOf } from '../../values/text.ts';
import { derived, type Unknown, unknownAt } from '../../values/value.ts';
import { TemplateError } from '../loaded.ts';
import { blame } from './blame.ts';
import type { Evaluator } from './evaluator.ts';
import { inRound, scalarOfText } from './rounds.ts';

/** How deep loops may stand in each other. https://github.com/aws-cloudformation/cfn-language-discussion */
const DEPTH = 5;

/** A loop as it is written. */
interface Loop {
  readonly identifier: string;
  readonly collection: Node;
  readonly body: Mapping;
}

/** What a loop stands for. */
export interface Rounds {
  readonly identifier: string;
  readonly items: readonly Scalar[];
  /** The members that it makes of an item. */
  readonly round: (item: Scalar) => readonly Member[];
}

/**
 * The rounds of a loop, one for each item of its list; undefined where the list is not known.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function roundsOf(member: Member, outer: readonly string[], evaluator: Evaluator): Rounds | undefined {
  const { identifier, collection, body } = loopOf(member, outer, evaluator);
  const items = itemsOf(collection, evaluator);
  if ('id' in items) return undefined;
  const { budget } = evaluator;
  const round = (item: Scalar): readonly Member[] => {
    const made = resolveAlias(inRound(body, { identifier, item }, budget)) as Mapping;
    return mergedMembers(made, budget).map(({ key, value }) => ({ key, value }));
  };
  return { identifier, items, round };
}

/** What stands for all that a loop makes which is not expanded. */
export function unexpanded({ key, value }: Member, evaluator: Evaluator): Unknown {
  const name = scalarText(key);
  const id = `${name} ${placeId(key.span)}`;
  const written = resolveAlias(value);
  const collection = written.kind === 'sequence' ? written.items[1] : undefined;
  const items = collection && evaluator.scenario.quietly(() => itemsOf(collection, evaluator));
  return items && 'id' in items ? derived(id, items, key.span) : unknownAt(id, refusalIn(evaluator), key.span);
}

function refusalIn({ template: { transforms } }: Evaluator): string {
  const at = transforms.indexOf('AWS::LanguageExtensions');
  if (at < 0) return 'Fn::ForEach needs Transform: AWS::LanguageExtensions';
  return at > transforms.indexOf('AWS::Serverless-2016-10-31') && transforms.includes('AWS::Serverless-2016-10-31')
    ? 'AWS::LanguageExtensions has to be named before AWS::Serverless-2016-10-31'
    : 'Fn::ForEach is not expanded here';
}

/** The items of a list, or why they are not all known. */
function itemsOf(collection: Node, evaluator: Evaluator): readonly Scalar[] | Unknown {
  const list = evaluator.value(collection);
  const at = collection.span;
  const unlisted = unknownAt(`list ${placeId(at)}`, 'the list of Fn::ForEach is no list', at);
  if (list?.kind !== 'list') return (list && blame(list)) ?? unlisted;
  const [open] = list.open;
  if (open) return open;
  const items: Scalar[] = [];
  for (const item of list.items) {
    const cause = blame(item);
    if (cause) return cause;
    if (item.kind !== 'text') return unlisted;
    items.push(scalarOfText(item, originOf(item).at));
  }
  return items;
}

function loopOf({ key, value }: Member, outer: readonly string[], { template }: Evaluator): Loop {
  const name = scalarText(key);
  const refuse = (message: string): never => {
    throw new TemplateError(message, { at: key.span });
  };
  const written = resolveAlias(value);
  const [first, collection, last] = written.kind === 'sequence' ? written.items.map(resolveAlias) : [];
  const identifier = first?.kind === 'scalar' ? scalarText(first) : '';
  if (identifier === '' || !collection || last?.kind !== 'mapping' || (written as Sequence).items.length > 3)
    return refuse(`${name} is no identifier, list and body: write the three.`);
  if (template.parameters.has(identifier) || outer.includes(identifier))
    return refuse(`${identifier} in ${name} is the name of something else: choose another.`);
  if (outer.length >= DEPTH) return refuse(`Loops nest more than ${DEPTH} deep: have fewer of them.`);
  return { identifier, collection: (written as Sequence).items[1] as Node, body: last };
}
