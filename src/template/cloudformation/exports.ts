import { type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import { LimitError } from '../../values/budget.ts';
import { mergedMember } from '../../values/convert.ts';
import { isHole, literal, type Text } from '../../values/text.ts';
import { isUnknown, type Unknown, type Value } from '../../values/value.ts';
import { scalarOf } from '../kernel/calls.ts';
import type { Evaluator } from '../kernel/evaluator.ts';
import { Impossible } from '../kernel/scenario.ts';
import type { Resource, Template } from '../kernel/template.ts';
import { TemplateError } from '../loaded.ts';
import { STACKS, unreadStack } from './stacks.ts';

/** Whether the id of a resource leaves the template: by an output, or into a resource that is not API Gateway's. */
export function leaves(id: string, evaluator: Evaluator): boolean {
  const { outputs, resources } = evaluator.template;
  if ([...outputs.values()].some(({ value }) => mentionedIn(value).has(id))) return true;
  return foreignIn(resources).some(
    (one) =>
      one.properties !== undefined &&
      mentionedIn(one.properties).has(id) &&
      // what is not read is unknown, not elsewhere
      !(STACKS.includes(one.type) && unreadStack(one, evaluator) !== undefined),
  );
}

/** Resources that can do something to an API by its id: nested stacks, custom resources, parameters that others read. */
export const isForeign = (type: string): boolean =>
  /^(?:Custom::|AWS::CloudFormation::(?:CustomResource|Stack)$|AWS::SSM::Parameter$|AWS::Serverless::Application$)/.test(
    type,
  );

const foreign = new WeakMap<Template['resources'], readonly Resource[]>();

function foreignIn(resources: Template['resources']): readonly Resource[] {
  const found = foreign.get(resources) ?? [...resources.values()].filter(({ type }) => isForeign(type));
  foreign.set(resources, found);
  return found;
}

const mentioned = new WeakMap<Node, ReadonlySet<string>>();

/** The logical ids that functions in a node refer to. */
export function mentionedIn(node: Node): ReadonlySet<string> {
  const found = mentioned.get(node) ?? collect(node, new Set(), 0);
  mentioned.set(node, found);
  return found;
}

/** A resource of a dotted name, and what SAM calls the one that it makes of it: `Api` and `Api.Stage` of `Api.Stage.Arn`. */
function idsOf(name: string): readonly string[] {
  const [id = '', made] = name.split('.', 2);
  return made === undefined ? [id] : [id, `${id}.${made}`];
}

function joined(names: readonly Node[]): string {
  return names.flatMap((name) => (name.kind === 'scalar' ? scalarText(name) : [])).join('.');
}

function collect(node: Node, found: Set<string>, depth: number): Set<string> {
  if (depth > 100) return found;
  const add = (name: string): void => {
    for (const id of idsOf(name)) found.add(id);
  };
  const target = resolveAlias(node);
  if (target.kind === 'scalar') {
    const text = scalarText(target);
    if (target.tag === '!Ref') found.add(text);
    else if (target.tag === '!GetAtt') add(text);
    else for (const [, name = ''] of text.matchAll(/\$\{([^}]*)/g)) add(name);
  } else if (target.kind === 'sequence') {
    if (target.tag === '!GetAtt') add(joined(target.items));
    else for (const item of target.items) collect(item, found, depth + 1);
  } else
    for (const { key, value } of target.members) {
      const name = scalarText(key);
      const inner = resolveAlias(value);
      if (name === 'Ref' && inner.kind === 'scalar') found.add(scalarText(inner));
      else if (name === 'Fn::GetAtt' && inner.kind !== 'mapping')
        add(inner.kind === 'scalar' ? scalarText(inner) : joined(inner.items));
      else collect(value, found, depth + 1);
    }
  return found;
}

/** What a template exports under a name that is a literal there; undefined where no output does for certain, or several. */
export function exported(name: string, evaluator: Evaluator): Value | undefined {
  try {
    return evaluator.scenario.quietly(() => {
      const outputs = [...evaluator.template.outputs.values()].flatMap(({ value }) =>
        exporting(value, name, evaluator),
      );
      const value = outputs[0] && outputs.length === 1 ? evaluator.value(outputs[0]) : undefined;
      return value && renamed(value, `ImportValue ${name}`, true);
    });
  } catch (error) {
    // the template that exports it reports what is wrong with it
    if (error instanceof TemplateError || error instanceof LimitError || error instanceof Impossible) return undefined;
    throw error;
  }
}

/** The value of an output that has this name for others, and may exist. */
function exporting(node: Node, name: string, evaluator: Evaluator): readonly Node[] {
  const output = resolveAlias(node);
  const get = (from: Node | undefined, property: string): Node | undefined => {
    const mapping = from && resolveAlias(from);
    return mapping?.kind === 'mapping' ? mergedMember(mapping, property, evaluator.budget)?.value : undefined;
  };
  const content = get(output, 'Value');
  const named = get(get(output, 'Export'), 'Name');
  const condition = scalarOf(get(output, 'Condition'));
  if (!content || !named || (condition && evaluator.conditions.named(scalarText(condition), condition) === false))
    return [];
  const text = evaluator.value(named);
  return text?.kind === 'text' && literal(text) === name ? [content] : [];
}

/**
 * A resource of another template is not the one that has the same name here. Neither is a parameter, but for those of the
 * template that a nested stack stands in: they decide both.
 */
export function renamed(value: Value, from: string, parametersToo = false): Value {
  const rename = (one: Unknown): Unknown => {
    const { source } = one;
    if (source?.kind === 'parameter' && !parametersToo) return one;
    const id = `${from}: ${one.id}`;
    return {
      ...one,
      id,
      ...(source && { source: source.kind === 'parameter' ? { ...source, name: id } : { ...source, logicalId: id } }),
    };
  };
  const inText = (text: Text): Text => ({
    ...text,
    pieces: text.pieces.map((piece) => (isHole(piece) ? { ...piece, unknown: rename(piece.unknown) } : piece)),
  });
  const within = (one: Value): Value => {
    if (isUnknown(one)) return rename(one);
    if (one.kind === 'text') return inText(one);
    if (one.kind === 'list') return { ...one, items: one.items.map(within), open: one.open.map(rename) };
    const entries = one.entries.map((entry) => ({ key: inText(entry.key), value: within(entry.value) }));
    return { ...one, entries, open: one.open.map(rename) };
  };
  return within(value);
}
