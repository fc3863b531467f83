import { type Mapping, type Member, type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import type { Budget } from '../../values/budget.ts';
import { mergedMembers } from '../../values/convert.ts';
import { textAt } from '../../values/text.ts';
import { callOf } from '../cloudformation/evaluator.ts';
import { isEvaluatedBefore } from '../cloudformation/extensions.ts';
import { scalarOfText } from '../cloudformation/rounds.ts';
import { mergedMember, type Resource, type Template, withResources } from '../cloudformation/template.ts';

/**
 * A template whose SAM resources have what `Globals` gives them: mappings are merged, lists put one behind the other, and of
 * anything else the resource's own counts.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(template: Template, budget: Budget): Template {
  const globals = mappingIn(template.root, 'Globals', budget);
  if (!globals) return template;
  const resources = [...template.resources].map(([id, resource]): [string, Resource] => {
    const section = /^AWS::Serverless::(\w+)$/.exec(resource.type)?.[1];
    const written = section && mappingIn(globals, section, budget);
    if (!written) return [id, resource];
    const shared = isEvaluatedBefore(template) ? withUnclear(written, budget) : written;
    return [id, { ...resource, properties: resource.properties ? merge(shared, resource.properties, budget) : shared }];
  });
  return withResources(template, new Map(resources));
}

/** What of `Globals` SAM looks at before anything is deployed, and how deep. */
const LOOKED_AT: ReadonlyMap<string, number> = new Map([
  ['Auth', 2],
  ['Domain', 0],
]);

/** Nothing documents whether `AWS::LanguageExtensions` evaluates functions in `Globals`: what SAM gets of them is not known. */
function withUnclear(shared: Mapping, budget: Budget): Mapping {
  const members = mergedMembers(shared, budget).map(({ key, value }): Member => {
    const depth = LOOKED_AT.get(scalarText(key));
    return { key, value: depth === undefined ? value : unclear(value, depth) };
  });
  return { ...shared, members };
}

function unclear(node: Node, depth: number): Node {
  const target = resolveAlias(node);
  const call = callOf(target);
  // SAM itself puts in what is referred to
  if (call?.name === 'Ref') return node;
  if (call) {
    const { at, name, argument } = call;
    const key = scalarOfText(textAt(`${name} in Globals`, at), at);
    return { kind: 'mapping', span: at, first: at, members: [{ key, value: argument }] };
  }
  if (depth === 0 || target.kind !== 'mapping') return node;
  return { ...target, members: target.members.map(({ key, value }) => ({ key, value: unclear(value, depth - 1) })) };
}

function merge(shared: Mapping, own: Mapping, budget: Budget): Mapping {
  const members = new Map<string, Member>();
  for (const member of mergedMembers(shared, budget)) members.set(scalarText(member.key), member);
  for (const { key, value } of mergedMembers(own, budget)) {
    const known = members.get(scalarText(key));
    members.set(scalarText(key), { key, value: known ? mergeNodes(known.value, value, budget) : value });
  }
  return { ...own, members: [...members.values()] };
}

function mergeNodes(shared: Node, own: Node, budget: Budget): Node {
  const [before, after] = [resolveAlias(shared), resolveAlias(own)];
  const isPlain = !callOf(before) && !callOf(after);
  if (isPlain && before.kind === 'mapping' && after.kind === 'mapping') return merge(before, after, budget);
  if (isPlain && before.kind === 'sequence' && after.kind === 'sequence')
    return { ...after, items: [...before.items, ...after.items] };
  return own;
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
