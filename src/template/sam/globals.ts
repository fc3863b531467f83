import { placeId } from '../../source/span.ts';
import { type Mapping, type Member, type Node, resolveAlias, type Scalar, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { mergedMember, mergedMembers } from '../../values/convert.ts';
import { literal, originOf, textAt } from '../../values/text.ts';
import { isEvaluatedBefore } from '../cloudformation/extensions.ts';
import { callOf } from '../kernel/calls.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { scalarOfText } from '../kernel/rounds.ts';
import { type Resource, type Template, withResources } from '../kernel/template.ts';
import { isNone, nodeForSam } from './evaluated.ts';

/** A template with what `Globals` gives its resources. */
export interface Globalized {
  readonly template: Template;
  /** What it depends on that a scenario decides. */
  readonly made: string;
}

/**
 * A template whose SAM resources have what `Globals` gives them: mappings are merged, lists put one behind the other, and of
 * anything else the resource's own counts.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(evaluator: Evaluator): Globalized {
  const { template, budget } = evaluator;
  const globals = mappingIn(template.root, 'Globals', budget);
  if (!globals) return { template, made: '' };
  const merging = new Merging(evaluator);
  const resources = [...template.resources].map(([id, resource]): [string, Resource] => {
    const section = /^AWS::Serverless::(\w+)$/.exec(resource.type)?.[1];
    const shared = section && mappingIn(globals, section, budget);
    return [id, shared ? { ...resource, properties: merging.properties(shared, resource.properties) } : resource];
  });
  return { template: withResources(template, new Map(resources)), made: merging.made.join('\n') };
}

/** What of `Globals` SAM looks at before anything is deployed, and how deep. */
const LOOKED_AT: ReadonlyMap<string, number> = new Map([
  ['Auth', 2],
  ['Domain', 0],
]);

class Merging {
  readonly made: string[] = [];
  private readonly evaluator: Evaluator;
  /** Whether SAM gets what functions made, but for those in `Globals`. */
  private readonly isBefore: boolean;

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator;
    this.isBefore = isEvaluatedBefore(evaluator.template);
  }

  properties(written: Mapping, own: Mapping | undefined): Mapping {
    const shared = this.isBefore ? withUnclear(written, this.evaluator.budget) : written;
    return own ? this.merge(shared, own) : shared;
  }

  private merge(shared: Mapping, own: Mapping): Mapping {
    const { budget } = this.evaluator;
    const members = new Map<string, Member>();
    for (const member of mergedMembers(shared, budget)) members.set(scalarText(member.key), member);
    for (const { key, value } of mergedMembers(own, budget)) {
      const known = members.get(scalarText(key));
      members.set(scalarText(key), { key, value: known ? this.nodes(known.value, value) : value });
    }
    return { ...own, members: [...members.values()] };
  }

  private nodes(shared: Node, written: Node): Node {
    const [before, own] = [resolveAlias(shared), this.left(written)];
    const after = resolveAlias(own);
    if (this.isBefore && isNone(after)) return shared;
    if (isUnclear(before)) return after.kind === 'mapping' ? shared : own;
    if (callOf(before)) return own;
    if (before.kind === 'mapping' && after.kind === 'mapping' && !callOf(after)) return this.merge(before, after);
    if (before.kind !== 'sequence') return own;
    if (after.kind === 'sequence' && !callOf(after)) return { ...after, items: [...before.items, ...after.items] };
    const items = this.isBefore && callOf(after) ? this.items(own) : undefined;
    return items ? { ...before, span: after.span, items: [...before.items, ...items] } : own;
  }

  /** What is left to SAM of a resource's own. */
  private left(own: Node): Node {
    const left = nodeForSam(own, this.evaluator);
    if (!left || left === own) return own;
    this.made.push(placeId(left.span));
    return left;
  }

  /** The items of a list that functions make; undefined for anything else, and where one is not known. */
  private items(own: Node): readonly Node[] | undefined {
    const value = this.evaluator.value(own);
    if (value?.kind !== 'list' || value.open.length > 0) return undefined;
    const items = value.items.flatMap((item): readonly Scalar[] =>
      item.kind === 'text' && literal(item) !== undefined ? [scalarOfText(item, originOf(item).at)] : [],
    );
    if (items.length < value.items.length) return undefined;
    this.made.push(items.map((item) => `${scalarText(item)} ${placeId(item.span)}`).join());
    return items;
  }
}

/** Nothing documents whether `AWS::LanguageExtensions` evaluates functions in `Globals`: what SAM gets of them is not known. */
function withUnclear(shared: Mapping, budget: Budget): Mapping {
  const members = mergedMembers(shared, budget).map(({ key, value }): Member => {
    const depth = LOOKED_AT.get(scalarText(key));
    return { key, value: depth === undefined ? value : unclear(value, depth) };
  });
  return { ...shared, members };
}

const UNCLEAR = ' in Globals';

const isUnclear = (node: Exclude<Node, { kind: 'alias' }>): boolean => callOf(node)?.name.endsWith(UNCLEAR) ?? false;

function unclear(node: Node, depth: number): Node {
  const target = resolveAlias(node);
  const call = callOf(target);
  // SAM itself puts in what these refer to
  if (call?.name === 'Ref' || call?.name === 'Fn::Sub') return node;
  if (call) {
    const { at, name, argument } = call;
    const key = scalarOfText(textAt(`${name}${UNCLEAR}`, at), at);
    return { kind: 'mapping', span: at, first: at, members: [{ key, value: argument }] };
  }
  if (target.kind === 'sequence') return { ...target, items: target.items.map((one) => unclear(one, 0)) };
  if (depth === 0 || target.kind !== 'mapping') return node;
  return { ...target, members: target.members.map(({ key, value }) => ({ key, value: unclear(value, depth - 1) })) };
}

/** The mapping that a member of a mapping is; undefined for anything else. */
export function mappingIn(mapping: Mapping | undefined, name: string, budget: Budget): Mapping | undefined {
  return mapping && mappingOf(mergedMember(mapping, name, budget)?.value);
}

/** A mapping as it is written; undefined for anything else, and for a function. */
export function mappingOf(node: Node | undefined): Mapping | undefined {
  const value = node && resolveAlias(node);
  return value?.kind === 'mapping' && !callOf(value) ? value : undefined;
}
