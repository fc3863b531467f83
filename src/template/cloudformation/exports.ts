import { type Node, resolveAlias, scalarText } from '../../source/tree.ts';
import { literal } from '../../values/text.ts';
import type { Value } from '../../values/value.ts';
import type { Evaluator } from './evaluator.ts';
import { member, type Template } from './template.ts';

/** Whether the id of a resource leaves the template: by an output, or into a resource that is not API Gateway's. */
export function leaves(id: string, template: Template): boolean {
  const mentioned = (node: Node): boolean => mentions(node, id, 0);
  if ([...template.outputs.values()].some(({ value }) => mentioned(value))) return true;
  return [...template.resources.values()].some(
    ({ type, properties }) => isForeign(type) && properties !== undefined && mentioned(properties),
  );
}

/** Resources that can do something to an API by its id: nested stacks, custom resources, parameters that others read. */
const isForeign = (type: string): boolean =>
  /^(?:Custom::|AWS::CloudFormation::(?:CustomResource|Stack)$|AWS::SSM::Parameter$|AWS::Serverless::Application$)/.test(
    type,
  );

function mentions(node: Node, id: string, depth: number): boolean {
  if (depth > 100) return false;
  const target = resolveAlias(node);
  if (target.kind === 'scalar') {
    const text = scalarText(target);
    if (target.tag === '!Ref') return text === id;
    if (target.tag === '!GetAtt') return text.startsWith(`${id}.`);
    return text.includes(`\${${id}}`) || text.includes(`\${${id}.`);
  }
  if (target.kind === 'sequence')
    return target.items.some((item, i) =>
      target.tag === '!GetAtt' && i === 0 && item.kind === 'scalar'
        ? scalarText(item) === id
        : mentions(item, id, depth + 1),
    );
  return target.members.some(({ key, value }) => {
    const name = scalarText(key);
    const inner = resolveAlias(value);
    if (name === 'Ref' && inner.kind === 'scalar') return scalarText(inner) === id;
    if (name === 'Fn::GetAtt' && inner.kind === 'sequence')
      return inner.items[0]?.kind === 'scalar' && scalarText(inner.items[0]) === id;
    return mentions(value, id, depth + 1);
  });
}

/** What a template exports under a name that is a literal there; undefined where none of its outputs does. */
export function exported(name: string, evaluator: Evaluator): Value | undefined {
  for (const { value } of evaluator.template.outputs.values()) {
    const output = resolveAlias(value);
    if (output.kind !== 'mapping') continue;
    const exporting = member(output, 'Export');
    const target = exporting && resolveAlias(exporting.value);
    const named = target?.kind === 'mapping' ? member(target, 'Name') : undefined;
    const text = named && evaluator.scenario.quietly(() => evaluator.value(named.value));
    const content = member(output, 'Value');
    if (text?.kind === 'text' && literal(text) === name && content)
      return evaluator.scenario.quietly(() => evaluator.value(content.value));
  }
  return undefined;
}
